import { DATABASES, isAvailable, SERVER_URL, type DatabaseName } from '../support/databases';
import { BUGS, type Bug } from './bugs';
import { INVARIANTS } from './checker';
import { readOptions, type Options } from './options';
import { summaryOf, writeMarkdown, type BugResult, type Report } from './report';
import { isRed, type StageResult } from './stage';
import { STAGES } from './stages/stages';
import { versionOf } from './versions';

const say = (text: string): void => console.log(text);

/** `npm run torture`: every stage on every database, then every mistake in its stage. Answers whether all is well. */
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
  const results = options.isTried ? await tryStages(options) : [];
  const bugs = await plantBugs(options);
  const report: Report = {
    command: `npm run torture${args.length > 0 ? ` -- ${args.filter((arg) => !arg.includes('.md') && arg !== '--markdown').join(' ')}` : ''}`,
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1_000,
    results,
    bugs,
    databases: await versionsOf(options.databases),
  };
  if (options.markdown !== null) await writeMarkdown(options.markdown, report);
  say(`${Math.round(report.seconds)} s`);
  say(JSON.stringify(summaryOf(report)));
  return !results.some(isRed) && bugs.every(({ caught }) => caught);
};

const tryStages = async (options: Options): Promise<StageResult[]> => {
  const { stages, databases, size, seed } = options;
  const results: StageResult[] = [];
  for (const stage of STAGES.filter(({ name }) => stages.includes(name))) {
    const on = databases.filter((name) => stage.databases?.includes(name) ?? true);
    const tryOn = async (database: DatabaseName): Promise<void> => {
      const begin = Date.now();
      const result = await stage.run({ database, size, seed, say });
      results.push(result);
      tell(result, Date.now() - begin);
    };
    if (stage.isLight) await Promise.all(on.map(tryOn));
    else for (const database of on) await tryOn(database);
  }
  return results;
};

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

const plantBugs = async ({ bugs, size, seed, databases }: Options): Promise<BugResult[]> => {
  const results: BugResult[] = [];
  for (const bug of BUGS.filter(({ name }) => bugs.includes(name))) {
    const on = bug.databases?.find((name) => databases.includes(name)) ?? databases[0];
    if (on === undefined || (bug.databases && !bug.databases.includes(on))) {
      say(`${bug.name} is left out: it needs ${bug.databases?.join(' or ')}`);
      continue;
    }
    const result = await plantOne(bug, { size, seed, database: on });
    results.push(result);
    say(
      `${result.caught ? 'caught' : 'MISSED'} ${bug.name} by ${bug.stage} on ${on}: ${result.evidence}`
    );
  }
  return results;
};

const plantOne = async (
  bug: Bug,
  request: { size: Options['size']; seed: number; database: DatabaseName }
): Promise<BugResult> => {
  const stage = STAGES.find(({ name }) => name === bug.stage);
  if (stage === undefined) throw new Error(`${bug.name} names no stage`);
  const { counts, examples } = await stage.run({ ...request, bug, say });
  const { name, sentence } = bug;
  const caught = INVARIANTS.some((invariant) => counts[invariant] > 0);
  return { bug: name, sentence, stage: bug.stage, caught, evidence: examples[0] ?? 'nothing' };
};

const versionsOf = async (databases: DatabaseName[]): Promise<Record<string, string>> => {
  const versions: Record<string, string> = {};
  for (const name of databases) versions[name] = await versionOf(name);
  return versions;
};
