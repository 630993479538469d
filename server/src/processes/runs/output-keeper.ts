import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

import type { Masker } from '../../domain/secrets/masker';

/** Where lines go: in order, each without its end. */
export type WriteLine = (line: string) => void;

export interface OutputBounds {
  /** Bytes of both streams that are kept: the first half at once, of the rest the last half at the end. */
  capBytes: number;
  /** Lets others have their turn: what was kept back may be megabytes. */
  pause: () => Promise<void>;
}

/** What both streams of a command share: how much is kept of them. */
export interface OutputKeeper {
  /** Reads a stream to its end, however much it is. */
  keep(stream: Readable, write: WriteLine): Promise<void>;
  /** Writes what was kept back, after both streams have ended; answers how many bytes there were and were left out. */
  finish(notice: (text: string) => void): Promise<{ bytes: number; leftOut: number }>;
}

/** Longer lines are cut into several. */
const LONGEST_LINE = 8 * 1024;
/** Kept before the tail, so that a secret which the cut goes through is still found. */
const MARGIN_BYTES = 64 * 1024;
const PIECE_BYTES = 64 * 1024;

/**
 * Keeps the head and the tail of what a command says. It never stops reading: a command that is not read from would
 * stand still. Secrets are hidden before anything is cut off.
 */
export const createOutputKeeper = (
  { capBytes, pause }: OutputBounds,
  masker: Masker
): OutputKeeper => {
  const half = Math.floor(capBytes / 2);
  const streams: { lines: Lines; tail: Tail; write: WriteLine }[] = [];
  let bytes = 0;
  let headLeft = half;

  const keep = async (stream: Readable, write: WriteLine): Promise<void> => {
    const lines = createLines(masker, write);
    const tail = createTail(half);
    streams.push({ lines, tail, write });
    const take = (piece: Buffer): void => {
      bytes += piece.length;
      const head = piece.subarray(0, headLeft);
      headLeft -= head.length;
      if (head.length > 0) lines.push(head);
      if (head.length < piece.length) tail.push(piece.subarray(head.length));
    };
    try {
      for await (const chunk of stream) take(chunk as Buffer);
    } catch (error) {
      // Closed from our side: what came is all there is.
      if (!stream.destroyed) throw error;
    }
  };

  const finish: OutputKeeper['finish'] = async (notice) => {
    let leftOut = 0;
    const shares = shareOut(half, streams);
    for (const [index, { lines, tail, write }] of streams.entries()) {
      const { rest, forgotten, skip } = tail.take(shares[index] ?? 0);
      const dropped = forgotten + skip;
      leftOut += dropped;
      if (dropped > 0) {
        lines.cut();
        notice(`${dropped.toLocaleString('en')} bytes of output were left out here.`);
      }
      // Where all of it is there, a secret may have begun in the head.
      const last = forgotten > 0 ? createLines(masker, write) : lines;
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they are lines of one log
      await pushPiecemeal(last, rest, skip, pause);
      last.end();
    }
    return { bytes, leftOut };
  };
  return { keep, finish };
};

/** Each gets as much as the others, and what they do not need. */
const shareOut = (bytes: number, streams: { tail: Tail }[]): number[] => {
  const needs = streams.map(({ tail }) => tail.size());
  const all = needs.reduce((sum, need) => sum + need, 0);
  return needs.map((need) => Math.max(Math.floor(bytes / needs.length), bytes - (all - need)));
};

/** Pieces that take a few milliseconds each; the first `skip` bytes are only looked at. */
const pushPiecemeal = async (
  lines: Lines,
  rest: Buffer,
  skip: number,
  pause: () => Promise<void>
): Promise<void> => {
  lines.look(rest.subarray(0, skip));
  for (let from = skip; from < rest.length; from += PIECE_BYTES) {
    // oxlint-disable-next-line no-await-in-loop -- that is the point of it
    if (from > skip) await pause();
    lines.push(rest.subarray(from, from + PIECE_BYTES));
  }
};

interface Lines {
  push(piece: Buffer): void;
  /** Not written: it is looked at for secrets that reach into what follows. */
  look(piece: Buffer): void;
  end(): void;
  /** What follows is not known: what may be the beginning of a secret is not shown. */
  cut(): void;
}

interface Tail {
  push(piece: Buffer): void;
  /** Bytes that it ever got. */
  size(): number;
  /** The last bytes, with `skip` more before them to be looked at only; `forgotten` before those. */
  take(bytes: number): { rest: Buffer; skip: number; forgotten: number };
}

/** Bytes into lines: UTF-8 across pieces, anything else as replacement characters, secrets hidden. */
const createLines = (masker: Masker, write: WriteLine): Lines => {
  const decoder = new StringDecoder('utf8');
  const masked = masker.stream();
  let open = '';
  const take = (text: string): void => {
    const lines = (open + text).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) writeLong(line.replace(/\r$/, ''), write);
    for (; open.length > LONGEST_LINE; open = open.slice(LONGEST_LINE))
      write(open.slice(0, LONGEST_LINE));
  };
  const flush = (): void => {
    if (open !== '') write(open.replace(/\r$/, ''));
    open = '';
  };
  return {
    push: (piece) => take(masked.push(decoder.write(piece))),
    look: (piece) => void masked.push(decoder.write(piece)),
    end: () => {
      take(masked.push(decoder.end()) + masked.end());
      flush();
    },
    cut: flush,
  };
};

const writeLong = (line: string, write: WriteLine): void => {
  for (let from = 0; from === 0 || from < line.length; from += LONGEST_LINE)
    write(line.slice(from, from + LONGEST_LINE));
};

/** The last bytes of what it gets, and a margin before them; never more than about twice that in memory. */
const createTail = (keptBytes: number): Tail => {
  const pieces: Buffer[] = [];
  const most = keptBytes + MARGIN_BYTES;
  let held = 0;
  let dropped = 0;
  const push = (piece: Buffer): void => {
    // A copy: the stream's own buffer may be much larger.
    pieces.push(piece.length > most ? Buffer.from(piece.subarray(-most)) : piece);
    dropped += Math.max(0, piece.length - most);
    held += Math.min(piece.length, most);
    while (pieces[0] !== undefined && held - pieces[0].length >= most) {
      held -= pieces[0].length;
      dropped += pieces[0].length;
      pieces.shift();
    }
  };
  const size = (): number => dropped + held;
  const take: Tail['take'] = (bytes) => {
    const skip = Math.min(MARGIN_BYTES, Math.max(0, size() - bytes));
    const rest = Buffer.concat(pieces).subarray(-(bytes + skip));
    return { rest, skip, forgotten: size() - rest.length };
  };
  return { push, size, take };
};
