/**
 * Every event of both polling triggers arrives in a real n8n, which polls at most once a minute: all workflows side by side,
 * all changes made in one go after the first polls.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { EVENT_PARAMETERS, HAPPENINGS } from '../../HighLevel/polling/happenings';
import { SEED } from '../../standins/highlevel';
import type { StoredWorkflow, WorkflowDefinition } from '../lib/client';
import { outputOf, until } from '../lib/client';
import type { JsonObject } from '../lib/json';
import type { Login, World } from '../lib/world';
import { ourNode, privateIntegration, startWorld } from '../lib/world';

const CONTACTS_TRIGGER = 'n8n-nodes-gohighlevel.highLevelContactsTrigger';
const CALENDARS_TRIGGER = 'n8n-nodes-gohighlevel.highLevelCalendarsTrigger';
const EVENTS = [
	...contactEvents.map(({ value }) => ({ value, type: CONTACTS_TRIGGER })),
	...calendarEvents.map(({ value }) => ({ value, type: CALENDARS_TRIGGER })),
];
const NAME = 'Trigger';
/** Two polls, for one may be under way while the account changes. */
const POLLS_MS = 150_000;

/** Whether an item has all that is expected, as it is expected. */
const fits = (item: JsonObject, expected: JsonObject): boolean =>
	Object.entries(expected).every(([key, value]) => isDeepStrictEqual(item[key], value));

