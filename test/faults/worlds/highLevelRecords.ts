/** Two records of every kind in a HighLevel account, and two items that name them. */
import type { IDataObject } from 'n8n-workflow';

import type { HighLevelStandIn } from '../../standins/highlevel';
import { SEED } from '../../standins/highlevel';
import { idFor } from '../../standins/shared/ids';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Nine days from today at 15:00 UTC, which is in the calendars' hours all year. */
const BASE = Math.floor(Date.now() / DAY) * DAY + 9 * DAY + 15 * HOUR;

/** The calendars are closed today and tomorrow, so the next free slots are the same all day. */
const OPEN_HOURS = [
	{
		daysOfTheWeek: [0, 1, 2].map((days) => new Date(BASE + days * DAY).getUTCDay()),
		hours: [{ openHour: 9, openMinute: 0, closeHour: 17, closeMinute: 0 }],
	},
];

const at = (ms: number) => new Date(ms).toISOString();
const id = (kind: string, index: number) => idFor(`faults ${kind} ${index}`);
const contacts = [SEED.contacts.maria, SEED.contacts.john];
/** The first has the appointments; the other one is its twin, so that two items never want the same slot. */
const calendars = [SEED.calendars.discovery, id('calendar', 1)];

/** What two items say: under each name the value of the field with that name. */
export const ITEMS: IDataObject[] = [0, 1].map((index) => ({
	contactId: contacts[index],
	calendarId: calendars[index],
	taskId: id('task', index),
	noteId: id('note', index),
	appointmentNoteId: id('appointment note', index),
	appointmentId: id('appointment', index),
	blockSlotId: id('block', index),
	eventId: id('appointment', index),
	groupId: id('group', index),
	notificationId: id('notification', index),
	resourceId: id('resource', index),
	scheduleId: id('schedule', index),
	serviceId: id('service', index),
	serviceLocationId: id('place', index),
	bookingId: id('booking', index),
	eventCalendarId: [SEED.calendars.team, SEED.calendars.personal][index],
	businessId: [SEED.businessId, id('business', 1)][index],
	campaignId: SEED.campaignId,
	workflowId: SEED.workflowId,
	userId: SEED.users.ada,
	staffId: SEED.users.grace,
	followers: [SEED.users.grace, SEED.users.linus][index],
	email: `person${index}@example.com`,
	presentEmail: ['maria.lopez@example.com', 'john.smith@example.com'][index],
	lastName: `Person ${index}`,
	name: `Name ${index}`,
	title: `Title ${index}`,
	slug: `slug-${index}`,
	noteBody: `Note ${index}`,
	taskTitle: `Task ${index}`,
	description: `Description ${index}`,
	source: `Source ${index}`,
	tags: ['vip', 'lead'][index],
	newTags: `new-${index}`,
	dueDate: at(BASE + index * HOUR),
	// The seeded appointments are on the day before.
	startTime: at(BASE + DAY + index * HOUR),
	endTime: at(BASE + DAY + (index + 1) * HOUR),
	startDate: at(BASE - HOUR),
	endDate: at(BASE + 3 * DAY),
	rangeStart: at(BASE - DAY),
	rangeEnd: at(BASE + 3 * DAY),
}));

