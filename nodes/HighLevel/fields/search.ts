// The fields of the contact search.

import { toText } from '../../shared/convert';
import type { Field } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { CONDITION_GROUPS, fieldMenu } from './searchConditions';
import { MAX_SEARCH_LENGTH } from '../searchLength';
import { toFilterList, toFilters } from './searchFilters';

/** Conditions as a form, for users who do not write JSON. */
export const conditions: Field = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add condition',
	options: CONDITION_GROUPS,
	send: { in: 'values', as: toFilters },
};

export const match: Field = {
	displayName: 'Match Conditions',
	name: 'match',
	type: 'options',
	default: 'AND',
	description: 'How to combine the conditions',
	options: [
		{ name: 'All Conditions', value: 'AND' },
		{ name: 'Any Condition', value: 'OR' },
	],
	send: { in: 'values' },
};

/** Filters in HighLevel's own syntax, which also supports nested groups. */
export const filtersJson: Field = {
	displayName: 'Filters (JSON)',
	name: 'filtersJson',
	type: 'json',
	default: '[]',
	placeholder:
		'e.g. [{"group": "OR", "filters": [{"field": "tags", "operator": "contains", "value": "vip"}]}]',
	description:
		'Filters and groups in the syntax of <a href="https://marketplace.gohighlevel.com/docs/ghl/contacts/search-contacts-advanced">HighLevel\'s contact search</a>. All of them must match, in addition to the conditions.',
	send: { in: 'values', as: toFilterList },
};

export const query: Field = {
	displayName: 'Search Text',
	name: 'query',
	type: 'string',
	default: '',
	placeholder: 'e.g. ada',
	description:
		'Text of at most 75 characters to find in the fields that the sub-account has made searchable',
	send: {
		as: (value) => {
			const text = toText(value);
			if (text.length > MAX_SEARCH_LENGTH) {
				throw new ValueError(`is longer than ${MAX_SEARCH_LENGTH} characters`);
			}
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
