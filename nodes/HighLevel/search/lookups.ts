import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { textsUnder } from '../../shared/expectation';
import type { RequestParts } from '../../shared/operation';
import { withoutTags } from '../../shared/failure';
import { byOffset, searchAfter } from '../../shared/pagination';
import { isRecord } from '../../shared/values';
import { CALENDAR } from '../expected';
import type { Lookup, LookupSource } from './lookup';
import { purposeOf, readAll } from './lookup';
import type { Place } from './place';

const APP = 'https://app.gohighlevel.com/v2/location';
const DAY_MS = 86_400_000;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const id = ({ id: own, _id }: IDataObject): string => text(own) || text(_id);
const get = (path: string, query: IDataObject = {}): RequestParts => ({
	method: 'GET',
	path,
	query,
});

/** A list whose query is the sub-account, and more where given. */
const ofLocation =
	(path: string, query: IDataObject = {}) =>
	({ location }: Place): RequestParts[] => [get(path, { locationId: location, ...query })];

/** A list that lies under the sub-account's own path. */
const underLocation =
	(part: string, query: IDataObject = {}) =>
	({ location }: Place): RequestParts[] => [
		get(`/locations/${encodeURIComponent(location)}/${part}`, query),
	];

/** Name and ID, the name followed by a remark where there is one. */
function named(record: IDataObject, remark = ''): { name: string; value: string } {
	const name = text(record.name) || id(record);
	return { name: remark ? `${name} (${remark})` : name, value: id(record) };
}

const isPublished = ({ status }: IDataObject) => status === 'published';
const isPresent = ({ deleted }: IDataObject) => deleted !== true;

/** A person's name, from whichever keys the endpoint uses. */
function personName(record: IDataObject): string {
	const { name, contactName, firstName, lastName } = record;
	const full = [text(firstName), text(lastName)].filter(Boolean).join(' ');
	return full || text(contactName) || text(name);
}

export const contacts: Lookup = {
	label: 'List contacts',
	scope: 'contacts.readonly',
	requests: ({ location }) => [
		{
			method: 'POST',
			path: '/contacts/search',
			query: {},
			body: { locationId: location, sort: [{ field: 'dateAdded', direction: 'desc' }] },
		},
	],
	unwrap: 'contacts',
	paginate: searchAfter,
	// HighLevel refuses longer texts (API reference, contact search).
	search: (parts, words) => ({
		...parts,
		body: { ...(isRecord(parts.body) ? parts.body : {}), query: words.slice(0, 75) },
	}),
	entry: (contact, { location }) => {
		const reach = text(contact.email) || text(contact.phone);
		const name = personName(contact);
		return {
			name: name && reach ? `${name} (${reach})` : name || reach || id(contact),
			value: id(contact),
			url: `${APP}/${encodeURIComponent(location)}/contacts/detail/${encodeURIComponent(id(contact))}`,
		};
	},
};

export const calendars: Lookup = {
	label: 'List calendars',
	scope: 'calendars.readonly',
	requests: ofLocation('/calendars/'),
	unwrap: 'calendars',
	entry: (calendar) => named(calendar, calendar.isActive === false ? 'draft' : ''),
};

export const calendarGroups: Lookup = {
	label: 'List calendar groups',
	scope: 'calendars/groups.readonly',
	requests: ofLocation('/calendars/groups'),
	unwrap: 'groups',
	entry: (group) => named(group, group.isActive === false ? 'disabled' : ''),
};

const userEntry: Lookup['entry'] = (user) => {
	const name = personName(user);
	const email = text(user.email);
	return {
		name: name && email ? `${name} (${email})` : name || email || id(user),
		value: id(user),
	};
};

const usersBySearch: Lookup = {
	label: 'List users',
	scope: 'users.readonly',
	requests: async ({ companyId, location }) => [
		get('/users/search', { companyId: await companyId(), locationId: location }),
	],
	unwrap: 'users',
	paginate: byOffset('skip', 25),
	search: (parts, words) => ({ ...parts, query: { ...parts.query, query: words } }),
	keep: isPresent,
	entry: userEntry,
};

