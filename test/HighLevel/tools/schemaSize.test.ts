import { HighLevelCalendars } from '../../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../../nodes/HighLevel/HighLevelContacts.node';
import type { Tool } from './schema';
import { bytesOf, toolSchema } from './schema';

const contacts = new HighLevelContacts().description;
const calendars = new HighLevelCalendars().description;

const tool = (resource: string, operation: string, ...filledIn: string[]): Tool => ({
	resource,
	operation,
	filledIn,
});

/** What an agent that books needs. */
const BOOKING_SET = [
	...[
		tool('contact', 'getAll', 'filters.query'),
		tool('contact', 'get', 'contactId'),
		tool('contact', 'findOrCreate', 'firstName', 'lastName', 'email', 'phone'),
		tool('note', 'create', 'contactId', 'noteBody'),
		tool('appointment', 'getAll', 'contactId'),
	].map((one) => toolSchema(contacts, one)),
	...[
		tool('calendar', 'getAll'),
		tool('freeSlot', 'getNext', 'calendarId', 'count'),
		tool('freeSlot', 'getAll', 'calendarId', 'startDate', 'endDate'),
		tool('appointment', 'create', 'calendarId', 'contactId', 'startTime', 'additionalFields.title'),
		tool('appointment', 'bookFirst', 'calendarId', 'contactId', 'startDate', 'endDate'),
		tool('appointment', 'reschedule', 'appointmentId', 'startTime'),
		tool('appointment', 'cancel', 'appointmentId'),
	].map((one) => toolSchema(calendars, one)),
];

/** A model reads them with every message. */
const MAX_BYTES = 5_000;

test(`the twelve tools of an agent that books take at most ${MAX_BYTES} bytes`, () => {
	const sizes = BOOKING_SET.map(bytesOf);
	const total = sizes.reduce((sum, size) => sum + size, 0);
	process.stdout.write(
		`Tool schemas: ${Math.min(...sizes)} to ${Math.max(...sizes)} bytes, ${total} in all\n`,
	);
	expect(BOOKING_SET).toHaveLength(12);
	expect(total).toBeLessThanOrEqual(MAX_BYTES);
});
