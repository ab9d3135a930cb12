// Outputs for endpoints whose responses do not repeat the IDs of the request.

import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../../shared/operation';

function valuesOf({ values }: ItemContext, names: string[]): IDataObject {
	return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

/** Adds the item's IDs, since HighLevel's response does not repeat them. */
export const withIds =
	(...names: string[]) =>
	(record: IDataObject, item: ItemContext): IDataObject => ({
		...valuesOf(item, names),
		...record,
	});

/**
 * `{…IDs, succeeded}`, for endpoints whose response says only whether the call worked: HighLevel sends `succeded`, `succeeded`
 * or both.
 */
export const outcome =
	(...names: string[]) =>
	(record: IDataObject, item: ItemContext): IDataObject => ({
		...valuesOf(item, names),
		succeeded: record.succeeded ?? record.succeded ?? true,
	});
