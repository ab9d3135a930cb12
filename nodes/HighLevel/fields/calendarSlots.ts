// The 'Slots and Booking Rules' fields of a calendar.

import type { INodePropertyOptions } from 'n8n-workflow';

import { toWholeNumber } from '../../shared/convert';
import type { Field } from '../../shared/operation';
import { choiceField, countField, offSwitch, onSwitch, panelField } from './builders';

const MINUTES = { name: 'Minutes', value: 'mins' };
const HOURS = { name: 'Hours', value: 'hours' };
const DAYS = { name: 'Days', value: 'days' };
const WEEKS = { name: 'Weeks', value: 'weeks' };
const MONTHS = { name: 'Months', value: 'months' };

/** The unit of the number in the preceding field. */
const unit = (of: string, name: string, units: INodePropertyOptions[] = [MINUTES, HOURS]) =>
	choiceField(`${of} Unit`, name, String(units[0]?.value), units);

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
					...onSwitch('Enabled', 'enabled', 'Whether some of the free slots are hidden'),
					required: true,
				},
				countField('Slots to Hide (%)', 'LookBusyPercentage', 20, {
					required: true,
					send: { as: toWholeNumber(0, 100) },
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
		choiceField('Frequency', 'freq', 'DAILY', [
			{ name: 'Daily', value: 'DAILY' },
			{ name: 'Weekly', value: 'WEEKLY' },
			{ name: 'Monthly', value: 'MONTHLY' },
		]),
		choiceField('If a Slot Is Taken', 'bookingOption', 'continue', [
			{ name: 'Book It Anyway', value: 'continue' },
			{ name: 'Book the Next Free Slot', value: 'book_next' },
			{ name: 'Skip It', value: 'skip' },
		]),
		countField('Number of Recurrences', 'count', 2, {
			typeOptions: { minValue: 1, maxValue: 24 },
			send: { as: toWholeNumber(1, 24) },
		}),
		choiceField(
			'Overlap Status',
			'bookingOverlapDefaultStatus',
			'confirmed',
			[
				{ name: 'Confirmed', value: 'confirmed' },
				{ name: 'New', value: 'new' },
			],
			{ description: 'Status of bookings that overlap with others' },
		),
	],
};

/** Length and spacing of slots, and when they can be booked. */
export const slots = panelField('Slots and Booking Rules', 'slots', [
	onSwitch(
		'Allow Cancellation',
		'allowCancellation',
		'Whether the contact may cancel an appointment',
	),
	onSwitch('Allow Reschedule', 'allowReschedule', 'Whether the contact may move an appointment'),
	countField('Appointments per Day', 'appoinmentPerDay', 1),
	countField('Appointments per Slot', 'appoinmentPerSlot', 1, {
		description: 'Per user. For a class booking, the number of seats.',
	}),
	onSwitch('Auto Confirm', 'autoConfirm', 'Whether a booking is confirmed at once'),
	countField('Minimum Scheduling Notice', 'allowBookingAfter', 1, {
		description: 'How long before its start a slot can last be booked',
	}),
	unit('Minimum Scheduling Notice', 'allowBookingAfterUnit', [
		DAYS,
		HOURS,
		{ ...MINUTES, description: 'Only in API version v3' },
		MONTHS,
		WEEKS,
	]),
	countField('Date Range', 'allowBookingFor', 30, {
		description: 'How far ahead slots can be booked',
	}),
	unit('Date Range', 'allowBookingForUnit', [DAYS, WEEKS, MONTHS]),
	countField('Buffer After', 'slotBuffer', 0, {
		description: 'Time kept free after an appointment',
	}),
	countField('Buffer Before', 'preBuffer', 0, {
		description: 'Time kept free before an appointment',
	}),
	unit('Buffer Before', 'preBufferUnit'),
	choiceField(
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
	offSwitch(
		'Enable Recurring',
		'enableRecurring',
		'Whether appointments may recur. The calendar must have one team member.',
	),
	choiceField('Guests', 'guestType', 'collect_detail', [
		{ name: 'Collect Details', value: 'collect_detail' },
		{ name: 'Count Only', value: 'count_only' },
	]),
	lookBusy,
	recurring,
	countField('Slot Duration', 'slotDuration', 30),
	unit('Slot Duration', 'slotDurationUnit'),
	countField('Slot Interval', 'slotInterval', 30, {
		description: 'Time between the starts of slots',
	}),
	unit('Slot Interval', 'slotIntervalUnit'),
]);

/** HighLevel accepts this unit only on create (OpenAPI: CalendarUpdateDTO has none). */
export const slotBufferUnit = unit('Buffer After', 'slotBufferUnit');
