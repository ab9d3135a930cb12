/** What the polling triggers emit has the shape that the action nodes give the same record. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED, seedLocations } from '../../standins/highlevel';
import { expectNone } from '../../support/expectNone';
import { byId, TestAccount } from '../account';
import { EVENT_FIXTURES } from './eventFixtures';
import { eventOf, EVENTS } from './events';
import { RunningTrigger } from './runningTrigger';

const account = TestAccount.forTests();
afterEach(() => jest.restoreAllMocks());

/** How an action node lists the records of an event. */
interface Action {
	node: 'contacts' | 'calendars';
	operation: string;
	parameters: INodeParameters;
	/** Keys of a list alone, which are not part of the record. */
	cursor?: string;
}

const contactSearch: Action = {
	node: 'contacts',
	operation: 'contact.getAll',
	parameters: {},
	cursor: 'searchAfter',
};
const maria = { contactId: byId(SEED.contacts.maria) };
const tasks: Action = { node: 'contacts', operation: 'task.getAll', parameters: maria };
const discovery = {
	by: 'calendar',
	calendarId: byId(SEED.calendars.discovery),
	startTime: '2020-01-01T00:00:00Z',
	endTime: '2090-01-01T00:00:00Z',
};
const appointments: Action = {
	node: 'calendars',
	operation: 'appointment.getAll',
	parameters: discovery,
};
const calendars: Action = { node: 'calendars', operation: 'calendar.getAll', parameters: {} };

/** The action that reads what an event emits, by event. */
const ACTIONS: Record<string, Action> = {
	contactCreated: contactSearch,
	contactUpdated: contactSearch,
	tagAdded: contactSearch,
	tagRemoved: contactSearch,
	fieldChanged: contactSearch,
	dateReached: contactSearch,
	taskCreated: tasks,
	taskUpdated: tasks,
	taskCompleted: tasks,
	taskDueSoon: tasks,
	noteAdded: {
		node: 'contacts',
		operation: 'note.getAll',
		parameters: { contactId: byId(SEED.contacts.john) },
	},
	appointmentCreated: appointments,
	appointmentUpdated: appointments,
	appointmentRescheduled: appointments,
	appointmentStatusChanged: appointments,
	appointmentStartingSoon: appointments,
	blockedSlotAdded: { node: 'calendars', operation: 'blockSlot.getAll', parameters: discovery },
	calendarCreated: calendars,
	calendarUpdated: calendars,
	calendarGroupChanged: { node: 'calendars', operation: 'calendarGroup.getAll', parameters: {} },
	resourceChanged: {
		node: 'calendars',
		operation: 'resource.getAll',
		parameters: { resourceType: 'rooms' },
	},
	serviceBookingChanged: {
		node: 'calendars',
		operation: 'serviceBooking.getAll',
		parameters: { startTime: discovery.startTime, endTime: discovery.endTime },
	},
};

/** The item that an event emits for the change of its fixture. */
async function emitted(event: string, typeVersion: number, simple?: boolean): Promise<IDataObject> {
	const fixture = EVENT_FIXTURES[event];
	if (!fixture) throw new Error(`${event} has no fixture`);
	fixture.before?.(account.standIn);
	const trigger = new RunningTrigger(account, event, { typeVersion, simple });
	await trigger.poll();
	fixture.happens(account.standIn);
	const [item] = (await trigger.poll()) ?? [];
	if (!item) throw new Error(`${event} emitted nothing`);
	return item;
}

/** The record as the action node gives it. */
async function read({ node, operation, parameters, cursor }: Action, id: unknown, simple: boolean) {
	const all = { returnAll: true, simple, ...parameters };
	const records = await account.records(node, operation, all);
	const record = records.find((one) => one.id === id);
	if (!record) throw new Error(`${operation} does not list ${String(id)}`);
	const { [cursor ?? '']: _, ...rest } = record;
	return rest;
}

/** An item without the keys that the event adds. */
const recordIn = (event: string, item: IDataObject) => {
	const { adds = [] } = eventOf(event);
	return Object.fromEntries(Object.entries(item).filter(([key]) => !adds.includes(key)));
};

