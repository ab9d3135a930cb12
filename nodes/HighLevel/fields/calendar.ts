// Fields of calendars, except those in files of their own (`calendar*.ts`, `openHours.ts`).

import type { INodePropertyOptions } from 'n8n-workflow';

import { locator } from '../../shared/locator';
import type { Field } from '../../shared/operation';
import { choiceField, onSwitch, textField } from './builders';
import { toColor } from './color';
import * as find from '../search/finders';

/** The group that a calendar belongs to. */
export const groupOfCalendar = locator({
	displayName: 'Calendar Group',
	name: 'groupId',
	searchListMethod: 'searchCalendarGroups',
	find: find.calendarGroup,
	example: 'Consultations',
	placeholder: 'BqTwX8QFwXzpegMve9EQ',
});

export const calendarType: Field = {
	displayName: 'Calendar Type',
	name: 'calendarType',
	type: 'options',
	default: 'event',
	description: 'Cannot be changed later',
	options: [
		{ name: 'Class Booking', value: 'class_booking', description: 'Several seats per slot' },
		{
			name: 'Collective',
			value: 'collective',
			description: 'All team members attend, and exactly one of them is primary',
		},
		{ name: 'Event', value: 'event', description: 'A calendar without a team' },
		{ name: 'Personal', value: 'personal', description: 'Exactly one team member' },
		{ name: 'Round Robin', value: 'round_robin', description: 'One of the team members attends' },
		{ name: 'Service Booking', value: 'service_booking' },
	],
};

/** The optional fields of every calendar. */
export const details: Field[] = [
	choiceField(
		'Availability Type (Deprecated)',
		'availabilityType',
		'0',
		[
			{ name: 'Standard', value: '0' },
			{ name: 'Custom', value: '1' },
		],
		{ send: { as: Number }, description: 'No longer needed by HighLevel' },
	),
	groupOfCalendar,
	textField('Calendar Description', 'description'),
	{
		displayName: 'Event Color',
		name: 'eventColor',
		type: 'color',
		default: '#039be5',
		placeholder: 'e.g. #039be5',
		send: { as: toColor },
	},
	textField('Event Title', 'eventTitle', {
		placeholder: 'e.g. Call with {{contact.name}}',
		description: 'Title of new appointments, which can contain HighLevel merge fields',
	}),
	onSwitch(
		'Calendar Active',
		'isActive',
		'Whether the calendar can be booked. Otherwise it is a draft.',
	),
	textField('Old Meeting Location', 'meetingLocation', {
		description: "Deprecated by HighLevel. Use 'Meeting Locations'.",
	}),
	textField('Appointment Notes', 'notes', { description: 'Added to new appointments' }),
];

/** Text fields of a calendar that can be cleared. */
export const clearable: INodePropertyOptions[] = [
	{ name: 'Alert Email', value: 'alertEmail' },
	{ name: 'Appointment Notes', value: 'notes' },
	{ name: 'Calendar Description', value: 'description' },
	{ name: 'Consent Label', value: 'consentLabel' },
	{ name: 'Cover Image URL', value: 'calendarCoverImage' },
	{ name: 'Meta Pixel ID', value: 'pixelId' },
	{ name: 'Redirect URL', value: 'formSubmitRedirectURL' },
	{ name: 'Thank You Message', value: 'formSubmitThanksMessage' },
];
