import type { INodePropertyOptions } from 'n8n-workflow';

import { locator } from '../../shared/fields';
import type { Convert, Field } from '../../shared/operation';
import { toWholeNumber } from '../../shared/values';
import { toColor } from './color';
import { locationConfigurations } from './locationConfiguration';
import { user } from './locators';
import { off, on, text } from './plain';

const count = (
	displayName: string,
	name: string,
	initial: number,
	more: Partial<Field> = {},
): Field => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: initial,
	send: { as: toWholeNumber(0) },
	...more,
});

const choice = (
	displayName: string,
	name: string,
	initial: string,
	options: INodePropertyOptions[],
	more: Partial<Field> = {},
): Field => ({ displayName, name, type: 'options', default: initial, options, ...more });

const MINUTES = { name: 'Minutes', value: 'mins' };
const HOURS = { name: 'Hours', value: 'hours' };
const DAYS = { name: 'Days', value: 'days' };
const WEEKS = { name: 'Weeks', value: 'weeks' };
const MONTHS = { name: 'Months', value: 'months' };

const unit = (of: string, name: string, units: INodePropertyOptions[] = [MINUTES, HOURS]) =>
	choice(`${of} Unit`, name, String(units[0]?.value), units);

/** The group that a calendar belongs to. */
export const groupOfCalendar = locator({
	displayName: 'Calendar Group ID',
	name: 'groupId',
	searchListMethod: 'searchCalendarGroups',
	placeholder: 'BqTwX8QFwXzpegMve9EQ',
});

export const calendarType: Field = {
	displayName: 'Calendar Type',
	name: 'calendarType',
	type: 'options',
	default: 'event',
	description: 'Cannot be changed later',
	options: [
		{ name: 'Class Booking', value: 'class_booking', description: 'Several seats a slot' },
		{
			name: 'Collective',
			value: 'collective',
			description: 'All team members attend; exactly one of them is primary',
		},
		{ name: 'Event', value: 'event', description: 'A calendar without a team' },
		{ name: 'Personal', value: 'personal', description: 'Exactly one team member' },
		{ name: 'Round Robin', value: 'round_robin', description: 'One of the team members attends' },
		{ name: 'Service Booking', value: 'service_booking' },
	],
};

/** HighLevel wants numbers here, and knows three. */
const PRIORITIES: Record<string, number> = { low: 0, medium: 0.5, high: 1 };

/** The team of a calendar (OpenAPI: TeamMember). */
export const teamMembers: Field = {
	displayName: 'Team Members',
	name: 'teamMembers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add team member',
	description:
		'Needed for every type but Event; exactly one for Personal. On update they replace the whole team.',
	options: [
		{
			displayName: 'Team Member',
			name: 'member',
			values: [
				{ ...user('User ID', 'userId'), required: true },
				{
					displayName: 'Details',
					name: 'details',
					type: 'collection',
					default: {},
					placeholder: 'Add detail',
					options: [
						text('Meeting Location (Deprecated)', 'meetingLocation', {
							description: "Superseded by 'Meeting Locations'",
						}),
						choice(
							'Meeting Location Type (Deprecated)',
							'meetingLocationType',
							'custom',
							[
								{ name: 'Address', value: 'address' },
								{ name: 'Ask the Booker', value: 'booker' },
								{ name: 'Custom', value: 'custom' },
								{ name: 'Google Meet', value: 'gmeet' },
								{ name: 'Microsoft Teams', value: 'teams' },
								{ name: 'Phone', value: 'phone' },
								{ name: 'Zoom', value: 'zoom' },
							],
							{ description: "Superseded by 'Meeting Locations'" },
						),
						locationConfigurations,
						on('Primary', 'isPrimary', 'Whether this is the one primary member'),
						choice(
							'Priority',
							'priority',
							'medium',
							[
								{ name: 'Low', value: 'low' },
								{ name: 'Medium', value: 'medium' },
								{ name: 'High', value: 'high' },
							],
							{ send: { as: (value) => PRIORITIES[String(value)] } },
						),
					],
					send: { key: '' },
				},
			],
		},
	],
};

const PERCENT: Convert = toWholeNumber(0, 100);

const lookBusy: Field = {
	displayName: 'Look Busy',
	name: 'lookBusyConfig',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add look busy',
	options: [
		{
			displayName: 'Look Busy',
			name: 'config',
			values: [
				{
					...on('Enabled', 'enabled', 'Whether some of the free slots are hidden'),
					required: true,
				},
				count('Percentage of Slots to Hide', 'LookBusyPercentage', 20, {
					required: true,
					send: { as: PERCENT },
				}),
			],
		},
	],
};

