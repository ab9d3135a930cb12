import type { IDataObject } from 'n8n-workflow';

import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { MAX_REMEMBERED } from '../../../nodes/HighLevel/polling/compare';
import { SEED } from '../../standins/highlevel';
import { ModelN8n } from './n8nModel';
import type { Scenario } from './scenarios';
import { SCENARIOS } from './scenarios';
import { World } from './world';

const EVENTS = [...contactEvents, ...calendarEvents];

jest.setTimeout(300_000);

let world: World;
beforeEach(() => {
	world = new World(0);
});
afterEach(() => world.close());

/** One trigger in an n8n that keeps running. */
class Active {
	private readonly n8n = new ModelN8n(world, 500);

	constructor(
		private readonly event: string,
		public values: IDataObject,
	) {}

	async poll(): Promise<IDataObject[]> {
		const event = EVENTS.find(({ value }) => value === this.event);
		if (!event) throw new Error(`There is no event ${this.event}`);
		const trigger = { id: 'A', event, values: this.values };
		const { error, items } = await this.n8n.poll(trigger, 'none', () => {});
		if (error) throw error;
		return items ?? [];
	}

	/** What n8n has written down, in characters. */
	get size(): number {
		return this.n8n.read().length;
	}
}

function scenarioOf(event: string): Scenario {
	const scenario = SCENARIOS.find((one) => one.event === event);
	if (!scenario) throw new Error(`${event} has no scenario`);
	return scenario;
}

/** Makes so many new records, of which the event has something to remember. */
function make({ changes }: Scenario, count: number): void {
	for (let n = 1; n <= count; n += 1) {
		changes[0]?.(world, 0, n, 0);
		world.pass(1);
	}
}

/** The events that remember every record of a kind, and so stop above the bound; together those of one kind. */
const BOUNDED = [
	['tagAdded', 'tagRemoved', 'fieldChanged', 'dateReached'],
	['taskCreated', 'taskUpdated', 'taskCompleted', 'taskDueSoon'],
	['noteAdded'],
	[
		'appointmentCreated',
		'appointmentUpdated',
		'appointmentRescheduled',
		'appointmentStatusChanged',
		'appointmentCancelled',
	],
	['blockedSlotAdded'],
	['serviceBookingChanged'],
	['calendarCreated', 'calendarUpdated', 'calendarDeleted'],
	['calendarGroupChanged'],
	['resourceChanged'],
];

describe('the bound of 20,000', () => {
	test.each(BOUNDED.map((events) => [events.join(), events] as const))(
		'%s: one more stops the activation and points to the webhooks',
		async (_, events) => {
			make(scenarioOf(events[0] ?? ''), MAX_REMEMBERED + 1);
			for (const event of events) {
				await expect(new Active(event, scenarioOf(event).values).poll()).rejects.toMatchObject({
					message: expect.stringMatching(/^There are 20,0\d\d .+ can remember 20,000$/) as string,
					description: expect.stringContaining('HighLevel Webhook Trigger') as string,
				});
			}
		},
	);

	test.each(['tagRemoved', 'fieldChanged', 'taskUpdated'])(
		'%s: as many fit, in less than two megabytes',
		async (event) => {
			const scenario = scenarioOf(event);
			const trigger = new Active(event, scenario.values);
			// The account has some of its own.
			make(scenario, MAX_REMEMBERED - 10);
			expect(await trigger.poll()).toEqual([]);
			for (const n of [7, 9]) {
				scenario.changes[2]?.(world, 0, n, 0);
				world.pass(10_000);
				await trigger.poll();
			}
			expect(trigger.size).toBeGreaterThan(MAX_REMEMBERED * 20);
			expect(trigger.size).toBeLessThan(2_000_000);
		},
	);

	test('the marks of deleted contacts make room', async () => {
		const scenario = scenarioOf('tagAdded');
		const trigger = new Active('tagAdded', scenario.values);
		make(scenario, 15_000);
		expect(await trigger.poll()).toEqual([]);
		const { contacts } = world.state;
		for (const { id } of contacts.where(({ tags }) => tags.includes('vip')).slice(0, 6000)) {
			contacts.delete(id);
		}
		make(scenario, 6000);
		expect(await trigger.poll()).toHaveLength(6000);
		expect(world.calls).toBeGreaterThan(6000 / 500 + 15_000 / 500);
		expect(await trigger.poll()).toEqual([]);
		make(scenario, 5001);
		await expect(trigger.poll()).rejects.toThrow('can remember 20,000');
	});
});

