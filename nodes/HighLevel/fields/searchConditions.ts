// The contact search's conditions as shown in the editor (API reference, contact search).

import type { INodePropertyOptions } from 'n8n-workflow';

import { toUtc } from '../../shared/convertTime';
import type { Field, FieldGroup } from '../../shared/operation';
import { optionsFrom } from '../../shared/standardFields';
import { dateTimeField, textField } from './builders';
import { user } from './locators';

const EQUALITY: INodePropertyOptions[] = [
	{ name: 'Does Not Exist', value: 'not_exists' },
	{ name: 'Exists', value: 'exists' },
	{ name: 'Is', value: 'eq' },
	{ name: 'Is Not', value: 'not_eq' },
];
const CONTAINING: INodePropertyOptions[] = [
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Contain', value: 'not_contains' },
	...EQUALITY,
];
const RANGE: INodePropertyOptions = { name: 'Between', value: 'range' };

/** Bounds are shown only for ranges, a value only for operators that compare with one. */
const forRange = { show: { operator: ['range'] } };
const comparing = (options: INodePropertyOptions[]) => ({
	show: {
		operator: options
			.map(({ value }) => String(value))
			.filter((value) => !['exists', 'not_exists', 'range'].includes(value)),
	},
});

const operator = (options: INodePropertyOptions[], initial = 'eq'): Field => ({
	displayName: 'Operator',
	name: 'operator',
	type: 'options',
	default: initial,
	options,
});

/** A menu of the fields to search or sort by. */
export function fieldMenu(options: INodePropertyOptions[]): Field {
	const [first] = options;
	const initial = first?.value ?? '';
	return {
		displayName: 'Field',
		name: 'field',
		type: 'options',
		default: initial,
		options,
	};
}

const bound = (displayName: string, name: string): Field =>
	dateTimeField(displayName, name, { ...forRange, send: { as: toUtc } });

/** The conditions that a user can add, by kind of field, with the operators that HighLevel's search supports for each. */
export const CONDITION_GROUPS: FieldGroup[] = [
	{
		displayName: 'Custom Field',
		name: 'customField',
		values: [
			{
				displayName: 'Custom Field Name or ID',
				name: 'field',
				type: 'options',
				default: '',
				...optionsFrom('getCustomFields'),
				send: { as: (id) => `customFields.${String(id).replace(/^customFields\./, '')}` },
			},
			operator([RANGE, ...CONTAINING]),
			textField('Range From', 'from', forRange),
			textField('Range To', 'to', forRange),
			textField('Value', 'value', comparing(CONTAINING)),
		],
	},
	{
		displayName: 'Date',
		name: 'date',
		values: [
			fieldMenu([
				{ name: 'Date Added', value: 'dateAdded' },
				{ name: 'Date Updated', value: 'dateUpdated' },
				{ name: 'Last Email Clicked', value: 'lastEmailClickedDate' },
				{ name: 'Last Email Opened', value: 'lastEmailOpenedDate' },
			]),
			operator(
				[
					RANGE,
					{ name: 'Does Not Exist', value: 'not_exists' },
					{ name: 'Exists', value: 'exists' },
				],
				'range',
			),
			bound('From', 'from'),
			bound('To', 'to'),
		],
	},
	{
		displayName: 'Tag',
		name: 'tag',
		values: [
			operator(CONTAINING, 'contains'),
			{
				displayName: 'Tag Name or ID',
				name: 'value',
				type: 'options',
				default: '',
				...optionsFrom('getTags'),
				...comparing(CONTAINING),
			},
		],
	},
	{
		displayName: 'Text',
		name: 'text',
		values: [
			fieldMenu([
				{ name: 'Address', value: 'address' },
				{ name: 'Business Name', value: 'businessName' },
				{ name: 'City', value: 'city' },
				{ name: 'Company Name', value: 'companyName' },
				{ name: 'Contact ID', value: 'id' },
				{ name: 'Contact Name', value: 'contactName' },
				{ name: 'Country', value: 'country' },
				{ name: 'Email', value: 'email', description: 'Cannot be combined with Contains' },
				{ name: 'First Name', value: 'firstNameLowerCase' },
				{ name: 'Last Name', value: 'lastNameLowerCase' },
				{ name: 'Phone', value: 'phone' },
				{ name: 'Postal Code', value: 'postalCode' },
				{ name: 'Source', value: 'source' },
				{ name: 'State', value: 'state' },
			]),
			operator(CONTAINING),
			textField('Value', 'value', comparing(CONTAINING)),
		],
	},
	{
		displayName: 'User',
		name: 'user',
		values: [
			fieldMenu([
				{ name: 'Assigned To', value: 'assignedTo' },
				{ name: 'Follower', value: 'followers' },
			]),
			operator(EQUALITY),
			{ ...user('User', 'value'), ...comparing(EQUALITY) },
		],
	},
	{
		displayName: 'Yes or No',
		name: 'yesNo',
		values: [
			fieldMenu([
				{ name: 'Do Not Disturb', value: 'dnd' },
				{ name: 'Valid WhatsApp Number', value: 'isValidWhatsapp' },
			]),
			operator(EQUALITY),
			{
				displayName: 'Value',
				name: 'value',
				type: 'boolean',
				default: true,
				...comparing(EQUALITY),
			},
		],
	},
];
