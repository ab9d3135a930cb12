/** Recipes for calendars: free slots, a booking, the day's appointments. */
import { core, locate, set } from '../parts/core';
import { calendars, contacts } from '../parts/highLevel';
import { number, settings, text } from '../parts/settings';
import { byHand, recipe } from './recipe';

const BY_NAME = locate('name', '={{ $json.calendar }}');

/** Milliseconds, 31 days at most and the calendar's own zone (HighLevel API docs, issues 156, 229, 246). */
export const nextSlots = recipe(
	{
		file: 'next-free-slots',
		title: "Offer the next free slots in the visitor's time zone",
		text: 'One item for each slot, from now on, however far away; no milliseconds and no windows of 31 days. Keep `start` and `calendarId` as they are: booking needs them unchanged.',
		says: { 'As Text': 'the slot as a person reads it' },
	},
	byHand(),
	settings(
		[text('calendar', 'Discovery Call'), text('zone', 'Europe/Berlin'), number('slots', 5)],
		{ tells: false },
	),
	calendars('Next Slots', 'freeSlot', 'getNext', {
		calendarId: BY_NAME,
		count: '={{ $json.slots }}',
		filters: { timezone: '={{ $json.zone }}' },
	}),
	set(
		'As Text',
		[
			{
				name: 'text',
				type: 'string',
				value:
					"={{ DateTime.fromISO($json.start, { setZone: true }).toFormat('cccc, d LLLL, HH:mm') }}",
			},
		],
		{ keepOthers: true },
	),
);

/** "The slot you have selected is no longer available" (HighLevel API docs, issue 23; open-ghl-mcp, issue 1). */
export const bookFirst = recipe(
	{
		file: 'book-first-free-slot',
		title: 'Book the first free slot for a contact',
		text: 'The contact is found by its email or created. If somebody else takes the slot in the meantime, the node tries the next one. **Read Back** adds the appointment as HighLevel has stored it.',
	},
	byHand(),
	settings(
		[
			text('calendar', 'Discovery Call'),
			text('firstName', 'Ana'),
			text('email', 'ana.costa@example.com'),
			number('daysAhead', 14),
		],
		{ tells: false },
	),
	contacts('Find or Create Contact', 'contact', 'findOrCreate', {
		firstName: '={{ $json.firstName }}',
		email: '={{ $json.email }}',
	}),
	calendars('Book First Free Slot', 'appointment', 'bookFirst', {
		calendarId: locate('name', "={{ $('Settings').first().json.calendar }}"),
		contactId: locate('id', '={{ $json.id }}'),
		startDate: '={{ $now }}',
		endDate: "={{ $now.plus({ days: $('Settings').first().json.daysAhead }) }}",
		options: { readBack: true },
	}),
);

/** Answers without dates, ranges in milliseconds (HighLevel API docs, issues 167, 246). */
export const daysAppointments = recipe(
	{
		file: 'appointments-of-the-day',
		title: "List the day's appointments every morning",
		text: "From midnight to midnight in the workflow's time zone. The last node makes one text of all appointments: put your email or chat node behind it.",
		says: {
			'Every Morning': 'Schedule Trigger, every day at 7:00',
			Line: 'time and title of each appointment',
			'One Text': 'one item with all lines',
		},
	},
	core('scheduleTrigger', 1.2, 'Every Morning', {
		rule: { interval: [{ field: 'days', triggerAtHour: 7 }] },
	}),
	settings([text('calendar', 'Discovery Call')], { tells: false }),
	calendars("Today's Appointments", 'appointment', 'getAll', {
		calendarId: BY_NAME,
		rangeStart: "={{ $now.startOf('day') }}",
		rangeEnd: "={{ $now.endOf('day') }}",
		returnAll: true,
	}),
	set('Line', [
		{
			name: 'line',
			type: 'string',
			value:
				"={{ DateTime.fromISO($json.startTime).setZone($now.zoneName).toFormat('HH:mm') + ' ' + $json.title }}",
		},
	]),
	core('aggregate', 1, 'One Text', {
		fieldsToAggregate: {
			fieldToAggregate: [{ fieldToAggregate: 'line', renameField: true, outputFieldName: 'lines' }],
		},
		options: {},
	}),
);
