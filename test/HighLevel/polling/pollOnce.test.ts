import type { IDataObject } from 'n8n-workflow';

import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { daysBetween } from '../../../nodes/HighLevel/polling/contacts/daysBetween';
import type { PollEvent } from '../../../nodes/HighLevel/polling/event';
import { fingerprint } from '../../../nodes/HighLevel/polling/fingerprint';
import { readMarks, writeMarks } from '../../../nodes/HighLevel/polling/marks';
import { HighLevelCalendarsTrigger } from '../../../nodes/HighLevel/HighLevelCalendarsTrigger.node';
import { HighLevelContactsTrigger } from '../../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { SEED } from '../../standins/highlevel';
import type { Trigger } from './n8nModel';
import { ModelN8n } from './n8nModel';
import { World } from './world';

const EVENTS = [...contactEvents, ...calendarEvents];
const created = contactEvents[0];
const nothing = () => {};

let world: World;
beforeEach(() => {
	world = new World(0);
});
afterEach(() => world.close());

function triggerOn(event: PollEvent | undefined, id = 'A'): Trigger {
	if (!event) throw new Error('There is no such event');
	return { id, event, values: {} };
}

function addContact(firstName: string): void {
	world.pass(10);
	world.state.addContact({ firstName, dateAdded: world.now, dateUpdated: world.now });
}

const fail = (kind: 'status500' | 'status429' | 'broken') => (world.trouble = { call: 1, kind });

describe('the model of n8n', () => {
	test('saves with an emission and at no other time', async () => {
		const n8n = new ModelN8n(world, 500);
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

	test('saves what another trigger of the workflow keeps, too', async () => {
		const n8n = new ModelN8n(world, 500);
		await n8n.poll(triggerOn(calendarEvents[0], 'B'), 'none', nothing);
		await n8n.poll(triggerOn(created), 'none', nothing);
		addContact('Ada');
		await n8n.poll(triggerOn(created), 'none', nothing);
		expect(n8n.read()).toContain('"node:B"');
	});

	test('a crash before the save tells the items again, one after it loses them', async () => {
		for (const [crash, again] of [
			['beforeSave', 1],
			['beforeSaveLands', 1],
			['afterSave', 0],
		] as const) {
			const n8n = new ModelN8n(world, 500);
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

describe('passing faults', () => {
	test.each(['status500', 'status429', 'broken'] as const)(
		'%s: the first poll of a process keeps quiet, later ones do not, and nothing is lost',
		async (kind) => {
			const n8n = new ModelN8n(world, 500);
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

	test('every activation has a first poll, and after three quiet ones in a row it is told', async () => {
		const n8n = new ModelN8n(world, 500);
		const trigger = triggerOn(created);
		const errors: Array<Error | undefined> = [];
		for (let poll = 0; poll < 4; poll += 1) {
			n8n.restart();
			fail('broken');
			errors.push((await n8n.poll(trigger, 'none', nothing)).error);
		}
		expect(errors.map((error) => error !== undefined)).toEqual([false, false, false, true]);
	});

	test('what the user must mend is told at once', async () => {
		const n8n = new ModelN8n(world, 500);
		const tags = contactEvents.find(({ value }) => value === 'fieldChanged');
		expect((await n8n.poll(triggerOn(tags), 'none', nothing)).error?.message).toBe(
			'No field is chosen',
		);
	});
});

test('a poll that n8n starts while another one runs does nothing', async () => {
	const n8n = new ModelN8n(world, 500);
	const trigger = triggerOn(created);
	await n8n.poll(trigger, 'none', nothing);
	addContact('Ada');
	const [one, other] = await Promise.all([
		n8n.poll(trigger, 'none', nothing),
		n8n.poll(trigger, 'none', nothing),
	]);
	expect([one.items?.length, other.items?.length].sort()).toEqual([0, 1]);
});

describe('what is kept of a record', () => {
	test('says the same of the same content, whatever the order of its keys and what is empty', () => {
		expect(fingerprint({ a: 1, b: [{ c: 'x' }] })).toBe(fingerprint({ b: [{ c: 'x' }], a: 1 }));
		expect(fingerprint({ a: 1, b: null, c: [], d: '' })).toBe(fingerprint({ a: 1 }));
		expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: '1' }));
		expect(fingerprint({ a: ['x', 'y'] })).not.toBe(fingerprint({ a: ['y', 'x'] }));
	});

	test('comes back as it was written', () => {
		const marks = new Map([
			['a b=c', 'mark'],
			['id', ''],
		]);
		expect(readMarks(writeMarks(marks))).toEqual(marks);
		expect(readMarks(undefined).size).toBe(0);
	});
});

describe('days on a clock that changes', () => {
	const at = (iso: string) => Date.parse(iso);
	const settings = { zone: 'America/New_York', time: '02:30', before: 0, yearly: false };

	test('an hour that is skipped comes once, as much later', () => {
		// On 2026-03-08 the clocks go from 02:00 to 03:00.
		const days = daysBetween(at('2026-03-08T00:00-05:00'), at('2026-03-09T00:00-04:00'), settings);
		expect(days.map((one) => new Date(one.at).toISOString())).toEqual(['2026-03-08T07:30:00.000Z']);
	});

	test('an hour that comes twice counts once', () => {
		const time = '01:30';
		const days = daysBetween(at('2026-11-01T00:00-04:00'), at('2026-11-02T00:00-05:00'), {
			...settings,
			time,
		});
		expect(days).toHaveLength(1);
	});

	test('no poll interval loses a day or has it twice', () => {
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

	test('February 29 is kept on February 28 where there is none', () => {
		const yearly = { ...settings, yearly: true };
		const reached = (from: string, to: string) =>
			daysBetween(at(from), at(to), yearly)
				.filter(({ matches }) => matches('19880229'))
				.map(({ day }) => day);
		expect(reached('2026-02-20T00:00Z', '2026-03-05T00:00Z')).toEqual(['20260228']);
		expect(reached('2028-02-20T00:00Z', '2028-03-05T00:00Z')).toEqual(['20280229']);
	});

	test('days before and after move the moment', () => {
		const before = daysBetween(at('2026-06-01T12:00Z'), at('2026-06-02T12:00Z'), {
			...settings,
			before: 3,
		});
		expect(before.map(({ day }) => day)).toEqual(['20260605']);
	});
});

describe('the panel', () => {
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

	test.each(nodes)('$description.displayName shows no field twice at once', ({ description }) => {
		for (const { value } of EVENTS) {
			const shown = description.properties
				.filter(({ displayOptions }) => displayOptions?.show?.event?.includes(value))
				.map(({ name }) => name);
			expect(new Set(shown).size).toBe(shown.length);
		}
	});

	test('what a baseline costs stands in the panel of every event that takes one', () => {
		for (const value of ['tagAdded', 'tagRemoved', 'fieldChanged', 'dateReached']) {
			const row = EVENTS.find((one) => one.value === value);
			expect(row?.notice).toMatch(/one call for every 500/);
			expect(row?.notice).toMatch(/20,000/);
		}
	});
});

test('a made-up record is not mistaken for a real one', () => {
	const ids = Object.values(SEED.contacts);
	for (const { example } of EVENTS) {
		const record: IDataObject = example;
		expect(ids).not.toContain(record.id);
	}
});
