/** How often each is measured: all alike, or some that nobody is compared with less often. */
export type Runs<Name> = number | ((name: Name) => number);

/** One warm-up that does not count, then A B C, A B C, …: what disturbs the machine disturbs all of them. */
export const interleave = async <Name extends string, Answer>(
  names: Name[],
  runs: Runs<Name>,
  measure: (name: Name, run: number) => Promise<Answer>
): Promise<Map<Name, Answer[]>> => {
  const answers = new Map<Name, Answer[]>(names.map((name) => [name, []]));
  const runsOf = typeof runs === 'number' ? () => runs : runs;
  for (let run = 0; run <= Math.max(...names.map(runsOf)); run += 1) {
    for (const name of names.filter((one) => runsOf(one) >= run)) {
      const from = performance.now();
      const answer = await measure(name, run);
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      process.stderr.write(`  ${name} ${run === 0 ? 'warm-up' : `run ${run}`}: ${seconds} s\n`);
      if (run > 0) answers.get(name)?.push(answer);
    }
  }
  return answers;
};
