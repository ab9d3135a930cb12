import type { INodePropertyOptions } from 'n8n-workflow';

import type { Field, ItemContext, RequestParts } from '../../shared/operation';
import { isRecord } from '../../shared/values';

/** Lets an update empty texts on purpose, since an empty value elsewhere leaves them as they are. */
export const clearFields = (options: INodePropertyOptions[]): Field => ({
	displayName: 'Clear Fields',
	name: 'clearFields',
	type: 'multiOptions',
	default: [],
	options,
	description: 'Fields to empty. An empty value elsewhere leaves the field as it is.',
	send: { in: 'values' },
});

/** The body with the cleared fields as empty texts; refuses a field that is also given a value. */
export function withCleared(request: RequestParts, item: ItemContext): RequestParts {
	const { clearFields: cleared } = item.values;
	if (!Array.isArray(cleared)) return request;
	const body = { ...(isRecord(request.body) ? request.body : {}) };
	for (const key of cleared.map(String)) {
		if (key in body) {
			throw item.refuse(`'Clear Fields' names "${key}", which is also given a value`);
		}
		body[key] = '';
	}
	return { ...request, body };
}
