// What a model gets in place of an empty list, and of the rest of a long one.

import type { IDataObject } from 'n8n-workflow';

import type { Item } from './item';
import { MAX_TOOL_LIMIT } from './tool';

/** @returns the answer of a list that found nothing */
export function emptyAnswer({
	ifNone: next = 'Check the IDs, or look for less specific values.',
	what,
}: Pick<Item, 'ifNone' | 'what'>): IDataObject {
	return { found: 0, message: `Found no ${what}. ${next}` };
}

/** @returns the record after the last one of a list that is cut off */
export function moreAnswer(shown: number): IDataObject {
	const raise =
		shown < MAX_TOOL_LIMIT
			? `narrow the search, or ask for up to ${MAX_TOOL_LIMIT} with 'Limit'`
			: 'narrow the search';
	return { more: true, message: `There are more than these ${shown}. To see others, ${raise}.` };
}
