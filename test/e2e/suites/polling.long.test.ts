/**
 * Every event of both polling triggers in a real n8n, which polls at most once a minute: all workflows run at the
 * same time, and all changes are made together after the first polls.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { EVENT_FIXTURES, EVENT_PARAMETERS } from '../../HighLevel/polling/eventFixtures';
import { SEED, startHighLevelStandIn } from '../../standins/highlevel';
import type { StoredWorkflow, WorkflowDefinition } from '../lib/client';
import { outputOf, until } from '../lib/client';
import type { JsonObject } from '../lib/json';
import { signInAsOwner, startN8n } from '../lib/n8n';
import { setup } from '../lib/setup';
import type { Login, World } from '../lib/world';
import { ourNode, privateIntegration } from '../lib/world';

const CONTACTS_TRIGGER = 'n8n-nodes-gohighlevel.highLevelContactsTrigger';
const CALENDARS_TRIGGER = 'n8n-nodes-gohighlevel.highLevelCalendarsTrigger';
const EVENTS = [
	...contactEvents.map((row) => ({ ...row, type: CONTACTS_TRIGGER })),
	...calendarEvents.map((row) => ({ ...row, type: CALENDARS_TRIGGER })),
];
const NAME = 'Trigger';
/** Until the time of the date, and the poll after it. */
const EVERY_EVENT_MS = 270_000;
/** Two polls, since one may be in progress when the account changes. */
const POLLS_MS = 150_000;

/** Whether an item has all expected values. */
const fits = (item: JsonObject, expected: JsonObject): boolean =>
	Object.entries(expected).every(([key, value]) => isDeepStrictEqual(item[key], value));

