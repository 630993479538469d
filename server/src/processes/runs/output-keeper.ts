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
    for (const { lines, tail, write } of streams) {
      const { rest, dropped } = tail.take();
      leftOut += dropped;
      if (dropped > 0) {
        lines.cut();
        notice(`${dropped.toLocaleString('en')} bytes of output were left out here.`);
      }
      const last = dropped > 0 ? createLines(masker, write) : lines;
      // oxlint-disable-next-line no-await-in-loop -- one after the other: they are lines of one log
      await pushPiecemeal(last, rest, dropped > 0 ? MARGIN_BYTES : 0, pause);
      last.end();
    }
    return { bytes, leftOut };
  };
  return { keep, finish };
};

/** Pieces that take a few milliseconds each; of the first one, `skip` bytes are only looked at. */
const pushPiecemeal = async (
  lines: Lines,
  rest: Buffer,
  skip: number,
  pause: () => Promise<void>
): Promise<void> => {
  lines.push(rest.subarray(0, skip + PIECE_BYTES), skip);
  for (let from = skip + PIECE_BYTES; from < rest.length; from += PIECE_BYTES) {
    // oxlint-disable-next-line no-await-in-loop -- that is the point of it
    await pause();
    lines.push(rest.subarray(from, from + PIECE_BYTES));
  }
};

interface Lines {
  /** `skip`: so many bytes at the beginning were only looked at for secrets. */
  push(piece: Buffer, skip?: number): void;
  end(): void;
  /** What follows is not known: what may be the beginning of a secret is not shown. */
  cut(): void;
}

interface Tail {
  push(piece: Buffer): void;
  take(): { rest: Buffer; dropped: number };
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
    push: (piece, skip = 0) => {
      const text = masked.push(decoder.write(piece));
      take(skip === 0 ? text : text.slice(Math.min(skip, text.length)));
    },
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
  const take = (): { rest: Buffer; dropped: number } => {
    const all = Buffer.concat(pieces);
    if (dropped === 0 && all.length <= most) return { rest: all, dropped: 0 };
    const rest = all.subarray(Math.max(0, all.length - most));
    return {
      rest,
      dropped: dropped + all.length - rest.length + Math.min(MARGIN_BYTES, rest.length),
    };
  };
  return { push, take };
};
