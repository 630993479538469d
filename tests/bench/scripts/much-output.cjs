'use strict';

// Runs a script that prints much, in a process of its own; prints what that cost as a JSON line.
const { monitorEventLoopDelay } = require('node:perf_hooks');
require('../../support/register-ts.cjs');

const { hostAt, runBash } = require('./script-runs.ts');

const [, , text, outputCapBytes] = process.argv;

const main = async () => {
  const host = await hostAt('namespace');
  let storedBytes = 0;
  const store = (line) => {
    storedBytes += Buffer.byteLength(line);
  };
  const run = (script) =>
    runBash(host, { text: script, outputCapBytes: Number(outputCapBytes) }, store);
  await run('head -c 20000000 /dev/zero | tr "\\0" x');
  storedBytes = 0;

  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const from = performance.now();
  const { outputBytes } = await run(text);
  const seconds = (performance.now() - from) / 1000;
  delay.disable();
  clearInterval(watch);
  const rssGrowth = (Math.max(most, process.memoryUsage().rss) - before) / 1e6;
  console.log(
    JSON.stringify({ outputBytes, storedBytes, rssGrowth, seconds, loopDelay: delay.max / 1e6 })
  );
};

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
