import type { Call } from '../call';
import type { JsonObject } from '../json';
import type { Stored } from '../records';
import type { Table } from '../table';

/** The record of this call's location, or what `missing` says. */
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

/** What every new record has: an id, the location, the stamps, the values. */
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

/** Lays values over a record, notes the effect and returns the record as it is now. */
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

/** Removes a record and notes the effect. */
export function dropRecord<T extends Stored>(
	call: Call,
	table: Table<T>,
	record: T,
	kind: string,
): void {
	table.delete(record.id);
	call.effect(kind, record.id);
}

/** The records of this call's location. */
export function mine<T extends Stored>(call: Call, table: Table<T>): T[] {
	return table.where((record) => record.locationId === call.location?.id);
}

/** A record as most families show it: id, location, then its values. */
export function showRecord(record: Stored): JsonObject {
	return { id: record.id, locationId: record.locationId, ...record.values };
}