const recurring: Field = {
	displayName: 'Recurrence',
	name: 'recurring',
	type: 'collection',
	default: {},
	placeholder: 'Add rule',
	options: [
		choice('Frequency', 'freq', 'DAILY', [
			{ name: 'Daily', value: 'DAILY' },
			{ name: 'Weekly', value: 'WEEKLY' },
			{ name: 'Monthly', value: 'MONTHLY' },
		]),
		choice('If a Slot Is Taken', 'bookingOption', 'continue', [
			{ name: 'Book It Anyway', value: 'continue' },
			{ name: 'Book the Next Free Slot', value: 'book_next' },
			{ name: 'Skip It', value: 'skip' },
		]),
		count('Number of Recurrences', 'count', 2, {
			typeOptions: { minValue: 1, maxValue: 24 },
			send: { as: toWholeNumber(1, 24) },
		}),
		choice('Status of Overlapping Bookings', 'bookingOverlapDefaultStatus', 'confirmed', [
			{ name: 'Confirmed', value: 'confirmed' },
			{ name: 'New', value: 'new' },
		]),
	],
};

/** A panel of its own whose fields lie side by side in the body; the same one for create and update. */
const panel = (displayName: string, name: string, options: Field[]): Field => ({
	displayName,
	name,
	type: 'collection',
	default: {},
	placeholder: 'Add field',
	options,
	send: { key: '' },
});

/** Length and spacing of slots, and when they can be booked. */
export const slots = panel('Slots and Booking Rules', 'slots', [
	on('Allow Cancellation', 'allowCancellation', 'Whether the contact may cancel an appointment'),
	on('Allow Reschedule', 'allowReschedule', 'Whether the contact may move an appointment'),
	count('Appointments per Day', 'appoinmentPerDay', 1),
	count('Appointments per Slot', 'appoinmentPerSlot', 1, {
		description: 'For each user; seats for Class Booking',
	}),
	on('Auto Confirm', 'autoConfirm', 'Whether a booking is confirmed at once'),
	count('Book at Least This Long Ahead', 'allowBookingAfter', 1, {
		description: 'Minimum scheduling notice',
	}),
	unit('Book at Least This Long Ahead', 'allowBookingAfterUnit', [
		DAYS,
		HOURS,
		{ ...MINUTES, description: 'Only in API version v3' },
		MONTHS,
		WEEKS,
	]),
	count('Book at Most This Long Ahead', 'allowBookingFor', 30),
	unit('Book at Most This Long Ahead', 'allowBookingForUnit', [DAYS, WEEKS, MONTHS]),
	count('Buffer After', 'slotBuffer', 0, { description: 'Time kept free after an appointment' }),
	count('Buffer Before', 'preBuffer', 0, { description: 'Time kept free before an appointment' }),
	unit('Buffer Before', 'preBufferUnit'),
	choice(
		'Distribution',
		'eventType',
		'RoundRobin_OptimizeForAvailability',
		[
			{ name: 'Equal Distribution', value: 'RoundRobin_OptimizeForEqualDistribution' },
			{ name: 'Best Availability', value: 'RoundRobin_OptimizeForAvailability' },
		],
		{
			description: 'How a round robin chooses the team member',
		},
	),
	off(
		'Enable Recurring',
		'enableRecurring',
		'Whether appointments may recur; the calendar must have one team member',
	),
	choice('Guests', 'guestType', 'collect_detail', [
		{ name: 'Collect Details', value: 'collect_detail' },
		{ name: 'Count Only', value: 'count_only' },
	]),
	lookBusy,
	recurring,
	count('Slot Duration', 'slotDuration', 30),
	unit('Slot Duration', 'slotDurationUnit'),
	count('Slot Interval', 'slotInterval', 30, { description: 'Time between the starts of slots' }),
	unit('Slot Interval', 'slotIntervalUnit'),
]);

/** HighLevel takes this unit on create alone (OpenAPI: CalendarUpdateDTO has none). */
export const slotBufferUnit = unit('Buffer After', 'slotBufferUnit');

