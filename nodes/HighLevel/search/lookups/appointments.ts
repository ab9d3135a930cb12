// The lists of appointments, of their notes, of block slots, and of both kinds of events.

import type { IDataObject } from 'n8n-workflow';

import { recordsAt, trimmedText } from '../../../shared/values';
import { appointmentNotePages } from '../../appointmentNotePages';
import { idOf } from '../../record';
import type { LookupContext } from '../context';
import type { Lookup, LookupSource } from '../lookup';
import { purposeOf, readAll } from '../lookup';
import { calendars } from './calendars';
import { contacts } from './contacts';
import { isPresent, localTime, noteEntry, personName } from './entries';
import { get, likelyRange } from './requests';
import { users } from './users';

/**
 * Appointments by time: those of the chosen contact, else those of the chosen calendar or of all calendars in the likely
 * range.
 */
export const appointments: LookupSource = ({ chosen }) => {
	const contactId = chosen('contactId');
	const calendarId = chosen('calendarId');
	return contactId === ''
		? appointmentsOfCalendars(calendarId)
		: appointmentsOfContact(contactId, calendarId);
};

const appointmentEntries = {
	unwrap: 'events',
	keep: isPresent,
	order: ({ startTime }: IDataObject) => localTime(startTime),
	entry: (event: IDataObject) => {
		const title = trimmedText(event.title) || 'Appointment';
		const contact = trimmedText(event.contactName);
		const parts = [localTime(event.startTime), title];
		if (contact && !title.toLowerCase().includes(contact.toLowerCase())) parts.push(contact);
		const cancelled = (event.appointmentStatus ?? event.appoinmentStatus) === 'cancelled';
		return { name: `${parts.join(' · ')}${cancelled ? ' (cancelled)' : ''}`, value: idOf(event) };
	},
};

const appointmentsOfContact = (contactId: string, calendarId: string): Lookup => ({
	...appointmentEntries,
	label: 'List appointments of the contact',
	scope: 'contacts.readonly',
	requests: () => [get(`/contacts/${encodeURIComponent(contactId)}/appointments`)],
	keep: (event) => isPresent(event) && (calendarId === '' || event.calendarId === calendarId),
});

const appointmentsOfCalendars = (calendarId: string): Lookup => ({
	...appointmentEntries,
	label: 'List appointments',
	scope: 'calendars/events.readonly',
	requests: async (context, isSearching) => {
		const range = likelyRange(isSearching);
		const ids = calendarId
			? [calendarId]
			: (await readAll(calendars, context)).map(({ value }) => value);
		return ids.map((id) =>
			get('/calendars/events', { locationId: context.location, calendarId: id, ...range }),
		);
	},
	complete: async (events, context) => {
		const ids = [...new Set(events.map(({ contactId }) => trimmedText(contactId)).filter(Boolean))];
		const names = await contactNames(ids, context);
		return events.map((event) => ({
			...event,
			contactName: names.get(trimmedText(event.contactId)),
		}));
	},
});

/** Blocked times of every calendar and of every user in the likely range, by time. HighLevel lists them one owner at a time. */
export const blockSlots: Lookup = {
	label: 'List block slots',
	scope: 'calendars/events.readonly',
	requests: async (context, isSearching) => {
		const range = { locationId: context.location, ...likelyRange(isSearching) };
		const idsOf = async (source: LookupSource) =>
			(await readAll(source, context)).map(({ value }) => value);
		const [ofCalendars, ofUsers] = [await idsOf(calendars), await idsOf(users)];
		return [
			...ofCalendars.map((calendarId) => get('/calendars/blocked-slots', { calendarId, ...range })),
			...ofUsers.map((userId) => get('/calendars/blocked-slots', { userId, ...range })),
		];
	},
	unwrap: 'events',
	keep: isPresent,
	order: appointmentEntries.order,
	entry: (block) => ({
		name: [localTime(block.startTime), trimmedText(block.title), 'Blocked']
			.filter(Boolean)
			.join(' · '),
		value: idOf(block),
	}),
};

/** Appointments and block slots by time, in the likely range. */
export const events: Lookup = {
	...appointmentsOfCalendars(''),
	label: 'List events',
	requests: async (context, isSearching) => [
		...(await appointmentsOfCalendars('').requests(context, isSearching)),
		...(await blockSlots.requests(context, isSearching)),
	],
	// Only an appointment has a contact.
	entry: (event, context) =>
		(trimmedText(event.contactId) === '' ? blockSlots : appointmentEntries).entry(event, context),
};

/** The notes of the chosen appointment. */
export const appointmentNotes: Lookup = {
	label: 'List notes of the appointment',
	scope: 'calendars/events.readonly',
	requests: ({ chosen }) => {
		const id = chosen('appointmentId');
		return id === '' ? [] : [get(`/calendars/appointments/${encodeURIComponent(id)}/notes`)];
	},
	unwrap: 'notes',
	paginate: appointmentNotePages,
	entry: noteEntry,
};

const IDS_PER_CALL = 100;

/** Names of contacts by ID. They are optional, so they are omitted if the token may not read contacts. */
async function contactNames(ids: string[], context: LookupContext): Promise<Map<string, string>> {
	const names = new Map<string, string>();
	for (let start = 0; start < ids.length; start += IDS_PER_CALL) {
		const filters = ids
			.slice(start, start + IDS_PER_CALL)
			.map((value) => ({ field: 'id', operator: 'eq', value }));
		const body = {
			locationId: context.location,
			pageLimit: filters.length,
			filters: [{ group: 'OR', filters }],
		};
		try {
			const response = await context.send(
				{ method: 'POST', path: '/contacts/search', query: {}, body },
				purposeOf(contacts),
			);
			const found = recordsAt(response, 'contacts');
			for (const contact of found) names.set(idOf(contact), personName(contact));
		} catch {
			return names;
		}
	}
	return names;
}
