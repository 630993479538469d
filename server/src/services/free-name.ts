import type { ServicePorts } from './ports';

const MAX_NAME = 255;
const NONE: ReadonlySet<string> = new Set();

/** `Nightly cleanup (2)`, `(3)`, …: what no job is called, and nothing of `others` either. */
export const freeName = async (
  { store }: Pick<ServicePorts, 'store'>,
  name: string,
  others = NONE
): Promise<string> => {
  const base = name.replace(/ \(\d{1,6}\)$/, '').slice(0, MAX_NAME - 10);
  const taken = new Set([...others, ...(await store.findJobNames(`${base} (`))]);
  let number = 2;
  while (taken.has(`${base} (${number})`)) number += 1;
  return `${base} (${number})`;
};
