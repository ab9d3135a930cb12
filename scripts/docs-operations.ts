/**
 * Writes the README's tables of operations from the rows, and the numbers in the documentation.
 *
 *   npm run docs:operations
 *   npm run docs:operations -- --check    writes nothing; exit code 1 when a page is outdated
 */
import { updatePages } from './docs/generated';
import { NUMBERED_PAGES } from './docs/numbers';
import { OPERATION_PAGES } from './docs/operations';
import { runCommand } from './lib/command';

runCommand((argv) => updatePages([...OPERATION_PAGES, ...NUMBERED_PAGES], 'docs:operations', argv));