/** The dated set lists the users of a sub-account without asking for the agency; v3 dropped that endpoint. */
const usersOfLocation: Lookup = {
	label: 'List users',
	scope: 'users.readonly',
	requests: ofLocation('/users/'),
	unwrap: 'users',
	keep: isPresent,
	entry: userEntry,
};

export const users: LookupSource = ({ version }) =>
	version === '2021' ? usersOfLocation : usersBySearch;

const teamMembersOf = (calendarId: string): Lookup => ({
	label: 'List team members',
	scope: 'calendars.readonly',
	requests: () => [get(`/calendars/${encodeURIComponent(calendarId)}`)],
	expects: CALENDAR,
	unwrap: ({ calendar }) => (isRecord(calendar) ? calendar.teamMembers : []),
	complete: async (team, place) => {
		const known = new Map((await readAll(users, place)).map((user) => [user.value, user.name]));
		return team.map(({ userId }) => ({ id: userId, name: known.get(text(userId)) ?? userId }));
	},
	entry: (member) => named(member),
});

/** The team of the chosen calendar; all users while none is chosen. */
export const teamMembers: LookupSource = (place) => {
	const calendarId = place.chosen('calendarId');
	if (calendarId !== '') return teamMembersOf(calendarId);
	return place.version === '2021' ? usersOfLocation : usersBySearch;
};

function when(time: unknown): string {
	// An event's time carries the sub-account's offset; a contact's appointment is its wall clock without one.
	const read = DateTime.fromISO(text(time).replace(' ', 'T'), { setZone: true });
	return read.isValid ? read.toFormat('yyyy-LL-dd HH:mm') : text(time);
}

/** Names of contacts by ID, in one call a hundred; empty where the token may not read contacts, since it is an extra. */
async function contactNames(ids: string[], place: Place): Promise<Map<string, string>> {
	const names = new Map<string, string>();
	for (let start = 0; start < ids.length; start += 100) {
		const filters = ids
			.slice(start, start + 100)
			.map((value) => ({ field: 'id', operator: 'eq', value }));
		const body = {
			locationId: place.location,
			pageLimit: filters.length,
			filters: [{ group: 'OR', filters }],
		};
		try {
			const answer = await place.send(
				{ method: 'POST', path: '/contacts/search', query: {}, body },
				purposeOf(contacts),
			);
			const found = isRecord(answer) && Array.isArray(answer.contacts) ? answer.contacts : [];
			for (const contact of found.filter(isRecord)) names.set(id(contact), personName(contact));
		} catch {
			return names;
		}
	}
	return names;
}

const appointmentRow = {
	unwrap: 'events',
	keep: isPresent,
	order: ({ startTime }: IDataObject) => when(startTime),
	entry: (event: IDataObject) => {
		const title = text(event.title) || 'Appointment';
		const contact = text(event.contactName);
		const parts = [when(event.startTime), title];
		if (contact && !title.toLowerCase().includes(contact.toLowerCase())) parts.push(contact);
		const cancelled = (event.appointmentStatus ?? event.appoinmentStatus) === 'cancelled';
		return { name: `${parts.join(' · ')}${cancelled ? ' (cancelled)' : ''}`, value: id(event) };
	},
};

const appointmentsOfContact = (contactId: string, calendarId: string): Lookup => ({
	...appointmentRow,
	label: 'List appointments of the contact',
	scope: 'contacts.readonly',
	requests: () => [get(`/contacts/${encodeURIComponent(contactId)}/appointments`)],
	keep: (event) => isPresent(event) && (calendarId === '' || event.calendarId === calendarId),
});

const appointmentsOfCalendars = (calendarId: string): Lookup => ({
	...appointmentRow,
	label: 'List appointments',
	scope: 'calendars/events.readonly',
	requests: async (place, searching) => {
		const now = Date.now();
		const from = now - (searching ? 90 : 1) * DAY_MS;
		const to = now + (searching ? 365 : 60) * DAY_MS;
		const of = calendarId
			? [calendarId]
			: (await readAll(calendars, place)).map(({ value }) => value);
		return of.map((calendar) =>
			get('/calendars/events', {
				locationId: place.location,
				calendarId: calendar,
				startTime: String(from),
				endTime: String(to),
			}),
		);
	},
	complete: async (events, place) => {
		const ids = [...new Set(events.map(({ contactId }) => text(contactId)).filter(Boolean))];
		const names = await contactNames(ids, place);
		return events.map((event) => ({ ...event, contactName: names.get(text(event.contactId)) }));
	},
});

