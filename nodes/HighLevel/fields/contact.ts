import type { IDataObject } from 'n8n-workflow';

import type { Convert, Field, FieldGroup, ValueContext } from '../../shared/operation';
import { isRecord, recordsOf, textOf, toDay, toJson, ValueError } from '../../shared/values';
import { toCustomFieldValue } from '../search/customFields';
import { user } from './locators';
import { text, time, timeZone } from './plain';

const toEmail: Convert = (value) => {
	const email = typeof value === 'string' ? value.trim() : '';
	if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new ValueError('is not an e-mail address');
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
	description: 'With the country code, as +15551234567; other forms may be misread by HighLevel',
	send: { as: toPhone },
};

export const firstName = text('First Name', 'firstName', { placeholder: 'e.g. Ada' });
export const lastName = text('Last Name', 'lastName', { placeholder: 'e.g. Lovelace' });

const dndStatus: Field = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	default: 'active',
	description: 'Active switches Do Not Disturb on for the channel',
	options: [
		{ name: 'Active', value: 'active' },
		{ name: 'Inactive', value: 'inactive' },
		{ name: 'Permanent', value: 'permanent' },
	],
};

const dndMessage = text('Message', 'message', { description: 'Why, for your own records' });

const channel = (displayName: string, name: string): FieldGroup => ({
	displayName,
	name,
	values: [text('Code', 'code'), dndMessage, dndStatus],
});

/** Do Not Disturb per channel; keys in v3's writing. */
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
					description: 'Active switches Do Not Disturb on for what the contact sends',
					options: [
						{ name: 'Active', value: 'active' },
						{ name: 'Inactive', value: 'inactive' },
					],
				},
			],
		},
	],
};

/** What the resource mapper holds becomes HighLevel's list of custom fields; fields that the user did not fill are not sent. */
export const toCustomFields: Convert = (mapped, context) => {
	const filled = isRecord(mapped) ? mapped.value : undefined;
	if (filled === null || filled === undefined) return [];
	if (!isRecord(mapped) || !isRecord(filled)) throw new ValueError('does not map fields to values');
	const schema = new Map(recordsOf(mapped.schema).map((field) => [field.id, field]));
	return Object.entries(filled)
		.filter(([, given]) => given !== undefined && given !== null && given !== '')
		.map(([id, given]) => ({ id, fieldValue: valueOf(schema.get(id), given, context) }));
};

/** The value as its field wants it; what is wrong with it is said with the field's own name. */
function valueOf(field: IDataObject | undefined, given: unknown, context: ValueContext): unknown {
	try {
		return toCustomFieldValue(field, given, context);
	} catch (error) {
		throw faultOf(field, error);
	}
}

function faultOf(field: IDataObject | undefined, error: unknown): Error {
	const reason = error instanceof Error ? error.message : 'cannot be read';
	return new ValueError(`holds a value for "${textOf(field?.displayName)}" that ${reason}`);
}

const customFields: Field = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	typeOptions: {
		resourceMapper: {
			resourceMapperMethod: 'getContactCustomFields',
			mode: 'add',
			addAllFields: false,
			supportAutoMap: false,
			valuesLabel: 'Custom Fields',
			fieldWords: { singular: 'custom field', plural: 'custom fields' },
		},
	},
	send: { as: toCustomFields },
};

/** The mapper of the sub-account's custom fields; shown on its own, since n8n has no mapper inside collections. */
export { customFields };

const toCustomFieldList: Convert = (value, context) => {
	const parsed = toJson(value, context);
	const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
	return list.map((entry): IDataObject => {
		const named = isRecord(entry) && (entry.id || entry.key) && 'fieldValue' in entry;
		if (!named) {
			throw new ValueError('holds an entry without "id" (or "key") and "fieldValue"');
		}
		return entry;
	});
};

/** Custom fields from an expression, where the mapper's fixed list does not serve. */
const customFieldsJson: Field = {
	displayName: 'Custom Fields (JSON)',
	name: 'customFieldsJson',
	type: 'json',
	default: '',
	placeholder: 'e.g. [{"key": "pet_name", "fieldValue": "Rex"}]',
	description:
		'A list of custom fields, sent besides the mapped ones. Each names the field by ID or by key (without "contact.") and has a fieldValue.',
	send: { in: 'values', as: toCustomFieldList },
};

/** Everything that create, upsert and update know, in the alphabet; the folded part of each. */
export const details: Field[] = [
	text('Address', 'address1', { placeholder: 'e.g. 3535 1st St N' }),
	user('Assigned To', 'assignedTo', 'The user who owns the contact'),
	text('City', 'city'),
	text('Country', 'country', {
		placeholder: 'e.g. US',
		description: "Two-letter code. Without it HighLevel fills in the sub-account's country.",
		send: { as: toCountry },
	}),
	customFieldsJson,
	time('Date of Birth', 'dateOfBirth', { send: { as: toDay } }),
	{
		displayName: 'Do Not Disturb',
		name: 'dnd',
		type: 'boolean',
		default: false,
		description: 'Whether no channel may be used to reach the contact',
	},
	dndSettings,
	text('Full Name', 'name', {
		description: 'HighLevel splits it into first and last name. Use it instead of them.',
	}),
	inboundDndSettings,
	text('Postal Code', 'postalCode'),
	text('Source', 'source', { placeholder: 'e.g. Website form' }),
	text('State', 'state'),
	timeZone('Time Zone', 'timezone'),
	text('Website', 'website', { placeholder: 'e.g. https://example.com' }),
];

/** What only create and upsert take. */
export const detailsOfNew: Field[] = [
	text('Company Name', 'companyName'),
	text('Gender', 'gender'),
];

const tagNames: Field = {
	displayName: 'Tag Names or IDs',
	name: 'tags',
	type: 'multiOptions',
	default: [],
	typeOptions: { loadOptionsMethod: 'getTags' },
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	send: { in: 'values' },
};

const newTags = text('New Tags', 'newTags', {
	placeholder: 'e.g. webinar, spring sale',
	description: 'Names that are not in the list yet, separated by commas; HighLevel creates them',
	send: { in: 'values' },
});

/** Tags of a new contact. */
export const tagsOfNew: Field[] = [tagNames, newTags];

/** What is to happen to the tags of a contact that may have some. */
export const tagChange: Field = {
	displayName: 'Tags',
	name: 'tagChange',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Change tags',
	send: { in: 'values' },
	options: [
		{
			displayName: 'Tags',
			name: 'change',
			values: [
				{
					displayName: 'Action',
					name: 'mode',
					type: 'options',
					default: 'add',
					options: [
						{ name: 'Add', value: 'add', description: 'Keep the tags that the contact has' },
						{ name: 'Remove', value: 'remove', description: 'Take these tags off' },
						{
							name: 'Replace All',
							value: 'replace',
							description: 'The contact has just these tags afterwards; none clears them',
						},
					],
				},
				newTags,
				tagNames,
			],
		},
	],
};
