import { DATABASES, isAvailable, SERVER_URL, type DatabaseName } from '../support/databases';
import { INVARIANTS } from './checker';
import { readOptions, type Options } from './options';
import { plantAside, plantBugs } from './plant-bugs';
import { openProgress, sourcesDigest, type ProgressFile } from './progress-file';
import { shortfallsOf, summaryOf, writeMarkdown, type Report } from './report';
import { createTally, isRed, type Size, type Stage, type StageResult } from './stage';
import { STAGES } from './stages/stages';
import { versionOf } from './versions';

const say = (text: string): void => console.log(text);

/** `npm run torture`: every stage on every database, and every mistake in its stage. Answers whether all is well. */
export const torture = async (args: string[]): Promise<boolean> => {
  const options = readOptions(
    args,
    STAGES.map(({ name }) => name)
  );
  const startedAt = new Date();
  for (const name of DATABASES) {
    if (!isAvailable(name) && name !== 'sqlite')
      say(`${name} is left out: set ${SERVER_URL[name]}.`);
  }
  const elapsed = (): number => (Date.now() - startedAt.getTime()) / 1_000;
  const run = { size: options.size, seed: options.seed, sources: sourcesDigest() };
  const kept = openProgress(options.resume, run, elapsed);
  const known = new Set(kept.progress.bugs.map(({ bug }) => bug));
  const left = { ...options, bugs: options.bugs.filter((name) => !known.has(name)) };
  const { results, bugs, seconds: before } = kept.progress;
  if (results.length + bugs.length > 0)
    say(`${results.length} stages and ${bugs.length} mistakes are behind us.`);
  await (options.isTried
    ? Promise.all([tryStages(left, kept), plantAside(left, kept.addBug)])
    : plantBugs(left, say, kept.addBug));
  const report: Report = {
    command: commandOf(args),
    startedAt,
    seconds: before + elapsed(),
    results,
    bugs,
    databases: await versionsOf(options.databases),
  };
  if (options.markdown !== null) await writeMarkdown(options.markdown, report);
  const shortfalls = options.isWhole ? shortfallsOf(report) : [];
  for (const shortfall of shortfalls) say(`RED   the run proves nothing: ${shortfall}`);
  say(`${Math.round(report.seconds)} s`);
  say(JSON.stringify(summaryOf(report)));
  return !results.some(isRed) && bugs.every(({ caught }) => caught) && shortfalls.length === 0;
};

/** What anybody types for the same run: not where this one was kept or written. */
const commandOf = (args: string[]): string => {
  const isOurs = (arg = ''): boolean => arg === '--markdown' || arg === '--resume';
  const shown = args.filter((arg, index) => !isOurs(arg) && !isOurs(args[index - 1]));
  return ['npm run torture', ...(shown.length > 0 ? ['--', ...shown] : [])].join(' ');
};

const tryStages = async (
  { stages, databases, size, seed }: Options,
  { progress, addResult }: ProgressFile
): Promise<void> => {
  const isBehind = (stage: Stage, database: DatabaseName): boolean =>
    progress.results.some((one) => one.stage === stage.name && one.database === database);
  for (const stage of STAGES.filter(({ name }) => stages.includes(name))) {
    const tryOn = async (database: DatabaseName): Promise<void> => {
      const begin = Date.now();
      const result = await stage
        .run({ database, size, seed, say })
        .catch((error: unknown) => brokenOff(stage, database, error));
      addResult(result);
      tell(result, Date.now() - begin);
    };
    const on = databases.filter(
      (name) => (stage.databases?.includes(name) ?? true) && !isBehind(stage, name)
    );
    const tryEach = async (lane: DatabaseName[]): Promise<void> => {
      for (const database of lane) await tryOn(database);
    };
    await Promise.all(lanesOf(stage, size, on).map(tryEach));
  }
};

/** What could not be brought to its end is red, and keeps nothing else from being tried. */
const brokenOff = ({ name }: Stage, database: DatabaseName, error: unknown): StageResult => {
  const { totals, counts, examples } = createTally();
  if (error instanceof Error) say(error.stack ?? error.message);
  const none = { kills: 0, pauses: 0, dbRestarts: 0, notes: [] };
  return {
    stage: name,
    database,
    ...totals,
    ...none,
    counts,
    examples,
    invalid: `broken off: ${String(error)}`,
  };
};

/**
 * Those of one lane come one after the other. SQLite has one process only: it goes beside the others. The long form's
 * five whole processes want the machine to themselves.
 */
const lanesOf = ({ isLight }: Stage, size: Size, databases: DatabaseName[]): DatabaseName[][] =>
  isLight || size === 'short'
    ? databases.map((database) => [database])
    : [
        databases.filter((name) => name === 'sqlite'),
        databases.filter((name) => name !== 'sqlite'),
      ];

const tell = (result: StageResult, ms: number): void => {
  const { stage, database, occurrences, attempts, counts, invalid, examples, notes } = result;
  const broken = INVARIANTS.filter((name) => counts[name] > 0).map(
    (name) => `${name} ${counts[name]}`
  );
  say(
    `${isRed(result) ? 'RED  ' : 'green'} ${stage} on ${database}: ${occurrences} occurrences, ${attempts} attempts, ` +
      `${result.kills} kills, ${result.pauses} pauses, ${result.dbRestarts} database restarts ` +
      `(${Math.round(ms / 1_000)} s; ${notes.join('; ')})`
  );
  if (invalid !== null) say(`      proves nothing: ${invalid}`);
  if (broken.length > 0) say(`      ${broken.join(', ')}`);
  for (const example of examples) say(`      ${example}`);
};

const versionsOf = async (databases: DatabaseName[]): Promise<Record<string, string>> => {
  const versions: Record<string, string> = {};
  for (const name of databases) versions[name] = await versionOf(name);
  return versions;
};
