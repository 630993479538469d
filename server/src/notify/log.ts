import { describeFailure } from '../domain/failure';
import { scriptStatus } from '../domain/script';
import type { AttemptFacts, EngineEvent } from '../engine/events';
import type { NoticedScripts } from '../services/scan-scripts';
import type { ScriptChange } from '../services/script-ports';

/** What a log needs to be able to do; Strapi's own is one. */
export interface Log {
  debug(line: string): unknown;
  /** Each execution would have lines of it: where nobody reads them, they are not made. */
  isDebugEnabled?(): boolean;
  info(line: string): unknown;
  warn(line: string): unknown;
  error(line: string): unknown;
}

/** Writes what happens as one line each; the only place that words them. */
export const logEvent = (log: Log, event: EngineEvent): void => {
  const line = lineOf(event);
  if (line === null || (line.level === 'debug' && log.isDebugEnabled?.() === false)) return;
  log[line.level](`job-scheduler: ${oneLine(line.text())}`);
};

/** Tells of looks through the scripts directory what keeps scripts from running; what is as it was is told once. */
export const createScriptLog = (log: Log): ((noticed: NoticedScripts) => void) => {
  let told = '';
  return ({ changed, problems }) => {
    const why = problems.join('; ');
    if (why !== told) logTrust(log, why);
    told = why;
    logScriptChanges(log, changed);
  };
};

const logTrust = (log: Log, why: string): void => {
  if (why === '') log.info('job-scheduler: the scripts directory is trusted now: scripts may run');
  else log.warn(`job-scheduler: ${oneLine(`no script runs: ${why}`)}`);
};

/** Scripts whose bytes are not the ones that somebody approved any more: what uses them does not run. */
const logScriptChanges = (log: Log, changes: readonly ScriptChange[]): void => {
  for (const { before, after } of changes) {
    const was = before === null ? null : scriptStatus(before, before.decisions);
    const is = scriptStatus(after, after.decisions);
    if (was === 'approved' && is !== 'approved')
      log.warn(`job-scheduler: ${oneLine(`the approved script ${after.path} is ${is} now`)}`);
  }
};

/** Said at each start, so that nobody can have overlooked it. */
export const logNoApproval = (log: Log, directory: string): void => {
  log.warn(
    `job-scheduler: ${oneLine(`scripts.requireApproval is false: EVERY script in ${directory} runs without anybody's consent. For development only.`)}`
  );
};

/** An error outside any event. */
export const logFault = (log: Log, what: string, fault: unknown): void => {
  const { error: said } = describeFailure(fault);
  log.error(`job-scheduler: ${oneLine(`${what}: ${said.name}: ${said.message}`)}`);
};

interface Line {
  level: 'debug' | 'info' | 'warn' | 'error';
  text: () => string;
}

const lineOf = (event: EngineEvent): Line | null =>
  (LINES[event.type] as (event: EngineEvent) => Line | null)(event);

const LINES: {
  [Type in EngineEvent['type']]: (event: Extract<EngineEvent, { type: Type }>) => Line | null;
} = {
  'engine.started': (event) => info(`started as node ${event.node}`),
  'engine.draining': (event) =>
    event.running === 0 ? null : info(`waits for ${event.running} running`),
  'engine.stopped': (event) =>
    event.unrecorded === 0
      ? info('stopped')
      : warn(`stopped; ${event.unrecorded} outcomes could not be written, another node finds them`),
  'engine.error': (event) => repeated(event),
  'engine.recovered': (event) => info(`${event.step} works again after ${event.failures} failures`),
  'occurrence.enqueued': (event) => debug(() => `${nameOf(event)} due at ${instant(event.slotAt)}`),
  'occurrence.skipped': (event) =>
    info(`${nameOf(event)} skipped at ${instant(event.slotAt)}: ${event.reason ?? 'no reason'}`),
  'occurrence.missed': (event) =>
    warn(`${nameOf(event)} missed ${event.count}, the newest at ${instant(event.slotAt)}`),
  'execution.started': (event) =>
    debug(() => `${attempt(event)} started, ${event.delayMs} ms after it was due`),
  'execution.finished': (event) => finished(event),
  'execution.retrying': (event) =>
    warn(`${attempt(event)} failed, again at ${instant(event.readyAt)}: ${cause(event)}`),
  'execution.released': (event) => debug(() => `${attempt(event)} given back unstarted`),
  'execution.lost': (event) => warn(`${attempt(event)} lost its node`),
  'execution.late-result': (event) =>
    warn(
      `${attempt(event)} ended (${event.outcome}) after it was given to another node; nothing changed`
    ),
  'execution.abandoned': (event) =>
    warn(`${attempt(event)} goes on after it was told to stop; its place is free again`),
  'execution.abandoned-settled': (event) => info(`${attempt(event)} stopped at last`),
  'hook.failed': (event) =>
    warn(`${attempt(event)}: the hook ${event.hook} failed after it: ${cause(event)}`),
  'execution.survivors': (event) =>
    error(
      `${attempt(event)}: ${event.processes} of its processes could not be ended and still run`
    ),
  'execution.log-lost': (event) =>
    error(`${attempt(event)}: ${event.lines} log lines could not be written: ${cause(event)}`),
  'execution.outcome-reduced': (event) =>
    error(`${attempt(event)}: its result could not be stored: ${cause(event)}`),
  'job.unreadable': (event) =>
    error(`${nameOf(event)} cannot be read and stands still: ${cause(event)}`),
  'job.resumed': (event) => info(`${nameOf(event)} goes on: its pause is over`),
  'job.breaker-opened': (event) =>
    warn(
      `${nameOf(event)} failed too often in a row and stands still until ${instant(event.until)}`
    ),
  'job.breaker-closed': (event) => info(`${nameOf(event)} succeeded and runs as planned again`),
  'scheduler.paused': () => info('paused: nothing new starts'),
  'scheduler.resumed': () => info('the pause is over'),
  'jobs.held': (event) =>
    event.count === 0 ? null : warn(`${event.count} jobs held: their template is gone`),
  'jobs.released': (event) =>
    event.count === 0 ? null : info(`${event.count} held jobs go on: their template is back`),
  'records.pruned': (event) =>
    event.count === 0 ? null : info(`${event.count} old records deleted`),
};

/** The first failure, then one in so many: a database that is away must not fill the log. */
const LOGGED_FAILURES = [1, 10, 100];

const repeated = (event: Extract<EngineEvent, { type: 'engine.error' }>): Line | null => {
  const loud = LOGGED_FAILURES.includes(event.failures) || event.failures % 1000 === 0;
  return loud ? error(`${event.step} failed (${event.failures}): ${cause(event)}`) : null;
};

const finished = (event: Extract<EngineEvent, { type: 'execution.finished' }>): Line => {
  const text = (): string => `${attempt(event)} ${event.status} after ${event.durationMs} ms`;
  if (event.status === 'succeeded') return debug(text);
  return warn(event.error === null ? text() : `${text()}: ${cause(event)}`);
};

const debug = (text: () => string): Line => ({ level: 'debug', text });
const info = (text: string): Line => ({ level: 'info', text: () => text });
const warn = (text: string): Line => ({ level: 'warn', text: () => text });
const error = (text: string): Line => ({ level: 'error', text: () => text });

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