void suite('the polling triggers in a real n8n', () => {
	let world: World;
	let login: Login;
	const workflows = new Map<string, StoredWorkflow>();

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

	before(async () => {
		world = await startWorld({ limiter: { max: 1000, intervalMs: 10_000 } });
		login = await privateIntegration(world);
	});

	after(async () => await world?.stop());

	const itemsOf = async (id: string): Promise<JsonObject[]> => {
		const ended = await world.client.endedExecutions(id);
		const executions = await Promise.all(
			ended.reverse().map(async (one) => await world.client.execution(one.id)),
		);
		return executions.flatMap((execution) => outputOf(execution, NAME));
	};

	test('every event arrives once, and the first polls emit nothing', async () => {
		prepare(world);
		for (const { value, type } of EVENTS) {
			workflows.set(value, await world.client.createWorkflow(definition(value, type)));
		}
		// A test run before anything has happened shows a record, and does not disturb the trigger.
		const created = workflows.get('contactCreated');
		if (!created) throw new Error('The workflow is missing');
		const manual = await world.client.runManually(created, NAME);
		assert.equal(outputOf(manual, NAME).length, 1);

		const before = world.standIn.log.length;
		for (const { id } of workflows.values()) await world.client.activate(id);
		await until('all first polls', 60_000, async () => {
			const calls = world.standIn.log.slice(before).filter(({ answeredAt }) => answeredAt);
			// n8n polls once more within the minute; what counts is that the last one's first poll is over.
			return calls.length > EVENTS.length && quiet(world) ? true : undefined;
		});
		for (const { id } of workflows.values()) {
			assert.deepEqual(await world.client.endedExecutions(id), []);
		}

		change(world);
		const missing = new Set(EVENTS.map(({ value }) => value));
		await until('every event', POLLS_MS, async () => {
			for (const value of [...missing]) {
				const found = await itemsOf(workflows.get(value)?.id ?? '');
				if (found.some((item) => fits(item, expectedOf(value)))) missing.delete(value);
			}
			return missing.size === 0 ? true : undefined;
		}).catch(() => assert.deepEqual([...missing], [], 'events that did not arrive'));
	});

	test('a workflow that is deactivated, changed and activated again misses nothing', async () => {
		const { client, standIn } = world;
		const created = workflows.get('contactCreated');
		if (!created) throw new Error('The workflow is missing');
		await client.deactivate(created.id);
		const stamp = standIn.clock.now() + 5;
		const meanwhile = standIn.state.addContact({
			firstName: 'Meanwhile',
			tags: ['lead'],
			dateAdded: stamp,
			dateUpdated: stamp,
		});
		const others = standIn.state.addContact({
			firstName: 'Other',
			dateAdded: stamp,
			dateUpdated: stamp,
		});
		const filtered = { filters: { tags: ['lead'] } };
		await client.updateWorkflow(
			created.id,
			definition('contactCreated', CONTACTS_TRIGGER, filtered),
		);
		await client.activate(created.id);
		await until('the contact that came meanwhile', POLLS_MS, async () => {
			const ids = (await itemsOf(created.id)).map(({ id }) => id);
			return ids.includes(meanwhile.id) ? true : undefined;
		});
		const ids = (await itemsOf(created.id)).map(({ id }) => id);
		assert.equal(new Set(ids).size, ids.length, 'nothing came twice');
		assert.ok(!ids.includes(others.id), 'the new filter holds');
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

/** Whether HighLevel has not been asked for two seconds. */
function quiet({ standIn }: World): boolean {
	const last = standIn.log.at(-1);
	return last?.answeredAt !== undefined && Date.now() - last.answeredAt > 2000;
}

/** Events share the records that they are about, so the account is made once for all of them. */
function prepare({ standIn }: World): void {
	const own = ['taskCompleted', 'noteAdded', 'resourceChanged', 'serviceBookingChanged'];
	for (const event of [...own, 'appointmentCreated', 'blockedSlotAdded']) {
		HAPPENINGS[event]?.before?.(standIn);
	}
	// A slot of a calendar of its own, since the appointment above is in the way.
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

/** In three minutes, so that the polls reach it; on the clock that this machine and n8n share. */
const moment = new Date(Date.now() + 3 * 60_000);
const timeOfDay = moment.toISOString().slice(11, 16);
const birthday = `1990${moment.toISOString().slice(4, 10)}`;

function parametersOf(event: string): JsonObject {
	if (event === 'dateReached') {
		return { ...EVENT_PARAMETERS[event], timeOfDay, dateZone: 'UTC' } as JsonObject;
	}
	if (event === 'freeSlotOpened') {
		return { calendarId: { __rl: true, mode: 'id', value: SLOT_CALENDAR }, daysAhead: 5 };
	}
	return (EVENT_PARAMETERS[event] ?? {}) as JsonObject;
}

/** Everything that is to be told, at once. */
function change({ standIn }: World): void {
	const { state, clock } = standIn;
	const together = new Set(['tagRemoved', 'dateReached', 'freeSlotOpened', 'appointmentCancelled']);
	for (const { value } of EVENTS) {
		if (!together.has(value) && value !== 'appointmentRescheduled') {
			HAPPENINGS[value]?.happens(standIn);
		}
	}
	// What would undo another event's change, for records of their own.
	const john = state.contacts.get(SEED.contacts.john);
	if (john) state.contacts.put({ ...john, tags: [], dateUpdated: clock.now() + 5 });
	state.addContact({ id: BORN, dateOfBirth: `${birthday}T00:00:00.000Z` });
	for (const id of [TAKEN, CANCELLED]) {
		const one = state.appointments.get(id);
		if (one) state.appointments.put({ ...one, deleted: true, dateUpdated: clock.now() });
	}
	HAPPENINGS.appointmentRescheduled?.happens(standIn);
}

const BORN = 'bornToday000000000000';

function expectedOf(event: string): JsonObject {
	switch (event) {
		case 'tagRemoved':
			return { id: SEED.contacts.john, removedTags: ['lead'] };
		case 'dateReached':
			return { id: BORN, fieldDate: birthday };
		case 'freeSlotOpened':
			return { calendarId: SLOT_CALENDAR };
		case 'appointmentCancelled':
			return { id: CANCELLED, deleted: true };
		// The minutes depend on when the poll comes.
		case 'taskDueSoon':
		case 'appointmentStartingSoon':
			return { id: HAPPENINGS[event]?.expected.id } as JsonObject;
		default:
			return HAPPENINGS[event]?.expected as JsonObject;
	}
}
