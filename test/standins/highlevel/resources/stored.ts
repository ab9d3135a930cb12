/** What handlers do with stored records: find, create, change, delete and show them. */
import type { JsonObject } from '../../shared/json';
import type { Table } from '../../shared/table';
import type { Call } from '../call';
import type { Stored } from '../records';

/** A record of the call's location, else the error that `missing` returns. */
export function recordOf<T extends Stored>(
	call: Call,
	table: Table<T>,
	id: string,
	missing: (id: string) => Error,
): T {
	const record = table.get(id);
	if (record === undefined || record.locationId !== call.location?.id) throw missing(id);
	return record;
}

/** A new record with an ID, the location and timestamps. */
export function newRecord(call: Call, values: JsonObject): Stored {
	const now = call.clock.now();
	return {
		id: call.state.newId(),
		locationId: call.location?.id ?? '',
		dateAdded: now,
		dateUpdated: now,
		values,
	};
}

/** Overwrites values of a record, logs the effect and returns the changed record. */
export function changeRecord<T extends Stored>(
	call: Call,
	table: Table<T>,
	record: T,
	values: JsonObject,
	kind: string,
): T {
	const changed = table.put({
		...record,
		values: { ...record.values, ...values },
		dateUpdated: call.clock.now(),
	});
	call.effect(kind, record.id);
	return changed;
}

/** Deletes a record and logs the effect. */
export function deleteRecord<T extends Stored>(
	call: Call,
	table: Table<T>,
	record: T,
	kind: string,
): void {
	table.delete(record.id);
	call.effect(kind, record.id);
}

/** The records of the call's location. */
export function ofLocation<T extends Stored>(call: Call, table: Table<T>): T[] {
	return table.where((record) => record.locationId === call.location?.id);
}

/** A record as most operations show it: ID, location, then its values. */
export function showRecord(record: Stored): JsonObject {
	return { id: record.id, locationId: record.locationId, ...record.values };
}
