import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './paths.mjs';

/**
 * The plugin SDK's build drops the attribute without which Node refuses to import JSON (`with { type: 'json' }`, as the
 * source has it): without this step the ES module of the server half does not load.
 */
const file = path.join(root, 'dist/server/index.mjs');
const built = readFileSync(file, 'utf8');
const mended = built.replace(/^(import \w+ from "[^"]+\.json");$/gm, '$1 with { type: "json" };');
if (!mended.includes('.json" with { type: "json" }'))
  throw new Error(`${file}: no import of JSON found; is this step still needed?`);
writeFileSync(file, mended);
