'use strict';

const fs = require('node:fs');

const { transformSync } = require('@swc/core');

/** Lets a plain Node process require the TypeScript sources. */
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(fs.readFileSync(filename, 'utf8'), {
    filename,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  // Node has no other door for this.
  // oxlint-disable-next-line eslint/no-underscore-dangle
  module._compile(code, filename);
};
