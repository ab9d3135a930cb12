// Fields of contacts.

import type { Convert } from '../../shared/convert';
import { toDay } from '../../shared/convertTime';
import type { Field, FieldGroup } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { dateTimeField, textField, timeZoneField } from './builders';
import { customFieldsJson } from './customFields';
import { user } from './locators';

const toEmail: Convert = (value) => {
	const email = typeof value === 'string' ? value.trim() : '';
	if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new ValueError('is not an email address');
	return email;
};

const toPhone: Convert = (value) => {
	const phone = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (!/\d/.test(phone)) throw new ValueError('is not a phone number');
	return phone;
};

const toCountry: Convert = (value) => {
	const country = typeof value === 'string' ? value.trim().toUpperCase() : '';
	if (!/^[A-Z]{2}$/.test(country)) {
		throw new ValueError('is not a two-letter country code such as US or GB');
	}
	return country;
};

export const email: Field = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'e.g. name@email.com',
	default: '',
	send: { as: toEmail },
};

export const phone: Field = {
	displayName: 'Phone',
	name: 'phone',
	type: 'string',
	placeholder: 'e.g. +15551234567',
	default: '',
	description:
		'Include the country code, for example +15551234567. HighLevel may misread other forms.',
	send: { as: toPhone },
};

export const firstName = textField('First Name', 'firstName', { placeholder: 'e.g. Ada' });
export const lastName = textField('Last Name', 'lastName', { placeholder: 'e.g. Lovelace' });

const dndStatus: Field = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	default: 'active',
	description: 'Active turns Do Not Disturb on for the channel',
	options: [
		{ name: 'Active', value: 'active' },
		{ name: 'Inactive', value: 'inactive' },
		{ name: 'Permanent', value: 'permanent' },
	],
};

const dndMessage = textField('Message', 'message', { description: 'Reason, for your own records' });

const channel = (displayName: string, name: string): FieldGroup => ({
	displayName,
	name,
	values: [textField('Code', 'code'), dndMessage, dndStatus],
});

/** Do Not Disturb per channel, with v3's keys. */
const dndSettings: Field = {
	displayName: 'DND per Channel',
	name: 'dndSettings',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add channel',
	options: [
		channel('Call', 'call'),
		channel('Email', 'email'),
		channel('Facebook', 'fb'),
		channel('Google Business Profile', 'gmb'),
		channel('SMS', 'sms'),
		channel('WhatsApp', 'whatsApp'),
	],
};

const inboundDndSettings: Field = {
	displayName: 'Inbound DND',
	name: 'inboundDndSettings',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add inbound DND',
	send: { key: 'inboundDndSettings.all' },
	options: [
		{
			displayName: 'All Channels',
			name: 'all',
			values: [
				dndMessage,
				{
					...dndStatus,
					description: 'Active turns Do Not Disturb on for what the contact sends',
					options: [
						{ name: 'Active', value: 'active' },
						{ name: 'Inactive', value: 'inactive' },
					],
				},
			],
		},
	],
};

/** Optional fields shared by create, upsert and update, sorted by title. */
export const details: Field[] = [
	textField('Address', 'address1', { placeholder: 'e.g. 3535 1st St N' }),
	user('Assigned To', 'assignedTo', 'The user who owns the contact'),
	textField('City', 'city'),
	textField('Country', 'country', {
		placeholder: 'e.g. US',
		description: "Two-letter code. If empty, HighLevel fills in the sub-account's country.",
		send: { as: toCountry },
	}),
	customFieldsJson,
	dateTimeField('Date of Birth', 'dateOfBirth', { send: { as: toDay } }),
	{
		displayName: 'Do Not Disturb',
		name: 'dnd',
		type: 'boolean',
		default: false,
		description: 'Whether the contact must not be reached through any channel',
	},
	dndSettings,
	textField('Full Name', 'name', {
		description:
			'HighLevel splits it into first and last name. Use it instead of those two fields.',
	}),
	inboundDndSettings,
	textField('Postal Code', 'postalCode'),
	textField('Source', 'source', { placeholder: 'e.g. Website form' }),
	textField('State', 'state'),
	timeZoneField('Time Zone', 'timezone'),
	textField('Website', 'website', { placeholder: 'e.g. https://example.com' }),
];

/** Optional fields of create and upsert only. */
export const detailsOfNew: Field[] = [
	textField('Company Name', 'companyName'),
	textField('Gender', 'gender', {
		description:
			"Set on new contacts only: HighLevel leaves an existing contact's gender unchanged, and reports success all the same",
	}),
];