const hasSimple = (event: string) => eventOf(event).shape?.simple !== undefined;
const NEVER_OPEN = { id: SEED.calendars.discovery, name: 'Closed', calendarType: 'event' };

/** They emit what no longer exists, or no record. */
const WITHOUT_ACTION = ['appointmentCancelled', 'freeSlotOpened', 'calendarDeleted'];

test('every event is compared with an action', () => {
	expectNone(
		EVENTS.map(({ value }) => value).filter(
			(value) => !(value in ACTIONS) && !WITHOUT_ACTION.includes(value),
		),
		'These events are not compared with an operation that reads the same records. Name it in ACTIONS; CONTRIBUTING.md, "Add a polling event".',
	);
});

describe.each(Object.entries(ACTIONS))('%s', (event, action) => {
	test('emits what the action node gives with default options', async () => {
		const item = await emitted(event, 1.1);
		expect(recordIn(event, item)).toEqual(await read(action, item.id, true));
	});

	test('emits what the action node gives without Simplify', async () => {
		const item = await emitted(event, 1.1, false);
		expect(recordIn(event, item)).toEqual(await read(action, item.id, false));
	});

	test('in version 1 emits the same once Simplify is switched on', async () => {
		const item = await emitted(event, 1, true);
		if (!hasSimple(event)) return;
		expect(recordIn(event, item)).toEqual(await read(action, item.id, true));
	});
});

describe.each(EVENTS.filter(({ shape }) => shape?.simple).map(({ value }) => [value]))(
	'%s, simplified',
	(event) => {
		const { shape, adds = [] } = eventOf(event);
		const keys = [...(shape?.simple ?? []), ...adds];

		test('has the keys of Simplify and those that the event adds', async () => {
			expect(Object.keys(await emitted(event, 1.1))).toEqual(keys);
		});

		test('has the same keys in a test run', async () => {
			EVENT_FIXTURES[event]?.before?.(account.standIn);
			const trigger = new RunningTrigger(account, event, { typeVersion: 1.1 });
			const [real = {}] = (await trigger.poll('manual')) ?? [];
			expect(Object.keys(real)).toEqual(keys);
		});
	},
);

test.each(EVENTS.map((event) => [event.value, event] as const))(
	'%s: sample data has the shape of an item',
	async (value, event) => {
		const { state } = account.standIn;
		state.clear();
		seedLocations(state);
		const openHours = [{ daysOfTheWeek: [], hours: [] }];
		if (value === 'freeSlotOpened') state.addCalendar({ ...NEVER_OPEN, openHours });
		const token = account.standIn.issuePrivateIntegration().value;
		const sample = async (simple: boolean) => {
			const settings = { typeVersion: 1.1, simple, credential: { token } };
			const items = await new RunningTrigger(account, value, settings).poll('manual');
			const [{ sampleData, ...record } = {}] = items ?? [];
			expect(sampleData).toMatch(/sample data/);
			return record;
		};
		const { shape, adds = [], example } = event;
		const whole = shape ? shape.normalise(example) : example;
		expect(await sample(false)).toEqual(whole);
		const keys = shape?.simple ? [...shape.simple, ...adds] : Object.keys(whole);
		expect(Object.keys(await sample(true)).sort()).toEqual([...keys].sort());
	},
);

test.each(EVENTS.map(({ value }) => [value]))(
	'%s goes on where it was when the node gets a newer version or another switch, and emits once',
	async (event) => {
		const fixture = EVENT_FIXTURES[event];
		fixture?.before?.(account.standIn);
		const trigger = new RunningTrigger(account, event, { typeVersion: 1 });
		expect(await trigger.poll()).toBeNull();
		trigger.change({ typeVersion: 1.1 });
		expect(await trigger.poll()).toBeNull();
		fixture?.happens(account.standIn);
		expect(await trigger.poll()).toHaveLength(1);
		for (const settings of [{ simple: false }, { simple: true }, { typeVersion: 1 }]) {
			trigger.change(settings);
			expect(await trigger.poll()).toBeNull();
		}
	},
);
