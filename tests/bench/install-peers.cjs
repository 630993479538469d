'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const NODE = path.join(__dirname, 'node_modules/.bin/node');
const WANTED = path.join(__dirname, 'package-lock.json');
const INSTALLED = path.join(__dirname, 'node_modules/.installed');

/** Installs what we are measured beside, and the Node that it asks for, where that is not there yet. */
const installPeers = () => {
  const wanted = readFileSync(WANTED, 'utf8');
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === wanted) return;
  process.stderr.write('Installing the peers\n');
  // Not `npm ci`: registries differ in the binaries of other platforms, which nothing here needs.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: __dirname, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The peers could not be installed (see above)');
  writeFileSync(INSTALLED, wanted);
};

/** The Node that runs the peers: their newest versions want a newer one than Strapi's oldest. */
const peerNode = () => (existsSync(NODE) ? NODE : process.execPath);

module.exports = { installPeers, peerNode };
