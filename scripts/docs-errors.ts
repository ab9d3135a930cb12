/**
 * Writes the page of errors from the sources.
 *
 *   npm run docs:errors
 *   npm run docs:errors -- --check    writes nothing; exit code 1 when the page is outdated
 */
import { ERROR_PAGES } from './docs/errors';
import { updatePages } from './docs/generated';
import { runCommand } from './lib/command';

runCommand((argv) => updatePages(ERROR_PAGES, 'docs:errors', argv));
