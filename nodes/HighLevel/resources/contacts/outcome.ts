import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../../shared/operation';

function given({ values }: ItemContext, names: string[]): IDataObject {
	return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

/** Puts the IDs that the item was about before what HighLevel answers, which does not repeat them. */
export const withIds =
	(...names: string[]) =>
	(record: IDataObject, item: ItemContext): IDataObject => ({ ...given(item, names), ...record });

/**
 * The answer that says no more than whether it worked, as `{…IDs, succeeded}`. HighLevel writes `succeded`, `succeeded` or
 * both.
 */
export const outcome =
	(...names: string[]) =>
	(record: IDataObject, item: ItemContext): IDataObject => ({
		...given(item, names),
		succeeded: record.succeeded ?? record.succeded ?? true,
	});
