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

const EVENTS = '/calendars/events';
const BLOCKS = '/calendars/blocked-slots';

const idsOf = async (source: LookupSource, context: LookupContext): Promise<string[]> =>
	(await readAll(source, context)).map(({ value }) => String(value));

const rangeIn = ({ location }: LookupContext, isSearching: boolean): IDataObject => ({
	locationId: location,
	...likelyRange(isSearching),
});

/** A request for each owner, since HighLevel lists events one owner at a time. */
const ofEach = (key: 'calendarId' | 'userId', ids: string[], path: string, range: IDataObject) =>
	ids.map((id) => get(path, { ...range, [key]: id }));

/** The requests for the blocked times of these calendars and of every user. */
async function blocksOf(calendarIds: string[], context: LookupContext, isSearching: boolean) {
	const range = rangeIn(context, isSearching);
	return [
		...ofEach('calendarId', calendarIds, BLOCKS, range),
		...ofEach('userId', await idsOf(users, context), BLOCKS, range),
	];
}

const appointmentsOfCalendars = (calendarId: string): Lookup => ({
	...appointmentEntries,
	label: 'List appointments',
	scope: 'calendars/events.readonly',
	requests: async (context, isSearching) => {
		const ids = calendarId ? [calendarId] : await idsOf(calendars, context);
		return ofEach('calendarId', ids, EVENTS, rangeIn(context, isSearching));
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

/** Blocked times of every calendar and of every user in the likely range, by time. */
export const blockSlots: Lookup = {
	label: 'List block slots',
	scope: 'calendars/events.readonly',
	requests: async (context, isSearching) =>
		await blocksOf(await idsOf(calendars, context), context, isSearching),
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
	requests: async (context, isSearching) => {
		const ids = await idsOf(calendars, context);
		return [
			...ofEach('calendarId', ids, EVENTS, rangeIn(context, isSearching)),
			...(await blocksOf(ids, context, isSearching)),
		];
	},
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
