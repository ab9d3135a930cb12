import type { INodePropertyMode } from 'n8n-workflow';

import type { Field } from './operation';

export const returnAll: Field = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
	send: false,
};

export const limit: Field = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	show: { returnAll: [false] },
	send: false,
};

export const simple: Field = {
	displayName: 'Simplify',
	name: 'simple',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	send: false,
};

export const concurrency: Field = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100 },
	default: 0,
	description:
		"How many calls may be under way at once. 0 keeps to the account's rate limit by itself: it sends as many calls as the limit allows, and waits for the rest; 1 works strictly in the order of the items.",
	send: false,
};

/** Option of everything that can treat the records of several items in one call. */
export const oneCallPerItem: Field = {
	displayName: 'One Call per Item',
	name: 'oneCallPerItem',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a call of its own for every item. Off, items that ask for the same share a call, and each item gets the result of its own records all the same; on, every item costs calls of its own and the run takes longer.',
	send: false,
};

export const timeout: Field = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'How long to wait for the whole answer. A call without one is sent again where that does no harm; else the item fails, saying that it may have been done.',
	send: false,
};

/** What a resource locator needs to know of a record. */
export interface LocatorSource {
	displayName: string;
	name: string;
	/** Method of the node's `listSearch`. */
	searchListMethod: string;
	/** Example of an ID. */
	placeholder: string;
	description?: string;
	/** Where records have pages: an example URL, and a regular expression whose first group is the ID. */
	url?: { placeholder: string; regex: string };
	/** Sent nowhere without it, or under another key. */
	send?: Field['send'];
	required?: boolean;
}

const named = (displayName: string, name: string) => ({ displayName, name });

/** A field for a record's ID: chosen from a list, given as ID, or taken from the URL of its page. */
export function locator(source: LocatorSource): Field {
	const { searchListMethod, placeholder, url, displayName, ...rest } = source;
	const modes: INodePropertyMode[] = [
		{
			...named('From List', 'list'),
			type: 'list',
			placeholder: `Choose ${displayName.replace(/ ID$/, '').toLowerCase()}...`,
			typeOptions: { searchListMethod, searchable: true },
		},
		{
			...named('By ID', 'id'),
			type: 'string',
			placeholder: `e.g. ${placeholder}`,
		},
	];
	if (url) {
		modes.push({
			...named('By URL', 'url'),
			type: 'string',
			placeholder: `e.g. ${url.placeholder}`,
			extractValue: { type: 'regex', regex: url.regex },
			validation: [
				{
					type: 'regex',
					properties: { regex: url.regex, errorMessage: 'This is not the URL of such a record' },
				},
			],
		});
	}
	return {
		...rest,
		displayName,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes,
	};
}