/** What the contact sees and fills in, and what happens after. */
export const bookingPage = panel('Booking Page', 'bookingPage', [
	on(
		'Assign Contact to Team Member',
		'shouldAssignContactToTeamMember',
		'Whether the contact is assigned to the team member of the booking',
	),
	text('Consent Label', 'consentLabel'),
	text('Cover Image URL', 'calendarCoverImage', { placeholder: 'e.g. https://example.com/a.png' }),
	choice('After Submitting', 'formSubmitType', 'ThankYouMessage', [
		{ name: 'Redirect', value: 'RedirectURL' },
		{ name: 'Show Message', value: 'ThankYouMessage' },
	]),
	text('Form ID', 'formId'),
	on('Live Payments', 'isLivePaymentMode', 'Whether payments are real instead of tests'),
	text('Meta Pixel ID', 'pixelId'),
	text('Redirect URL', 'formSubmitRedirectURL', { placeholder: 'e.g. https://example.com/thanks' }),
	on(
		'Skip Assigning Existing Contacts',
		'shouldSkipAssigningContactForExisting',
		'Whether contacts that have an owner keep the owner',
	),
	text('Slug', 'slug', { description: 'Last part of the address of the booking page' }),
	on(
		'Sticky Contact',
		'stickyContact',
		"Whether the form is filled with the contact's known details",
	),
	text('Thank You Message', 'formSubmitThanksMessage'),
	choice('Widget', 'widgetType', 'classic', [
		{ name: 'Classic', value: 'classic' },
		{ name: 'Neo', value: 'default' },
	]),
	text('Widget Slug', 'widgetSlug', { placeholder: 'e.g. intro-call' }),
]);

/** HighLevel wants each of them (OpenAPI: CalendarNotification). */
const notificationFlag = (displayName: string, name: string, who: string): Field => ({
	...off(displayName, name, `Whether ${who} is notified`),
	required: true,
});

/** Who is told of bookings. */
export const messages = panel('Notifications', 'messages', [
	text('Alert Email', 'alertEmail', { placeholder: 'e.g. name@email.com' }),
	on(
		'Alert the Assigned Member',
		'shouldSendAlertEmailsToAssignedMember',
		'Whether alerts go to the assigned team member too',
	),
	on(
		'Google Invitation Emails',
		'googleInvitationEmails',
		'Whether Google sends invitations by e-mail',
	),
	{
		displayName: 'Notifications (Deprecated)',
		name: 'notifications',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add notification',
		description: 'Superseded by the resource Notification',
		options: [
			{
				displayName: 'Notification',
				name: 'notification',
				values: [
					choice('Channel', 'type', 'email', [{ name: 'Email', value: 'email' }]),
					notificationFlag('Send to Contact', 'shouldSendToContact', 'the contact'),
					notificationFlag('Send to Guest', 'shouldSendToGuest', 'the guest'),
					notificationFlag(
						'Send to Selected Users',
						'shouldSendToSelectedUsers',
						'each selected user',
					),
					notificationFlag('Send to User', 'shouldSendToUser', 'the assigned user'),
					text('Emails of Selected Users', 'selectedUsers', {
						placeholder: 'e.g. name@email.com, other@email.com',
						required: true,
						description:
							'Separated by commas. HighLevel wants one even where they are not notified.',
					}),
				],
			},
		],
	},
]);

/** What every calendar may have besides. */
export const details: Field[] = [
	choice(
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
	text('Description', 'description'),
	{
		displayName: 'Event Color',
		name: 'eventColor',
		type: 'color',
		default: '#039be5',
		placeholder: 'e.g. #039be5',
		send: { as: toColor },
	},
	text('Event Title', 'eventTitle', {
		placeholder: 'e.g. Call with {{contact.name}}',
		description: 'Title of new appointments; may hold merge fields of HighLevel',
	}),
	on('Active', 'isActive', 'Whether the calendar can be booked; otherwise it is a draft'),
	text('Meeting Location (Deprecated)', 'meetingLocation', {
		description: "Superseded by 'Meeting Locations'",
	}),
	text('Notes', 'notes', { description: 'Added to new appointments' }),
];

/** Texts of a calendar that can be emptied on purpose. */
export const clearable: INodePropertyOptions[] = [
	{ name: 'Alert Email', value: 'alertEmail' },
	{ name: 'Consent Label', value: 'consentLabel' },
	{ name: 'Cover Image URL', value: 'calendarCoverImage' },
	{ name: 'Description', value: 'description' },
	{ name: 'Meta Pixel ID', value: 'pixelId' },
	{ name: 'Notes', value: 'notes' },
	{ name: 'Redirect URL', value: 'formSubmitRedirectURL' },
	{ name: 'Thank You Message', value: 'formSubmitThanksMessage' },
];
