import { setTimeout as pause } from 'node:timers/promises';

/** Looks every so often, for what other processes do in real time; throws with the last answer when patience ends. */
export const waitUntil = async <T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  { everyMs, patienceMs }: { everyMs: number; patienceMs: number }
): Promise<T> => {
  const end = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (performance.now() > end) {
      throw new Error(`after ${patienceMs} ms still ${JSON.stringify(answer)?.slice(0, 2000)}`);
    }
    await pause(everyMs);
  }
};
