// Fields of calendar notifications.

import type { Convert } from '../../shared/convert';
import { toList } from '../../shared/convert';
import { locator } from '../../shared/locator';
import type { Field } from '../../shared/operation';
import { multiOptionsFrom } from '../../shared/standardFields';
import { ValueError } from '../../shared/valueErrors';
import { textField } from './builders';
import { onlyIfOn } from './naming';

/** The notification that an operation works on. */
export const notificationId = locator({
	displayName: 'Notification',
	name: 'notificationId',
	searchListMethod: 'searchNotifications',
	placeholder: '65e5f6dfacf123513228d384',
	description: 'From List shows the notifications of the chosen calendar',
	required: true,
});

export const receiverType: Field = {
	displayName: 'Receiver',
	name: 'receiverType',
	type: 'options',
	default: 'contact',
	required: true,
	options: [
		{ name: 'Assigned User', value: 'assignedUser' },
		{ name: 'Business', value: 'business' },
		{ name: 'Contact', value: 'contact' },
		{ name: 'Email Addresses', value: 'emails' },
		{ name: 'Guest', value: 'guest' },
		{ name: 'Phone Numbers', value: 'phoneNumbers' },
	],
};

export const channel: Field = {
	displayName: 'Channel',
	name: 'channel',
	type: 'options',
	default: 'email',
	required: true,
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'In-App', value: 'inApp' },
		{ name: 'SMS', value: 'sms' },
		{ name: 'WhatsApp', value: 'whatsapp' },
	],
};

export const notificationType: Field = {
	displayName: 'Occasion',
	name: 'notificationType',
	type: 'options',
	default: 'confirmation',
	required: true,
	options: [
		{ name: 'Booked', value: 'booked', description: 'Booked, but not confirmed yet' },
		{ name: 'Cancelled', value: 'cancellation' },
		{ name: 'Confirmed', value: 'confirmation' },
		{ name: 'Follow-Up', value: 'followup', description: 'Some time after the appointment' },
		{ name: 'Reminder', value: 'reminder', description: 'Some time before the appointment' },
		{ name: 'Rescheduled', value: 'reschedule' },
	],
};

const toEmails: Convert = (value) => {
	const list = toList(value);
	const wrong = list.find((one) => !/^[^\s@]+@[^\s@]+$/.test(one));
	if (wrong !== undefined) throw new ValueError(`holds "${wrong}", which is not an email address`);
	return list;
};

const times = (displayName: string, name: string, description: string): Field => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add time',
	description,
	options: [
		{
			displayName: 'Time',
			name: 'time',
			values: [
				{
					displayName: 'Amount',
					name: 'timeOffset',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 1,
				},
				{
					displayName: 'Unit',
					name: 'unit',
					type: 'options',
					default: 'hours',
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'mins' },
					],
				},
			],
		},
	],
});

/** Optional fields shared by create and update. */
export const notificationDetails: Field[] = [
	{
		displayName: 'Notification Active',
		name: 'isActive',
		type: 'boolean',
		default: true,
		description: 'Whether the notification is sent',
	},
	textField('Additional Emails', 'additionalEmailIds', {
		placeholder: 'e.g. name@email.com, other@email.com',
		description: 'Separated by commas',
		send: { as: toEmails },
	}),
	textField('Additional Phones', 'additionalPhoneNumbers', {
		placeholder: 'e.g. +15551234567, +15557654321',
		description: 'With the country code, separated by commas',
		send: { as: toList },
	}),
	times('After the Appointment', 'afterTime', 'For follow-ups: how long after'),
	times('Before the Appointment', 'beforeTime', 'For reminders: how long before'),
	textField('From Address', 'fromAddress', { placeholder: 'e.g. name@email.com' }),
	textField('From Name', 'fromName'),
	textField('From Number', 'fromNumber', { placeholder: 'e.g. +15551234567' }),
	{
		displayName: 'Include Sub-Account Admin',
		name: 'includeAdmin',
		type: 'boolean',
		default: false,
		description: 'Whether the admin also receives the notification',
		send: { in: 'values', as: onlyIfOn },
	},
	textField('Message Text', 'messageBody', {
		typeOptions: { rows: 4 },
		description: 'Not needed for in-app notifications',
		send: { key: 'body' },
	}),
	textField('Email Subject', 'subject', { description: 'Emails only' }),
	textField('Template ID', 'templateId', { description: 'Emails only' }),
	{
		displayName: 'User Names or IDs',
		name: 'selectedUsers',
		type: 'multiOptions',
		default: [],
		...multiOptionsFrom('getUsers', 'For in-app notifications and emails to the business.'),
		send: { in: 'values' },
	},
];

/** Only update supports soft deletion and restoring. */
export const notificationDeleted: Field = {
	displayName: 'Notification Deleted',
	name: 'deleted',
	type: 'boolean',
	default: false,
	description: 'Whether to mark the notification as deleted. It can be restored.',
};
