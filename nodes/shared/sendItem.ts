// Sends one item and reads its records.

import type { IDataObject } from 'n8n-workflow';

import { DONE_KEYS } from './expectation';
import type { Body } from './http';
import type { Item } from './item';
import type { ItemContext, Operation } from './operation';
import { isDelete } from './operation';
import { recordIn, shapeRecords } from './records';
import type { RefusedRecord } from './refusedRecord';
import { isRecord } from './values';

/** Sends one item and yields its records, shaped for the output. */
export async function* sendItem(
	operation: Operation,
	item: Item,
): AsyncGenerator<IDataObject | RefusedRecord> {
	if (operation.run) {
		const records = await operation.run(item);
		yield* shapeRecords(operation, item, Array.isArray(records) ? records : [records]);
		return;
	}
	if (operation.paginate) {
		for await (const page of item.pages(item.request)) yield* page;
		return;
	}
	const response = await item.send(item.request);
	if (isDelete(operation)) {
		refuseUndone(item, response);
		yield { deleted: true, id: item.recordId ?? null };
		return;
	}
	const records = Array.isArray(response) ? response : [recordIn(operation, response)];
	yield* shapeRecords(operation, item, records);
}

/** @throws NodeOperationError where the response to a deletion says that nothing was deleted */
export function refuseUndone(item: ItemContext, response: Body): void {
	if (!isRecord(response) || !DONE_KEYS.some((key) => response[key] === false)) return;
	throw item.refuse(
		'The service says that the record was not deleted',
		'Check whether the record still exists in the account, then run the item again.',
		{ next: 'Look whether the record still exists before you call the tool again.' },
	);
}
