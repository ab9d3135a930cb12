// Clears fields explicitly, since an empty value means "leave unchanged".

import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { RequestParts } from '../../shared/http';
import type { Field, ItemContext } from '../../shared/operation';
import { isRecord } from '../../shared/values';

/**
 * A menu of fields to clear, since an empty value in the field itself means "leave unchanged".
 *
 * @param keys titles, with the API's keys as values
 */
export const clearFields = (name: string, keys: INodePropertyOptions[]): Field => ({
	displayName: 'Clear Fields',
	name,
	type: 'multiOptions',
	default: [],
	options: keys,
	description: 'Fields to clear. An empty value elsewhere leaves a field unchanged.',
	send: { in: 'values' },
});

/**
 * Clears the fields chosen in the menu `name` in the body; refuses a field that is also given a value.
 *
 * @param empty the clearing value of each key for which it is not ''
 */
export const withCleared =
	(name: string, empty: IDataObject = {}) =>
	(request: RequestParts, item: ItemContext): RequestParts => {
		const chosen = item.values[name];
		if (!Array.isArray(chosen)) return request;
		const body = { ...(isRecord(request.body) ? request.body : {}) };
		for (const key of chosen.map(String)) {
			if (key in body) {
				throw item.refuse(`'Clear Fields' names "${key}", which is also given a value`);
			}
			body[key] = key in empty ? empty[key] : '';
		}
		return { ...request, body };
	};