void suite('the polling triggers in a real n8n', () => {
	let world: World;
	let login: Login;
	const workflows = new Map<string, StoredWorkflow>();
	let userFolder = '';
	let allSeen = false;

	const definition = (event: string, type: string, more: JsonObject = {}): WorkflowDefinition => ({
		name: `Polling ${event}`,
		nodes: [
			ourNode(NAME, type, login, {
				event,
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				...parametersOf(event),
				...more,
			}),
		],
		connections: {},
	});

	/** Starts n8n on this suite's folder, so that it can be restarted with its data. */
	async function startHere(standIn: World['standIn']): Promise<World> {
		const { node, n8n: program, tarball } = setup();
		const n8n = await startN8n({ node, n8n: program, packages: [tarball], userFolder });
		await signInAsOwner(n8n.client);
		return { n8n, client: n8n.client, standIn, stop: async () => await n8n.stop() };
	}

	before(async () => {
		userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
		const standIn = await startHighLevelStandIn({ limiter: { max: 1000, intervalMs: 10_000 } });
		world = await startHere(standIn);
		login = await privateIntegration(world);
	});

	after(async () => {
		await world?.stop();
		await world?.standIn.close();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	});

	const idOf = (event: string): string => {
		const stored = workflows.get(event);
		if (!stored) throw new Error(`The workflow of ${event} is missing`);
		return stored.id;
	};

	/** Executions that the trigger started. */
	const started = async (id: string) =>
		(await world.client.endedExecutions(id)).filter(({ mode }) => mode === 'trigger');

	const itemsOf = async (id: string): Promise<JsonObject[]> => {
		const ended = await started(id);
		const executions = await Promise.all(
			ended.reverse().map(async (one) => await world.client.execution(one.id)),
		);
		return executions.flatMap((execution) => outputOf(execution, NAME));
	};

	/** The items that an event's change is expected to produce. */
	const arrived = async (event: string) =>
		(await itemsOf(idOf(event))).filter((item) => fits(item, expectedOf(event)));

	test('every event arrives, and the first polls emit nothing', async () => {
		prepare(world);
		for (const { value, type } of EVENTS) {
			workflows.set(value, await world.client.createWorkflow(definition(value, type)));
		}
		// A test run before any change shows a record and does not affect the trigger.
		for (const { value, example } of EVENTS) {
			const stored = workflows.get(value);
			if (!stored) throw new Error(`The workflow of ${value} is missing`);
			const [sample, ...more] = outputOf(await world.client.runManually(stored, NAME), NAME);
			assert.deepEqual(more, [], value);
			const lacking = Object.keys(example).filter((key) => !(key in (sample ?? {})));
			assert.deepEqual(lacking, [], `keys that the sample of ${value} lacks`);
		}

		const before = world.standIn.log.length;
		for (const { id } of workflows.values()) await world.client.activate(id);
		await until('all first polls', 60_000, async () => {
			const calls = world.standIn.log.slice(before).filter(({ answeredAt }) => answeredAt);
			// n8n polls once more within the minute; the first poll of the last trigger must be over.
			return calls.length > EVENTS.length && quiet(world) ? true : undefined;
		});
		for (const { id } of workflows.values()) {
			assert.deepEqual(await started(id), []);
		}

		change(world);
		const changed = Date.now();
		const missing = new Set(EVENTS.map(({ value }) => value));
		await until('every event', EVERY_EVENT_MS, async () => {
			for (const value of [...missing]) {
				if ((await arrived(value)).length === 0) continue;
				missing.delete(value);
				const seconds = ((Date.now() - changed) / 1000).toFixed(0);
				process.stdout.write(`  arrived after ${seconds} s: ${value}\n`);
			}
			return missing.size === 0 ? true : undefined;
		}).catch(() => assert.deepEqual([...missing], [], 'events that did not arrive'));
		allSeen = true;
	});

	test('workflows that are deactivated, changed and reactivated miss nothing', async () => {
		assert.ok(allSeen, 'the test before must have passed');
		const { client, standIn } = world;
		const { state, clock } = standIn;
		const twice = {
			pollTimes: { item: [{ mode: 'everyMinute' }, { mode: 'everyHour', minute: 0 }] },
		};
		const changes: Record<string, JsonObject> = {
			contactCreated: { filters: { tags: ['lead'] } },
			tagAdded: twice,
			appointmentCreated: twice,
			calendarDeleted: twice,
			// With other tags, the trigger starts afresh.
			tagRemoved: { tags: ['other'] },
		};
		for (const event of Object.keys(changes)) await client.deactivate(idOf(event));

		const stamp = clock.now() + 5;
		const add = (firstName: string, tags: string[]) =>
			state.addContact({ firstName, tags, dateAdded: stamp, dateUpdated: stamp }).id;
		const lead = add('Meanwhile', ['lead', 'vip']);
		const other = add('Other', []);
		const tagged = state.contacts.get(TAGGED);
		if (!tagged) throw new Error('The tagged contact is missing');
		state.contacts.put({ ...tagged, tags: [], dateUpdated: stamp });
		const booked = state.addAppointment({
			calendarId: SEED.calendars.team,
			contactId: lead,
			startTime: clock.now() + 30 * 3_600_000,
			endTime: clock.now() + 31 * 3_600_000,
			dateAdded: stamp,
			dateUpdated: stamp,
		}).id;
		state.calendars.delete(SPARE_CALENDAR);

		for (const [event, change] of Object.entries(changes)) {
			const type = EVENTS.find(({ value }) => value === event)?.type ?? '';
			await client.updateWorkflow(idOf(event), definition(event, type, change));
			await client.activate(idOf(event));
		}
		const expected: Array<[string, string]> = [
			['contactCreated', lead],
			['tagAdded', lead],
			['appointmentCreated', booked],
			['calendarDeleted', SPARE_CALENDAR],
		];
		const idsOf = async (event: string) => (await itemsOf(idOf(event))).map(({ id }) => id);
		await until('the changes made in between', POLLS_MS, async () => {
			const found = await Promise.all(
				expected.map(async ([event, id]) => (await idsOf(event)).includes(id)),
			);
			return found.every(Boolean) ? true : undefined;
		});
		for (const [event] of expected) {
			const ids = await idsOf(event);
			assert.equal(new Set(ids).size, ids.length, `${event}: nothing arrived twice`);
		}
		assert.ok(!(await idsOf('contactCreated')).includes(other), 'the new filter applies');
		assert.ok(!(await idsOf('tagRemoved')).includes(TAGGED), 'other tags start afresh');
	});

	test('n8n misses nothing and repeats nothing after a restart', async () => {
		assert.ok(allSeen, 'the test before must have passed');
		const { standIn } = world;
		const { state, clock } = standIn;
		await world.stop();

		const stamp = clock.now() + 5;
		const lead = state.addContact({
			tags: ['lead', 'vip'],
			dateAdded: stamp,
			dateUpdated: stamp,
		}).id;
		const task = {
			id: 'taskWhileEnded0000000',
			locationId: SEED.locationId,
			ownerId: SEED.contacts.john,
			values: { title: 'Ask', completed: false, dueDate: '2099-01-01T00:00:00.000Z' },
		};
		state.tasks.put({ ...task, dateAdded: stamp, dateUpdated: stamp });
		const calendar = state.addCalendar({ name: 'While Ended', calendarType: 'event' }).id;

		const before = standIn.log.length;
		world = await startHere(standIn);
		const expected: Array<[string, string]> = [
			['contactCreated', lead],
			['tagAdded', lead],
			['taskCreated', task.id],
			['calendarCreated', calendar],
		];
		await until('the changes made while n8n was stopped', POLLS_MS, async () => {
			const found = await Promise.all(
				expected.map(async ([event, id]) =>
					(await itemsOf(idOf(event))).some((item) => item.id === id),
				),
			);
			return found.every(Boolean) ? true : undefined;
		});
		await until('all first polls', POLLS_MS, async () => {
			const enough = standIn.log.length - before > EVENTS.length;
			return enough && quiet(world) ? true : undefined;
		});
		for (const [event, id] of expected) {
			const told = (await itemsOf(idOf(event))).filter((item) => item.id === id);
			assert.equal(told.length, 1, event);
		}
	});

	test('each event arrived once', async () => {
		for (const { value } of EVENTS) {
			assert.equal((await arrived(value)).length, 1, `items of ${value}`);
		}
	});

	test('no execution failed', async () => {
		for (const [event, { id }] of workflows) {
			const statuses = (await world.client.endedExecutions(id)).map(({ status }) => status);
			assert.ok(
				statuses.every((status) => status === 'success'),
				`${event}: ${statuses.join()}`,
			);
		}
	});
});

