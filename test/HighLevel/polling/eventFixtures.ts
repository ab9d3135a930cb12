/** For every polling event, a change that it must report once, and the item that reports it. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { HighLevelStandIn } from '../../standins/highlevel';
import { SEED } from '../../standins/highlevel';
import { freeSlots } from '../../standins/highlevel/slots';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
type StandIn = Pick<HighLevelStandIn, 'state' | 'clock'>;

/** How time passes: in jest it stands still afterwards. What runs elsewhere replaces it. */
export const time = {
	pass: (ms: number): void => {
		const now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => now + ms);
	},
};

/** A change for which an event emits exactly one item. */
interface EventFixture {
	/** Prepares the account, so that a test run has a real record. */
	before?: (standIn: StandIn) => void;
	happens: (standIn: StandIn) => void;
	/** What the item contains. */
	expected: IDataObject;
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** The parameters of the events that need some. */
export const EVENT_PARAMETERS: Record<string, INodeParameters> = {
	tagAdded: { tags: ['vip'] },
	tagRemoved: { tags: ['vip', 'lead'] },
	fieldChanged: { standardFields: [], customFields: [SEED.customFields.plan] },
	taskDueSoon: { minutesBefore: 60 },
	noteAdded: { contactIds: `${SEED.contacts.maria}, ${SEED.contacts.john}` },
	dateReached: {
		dateField: 'dateOfBirth',
		everyYear: true,
		daysBefore: 0,
		// The next midnight UTC, to which the fixture moves the clock.
		timeOfDay: '00:00',
		dateZone: 'UTC',
	},
	appointmentCreated: { calendarIds: [], pastDays: 7 },
	appointmentUpdated: { calendarIds: [], pastDays: 7 },
	appointmentRescheduled: { calendarIds: [], pastDays: 7 },
	appointmentCancelled: { calendarIds: [], pastDays: 7 },
	appointmentStatusChanged: { calendarIds: [SEED.calendars.discovery], pastDays: 7 },
	appointmentStartingSoon: { calendarIds: [], minutesBefore: 60 },
	freeSlotOpened: { calendarId: byId(SEED.calendars.discovery), daysAhead: 14 },
	blockedSlotAdded: { calendarIds: [], userIds: [], pastDays: 7 },
	serviceBookingChanged: { pastDays: 7 },
};

/** A time shortly after now: a change must not have the timestamp of the record before it. */
function later({ clock }: StandIn): number {
	return clock.now() + 5;
}

const changeMaria =
	(values: (standIn: StandIn) => IDataObject) =>
	(standIn: StandIn): void => {
		const maria = standIn.state.contacts.get(SEED.contacts.maria);
		if (!maria) throw new Error('Maria is missing');
		standIn.state.contacts.put({
			...maria,
			dateUpdated: later(standIn) + 2000,
			...values(standIn),
		});
	};

const TASK = 'taskOfTheTest00000000';
function addTask(standIn: StandIn, id: string, dueInMs: number): void {
	const stamp = later(standIn);
	standIn.state.tasks.put({
		id,
		locationId: SEED.locationId,
		ownerId: SEED.contacts.maria,
		values: {
			title: 'Call',
			body: 'About the offer',
			completed: false,
			dueDate: new Date(standIn.clock.now() + dueInMs).toISOString(),
		},
		dateAdded: stamp,
		dateUpdated: stamp,
	});
}
const openTask = (standIn: StandIn) => addTask(standIn, TASK, 5 * HOUR);
const changeTask = (values: IDataObject) => (standIn: StandIn) => {
	const task = standIn.state.tasks.get(TASK);
	if (!task) throw new Error('The task is missing');
	standIn.state.tasks.put({ ...task, values: { ...task.values, ...values } as typeof task.values });
};

const NOTE = 'noteOfTheTest00000000';
const addNote = (id: string) => (standIn: StandIn) => {
	const stamp = later(standIn);
	standIn.state.notes.put({
		id,
		locationId: SEED.locationId,
		ownerId: SEED.contacts.john,
		values: { bodyText: 'Prefers mornings' },
		dateAdded: stamp,
		dateUpdated: stamp,
	});
};

const EVENT = 'appointmentOfTheTest';
function book(standIn: StandIn, id: string, inMs: number): void {
	const startTime = Math.floor((standIn.clock.now() + inMs) / 1000) * 1000;
	const stamp = later(standIn);
	standIn.state.addAppointment({
		id,
		calendarId: SEED.calendars.discovery,
		contactId: SEED.contacts.maria,
		startTime,
		endTime: startTime + 30 * MINUTE,
		dateAdded: stamp,
		dateUpdated: stamp,
	});
}
const booked = (standIn: StandIn) => book(standIn, EVENT, 48 * HOUR);
const changeBooking = (values: IDataObject) => (standIn: StandIn) => {
	const one = standIn.state.appointments.get(EVENT);
	if (!one) throw new Error('The appointment is missing');
	standIn.state.appointments.put({ ...one, ...values, dateUpdated: later(standIn) });
};

const stored = (standIn: StandIn, id: string, values: IDataObject) => ({
	id,
	locationId: SEED.locationId,
	dateAdded: later(standIn),
	dateUpdated: later(standIn),
	values: values as Record<string, string>,
});

const RESOURCE = 'roomOfTheTest00000000';
const room = (name: string) => (standIn: StandIn) => {
	const values = {
		name,
		description: '',
		resourceType: 'rooms',
		quantity: 1,
		outOfService: 0,
		capacity: 4,
		calendarIds: [],
		isActive: true,
	};
	standIn.state.resources.put(stored(standIn, RESOURCE, values));
};
const BOOKING = 'bookingOfTheTest00000';
const bookService = (id: string) => (standIn: StandIn) => {
	const start = Math.floor(standIn.clock.now() / 1000) * 1000 + 24 * HOUR;
	const values = {
		contactId: SEED.contacts.maria,
		title: 'Massage',
		status: 'confirmed',
		start,
		end: start + HOUR,
		services: [{ id: SEED.serviceId }],
	};
	standIn.state.bookings.put(stored(standIn, id, values));
};

const block = (id: string) => (standIn: StandIn) => {
	const startTime = Math.floor(standIn.clock.now() / 1000) * 1000 + 24 * HOUR;
	standIn.state.blockSlots.put({
		id,
		locationId: SEED.locationId,
		calendarId: SEED.calendars.discovery,
		assignedUserId: null,
		title: 'Holiday',
		startTime,
		endTime: startTime + HOUR,
		deleted: false,
		dateAdded: later(standIn),
		dateUpdated: later(standIn),
	});
};

/** Books a free slot some days ahead, so that canceling the appointment opens it. */
function takeSlot(standIn: StandIn): void {
	const calendar = standIn.state.calendars.get(SEED.calendars.discovery);
	if (!calendar) throw new Error('The calendar is missing');
	const now = standIn.clock.now();
	const slots = freeSlots(standIn.state, calendar, { from: now, to: now + 10 * 24 * HOUR });
	const slot = slots[Math.floor(slots.length / 2)];
	if (!slot) throw new Error('There is no free slot');
	const endTime = slot.start + 30 * MINUTE;
	standIn.state.addAppointment({
		id: EVENT,
		calendarId: calendar.id,
		contactId: SEED.contacts.maria,
		startTime: slot.start,
		endTime,
	});
}

/** The month and day that begin at the next midnight UTC, to which the test moves the clock. */
const nextDay = (standIn: StandIn) =>
	new Date(standIn.clock.now() + 24 * HOUR).toISOString().slice(4, 10);

/** A fixture for each event of both polling triggers. */
export const EVENT_FIXTURES: Record<string, EventFixture> = {
	contactCreated: {
		happens: (standIn) => {
			const stamp = later(standIn);
			standIn.state.addContact({ firstName: 'Ada', dateAdded: stamp, dateUpdated: stamp });
		},
		expected: { firstName: 'Ada' },
	},
	contactUpdated: {
		happens: changeMaria(() => ({ city: 'Rome' })),
		expected: { id: SEED.contacts.maria, city: 'Rome' },
	},
	tagAdded: {
		happens: changeMaria(() => ({ tags: ['customer', 'newsletter', 'vip'] })),
		expected: { id: SEED.contacts.maria, addedTags: ['vip'] },
	},
	tagRemoved: {
		before: changeMaria((standIn) => ({ tags: ['vip'], dateUpdated: standIn.clock.now() })),
		happens: changeMaria(() => ({ tags: ['customer'] })),
		expected: { id: SEED.contacts.maria, removedTags: ['vip'] },
	},
	fieldChanged: {
		happens: changeMaria(() => ({
			customFields: [{ id: SEED.customFields.plan, value: 'Pro' }],
		})),
		expected: {
			id: SEED.contacts.maria,
			changedFields: [{ field: `customFields.${SEED.customFields.plan}`, value: 'Pro' }],
		},
	},
	taskCreated: {
		before: openTask,
		happens: (standIn) => addTask(standIn, 'secondTask00000000000', HOUR),
		expected: { id: 'secondTask00000000000', contactId: SEED.contacts.maria },
	},
	taskUpdated: {
		before: openTask,
		happens: changeTask({ title: 'Call again' }),
		expected: { id: TASK, title: 'Call again' },
	},
	taskCompleted: {
		before: (standIn) => {
			openTask(standIn);
			addTask(standIn, 'doneTask0000000000000', HOUR);
			const done = standIn.state.tasks.get('doneTask0000000000000');
			if (done) standIn.state.tasks.put({ ...done, values: { ...done.values, completed: true } });
		},
		happens: changeTask({ completed: true }),
		expected: { id: TASK, completed: true, contactId: SEED.contacts.maria },
	},
	taskDueSoon: {
		before: openTask,
		happens: (standIn) => addTask(standIn, 'dueTask00000000000000', 40 * MINUTE),
		expected: { id: 'dueTask00000000000000', dueInMinutes: 40 },
	},
	noteAdded: {
		before: addNote(NOTE),
		happens: addNote('secondNote00000000000'),
		expected: { id: 'secondNote00000000000', contactId: SEED.contacts.john },
	},
	dateReached: {
		before: changeMaria((standIn) => ({
			dateOfBirth: `1990${nextDay(standIn)}T00:00:00.000Z`,
			dateUpdated: standIn.clock.now(),
		})),
		happens: () => time.pass(24 * HOUR),
		expected: { id: SEED.contacts.maria },
	},
	calendarCreated: {
		happens: ({ state }) => {
			state.addCalendar({ id: 'newCalendar0000000000', name: 'New', calendarType: 'event' });
		},
		expected: { id: 'newCalendar0000000000', name: 'New' },
	},
	calendarUpdated: {
		happens: ({ state }) => {
			const calendar = state.calendars.get(SEED.calendars.discovery);
			if (!calendar) throw new Error('The calendar is missing');
			state.calendars.put({ ...calendar, values: { ...calendar.values, slotDuration: 45 } });
		},
		expected: { id: SEED.calendars.discovery, slotDuration: 45 },
	},
	calendarDeleted: {
		happens: ({ state }) => {
			state.calendars.delete(SEED.calendars.draft);
		},
		expected: { id: SEED.calendars.draft, deleted: true, name: 'Draft Calendar' },
	},
	calendarGroupChanged: {
		happens: ({ state }) => {
			const group = state.groups.get(SEED.groupId);
			if (!group) throw new Error('The group is missing');
			state.groups.put({ ...group, values: { ...group.values, isActive: false } });
		},
		expected: { id: SEED.groupId, name: 'Consultations', isActive: false, change: 'updated' },
	},
	resourceChanged: {
		before: room('Room 1'),
		happens: room('Room 2'),
		expected: { id: RESOURCE, name: 'Room 2', change: 'updated' },
	},
	serviceBookingChanged: {
		before: bookService(BOOKING),
		happens: bookService('secondBooking00000000'),
		expected: { bookingId: 'secondBooking00000000', change: 'created' },
	},
	appointmentCreated: {
		before: booked,
		happens: (standIn) => book(standIn, 'secondAppointment0000', 24 * HOUR),
		expected: { id: 'secondAppointment0000' },
	},
	appointmentUpdated: {
		before: booked,
		happens: changeBooking({ title: 'Retitled' }),
		expected: { id: EVENT, title: 'Retitled' },
	},
	appointmentRescheduled: {
		before: booked,
		happens: (standIn) => {
			const startTime = Math.floor(standIn.clock.now() / 1000) * 1000 + 72 * HOUR;
			changeBooking({ startTime, endTime: startTime + HOUR })(standIn);
		},
		expected: { id: EVENT },
	},
	appointmentCancelled: {
		before: booked,
		happens: changeBooking({ deleted: true }),
		expected: { id: EVENT, deleted: true },
	},
	appointmentStatusChanged: {
		before: booked,
		happens: changeBooking({ appointmentStatus: 'showed' }),
		expected: { id: EVENT, appointmentStatus: 'showed' },
	},
	appointmentStartingSoon: {
		before: booked,
		happens: (standIn) => book(standIn, 'soonAppointment000000', 40 * MINUTE),
		expected: { id: 'soonAppointment000000', startsInMinutes: 40 },
	},
	freeSlotOpened: {
		before: takeSlot,
		happens: changeBooking({ deleted: true }),
		expected: { calendarId: SEED.calendars.discovery },
	},
	blockedSlotAdded: {
		before: block('firstBlock00000000000'),
		happens: block('secondBlock0000000000'),
		expected: { id: 'secondBlock0000000000', calendarId: SEED.calendars.discovery },
	},
};
