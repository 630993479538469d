import { kindOf } from '../../../server/src/processes/scripts/script-kind';

const PYTHON = { type: 'python', interpreter: 'python3' };
const BASH = { type: 'bash', interpreter: 'bash' };
const NODE = { type: 'node', interpreter: 'node' };
const BY_ITSELF = { type: 'executable', interpreter: '-' };

it.each([
  ['job.py', '', PYTHON],
  ['job.sh', '', BASH],
  ['job.bash', '', BASH],
  ['job.js', '', NODE],
  ['job.mjs', '', NODE],
  ['job.cjs', '', NODE],
  // The extension counts, and options of the first line do not.
  ['job.sh', '#!/bin/bash -e\n', BASH],
  ['job.sh', '#!/usr/bin/env python3\n', BASH],
  ['job', '#!/bin/bash -e\n', BASH],
  ['job', '#!/bin/sh\n', BASH],
  ['job', '#!/usr/bin/env python3.11\n', PYTHON],
  ['job', '#!/usr/bin/python\r\n', PYTHON],
  ['job', '#! /usr/bin/env node\n', NODE],
  ['job.d/job', '#!/usr/bin/nodejs', NODE],
  // These the system runs as their first line says, options included.
  ['job', '#!/usr/bin/env -S python3 -u\n', BY_ITSELF],
  ['job.rb', '#!/usr/bin/ruby -w\n', BY_ITSELF],
  ['job', '#!/bin/bashful\n', BY_ITSELF],
  ['job', '\u007fELF', BY_ITSELF],
  ['job', 'echo hello\n', null],
  ['job.txt', '', null],
  ['job', '\n#!/bin/bash\n', null],
])('what runs %s that begins with %j is %j', (file, text, kind) => {
  expect(kindOf(file, Buffer.from(text))).toEqual(kind);
});
