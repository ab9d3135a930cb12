// Turns a response into the records of the output.

import type { IDataObject } from 'n8n-workflow';

import type { Body } from './http';
import type { ItemContext, Operation } from './operation';
import type { Results } from './refusedRecord';
import { RefusedRecord } from './refusedRecord';
import { isRecord, pickKeys, recordsOf } from './values';

/** @returns the list in a response, under the first of the operation's keys that has one */
export function listIn(operation: Operation, response: Body): IDataObject[] {
	if (Array.isArray(response)) return response;
	for (const key of operation.unwrap ?? []) {
		const held = response[key];
		if (Array.isArray(held)) return recordsOf(held);
	}
	return [];
}

/** @returns the record in a response; without the service's trace ID, which is not part of it */
export function recordIn(operation: Operation, response: IDataObject): IDataObject {
	for (const key of operation.unwrap ?? []) {
		const held = response[key];
		if (isRecord(held)) return held;
	}
	const { traceId: _, ...record } = response;
	return record;
}

/** Shapes one record for the output. */
export async function shapeRecord(
	operation: Operation,
	item: ItemContext,
	record: IDataObject,
): Promise<IDataObject> {
	const shaped = operation.output ? await operation.output(record, item) : record;
	const simple =
		item.simple && operation.simple ? simplify(operation.simple, record, shaped) : shaped;
	if (!item.slim) return simple;
	return withoutNulls(operation.forModel ? operation.forModel(shaped, item) : simple);
}

function withoutNulls(record: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

/** Shapes records for the output; those that the service refused pass unchanged. */
export async function* shapeRecords(
	operation: Operation,
	item: ItemContext,
	records: Results,
): AsyncGenerator<IDataObject | RefusedRecord> {
	for (const record of records) {
		yield record instanceof RefusedRecord ? record : await shapeRecord(operation, item, record);
	}
}

/** Keeps the operation's keys in their order, and those that its `output` added. */
function simplify(keys: readonly string[], raw: IDataObject, shaped: IDataObject): IDataObject {
	const simple = pickKeys(shaped, keys);
	for (const key of Object.keys(shaped)) if (!(key in raw)) simple[key] = shaped[key];
	return simple;
}
