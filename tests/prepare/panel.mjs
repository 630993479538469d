import { takePlace } from './lock.mjs';
import { ensurePanel, ensurePlugin } from './site.mjs';

/** `node tests/prepare/panel.mjs`: what a site of the tests needs to show its admin pages, built where it is not. */
const giveBack = await takePlace();
await ensurePlugin();
await ensurePanel();
giveBack();
