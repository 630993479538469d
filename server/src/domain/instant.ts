/** Instants are epoch milliseconds inside and ISO 8601 UTC with milliseconds on the wire. */

export const isoOf = (instant: number): string => new Date(instant).toISOString();

/** Throws where the text is no instant: definitions are checked before they are stored. */
export const instantOf = (iso: string): number => {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) throw new RangeError(`"${iso}" is no instant`);
  return instant;
};
