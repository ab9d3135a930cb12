/**
 * Workflows that were saved with version 1 of the polling triggers, whose nodes neither say Simplify nor a newer version:
 * they emit exactly what version 0.1.0 of the package emitted.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { TestAccount } from '../account';
import { EVENT_FIXTURES } from './eventFixtures';
import { EVENTS } from './events';
import { RunningTrigger } from './runningTrigger';

const account = TestAccount.forTests();
afterEach(() => jest.restoreAllMocks());

const FILE = join(__dirname, 'saved.json');
/** What version 0.1.0 emitted for the change of each event's fixture and in a test run, by event; varying parts are "0". */
const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, IDataObject>;

/** Times, and the note about sample data, whose wording may change. */
const VARYING = [
	/\b\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?/g,
	/\b1\d{12}\b/g,
	/(?<="madeUp":")[^"]+/g,
];
const withoutVarying = (items: unknown) =>
	JSON.parse(
		VARYING.reduce((text, part) => text.replace(part, '0'), JSON.stringify(items)),
	) as unknown;

async function outputOf(event: string) {
	const fixture = EVENT_FIXTURES[event];
	// The fixture's contact is then the newest, however fast the test runs.
	account.standIn.clock.advance(1000);
	fixture?.before?.(account.standIn);
	const trigger = new RunningTrigger(account, event, { typeVersion: 1 });
	await trigger.poll();
	fixture?.happens(account.standIn);
	const items = await trigger.poll();
	return withoutVarying({ items, sample: await trigger.poll('manual') });
}

test.each(EVENTS.map(({ value }) => [value]))('%s', async (event) => {
	expect(await outputOf(event)).toEqual(recorded[event]);
});
