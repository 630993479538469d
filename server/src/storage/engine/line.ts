/** A connection of the pool that one call of the store has to itself. */
export interface Line {
  connection: object;
  /** The database has answered. */
  heard: () => void;
  /** After so long without a word from us nobody waits for us any more. */
  silenceMs: number;
}
