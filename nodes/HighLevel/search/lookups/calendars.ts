// The lists of calendars and of what belongs to them.

import { byOffset } from '../../../shared/pagination';
import { trimmedText } from '../../../shared/values';
import { idOf } from '../../record';
import type { Lookup } from '../lookup';
import { readAll } from '../lookup';
import { isPresent, named } from './entries';
import { get, ofLocation } from './requests';
import { users } from './users';

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

/** HighLevel's words for what a notification is about, who receives it and how, as the node shows them. */
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
	words[trimmedText(value)] ?? trimmedText(value);

/** The notifications of the chosen calendar; they have no names. */
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
		const parts = [
			inWords(OCCASION, notification.notificationType),
			inWords(RECEIVER, notification.receiverType),
			inWords(CHANNEL, notification.channel),
			trimmedText(notification.subject),
		];
		const name = parts.filter(Boolean).join(' · ');
		return {
			name: notification.isActive === false ? `${name} (inactive)` : name,
			value: idOf(notification),
		};
	},
};

/** HighLevel lists schedules by user only: those of the chosen user, else those of each user. */
export const schedules: Lookup = {
	label: 'List schedules',
	scope: 'calendars.readonly',
	requests: async (context) => {
		const userId = context.chosen('userId');
		const ids = userId ? [userId] : (await readAll(users, context)).map(({ value }) => value);
		return ids.map((id) =>
			get('/calendars/schedules/search', {
				locationId: context.location,
				userId: id,
				limit: 500,
				skip: 0,
			}),
		);
	},
	unwrap: 'schedules',
	entry: (schedule) => named(schedule, trimmedText(schedule.timezone)),
};

/** Rooms and equipment: those of the chosen kind, else both. */
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
	entry: (resource) => named(resource, trimmedText(resource.resourceType).replace(/s$/, '')),
};
