import type { AttemptFacts, EngineEvent } from '../engine/events';

/** What a log needs to be able to do; Strapi's own is one. */
export interface Log {
  debug(line: string): unknown;
  info(line: string): unknown;
  warn(line: string): unknown;
  error(line: string): unknown;
}

/** Writes what happens as one line each; the only place that words them. */
export const logEvent = (log: Log, event: EngineEvent): void => {
  const line = lineOf(event);
  if (line !== null) log[line.level](`job-scheduler: ${oneLine(line.text)}`);
};

interface Line {
  level: keyof Log;
  text: string;
}

const lineOf = (event: EngineEvent): Line | null => {
  switch (event.type) {
    case 'engine.started':
      return info(`started as node ${event.node}`);
    case 'engine.draining':
      return event.running === 0 ? null : info(`waits for ${event.running} running`);
    case 'engine.stopped':
      return event.unrecorded === 0
        ? info('stopped')
        : warn(
            `stopped; ${event.unrecorded} outcomes could not be written, another node finds them`
          );
    case 'engine.error':
      return repeated(event);
    case 'engine.recovered':
      return info(`${event.step} works again after ${event.failures} failures`);
    case 'occurrence.enqueued':
      return debug(`${nameOf(event)} due at ${instant(event.slotAt)}`);
    case 'occurrence.skipped':
      return info(
        `${nameOf(event)} skipped at ${instant(event.slotAt)}: ${event.reason ?? 'no reason'}`
      );
    case 'occurrence.missed':
      return warn(`${nameOf(event)} missed ${event.count}, the newest at ${instant(event.slotAt)}`);
    case 'execution.started':
      return debug(`${attempt(event)} started, ${event.delayMs} ms after it was due`);
    case 'execution.finished':
      return finished(event);
    case 'execution.retrying':
      return warn(`${attempt(event)} failed, again at ${instant(event.readyAt)}: ${cause(event)}`);
    case 'execution.released':
      return debug(`${attempt(event)} given back unstarted`);
    case 'execution.lost':
      return warn(`${attempt(event)} lost its node`);
    case 'execution.late-result':
      return warn(
        `${attempt(event)} ended (${event.outcome}) after it was given to another node; nothing changed`
      );
    case 'execution.abandoned':
      return warn(`${attempt(event)} goes on after it was told to stop; its place is free again`);
    case 'execution.abandoned-settled':
      return info(`${attempt(event)} stopped at last`);
    case 'execution.log-lost':
      return error(
        `${attempt(event)}: ${event.lines} log lines could not be written: ${cause(event)}`
      );
    case 'execution.outcome-reduced':
      return error(`${attempt(event)}: its result could not be stored: ${cause(event)}`);
    case 'job.unreadable':
      return error(`${nameOf(event)} cannot be read and stands still: ${cause(event)}`);
    case 'jobs.held':
      return event.count === 0 ? null : warn(`${event.count} jobs held: their template is gone`);
    case 'jobs.released':
      return event.count === 0
        ? null
        : info(`${event.count} held jobs go on: their template is back`);
    case 'records.pruned':
      return event.count === 0 ? null : info(`${event.count} old records deleted`);
  }
};

/** The first failure, then one in so many: a database that is away must not fill the log. */
const LOGGED_FAILURES = [1, 10, 100];

const repeated = (event: Extract<EngineEvent, { type: 'engine.error' }>): Line | null => {
  const loud = LOGGED_FAILURES.includes(event.failures) || event.failures % 1000 === 0;
  return loud ? error(`${event.step} failed (${event.failures}): ${cause(event)}`) : null;
};

const finished = (event: Extract<EngineEvent, { type: 'execution.finished' }>): Line => {
  const text = `${attempt(event)} ${event.status} after ${event.durationMs} ms`;
  if (event.status === 'succeeded') return debug(text);
  return warn(event.error === null ? text : `${text}: ${cause(event)}`);
};

const debug = (text: string): Line => ({ level: 'debug', text });
const info = (text: string): Line => ({ level: 'info', text });
const warn = (text: string): Line => ({ level: 'warn', text });
const error = (text: string): Line => ({ level: 'error', text });

const nameOf = ({ job }: { job: { name: string; documentId: string } }): string =>
  `"${job.name}" (${job.documentId})`;

const attempt = (facts: AttemptFacts): string =>
  `${nameOf(facts)} execution ${facts.execution} attempt ${facts.attempt}`;

const cause = ({ error: failure }: { error: { name: string; message: string } | null }): string =>
  failure === null ? 'no error given' : `${failure.name}: ${failure.message}`;

const instant = (at: number | null): string => (at === null ? 'once' : new Date(at).toISOString());

/** Security row 20: one event is one line, whatever a name or a message holds. */
const oneLine = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) =>
    character === '\n'
      ? '\\n'
      : `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`
  );