/** Adds what the items name to the account that the stand-in starts with. */
export function addRecords({ state, clock }: HighLevelStandIn): void {
	const now = clock.now();
	const stamps = { locationId: SEED.locationId, dateAdded: now, dateUpdated: now };
	const first = state.calendars.get(SEED.calendars.discovery)?.values ?? {};
	state.addCalendar({
		...first,
		openHours: OPEN_HOURS,
		id: calendars[0] ?? '',
		name: 'Discovery Call',
	});
	state.addCalendar({
		...first,
		openHours: OPEN_HOURS,
		id: calendars[1] ?? '',
		name: 'Second Call',
		slug: 'second-call',
	});
	state.businesses.put({
		id: id('business', 1),
		locationId: SEED.locationId,
		name: 'Globex',
		status: 'active',
	});
	for (const index of [0, 1]) {
		const ownerId = contacts[index] ?? '';
		const calendarId = calendars[index] ?? '';
		const contact = state.contacts.get(ownerId);
		if (contact) {
			state.contacts.put({
				...contact,
				businessId: [SEED.businessId, id('business', 1)][index] ?? null,
				tags: [...contact.tags, 'old'],
				followers: [SEED.users.ada],
			});
		}
		for (const kind of ['campaign', 'workflow'] as const) {
			const targetId = kind === 'campaign' ? SEED.campaignId : SEED.workflowId;
			state.enrolments.put({
				id: id(kind, index),
				kind,
				contactId: ownerId,
				targetId,
				eventStartTime: null,
			});
		}
		state.tasks.put({
			...stamps,
			id: id('task', index),
			ownerId,
			values: { title: 'Call', body: '', completed: false, dueDate: at(BASE) },
		});
		state.notes.put({
			...stamps,
			id: id('note', index),
			ownerId,
			values: { bodyText: 'Old note' },
		});
		const startTime = BASE + index * HOUR;
		state.addAppointment({
			id: id('appointment', index),
			calendarId,
			contactId: ownerId,
			startTime,
			endTime: startTime + HOUR / 2,
		});
		state.appointmentNotes.put({
			...stamps,
			id: id('appointment note', index),
			ownerId: id('appointment', index),
			values: { body: 'Old note', userId: SEED.users.ada },
		});
		state.blockSlots.put({
			...stamps,
			id: id('block', index),
			calendarId,
			assignedUserId: null,
			title: 'Holiday',
			startTime: BASE + 2 * DAY + index * HOUR,
			endTime: BASE + 2 * DAY + (index + 1) * HOUR,
			deleted: false,
		});
		state.groups.put({
			...stamps,
			id: id('group', index),
			values: { name: `Group ${index}`, description: '', slug: `group-${index}`, isActive: true },
		});
		state.notifications.put({
			...stamps,
			id: id('notification', index),
			ownerId: calendarId,
			values: { isActive: false, notificationType: 'booked', receiverType: 'contact' },
		});
		state.resources.put({
			...stamps,
			id: id('resource', index),
			values: {
				name: `Room ${index}`,
				description: '',
				resourceType: 'rooms',
				quantity: 1,
				outOfService: 0,
				capacity: 4,
				calendarIds: [],
				isActive: true,
			},
		});
		state.schedules.put({
			...stamps,
			id: id('schedule', index),
			values: {
				name: `Hours ${index}`,
				userId: SEED.users.ada,
				timezone: 'America/New_York',
				rules: [],
				calendarIds: [SEED.calendars.team, SEED.calendars.personal],
			},
		});
		state.eventSchedules.put({
			...stamps,
			id: id('event schedule', index),
			ownerId: [SEED.calendars.team, SEED.calendars.personal][index] ?? '',
			values: { timezone: 'Europe/Berlin', rules: [] },
		});
		const service = state.services.get(SEED.serviceId)?.values ?? {};
		state.services.put({
			...stamps,
			id: id('service', index),
			values: { ...service, name: `Service ${index}`, slug: `service-${index}` },
		});
		const place = state.serviceLocations.get(SEED.serviceLocationId)?.values ?? {};
		state.serviceLocations.put({
			...stamps,
			id: id('place', index),
			values: { ...place, name: `Place ${index}`, slug: `place-${index}` },
		});
		const start = Math.floor(BASE / 1000) + index * 3600;
		state.bookings.put({
			...stamps,
			id: id('booking', index),
			values: {
				contactId: ownerId,
				title: 'Massage',
				status: 'confirmed',
				start: start * 1000,
				end: (start + 3600) * 1000,
				services: [{ id: id('service', index) }],
			},
		});
	}
}
