/** A single poll: what is saved, what is reported, and what its parts compute. */
import type { IDataObject } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { daysBetween } from '../../../nodes/HighLevel/polling/contacts/daysBetween';
import type { PollEvent } from '../../../nodes/HighLevel/polling/event';
import { fingerprint } from '../../../nodes/HighLevel/polling/fingerprint';
import { readMarks, writeMarks } from '../../../nodes/HighLevel/polling/marks';
import { HighLevelCalendarsTrigger } from '../../../nodes/HighLevel/HighLevelCalendarsTrigger.node';
import { HighLevelContactsTrigger } from '../../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { SEED } from '../../standins/highlevel';
import { EVENTS } from './events';
import { FakeAccount } from './fakeAccount';
import type { Trigger } from './n8nModel';
import { ModelN8n } from './n8nModel';

const created = contactEvents[0];
const nothing = () => {};

let account: FakeAccount;
beforeEach(() => {
	account = new FakeAccount(0);
});
afterEach(() => account.close());

function triggerOn(event: PollEvent | undefined, id = 'A'): Trigger {
	if (!event) throw new Error('There is no such event');
	return { id, event, values: {} };
}

function addContact(firstName: string): void {
	account.pass(10);
	account.state.addContact({ firstName, dateAdded: account.now, dateUpdated: account.now });
}

const fail = (kind: 'status500' | 'status429' | 'broken') => (account.fault = { call: 1, kind });

describe('the model of n8n', () => {
	test('saves when items are emitted and at no other time', async () => {
		const n8n = new ModelN8n(account, 500);
		const trigger = triggerOn(created);
		await n8n.poll(trigger, 'none', nothing);
		expect(n8n.read()).toBe('{}');
		addContact('Ada');
		expect((await n8n.poll(trigger, 'none', nothing)).items).toHaveLength(1);
		const saved = n8n.read();
		expect(saved).toContain('"node:A"');
		await n8n.poll(trigger, 'none', nothing);
		expect(n8n.read()).toBe(saved);
	});

	test('also saves the state of other triggers of the workflow', async () => {
		const n8n = new ModelN8n(account, 500);
		await n8n.poll(triggerOn(calendarEvents[0], 'B'), 'none', nothing);
		await n8n.poll(triggerOn(created), 'none', nothing);
		addContact('Ada');
		await n8n.poll(triggerOn(created), 'none', nothing);
		expect(n8n.read()).toContain('"node:B"');
	});

	test('a crash before the save repeats the items, one after the save loses them', async () => {
		for (const [crash, again] of [
			['beforeSave', 1],
			['beforeSaveLands', 1],
			['afterSave', 0],
		] as const) {
			const n8n = new ModelN8n(account, 500);
			const trigger = triggerOn(created);
			await n8n.poll(trigger, 'none', nothing);
			addContact('First');
			await n8n.poll(trigger, 'none', nothing);
			addContact('Second');
			await n8n.poll(trigger, crash, nothing);
			expect((await n8n.poll(trigger, 'none', nothing)).items).toHaveLength(again);
		}
	});
});

describe('temporary failures', () => {
	test.each(['status500', 'status429', 'broken'] as const)(
		'%s: the first poll of a process only warns, later ones fail, and nothing is lost',
		async (kind) => {
			const n8n = new ModelN8n(account, 500);
			const trigger = triggerOn(created);
			await n8n.poll(trigger, 'none', nothing);
			addContact('First');
			await n8n.poll(trigger, 'none', nothing);
			addContact('Second');
			n8n.restart();
			fail(kind);
			const first = await n8n.poll(trigger, 'none', nothing);
			expect([first.error, first.items]).toEqual([undefined, undefined]);
			fail(kind);
			expect((await n8n.poll(trigger, 'none', nothing)).error).toBeInstanceOf(Error);
			expect((await n8n.poll(trigger, 'none', nothing)).items).toMatchObject([
				{ firstName: 'Second' },
			]);
		},
	);

	test('only three activations in a row may start with a failure that is not reported', async () => {
		const n8n = new ModelN8n(account, 500);
		const trigger = triggerOn(created);
		const errors: Array<Error | undefined> = [];
		for (let poll = 0; poll < 4; poll += 1) {
			n8n.restart();
			fail('broken');
			errors.push((await n8n.poll(trigger, 'none', nothing)).error);
		}
		expect(errors.map((error) => error !== undefined)).toEqual([false, false, false, true]);
	});

	test('an error that the user has to correct is reported at once', async () => {
		const n8n = new ModelN8n(account, 500);
		const tags = contactEvents.find(({ value }) => value === 'fieldChanged');
		expect((await n8n.poll(triggerOn(tags), 'none', nothing)).error?.message).toBe(
			'No field is selected',
		);
	});
});

