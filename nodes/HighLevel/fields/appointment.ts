// Fields of appointments.

import type { INodePropertyOptions } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import { locator } from '../../shared/locator';
import type { Field } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { onSwitch, textField } from './builders';
import { calendarId, user } from './locators';
import { optional } from './naming';

const EXAMPLE_ID = '0TkCdp9PfvLeWKYRRvIz';

/** The appointment that an operation works on; `{eventId}` in most paths. */
export const appointmentId = locator({
	displayName: 'Appointment',
	name: 'appointmentId',
	searchListMethod: 'searchAppointments',
	placeholder: EXAMPLE_ID,
	idsFrom: 'Appointment > Get Many',
	required: true,
	send: { key: 'eventId' },
});

/** The same, for paths with `{appointmentId}`. */
export const appointmentOfNote: Field = { ...appointmentId, send: { key: 'appointmentId' } };

/** Statuses that the dated version does not have (OpenAPI: calendars.json). */
export const ONLY_IN_V3 = ['active', 'completed'];

const ONLY_V3 = 'Only in API version v3';

const appointmentStatus: Field = {
	displayName: 'Appointment Status',
	name: 'appointmentStatus',
	type: 'options',
	default: 'confirmed',
	options: [
		{ name: 'Active', value: 'active', description: ONLY_V3 },
		{ name: 'Cancelled', value: 'cancelled' },
		{ name: 'Completed', value: 'completed', description: ONLY_V3 },
		{ name: 'Confirmed', value: 'confirmed' },
		{ name: 'Invalid', value: 'invalid' },
		{ name: 'New', value: 'new' },
		{ name: 'No Show', value: 'noshow' },
		{ name: 'Showed', value: 'showed' },
	],
};

const meetingLocation: Field[] = [
	textField('Meeting Location ID', 'meetingLocationId', {
		placeholder: 'e.g. custom_0',
		description:
			"One of the calendar's or the team member's meeting locations. Requires 'Override Location' to be off.",
	}),
	{
		displayName: 'Meeting Location Type',
		name: 'meetingLocationType',
		type: 'options',
		default: 'custom',
		description: "Requires 'Override Location' to be on",
		options: [
			{ name: 'Address', value: 'address' },
			{ name: 'Custom', value: 'custom' },
			{ name: 'Google', value: 'google' },
			{ name: 'Google Meet', value: 'gmeet' },
			{ name: 'Microsoft Teams', value: 'ms_teams' },
			{ name: 'Phone', value: 'phone' },
			{ name: 'Zoom', value: 'zoom' },
		],
	},
	onSwitch(
		'Override Location',
		'overrideLocationConfig',
		"Whether the meeting location replaces the calendar's own",
	),
];

/** Whether HighLevel's own workflows run and messages are sent. */
export const toNotify = onSwitch(
	'Run Automations',
	'toNotify',
	"Whether HighLevel's automations run. When off, no notification is sent and no workflow starts.",
);

export const ignoreDateRange = onSwitch(
	'Ignore Date Range',
	'ignoreDateRange',
	'Whether to book outside the minimum scheduling notice and the date range',
);

export const ignoreFreeSlotValidation = onSwitch(
	'Ignore Free Slot Validation',
	'ignoreFreeSlotValidation',
	'Whether to book any time, free or not. Needed for a series and for times that are not a slot.',
);

const toRule: Convert = (value) => {
	const rule = typeof value === 'string' ? value.trim() : '';
	if (!/(^|[:;\n])FREQ=[A-Z]+/.test(rule)) {
		throw new ValueError('is not a recurrence rule such as RRULE:FREQ=WEEKLY;INTERVAL=1;COUNT=5');
	}
	return rule.startsWith('FREQ=') ? `RRULE:${rule}` : rule;
};

const rrule = textField('Recurrence Rule', 'rrule', {
	placeholder: 'e.g. RRULE:FREQ=WEEKLY;INTERVAL=1;COUNT=5',
	description:
		'Makes a series. Requires \'Ignore Free Slot Validation\' to be on. <a href="https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10">More info</a>.',
	send: { as: toRule },
});

/** Optional fields of every operation that books. */
export const details: Field[] = [
	textField('Meeting Address', 'address', {
		description: "Sets the meeting location type to 'Custom'",
	}),
	user(
		'Assigned To',
		'assignedUserId',
		'A team member of the calendar. HighLevel chooses one if this is empty.',
	),
	textField('Appointment Description', 'description'),
	ignoreDateRange,
	...meetingLocation,
	appointmentStatus,
	textField('Appointment Title', 'title'),
	toNotify,
];

/** Optional fields of operations that book at a given time. */
export const detailsOfTimed: Field[] = [ignoreFreeSlotValidation, rrule];

/** Another calendar to move an appointment to. */
export const newCalendarId = optional(calendarId);

/** Text fields of an appointment that can be cleared. */
export const clearable: INodePropertyOptions[] = [
	{ name: 'Appointment Description', value: 'description' },
	{ name: 'Appointment Title', value: 'title' },
	{ name: 'Meeting Address', value: 'address' },
];

/** Option of operations that change an appointment, which may belong to a series. */
export const applyTo: Field = {
	displayName: 'Apply To',
	name: 'applyTo',
	type: 'options',
	default: 'instance',
	description: 'What to change if the appointment is part of a series',
	options: [
		{ name: 'This Appointment', value: 'instance' },
		{
			name: 'Whole Series',
			value: 'series',
			description: 'Takes one more call to look up the series',
		},
	],
	send: { in: 'values' },
};

/** Option of operations that write an appointment. */
export const readBack: Field = {
	displayName: 'Read Back',
	name: 'readBack',
	type: 'boolean',
	default: false,
	description:
		"Whether to get the appointment after writing it, with one more call. HighLevel's own response has no start and no end. As a tool of an AI agent, the node does so unless you turn this off.",
	send: { in: 'values' },
};

/** Option of operations that book. */
export const ifSlotTaken: Field = {
	displayName: 'If Slot Is Taken',
	name: 'ifSlotTaken',
	type: 'options',
	default: 'fail',
	description: 'As a tool of an AI agent, the node continues unless you choose otherwise',
	options: [
		{
			name: 'Continue',
			value: 'continue',
			description: 'Return an item with booked: false and the reason',
		},
		{ name: 'Fail', value: 'fail', description: 'Report the item as failed' },
	],
	send: { in: 'values' },
};