/** The events of which the first change of the scenario makes one. */
const MADE = [
	'contactCreated',
	'taskCreated',
	'noteAdded',
	'appointmentCreated',
	'blockedSlotAdded',
	'serviceBookingChanged',
	'calendarCreated',
	'calendarGroupChanged',
	'resourceChanged',
];

describe('many changes between two polls', () => {
	test.each(MADE)('%s: 1,200 come once each, in order', async (event) => {
		const scenario = scenarioOf(event);
		const trigger = new Active(event, scenario.values);
		expect(await trigger.poll()).toEqual([]);
		make(scenario, 1200);
		const items = await trigger.poll();
		expect(new Set(items.map((item) => scenario.reference.token(item))).size).toBe(1200);
		expect(items).toHaveLength(1200);
		// Every scenario numbers what it makes.
		const numbers = items.map((item) =>
			Number(/\d+$/.exec(String(item.firstName ?? item.title ?? item.name ?? item.bodyText))?.[0]),
		);
		const sorted = [...numbers].sort((a, b) => a - b);
		expect(sorted).toEqual(Array.from({ length: 1200 }, (_, at) => at + 1));
		// Rooms come before equipment.
		if (event !== 'resourceChanged') expect(numbers).toEqual(sorted);
		expect(await trigger.poll()).toEqual([]);
	});

	test('25,000 come in portions of 10,000, none lost and none twice', async () => {
		const scenario = scenarioOf('contactCreated');
		const trigger = new Active('contactCreated', {});
		expect(await trigger.poll()).toEqual([]);
		make(scenario, 25_000);
		const names: unknown[] = [];
		for (const count of [10_000, 10_000, 5000, 0]) {
			world.pass(60_000);
			const items = await trigger.poll();
			expect(items).toHaveLength(count);
			names.push(...items.map(({ firstName }) => firstName));
		}
		expect(names).toEqual(Array.from({ length: 25_000 }, (_, at) => `New${at + 1}`));
		expect(trigger.size).toBeLessThan(2_000_000);
		// Ten minutes later what was remembered at the edge is forgotten, and a poll costs one call again.
		for (let minute = 0; minute < 11; minute += 1) {
			world.pass(60_000);
			expect(await trigger.poll()).toEqual([]);
		}
		expect(world.calls).toBe(1);
		make(scenario, 1);
		expect(await trigger.poll()).toHaveLength(1);
		expect(trigger.size).toBeLessThan(1000);
	});
});

describe('what is gone from a list', () => {
	const give = (id: string, assignedTo: string, more: IDataObject = {}) => {
		const task = world.state.tasks.get(id);
		if (!task) throw new Error('The task is missing');
		const values = { ...task.values, ...(more as typeof task.values), assignedTo };
		world.state.tasks.put({ ...task, values });
	};

	test('a task that was given to a user who is not watched is looked at once', async () => {
		const scenario = scenarioOf('taskCompleted');
		make(scenario, 2);
		const [one = '', two = ''] = world.state.tasks.all().map(({ id }) => id);
		for (const id of [one, two]) give(id, SEED.users.ada);
		const trigger = new Active('taskCompleted', { taskUsers: [SEED.users.ada] });
		expect(await trigger.poll()).toEqual([]);
		give(one, SEED.users.grace);
		expect(await trigger.poll()).toEqual([]);
		expect(world.calls).toBe(2);
		expect(await trigger.poll()).toEqual([]);
		expect(world.calls).toBe(1);
		// Given back, it counts again.
		give(one, SEED.users.ada);
		expect(await trigger.poll()).toEqual([]);
		give(one, SEED.users.ada, { completed: true });
		expect((await trigger.poll()).map(({ id }) => id)).toEqual([one]);
		give(two, SEED.users.grace, { completed: true });
		expect(await trigger.poll()).toEqual([]);
	});

	test('a note that a list once lacked is no new one', async () => {
		const scenario = scenarioOf('noteAdded');
		make(scenario, 2);
		const trigger = new Active('noteAdded', scenario.values);
		expect(await trigger.poll()).toEqual([]);
		const [note] = world.state.notes.all();
		if (!note) throw new Error('The note is missing');
		world.state.notes.delete(note.id);
		expect(await trigger.poll()).toEqual([]);
		world.state.notes.put(note);
		expect(await trigger.poll()).toEqual([]);
	});

	test.each(SCENARIOS.map(({ event }) => event))(
		'%s: an empty answer on the first poll does not make all that is there new',
		async (event) => {
			const scenario = scenarioOf(event);
			scenario.setUp?.(world);
			world.pass(1000);
			const trigger = new Active(event, scenario.values);
			world.trouble = { call: 1, kind: 'empty' };
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.poll()).toEqual([]);
			expect(await trigger.poll()).toEqual([]);
		},
	);
});
