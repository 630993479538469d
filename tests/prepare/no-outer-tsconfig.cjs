'use strict';

const path = require('node:path');

const { sys } = require('typescript');

/**
 * Loaded before `strapi build`: it looks for a tsconfig.json in all folders above the site, finds the repository's and
 * takes the site for a TypeScript project, which it is not.
 */
const fileExists = sys.fileExists.bind(sys);
sys.fileExists = (file) =>
  !(path.basename(file) === 'tsconfig.json' && path.dirname(file) !== process.cwd()) &&
  fileExists(file);