/**
 * Appointments by time: those of the chosen contact, else of the chosen calendar, else of all calendars. By calendar
 * from yesterday to two months ahead; while a text is searched, from three months ago to a year ahead.
 */
export const appointments: LookupSource = (place) => {
	const contactId = place.chosen('contactId');
	const calendarId = place.chosen('calendarId');
	return contactId === ''
		? appointmentsOfCalendars(calendarId)
		: appointmentsOfContact(contactId, calendarId);
};

/** Lists that lie under the chosen contact; empty while none is chosen. */
const ofContact =
	(part: string) =>
	({ chosen }: Place): RequestParts[] => {
		const contactId = chosen('contactId');
		return contactId === '' ? [] : [get(`/contacts/${encodeURIComponent(contactId)}/${part}`)];
	};

export const tasks: Lookup = {
	label: 'List tasks of the contact',
	scope: 'contacts.readonly',
	requests: ofContact('tasks'),
	unwrap: 'tasks',
	entry: (task) => {
		const day = text(task.dueDate).slice(0, 10);
		const title = text(task.title) || id(task);
		const name = day ? `${day} · ${title}` : title;
		return { name: task.completed === true ? `${name} (done)` : name, value: id(task) };
	},
};

const NOTE_SHOWN = 60;

export const notes: Lookup = {
	label: 'List notes of the contact',
	scope: 'contacts.readonly',
	requests: ofContact('notes'),
	unwrap: 'notes',
	entry: (note) => {
		const plain = text(note.bodyText) || withoutTags(text(note.body));
		const shown = text(note.title) || plain.replace(/\s+/g, ' ').trim() || id(note);
		const short = shown.length > NOTE_SHOWN ? `${shown.slice(0, NOTE_SHOWN)}…` : shown;
		const day = text(note.dateAdded).slice(0, 10);
		return { name: day ? `${day} · ${short}` : short, value: id(note) };
	},
};

export const services: Lookup = {
	label: 'List services',
	scope: 'calendars.readonly',
	versions: ['v3'],
	requests: ofLocation('/calendars/services/catalog'),
	unwrap: 'services',
	entry: (service) => named(service, service.isPrivate === true ? 'private' : ''),
};

export const serviceLocations: Lookup = {
	label: 'List service locations',
	scope: 'calendars.readonly',
	versions: ['v3'],
	requests: ofLocation('/calendars/services/locations'),
	unwrap: 'serviceLocations',
	entry: (place) => named(place, text(place.address)),
};

/** Service bookings by time, from yesterday to two months ahead; while a text is searched, from three months ago to a year ahead. */
export const serviceBookings: Lookup = {
	label: 'List service bookings',
	scope: 'calendars/events.readonly',
	versions: ['v3'],
	requests: ({ location }, searching) => {
		const now = Date.now();
		return [
			get('/calendars/services/bookings', {
				locationId: location,
				startTime: String(now - (searching ? 90 : 1) * DAY_MS),
				endTime: String(now + (searching ? 365 : 60) * DAY_MS),
			}),
		];
	},
	unwrap: 'bookings',
	keep: isPresent,
	order: ({ startTime }) => when(startTime),
	entry: (booking) => ({
		name: `${when(booking.startTime)} · ${text(booking.title) || 'Booking'}${booking.status === 'cancelled' ? ' (cancelled)' : ''}`,
		value: text(booking.bookingId) || id(booking),
	}),
};

/** HighLevel's words for the occasions and receivers of notifications, as the node shows them. */
const OCCASION: Record<string, string> = {
	booked: 'Booked',
	cancellation: 'Cancelled',
	confirmation: 'Confirmed',
	followup: 'Follow-Up',
	reminder: 'Reminder',
	reschedule: 'Rescheduled',
};
const RECEIVER: Record<string, string> = {
	assignedUser: 'Assigned User',
	business: 'Business',
	contact: 'Contact',
	emails: 'Email Addresses',
	guest: 'Guest',
	phoneNumbers: 'Phone Numbers',
};
const CHANNEL: Record<string, string> = {
	email: 'Email',
	inApp: 'In-App',
	sms: 'SMS',
	whatsapp: 'WhatsApp',
};
const inWords = (words: Record<string, string>, value: unknown) =>
	words[text(value)] ?? text(value);

