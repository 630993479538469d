import { isAvailable, type DatabaseName } from '../support/databases';
import { INVARIANTS } from './checker';
import type { Stage } from './stage';
import { clockChanges } from './stages/clock-changes';
import { crashPoints } from './stages/crash-points';
import { nodes } from './stages/nodes';
import { serverClockChanges } from './stages/server-clock-changes';
import { servers } from './stages/servers';
import { simulation } from './stages/simulation';

/** The shortest form of `npm run torture` (docs/reliability.md): enough to see at once that something is badly broken. */
const TRIALS: [Stage, readonly DatabaseName[]][] = [
  [simulation, ['sqlite']],
  [crashPoints, ['sqlite']],
  [clockChanges, ['postgres']],
  [nodes, ['mysql']],
  [serverClockChanges, ['mysql']],
  [servers, ['postgres']],
];

const trials = TRIALS.flatMap(([stage, databases]) =>
  databases.filter(isAvailable).map((database) => ({ stage, database, name: stage.name }))
);

test.each(trials)(
  '$name on $database: nothing is lost, doubled or stuck',
  async ({ stage, database }) => {
    const said: string[] = [];
    const say = (text: string): unknown => said.push(text);
    const result = await stage.run({ database, size: 'minute', seed: 1, say });
    console.log(
      `${stage.name} on ${database}: ${result.occurrences} occurrences, ${result.attempts} attempts, ` +
        `${result.kills} kills, ${result.pauses} pauses, ${result.dbRestarts} database restarts; ` +
        [...result.notes, ...said].join('; ')
    );
    const broken = INVARIANTS.filter((invariant) => result.counts[invariant] > 0);
    expect({ broken, examples: result.examples, invalid: result.invalid }).toEqual({
      broken: [],
      examples: [],
      invalid: null,
    });
  },
  600_000
);
