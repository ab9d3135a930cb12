// Fields that every service's operations share, with the names and texts that n8n's rules require.

import type { Field } from './operation';
import { DEFAULT_TOOL_LIMIT, MAX_TOOL_LIMIT } from './tool';

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
	show: { returnAll: [false], '@tool': [false] },
	send: false,
};

/** The same for a model; a parameter of its own, since n8n's rules want 50 as the default of every `limit`. */
export const toolLimit: Field = {
	...limit,
	name: 'toolLimit',
	typeOptions: { minValue: 1, maxValue: MAX_TOOL_LIMIT },
	default: DEFAULT_TOOL_LIMIT,
	show: { returnAll: [false], '@tool': [true] },
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
		"How many calls may run at the same time. 0 sends as many as the account's rate limit allows. 1 sends them one after another, in the order of the items.",
	send: false,
};

/** Option of operations that can send the records of several items in one call. */
export const oneCallPerItem: Field = {
	displayName: 'One Call per Item',
	name: 'oneCallPerItem',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a separate call for every item, which takes longer. When off, items that request the same change share a call, and each item still gets the results of its own records.',
	send: false,
};

export const timeout: Field = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'How long to wait for a complete response. After that, a call is sent again if this is safe. Otherwise the item fails with a message that the change may have been made.',
	send: false,
};

// n8n's rules prescribe the descriptions of menus that a method of the node fills.
const CHOOSE_ONE =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';
const CHOOSE_SEVERAL =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/** Fills a field of type `options` with what a method of the node's `loadOptions` returns. */
export const optionsFrom = (loadOptionsMethod: string) => ({
	typeOptions: { loadOptionsMethod },
	description: CHOOSE_ONE,
});

/**
 * Fills a field of type `multiOptions` with what a method of the node's `loadOptions` returns.
 *
 * @param purpose a sentence that precedes the description
 */
export const multiOptionsFrom = (loadOptionsMethod: string, purpose?: string) => ({
	typeOptions: { loadOptionsMethod },
	description: purpose === undefined ? CHOOSE_SEVERAL : `${purpose} ${CHOOSE_SEVERAL}.`,
});
