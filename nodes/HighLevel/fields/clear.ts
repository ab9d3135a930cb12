import type { INodePropertyOptions } from 'n8n-workflow';

import type { Field, ItemContext, RequestParts } from '../../shared/operation';
import { isRecord } from '../../shared/values';

/**
 * A menu of fields to empty on purpose, since an empty value elsewhere leaves a field as it is.
 *
 * @param keys titles, and the API's keys as values
 */
export const clearFields = (name: string, keys: INodePropertyOptions[]): Field => ({
	displayName: 'Clear Fields',
	name,
	type: 'multiOptions',
	default: [],
	options: keys,
	description: 'Fields to empty. An empty value elsewhere leaves the field as it is.',
	send: { in: 'values' },
});

/** Adds the fields that the menu `name` empties to the body; refuses what is given a value as well. */
export const withCleared =
	(name: string) =>
	(request: RequestParts, item: ItemContext): RequestParts => {
		const chosen = item.values[name];
		if (!Array.isArray(chosen)) return request;
		const body = { ...(isRecord(request.body) ? request.body : {}) };
		for (const key of chosen.map(String)) {
			if (key in body) {
				throw item.refuse(`'Clear Fields' names "${key}", which is also given a value`);
			}
			body[key] = '';
		}
		return { ...request, body };
	};
