import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { Convert, Field, FieldGroup } from '../../shared/operation';
import {
	isAbsent,
	isRecord,
	recordsOf,
	textOf,
	toJson,
	toText,
	toUtc,
	ValueError,
} from '../../shared/values';
import { user } from './locators';
import { text, time } from './plain';

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

/** Bounds are asked for by ranges alone, and a value by what compares with one. */
const ofRange = { show: { operator: ['range'] } };
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

function fieldMenu(options: INodePropertyOptions[]): Field {
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
	time(displayName, name, { ...ofRange, send: { as: toUtc } });

/** Groups of search fields with the operators that HighLevel's search knows for them (API reference, contact search). */
const GROUPS: FieldGroup[] = [
	{
		displayName: 'Custom Field',
		name: 'customField',
		values: [
			{
				displayName: 'Custom Field Name or ID',
				name: 'field',
				type: 'options',
				default: '',
				typeOptions: { loadOptionsMethod: 'getCustomFields' },
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				send: { as: (id) => `customFields.${String(id).replace(/^customFields\./, '')}` },
			},
			operator([RANGE, ...CONTAINING]),
			text('Range From', 'from', ofRange),
			text('Range To', 'to', ofRange),
			text('Value', 'value', comparing(CONTAINING)),
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
				typeOptions: { loadOptionsMethod: 'getTags' },
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
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
				{ name: 'Email', value: 'email', description: 'Knows no Contains' },
				{ name: 'First Name', value: 'firstNameLowerCase' },
				{ name: 'Last Name', value: 'lastNameLowerCase' },
				{ name: 'Phone', value: 'phone' },
				{ name: 'Postal Code', value: 'postalCode' },
				{ name: 'Source', value: 'source' },
				{ name: 'State', value: 'state' },
			]),
			operator(CONTAINING),
			text('Value', 'value', comparing(CONTAINING)),
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

const LOWER_CASED = new Set(['firstNameLowerCase', 'lastNameLowerCase', 'contactName']);
const LONGEST = 75;

function toFilter({ field, operator: chosen, value, from, to }: IDataObject): IDataObject {
	if (isAbsent(field)) throw new ValueError('holds a condition without a field');
	if (chosen === 'exists' || chosen === 'not_exists') return { field, operator: chosen };
	if (field === 'email' && (chosen === 'contains' || chosen === 'not_contains')) {
		throw new ValueError(
			"asks whether an e-mail contains something, which HighLevel's search does not know",
		);
	}
	if (chosen === 'range') {
		if (isAbsent(from) && isAbsent(to)) {
			throw new ValueError("holds a range without 'From' and without 'To'");
		}
		if (typeof from === 'string' && typeof to === 'string' && from > to && /T/.test(from)) {
			throw new ValueError("holds a range whose 'From' is after its 'To'");
		}
		return {
			field,
			operator: chosen,
			value: { ...(isAbsent(from) ? {} : { gte: from }), ...(isAbsent(to) ? {} : { lte: to }) },
		};
	}
	if (isAbsent(value)) throw new ValueError('holds a condition without a value');
	if (typeof value === 'string' && value.length > LONGEST) {
		throw new ValueError(`holds a value of more than ${LONGEST} characters`);
	}
	const lower = LOWER_CASED.has(textOf(field)) && typeof value === 'string';
	return { field, operator: chosen, value: lower ? value.toLowerCase() : value };
}

const toFilters: Convert = (groups) => {
	if (!isRecord(groups)) throw new ValueError('is not a list of conditions');
	return GROUPS.flatMap(({ name }) => {
		return recordsOf(groups[name]).map((condition) =>
			toFilter(name === 'tag' ? { field: 'tags', ...condition } : condition),
		);
	});
};

function checkFilter(filter: unknown): IDataObject {
	if (!isRecord(filter)) throw new ValueError('holds something that is not an object');
	if ('group' in filter) {
		if (filter.group !== 'AND' && filter.group !== 'OR') {
			throw new ValueError('holds a group that is neither "AND" nor "OR"');
		}
		if (!Array.isArray(filter.filters) || filter.filters.length === 0) {
			throw new ValueError('holds a group without "filters"');
		}
		return { ...filter, filters: filter.filters.map(checkFilter) };
	}
	if (typeof filter.field !== 'string' || typeof filter.operator !== 'string') {
		throw new ValueError('holds a filter without "field" or "operator"');
	}
	return filter;
}

const toFilterList: Convert = (value, context) => {
	const parsed = toJson(value, context);
	return (Array.isArray(parsed) ? parsed : [parsed]).map(checkFilter);
};

/** Conditions that a non-developer can fill. */
export const conditions: Field = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add condition',
	options: GROUPS,
	send: { in: 'values', as: toFilters },
};

export const match: Field = {
	displayName: 'Match',
	name: 'match',
	type: 'options',
	default: 'AND',
	description: 'How the conditions are combined',
	options: [
		{ name: 'All Conditions', value: 'AND' },
		{ name: 'Any Condition', value: 'OR' },
	],
	send: { in: 'values' },
};

/** Conditions in HighLevel's own grammar, for nested groups. */
export const filtersJson: Field = {
	displayName: 'Filters (JSON)',
	name: 'filtersJson',
	type: 'json',
	default: '',
	placeholder:
		'e.g. [{"group": "OR", "filters": [{"field": "tags", "operator": "contains", "value": "vip"}]}]',
	description:
		'Filters and groups in the grammar of <a href="https://marketplace.gohighlevel.com/docs/ghl/contacts/search-contacts-advanced">HighLevel\'s contact search</a>; all of them must match, besides the conditions above',
	send: { in: 'values', as: toFilterList },
};

export const query: Field = {
	displayName: 'Search Text',
	name: 'query',
	type: 'string',
	default: '',
	placeholder: 'e.g. ada',
	description: 'Searches the fields that the sub-account made searchable; at most 75 characters',
	send: {
		as: (value, context) => {
			const text = textOf(toText(value, context));
			if (text.length > LONGEST) throw new ValueError(`is longer than ${LONGEST} characters`);
			return text;
		},
	},
};

export const sort: Field = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	placeholder: 'Add sort field',
	options: [
		{
			displayName: 'Sort Field',
			name: 'by',
			values: [
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					default: 'asc',
					required: true,
					options: [
						{ name: 'Ascending', value: 'asc' },
						{ name: 'Descending', value: 'desc' },
					],
				},
				{
					...fieldMenu([
						{ name: 'Date Added', value: 'dateAdded' },
						{ name: 'Date Updated', value: 'dateUpdated' },
						{ name: 'Do Not Disturb', value: 'dnd' },
						{ name: 'Email', value: 'email' },
						{ name: 'First Name', value: 'firstNameLowerCase' },
						{ name: 'Last Name', value: 'lastNameLowerCase' },
						{ name: 'Source', value: 'source' },
					]),
					required: true,
				},
			],
		},
	],
};

/** The search's `filters` from the conditions, how they combine, and the JSON. */
export function combineFilters(values: IDataObject): IDataObject[] {
	const list = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : []);
	const fromFields = list(values.conditions);
	const any = values.match === 'OR' && fromFields.length > 1;
	return [
		...(any ? [{ group: 'OR', filters: fromFields }] : fromFields),
		...list(values.filtersJson),
	];
}
