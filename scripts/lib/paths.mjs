/** The folders that scripts share. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Kept between runs, ignored by git: packed packages, the demo's n8n. */
export const CACHE = join(ROOT, '.cache');

/** Reports of test stages; ignored by git. */
export const RESULTS = join(ROOT, 'test-results');
