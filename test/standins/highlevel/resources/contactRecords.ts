/** What notes and tasks have in common: the handlers for records that belong to a contact. */
import type { JsonObject } from '../../shared/json';
import type { Table } from '../../shared/table';
import type { Call, Handler } from '../call';
import type { Owned } from '../records';
import { notFound } from '../refusal';
import type { State } from '../state';

import { BOTH_FLAGS, contactOf } from './contactWrites';
import { changeRecord, deleteRecord, newRecord } from './stored';

/** A kind of record that belongs to a contact. */
interface Kind {
	/** The key that wraps a record in answers; its plural wraps the list. */
	name: 'note' | 'task';
	/** The path parameter with the record's ID. */
	idParameter: string;
	table: (state: State) => Table<Owned>;
	/** The values that a request sends. */
	valuesOf: (call: Call) => JsonObject;
	show: (record: Owned) => JsonObject;
}

/** The handlers for a kind of record that belongs to a contact. */
export function contactRecords({ name, idParameter, table, valuesOf, show }: Kind) {
	const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
	const ownerOf = (call: Call) => contactOf(call, call.params.contactId ?? '');

	function recordOf(call: Call): Owned {
		const contact = ownerOf(call);
		const id = call.params[idParameter] ?? '';
		const record = table(call.state).get(id);
		if (record === undefined || record.ownerId !== contact.id) {
			throw notFound(`${title} with id ${id} not found`);
		}
		return record;
	}

	/** A handler that updates the record with the values that `changes` takes from the request. */
	const updateWith =
		(changes: (call: Call) => JsonObject): Handler =>
		(call) => {
			const before = recordOf(call);
			const values = changes(call);
			const record = changeRecord(call, table(call.state), before, values, `${name}.update`);
			return { body: { [name]: show(record) } };
		};

	const list: Handler = (call) => {
		const contact = ownerOf(call);
		const records = table(call.state).where(({ ownerId }) => ownerId === contact.id);
		return { body: { [`${name}s`]: records.map(show) } };
	};

	const create: Handler = (call) => {
		const contact = ownerOf(call);
		const values = valuesOf(call);
		const record = table(call.state).put({ ...newRecord(call, values), ownerId: contact.id });
		call.effect(`${name}.create`, record.id);
		return { body: { [name]: show(record) } };
	};

	const remove: Handler = (call) => {
		deleteRecord(call, table(call.state), recordOf(call), `${name}.delete`);
		return { body: BOTH_FLAGS };
	};

	return {
		list,
		create,
		get: (call: Call) => ({ body: { [name]: show(recordOf(call)) } }),
		update: updateWith(valuesOf),
		updateWith,
		remove,
	};
}
