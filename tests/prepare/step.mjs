import { spawn } from 'node:child_process';

import { root } from './paths.mjs';

const BEAT_MS = 10_000;

/**
 * Runs one command of the preparation with its output shown, and tells every ten seconds that it still runs.
 * Ends this process with a plain sentence where the command fails.
 */
export const step = async (
  title,
  command,
  args,
  { cwd = root, env = {}, note = () => '' } = {}
) => {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  console.log(`▸ ${title} …`);
  const beat = setInterval(() => console.log(`  … ${seconds()} s${note()}`), BEAT_MS);
  const code = await run(command, args, { cwd, env: { ...process.env, ...env } });
  clearInterval(beat);
  if (code !== 0) {
    console.error(`✗ ${title}: ended with ${code} after ${seconds()} s`);
    process.exit(1);
  }
  console.log(`✓ ${title}: ${seconds()} s`);
};

/** No standard input: nothing here may ask. */
const run = (command, args, options) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
