import type { Peculiarity } from './samples';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const WORKDAYS = {
	weekdays: [
		{
			days: ['monday'],
			from: '09:00',
			to: '17:00',
			// In version 1
			intervals: { interval: [{ from: '09:00', to: '17:00' }] },
		},
	],
};

/** Rows whose own checks require more than the required fields, or whose fields are mutually exclusive. By resource.operation. */
export const peculiarities: Record<string, Peculiarity> = {
	'contact.create': {
		always: { lastName: 'Lovelace' },
	},
	'contact.upsert': {
		always: { email: 'ada@example.com' },
		refused: ['Tag Action = remove'],
	},
	'contact.findDuplicate': { always: { email: 'ada@example.com' } },
	'contact.getAll': {
		wholeGroups: true,
		refused: ['Conditions > Text > Field = email'],
	},
	'contact.lookup': { always: { lookUpBy: 'email', email: 'ada@example.com' } },
	'appointment.create': {
		alongWith: {
			rrule: { additionalFields: { ignoreFreeSlotValidation: true } },
			maximal: { additionalFields: { ignoreFreeSlotValidation: true } },
		},
	},
	'appointment.update': {
		always: { updateFields: { title: 'Consultation' } },
		alongWith: {
			rrule: { updateFields: { ignoreFreeSlotValidation: true } },
			maximal: { updateFields: { ignoreFreeSlotValidation: true } },
		},
	},
	'blockSlot.update': { notTogether: ['assignedUserId'] },
	'business.addContacts': { failedItems: true },
	'business.removeContacts': { failedItems: true },
	'calendar.create': {
		refused: ['Calendar Type = collective'],
		always: {
			teamMembers: {
				member: [{ userId: { __rl: true, mode: 'id', value: 've9EPM428h8vShlRW1KT' } }],
			},
		},
	},
	'tag.updateMany': { always: { tags: ['vip'] }, failedItems: true },
	'contact.findOrCreate': { always: { email: 'ada@example.com' } },
	'tag.add': { always: { tags: ['vip'] } },
	'tag.remove': { always: { tags: ['vip'] } },
	'contact.update': {
		always: { updateFields: { source: 'Website form' } },
		refused: ['Tag Action = remove'],
	},
	'notification.update': { always: { updateFields: { isActive: true } } },
	'resource.update': { always: { updateFields: { isActive: true } } },
	'schedule.createEventCalendarSchedule': { always: { rules: WORKDAYS } },
	'schedule.update': { always: { updateFields: { name: 'Summer' } } },
	'schedule.updateEventCalendarSchedule': {
		always: { updateFields: { scheduleTimezone: 'America/New_York' } },
	},
	'service.create': { always: { staff: { member: [{ id: byId('user1') }] } } },
	'service.update': {
		always: { updateFields: { name: 'Hair cut' } },
		notTogether: ['removeAllVariations'],
	},
	'serviceBooking.create': { always: { services: { service: [{ id: byId('service1') }] } } },
	'serviceBooking.update': { always: { updateFields: { title: 'Hair cut' } } },
	'serviceLocation.update': { always: { updateFields: { name: 'Midtown' } } },
};

const KEY =
	'the mapper identifies each custom field by its ID, to which `key` is only an alternative';
/** Keys that only a JSON field fills, each with the reason; at most 5 % of all keys. By operation ID and leaf. */
export const byJsonOnly: Record<string, string> = {
	'create-contact body.customFields[].key': KEY,
	'update-contact body.customFields[].key': KEY,
	'upsert-contact body.customFields[].key': KEY,
};

/** Keys that the node fills itself, in every operation that has them. */
export const automatic: Record<string, string> = {
	'query.locationId': 'from the credential',
	'body.locationId': 'from the credential',
	'query.limit': 'Return All and Limit',
	'query.skip': 'Return All',
	'query.offset': 'Return All',
	'query.nextCursor': 'Return All',
	'query.startAfter': 'Return All',
	'query.startAfterId': 'Return All',
	'body.pageLimit': 'Return All and Limit',
	'body.page': 'Return All, by cursor instead',
	'body.searchAfter': 'Return All',
};

/** Paths for which the official SDK (3.1) has no method to compare with. */
export const notInSdk: Record<string, string> = {
	'/calendars/services/': "v3's services, their bookings and their locations",
	'/calendars/schedules/event-calendar/': "v3's availability of calendars without a team",
};
