// Where a row's output differs from the record that the official files describe.

import type { Keys } from './jsonSchema';
import { flag, named, text, texts } from './jsonSchema';

/** Where a row's output differs from the record that the official files describe for its endpoint. */
export interface Amendment {
	/** The operation ID (v3) whose record the row returns, if not its own endpoint's. */
	from?: string;
	/** All keys of the output, instead of the official record. */
	all?: Keys;
	/** Keys that the row puts in front of the record, such as the IDs of the request. */
	first?: Keys;
	add?: Keys;
	omit?: string[];
}

/** HighLevel also sends this misspelling, and the raw record keeps both. */
const MISSPELT_STATUS = named(text, 'appoinmentStatus');
/** Responses to appointment writes lack its times (deviation appointment-answers). */
const WRITTEN: Amendment = {
	omit: ['startTime', 'endTime'],
	add: { ...MISSPELT_STATUS, ...named(text, 'status', 'address'), ...named(flag, 'isRecurring') },
};
const SLOT: Amendment = { all: named(text, 'date', 'start', 'end', 'calendarId') };
const CONTACT: Amendment = { from: 'get-contact' };
const WITH_NEW: Amendment = { from: 'get-contact', add: { new: flag } };
/** One result of a bulk call. */
const ASSIGNED: Amendment = { all: named(text, 'contactId', 'businessId') };
const enrolled = (...ids: string[]): Amendment => ({
	all: { ...named(text, ...ids), succeeded: flag },
});
/** HighLevel returns the body of a note as HTML and as text (deviation note-html). */
const NOTE: Amendment = { add: { bodyText: text } };
/** Records that HighLevel returns with its database's `_id`; rows copy it to `id`. */
const STORED: Amendment = { first: { id: text }, add: { _id: text } };
/** Events of every kind have two status keys. */
const EVENTS: Amendment = { add: named(text, 'status', 'appoinmentStatus') };
const WITH_CONTACT: Amendment = { first: { contactId: text } };

/** By `node resource.operation`. */
export const AMENDMENTS: Record<string, Amendment> = {
	'contacts contact.create': WITH_NEW,
	'contacts contact.upsert': WITH_NEW,
	'contacts contact.findOrCreate': WITH_NEW,
	'contacts contact.findDuplicate': {
		from: 'get-contact',
		add: { found: flag, matchingField: text },
	},
	'contacts contact.get': CONTACT,
	'contacts contact.getAll': { from: 'get-contact' },
	'contacts contact.getAllLegacy': CONTACT,
	'contacts contact.lookup': CONTACT,
	'contacts contact.update': CONTACT,
	'contacts business.getContacts': CONTACT,
	'contacts business.addContacts': ASSIGNED,
	'contacts business.removeContacts': ASSIGNED,
	'contacts campaign.add': enrolled('contactId', 'campaignId'),
	'contacts campaign.remove': enrolled('contactId', 'campaignId'),
	'contacts campaign.removeFromAll': enrolled('contactId'),
	'contacts workflow.add': enrolled('contactId', 'workflowId'),
	'contacts workflow.remove': enrolled('contactId', 'workflowId'),
	'contacts follower.add': WITH_CONTACT,
	'contacts follower.remove': WITH_CONTACT,
	'contacts note.create': NOTE,
	'contacts note.get': NOTE,
	'contacts note.getAll': NOTE,
	'contacts note.update': NOTE,
	'contacts tag.add': { ...WITH_CONTACT, add: { tagsAdded: texts } },
	'contacts tag.remove': { ...WITH_CONTACT, add: { tagsRemoved: texts } },
	'contacts tag.updateMany': {
		all: {
			...named(text, 'contactId', 'message'),
			...named(texts, 'oldTags', 'tagsAdded', 'tagsRemoved'),
		},
	},
	'contacts appointment.getAll': { add: named(text, 'startTimeLocal', 'endTimeLocal') },
	'calendars appointment.bookFirst': {
		...WRITTEN,
		omit: [],
		add: { booked: flag, ...WRITTEN.add },
	},
	'calendars appointment.cancel': WRITTEN,
	'calendars appointment.create': WRITTEN,
	'calendars appointment.update': WRITTEN,
	'calendars freeSlot.getAll': SLOT,
	'calendars freeSlot.getNext': SLOT,
	'calendars event.getAll': EVENTS,
	'calendars blockSlot.getAll': EVENTS,
	'calendars notification.update': { first: { id: text } },
	'calendars resource.create': STORED,
	'calendars resource.get': STORED,
	'calendars resource.getAll': STORED,
	'calendars resource.update': { ...STORED, add: { ...STORED.add, calendarIds: texts } },
	'calendars schedule.addCalendar': { first: named(text, 'scheduleId', 'calendarId') },
	'calendars schedule.removeCalendar': { first: named(text, 'scheduleId', 'calendarId') },
	'calendars calendarGroup.validateSlug': { first: { slug: text } },
	'calendars calendarGroup.setStatus': { first: { id: text, isActive: flag } },
};
