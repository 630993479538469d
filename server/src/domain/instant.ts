/** Instants are epoch milliseconds inside and ISO 8601 UTC with milliseconds on the wire. */

/** What is claimed together is due together: the last answer is kept. */
let last = { instant: 0, iso: new Date(0).toISOString() };

export const isoOf = (instant: number): string => {
  if (instant !== last.instant) last = { instant, iso: new Date(instant).toISOString() };
  return last.iso;
};

/** Throws where the text is no instant: definitions are checked before they are stored. */
export const instantOf = (iso: string): number => {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) throw new RangeError(`"${iso}" is no instant`);
  return instant;
};
