// One shape per kind of record, whichever node reads it: action, polling trigger or webhook trigger.

import type { IDataObject, INode } from 'n8n-workflow';

import { pickKeys } from '../../shared/values';

/** How records of one kind look in the output. */
export interface RecordShape {
	/** The keys that Simplify keeps, most important first; absent for records that are short anyway. */
	simple?: readonly string[];
	/** Uses the same keys whichever endpoint the record comes from. Keeps all keys of the record. */
	normalise: (record: IDataObject) => IDataObject;
}

/** What a trigger emits of a record: as HighLevel sent it, with the same keys as the action nodes, or simplified. */
export type Detail = 'raw' | 'whole' | 'simple';

/** @returns the record in its shape */
export function toDetail(
	record: IDataObject,
	{ simple, normalise }: RecordShape,
	detail: Detail,
): IDataObject {
	if (detail === 'raw') return record;
	const whole = normalise(record);
	return detail === 'simple' && simple ? pickKeys(whole, simple) : whole;
}

interface TriggerContext {
	getNode(): INode;
	getNodeParameter(name: string, fallback: boolean): unknown;
}

/**
 * What a trigger node emits, by its Simplify switch and its version.
 *
 * @param shapedFrom the first version that shapes all records; older nodes emit them as received unless Simplify is on
 */
export function detailOf(context: TriggerContext, shapedFrom: number): Detail {
	if (context.getNodeParameter('simple', false) === true) return 'simple';
	return context.getNode().typeVersion < shapedFrom ? 'raw' : 'whole';
}

/** Adds `id` to records whose ID is under another key. */
export const withIdFrom =
	(key: '_id' | 'bookingId') =>
	(record: IDataObject): IDataObject =>
		key in record ? { id: record[key], ...record } : record;