test('a poll that n8n starts during another one does nothing', async () => {
	const n8n = new ModelN8n(account, 500);
	const trigger = triggerOn(created);
	await n8n.poll(trigger, 'none', nothing);
	addContact('Ada');
	const [one, other] = await Promise.all([
		n8n.poll(trigger, 'none', nothing),
		n8n.poll(trigger, 'none', nothing),
	]);
	expect([one.items?.length, other.items?.length].sort()).toEqual([0, 1]);
});

describe('fingerprints and marks', () => {
	test('a fingerprint does not depend on the order of keys or on empty values', () => {
		expect(fingerprint({ a: 1, b: [{ c: 'x' }] })).toBe(fingerprint({ b: [{ c: 'x' }], a: 1 }));
		expect(fingerprint({ a: 1, b: null, c: [], d: '' })).toBe(fingerprint({ a: 1 }));
		expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: '1' }));
		expect(fingerprint({ a: ['x', 'y'] })).not.toBe(fingerprint({ a: ['y', 'x'] }));
	});

	test('marks are read as they were written', () => {
		const marks = new Map([
			['a b=c', 'mark'],
			['id', ''],
		]);
		expect(readMarks(writeMarks(marks))).toEqual(marks);
		expect(readMarks(undefined).size).toBe(0);
	});
});

describe('days with a clock change', () => {
	const at = (iso: string) => Date.parse(iso);
	const settings = { zone: 'America/New_York', time: '02:30', before: 0, yearly: false };

	test('a time in a skipped hour is reached once, an hour later', () => {
		// On 2026-03-08 the clocks go from 2:00 to 3:00.
		const days = daysBetween(at('2026-03-08T00:00-05:00'), at('2026-03-09T00:00-04:00'), settings);
		expect(days.map((one) => new Date(one.at).toISOString())).toEqual(['2026-03-08T07:30:00.000Z']);
	});

	test('a time in a repeated hour is reached once', () => {
		const time = '01:30';
		const days = daysBetween(at('2026-11-01T00:00-04:00'), at('2026-11-02T00:00-05:00'), {
			...settings,
			time,
		});
		expect(days).toHaveLength(1);
	});

	test('no poll interval loses or repeats a day', () => {
		const seen: string[] = [];
		let from = at('2026-01-01T00:00Z');
		for (let step = 0; from < at('2027-01-01T00:00Z'); step += 1) {
			const to = from + ((step % 37) + 1) * 3_600_000;
			seen.push(...daysBetween(from, to, settings).map(({ day }) => day));
			from = to;
		}
		expect(new Set(seen).size).toBe(seen.length);
		expect(seen.length).toBeGreaterThanOrEqual(365);
	});

	test('February 29 is reached on February 28 in other years', () => {
		const yearly = { ...settings, yearly: true };
		const reached = (from: string, to: string) =>
			daysBetween(at(from), at(to), yearly)
				.filter(({ matches }) => matches('19880229'))
				.map(({ day }) => day);
		expect(reached('2026-02-20T00:00Z', '2026-03-05T00:00Z')).toEqual(['20260228']);
		expect(reached('2028-02-20T00:00Z', '2028-03-05T00:00Z')).toEqual(['20280229']);
	});

	test('Days Before moves the day', () => {
		const before = daysBetween(at('2026-06-01T12:00Z'), at('2026-06-02T12:00Z'), {
			...settings,
			before: 3,
		});
		expect(before.map(({ day }) => day)).toEqual(['20260605']);
	});
});

describe('the node panel', () => {
	const nodes = [new HighLevelContactsTrigger(), new HighLevelCalendarsTrigger()];

	test.each(nodes)('$description.displayName lists each event as a sentence', ({ description }) => {
		const trigger = description.properties.find(({ name }) => name === 'event');
		expect(trigger?.displayName).toBe('Trigger On');
		const actions = (trigger?.options ?? []).map((option) =>
			'action' in option ? String(option.action) : '',
		);
		expect(actions.length).toBeGreaterThan(10);
		for (const action of actions) expect(action).toMatch(/^On [a-z ,]+$/);
		expect(new Set(actions).size).toBe(actions.length);
	});

	test.each(nodes)(
		'$description.displayName never shows two fields of one name',
		({ description }) => {
			for (const { value } of EVENTS) {
				for (const typeVersion of [1, 1.1]) {
					const shown = description.properties
						.filter((one) =>
							NodeHelpers.displayParameter({ event: value }, one, { typeVersion }, description),
						)
						.map(({ name }) => name);
					expect(shown).toContain('event');
					expect(new Set(shown).size).toBe(shown.length);
				}
			}
		},
	);

	test('every event that reads all contacts first says what that costs', () => {
		for (const value of ['tagAdded', 'tagRemoved', 'fieldChanged', 'dateReached']) {
			const row = EVENTS.find((one) => one.value === value);
			expect(row?.notice).toMatch(/one call for every 500/);
			expect(row?.notice).toMatch(/20,000/);
		}
	});
});

test('sample data does not have the ID of a real one', () => {
	const ids = Object.values(SEED.contacts);
	for (const { example } of EVENTS) {
		const record: IDataObject = example;
		expect(ids).not.toContain(record.id);
	}
});