/** The notifications of the chosen calendar; they have no names. The answer is a bare array. */
export const notifications: Lookup = {
	label: 'List notifications',
	scope: 'calendars/events.readonly',
	requests: ({ chosen }) => {
		const calendarId = chosen('calendarId');
		return calendarId ? [get(`/calendars/${encodeURIComponent(calendarId)}/notifications`)] : [];
	},
	paginate: byOffset('skip', 100),
	keep: isPresent,
	entry: (notification) => {
		const what = [
			inWords(OCCASION, notification.notificationType),
			inWords(RECEIVER, notification.receiverType),
			inWords(CHANNEL, notification.channel),
		];
		const subject = text(notification.subject);
		const name = [...what, subject].filter(Boolean).join(' · ');
		return {
			name: notification.isActive === false ? `${name} (inactive)` : name,
			value: id(notification),
		};
	},
};

/** HighLevel gives schedules per user only: of the chosen user, else of one user after the other. */
export const schedules: Lookup = {
	label: 'List schedules',
	scope: 'calendars.readonly',
	requests: async (place) => {
		const userId = place.chosen('userId');
		const of = userId ? [{ name: '', value: userId }] : await readAll(users, place);
		return of.map(({ value }) =>
			get('/calendars/schedules/search', {
				locationId: place.location,
				userId: value,
				limit: 500,
				skip: 0,
			}),
		);
	},
	unwrap: 'schedules',
	entry: (schedule) => named(schedule, text(schedule.timezone)),
};

/** Rooms and equipment: of the chosen kind, else both. The answer is a bare array. */
export const resources: Lookup = {
	label: 'List resources',
	scope: 'calendars/resources.readonly',
	requests: ({ location, chosen }) => {
		const kind = chosen('resourceType');
		return (kind ? [kind] : ['equipments', 'rooms']).map((one) =>
			get(`/calendars/resources/${encodeURIComponent(one)}`, { locationId: location }),
		);
	},
	paginate: byOffset('skip', 50),
	entry: (resource) => named(resource, text(resource.resourceType).replace(/s$/, '')),
};

export const businesses: Lookup = {
	label: 'List businesses',
	scope: 'businesses.readonly',
	requests: ofLocation('/businesses/'),
	unwrap: 'businesses',
	paginate: byOffset('skip', 100),
	entry: (business) => named(business),
};

/** HighLevel's tag calls take names, not IDs. */
export const tags: Lookup = {
	label: 'List tags',
	scope: 'locations/tags.readonly',
	requests: underLocation('tags'),
	unwrap: 'tags',
	entry: (tag) => ({ name: text(tag.name), value: text(tag.name) }),
};

export const campaigns: Lookup = {
	label: 'List campaigns',
	scope: 'campaigns.readonly',
	requests: ofLocation('/campaigns/', { status: 'published' }),
	unwrap: 'campaigns',
	keep: isPublished,
	entry: (campaign) => named(campaign),
};

/** Contacts can be added to published workflows only. */
export const workflows: Lookup = {
	label: 'List workflows',
	scope: 'workflows.readonly',
	requests: ofLocation('/workflows/'),
	unwrap: 'workflows',
	keep: isPublished,
	entry: (workflow) => named(workflow),
};

export const customFields: Lookup = {
	label: 'List custom fields',
	scope: 'locations/customFields.readonly',
	requests: underLocation('customFields', { model: 'contact' }),
	unwrap: 'customFields',
	entry: (field) => named(field),
};

/** The zones that HighLevel accepts for the sub-account. */
export const timeZones: Lookup = {
	label: 'List time zones',
	scope: 'locations.readonly',
	requests: underLocation('timezones'),
	expects: textsUnder('timeZones'),
	unwrap: ({ timeZones: zones }) =>
		Array.isArray(zones) ? zones.map((zone: unknown) => ({ id: zone })) : [],
	entry: (zone) => named(zone),
};
