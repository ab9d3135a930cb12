/**
 * Writes the tables of the triggers' events from the events themselves, and the numbers in the documentation.
 *
 *   npm run docs:triggers
 *   npm run docs:triggers -- --check    writes nothing; exit code 1 when a page is outdated
 */
import { updatePages } from './docs/generated';
import { INSTANT_PAGES } from './docs/instantEvents';
import { NUMBERED_PAGES } from './docs/numbers';
import { POLLING_PAGES } from './docs/pollingEvents';
import { runCommand } from './lib/command';

runCommand((argv) =>
	updatePages([...POLLING_PAGES, ...INSTANT_PAGES, ...NUMBERED_PAGES], 'docs:triggers', argv),
);