/** Whether HighLevel has not been called for two seconds. */
function quiet({ standIn }: World): boolean {
	const last = standIn.log.at(-1);
	return last?.answeredAt !== undefined && Date.now() - last.answeredAt > 2000;
}

/** Prepares one account for all events, since they share records. */
function prepare({ standIn }: World): void {
	moment = new Date(Date.now() + 170_000).toISOString();
	standIn.state.addContact({ id: BORN, dateOfBirth: `${birthday()}T00:00:00.000Z` });
	standIn.state.addContact({ id: TAGGED, tags: ['lead', 'other'] });
	standIn.state.addCalendar({ id: SPARE_CALENDAR, name: 'Spare', calendarType: 'event' });
	standIn.state.tasks.put({
		id: RENAMED,
		locationId: SEED.locationId,
		ownerId: SEED.contacts.john,
		values: {
			title: 'Write',
			body: 'A letter',
			completed: false,
			dueDate: '2099-01-01T00:00:00.000Z',
		},
		dateAdded: standIn.clock.now(),
		dateUpdated: standIn.clock.now(),
	});
	const own = ['taskCompleted', 'noteAdded', 'resourceChanged', 'serviceBookingChanged'];
	for (const event of [...own, 'appointmentCreated', 'blockedSlotAdded']) {
		EVENT_FIXTURES[event]?.before?.(standIn);
	}
	// On a calendar of its own, since the appointment above would be in the way.
	const inAnHour = Math.floor(standIn.clock.now() / 60_000) * 60_000;
	standIn.state.addCalendar({
		id: SLOT_CALENDAR,
		name: 'Open Around the Clock',
		calendarType: 'event',
		slotDuration: 30,
		slotInterval: 30,
		openHours: [
			{
				daysOfTheWeek: [0, 1, 2, 3, 4, 5, 6],
				hours: [{ openHour: 0, openMinute: 0, closeHour: 24, closeMinute: 0 }],
			},
		],
	});
	const taken = Math.ceil((inAnHour + 26 * 3_600_000) / 1_800_000) * 1_800_000;
	standIn.state.addAppointment({
		id: TAKEN,
		calendarId: SLOT_CALENDAR,
		contactId: SEED.contacts.maria,
		startTime: taken,
		endTime: taken + 1_800_000,
	});
	standIn.state.addAppointment({
		id: CANCELLED,
		calendarId: SEED.calendars.team,
		contactId: SEED.contacts.john,
		startTime: taken + 3_600_000,
		endTime: taken + 5_400_000,
	});
}

