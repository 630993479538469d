const PATIENCE_MS = 20_000;

/** Asks again and again, each time waiting for the answer, until it is the wanted one. */
export const eventually = async <T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean
): Promise<T> => {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (performance.now() > end)
      throw new Error(`still ${JSON.stringify(answer)?.slice(0, 2_000)}`);
  }
};
