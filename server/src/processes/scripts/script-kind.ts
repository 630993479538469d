import type { ScriptKind } from '../../domain/script';

const BY_EXTENSION: Record<string, ScriptKind> = {
  '.py': { type: 'python', interpreter: 'python3' },
  '.sh': { type: 'bash', interpreter: 'bash' },
  '.bash': { type: 'bash', interpreter: 'bash' },
  '.js': { type: 'node', interpreter: 'node' },
  '.mjs': { type: 'node', interpreter: 'node' },
  '.cjs': { type: 'node', interpreter: 'node' },
};

/** Interpreters that a first line may name, with or without a version. */
const BY_SHEBANG: [pattern: RegExp, kind: ScriptKind][] = [
  [/^python3?(\.\d+)?$/, { type: 'python', interpreter: 'python3' }],
  [/^(ba)?sh$/, { type: 'bash', interpreter: 'bash' }],
  [/^node(js)?$/, { type: 'node', interpreter: 'node' }],
];

const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** By its extension, else by its first bytes; null where nothing here could run it. */
export const kindOf = (file: string, bytes: Buffer): ScriptKind | null => {
  const extension = /\.[^./]+$/.exec(file)?.[0] ?? '';
  const known = BY_EXTENSION[extension];
  if (known !== undefined) return known;
  if (bytes.subarray(0, 4).equals(ELF)) return { type: 'executable', interpreter: '-' };
  const program = shebangOf(bytes);
  if (program === null) return null;
  const named = BY_SHEBANG.find(([pattern]) => pattern.test(program));
  return named?.[1] ?? { type: 'executable', interpreter: '-' };
};

/** The program that the first line names: `#!/usr/bin/env python3` → `python3`. */
const shebangOf = (bytes: Buffer): string | null => {
  const [, line] = /^#!\s*([^\n\r]{1,200})/.exec(bytes.subarray(0, 256).toString('latin1')) ?? [];
  if (line === undefined) return null;
  const [program = '', argument = ''] = line.trim().split(/\s+/);
  return program.endsWith('/env') ? argument : program.replace(/^.*\//, '');
};
