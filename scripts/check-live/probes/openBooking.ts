// Probes whether `assignedUserId` is really optional when an appointment is booked (API docs issue 23).

import type { JsonObject } from '../../../test/standins/shared/json';
import type { Api } from '../api';
import { listIn, messageOf, objectIn, textIn } from '../body';
import type { Created } from '../created';
import { answered, nothing } from '../observe';
import type { Observation } from '../observe';
import { deleteAppointment } from './appointment';
import { freeSlots, slotStarts } from './calendars';
import type { Probe } from './probe';
import { withContact } from './testContact';

/** Books on the calendar without an assigned user. A calendar with a team is the one that tells. */
export const BOOKING_WITHOUT_USER: Probe = {
	title: 'open: is assignedUserId optional when booking',
	needs: ['calendarId'],
	run: async (api, { calendarId }, created) =>
		await withContact(api, created, async (contactId) => {
			const reply = await api.call('get-calendar', { path: { calendarId } });
			const calendar = objectIn(reply.body, 'calendar');
			const startTime = slotStarts(await freeSlots(api, calendarId)).at(-1);
			if (startTime === undefined) return [nothing('free slot')];
			const body = { ...api.location, calendarId, contactId, startTime, toNotify: false };
			return [...describe(calendar), ...(await book(api, created, calendar, body))];
		}),
};

const membersOf = (calendar: JsonObject) =>
	listIn(calendar, 'teamMembers').map((member) => textIn(member, 'userId'));

function describe(calendar: JsonObject): Observation[] {
	return [
		answered('type of the calendar', textIn(calendar, 'calendarType')),
		answered('team members of the calendar', membersOf(calendar).length),
	];
}

async function book(
	api: Api,
	created: Created,
	calendar: JsonObject,
	body: JsonObject,
): Promise<Observation[]> {
	const booked = await api.call('create-appointment', {
		body: { ...body, title: 'Check live' },
	});
	const status = answered('booked without assignedUserId: status', booked.status);
	const eventId = textIn(booked.body, 'id');
	if (eventId === '') return [status, answered('message', messageOf(booked.body))];
	created.add('appointment', eventId);
	try {
		const { body: read } = await api.call('get-appointment', { path: { eventId } });
		const user =
			textIn(objectIn(read, 'appointment'), 'assignedUserId') ||
			textIn(objectIn(read, 'event'), 'assignedUserId');
		const isMember = membersOf(calendar).includes(user);
		const who = user === '' ? 'nobody' : isMember ? 'a team member' : 'someone else';
		return [status, answered('the appointment is assigned to', who)];
	} finally {
		await deleteAppointment(api, eventId, created);
	}
}