const SLOT_CALENDAR = 'slotCalendar000000000';
const TAKEN = 'takenSlot000000000000';
const CANCELLED = 'cancelledLater0000000';
/** These belong to the workflows that are changed. */
const TAGGED = 'taggedContact00000000';
const SPARE_CALENDAR = 'spareCalendar00000000';
const RENAMED = 'renamedTask0000000000';

/** The time that is reached during the polls, by the clock that this machine and n8n share. */
let moment = '';
const birthday = () => `1990${moment.slice(4, 10)}`;

function parametersOf(event: string): JsonObject {
	if (event === 'dateReached') {
		const timeOfDay = moment.slice(11, 16);
		return { ...EVENT_PARAMETERS[event], timeOfDay, dateZone: 'UTC' } as JsonObject;
	}
	if (event === 'freeSlotOpened') {
		return { calendarId: { __rl: true, mode: 'id', value: SLOT_CALENDAR }, daysAhead: 5 };
	}
	return (EVENT_PARAMETERS[event] ?? {}) as JsonObject;
}

/** Makes all changes at once. */
function change({ standIn }: World): void {
	const { state, clock } = standIn;
	const apart = new Set([
		'tagRemoved',
		'dateReached',
		'freeSlotOpened',
		'appointmentCancelled',
		'appointmentRescheduled',
		'taskUpdated',
	]);
	for (const { value } of EVENTS) {
		if (!apart.has(value)) EVENT_FIXTURES[value]?.happens(standIn);
	}
	// Events whose change would undo that of another event have records of their own.
	const task = state.tasks.get(RENAMED);
	if (task) state.tasks.put({ ...task, values: { ...task.values, title: 'Write again' } });
	const john = state.contacts.get(SEED.contacts.john);
	if (john) state.contacts.put({ ...john, tags: [], dateUpdated: clock.now() + 5 });
	for (const id of [TAKEN, CANCELLED]) {
		const one = state.appointments.get(id);
		if (one) state.appointments.put({ ...one, deleted: true, dateUpdated: clock.now() });
	}
	EVENT_FIXTURES.appointmentRescheduled?.happens(standIn);
}

const BORN = 'bornToday000000000000';

function expectedOf(event: string): JsonObject {
	switch (event) {
		case 'tagRemoved':
			return { id: SEED.contacts.john, removedTags: ['lead'] };
		case 'dateReached':
			return { id: BORN, fieldDate: birthday() };
		case 'freeSlotOpened':
			return { calendarId: SLOT_CALENDAR };
		case 'taskUpdated':
			return { id: RENAMED, title: 'Write again' };
		case 'appointmentCancelled':
			return { id: CANCELLED, deleted: true };
		// The number of minutes depends on the time of the poll.
		case 'taskDueSoon':
		case 'appointmentStartingSoon':
			return { id: EVENT_FIXTURES[event]?.expected.id } as JsonObject;
		default:
			return EVENT_FIXTURES[event]?.expected as JsonObject;
	}
}
