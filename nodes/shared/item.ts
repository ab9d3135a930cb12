import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Client } from './client';
import { RefusedRecord, toRefusal } from './errors';
import { DONE_KEYS } from './expectation';
import type { ItemContext, Operation, RequestParts, Resource, Results } from './operation';
import { expectationOf, isDelete, requestLine } from './operation';
import type { Listing } from './pagination';
import { readPages } from './pagination';
import { FieldError } from './parameters';
import { buildRequest, readParameters } from './request';
import { isAbsent, isRecord, recordsOf, textOf } from './values';

/** One item on its way: the row's context plus what the loop needs. */
export interface Item extends ItemContext {
	/** Equal lanes keep the order of the items. Empty for reads. */
	lanes: string[];
	/** The last ID of the path: the record that the operation is about. */
	recordId: string | undefined;
	/** What is tried, as the user knows it. */
	label: string;
	/** Pages of a list, their records shaped for the output. */
	pages(parts: RequestParts): AsyncGenerator<IDataObject[]>;
}

interface Ingredients {
	context: IExecuteFunctions;
	client: Client;
	memory: Map<string, Promise<unknown>>;
	resource: Resource;
	operation: Operation;
	/** Fixed words of paths, which are no IDs. */
	words: ReadonlySet<string>;
	itemIndex: number;
	/** How many calls may be under way at once. */
	atOnce: number;
}

const NEXT_STEP =
	'Nothing was sent for this item. Correct the value, or the expression that fills it.';

function isRead(operation: Operation): boolean {
	return requestLine(operation).method === 'GET' || operation.scope.endsWith('.readonly');
}

/**
 * Reads and checks the parameters of one item and builds its request; sends nothing.
 *
 * @throws FieldError | NodeOperationError when the item cannot be sent
 */
export function createItem(from: Ingredients): Item {
	const { context, client, memory, resource, operation, itemIndex, atOnce } = from;
	const node = context.getNode();
	const { connection } = client;
	const raw = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	const zone = context.getTimezone();
	const read = readParameters(operation, raw, { zone }, from.words);
	const version =
		operation.versions?.includes(connection.version) === false
			? (operation.versions[0] ?? connection.version)
			: connection.version;
	const label = `${operation.name} ${resource.name.toLowerCase()}`;
	const request = buildRequest(operation, read, connection.location);

	const repeatable = (parts: RequestParts): boolean => {
		if (isRead(operation)) return true;
		return typeof operation.repeatable === 'function'
			? operation.repeatable(parts)
			: operation.repeatable === true;
	};
	const expects = expectationOf(operation);
	const send: ItemContext['send'] = async (parts, rules) =>
		await client.send({
			...parts,
			label: rules?.label ?? label,
			scope: rules?.scope ?? operation.scope,
			version,
			repeatable: rules?.repeatable ?? (parts.method === 'GET' || repeatable(parts)),
			expects: rules?.expects ?? expects,
			itemIndex,
			refused: rules?.refused,
			changes: operation.changes,
		});
	const pages = (parts: RequestParts) => {
		const { paginate } = operation;
		if (!paginate) throw new TypeError(`${label} has no pagination`);
		const unwrap = (answer: IDataObject | IDataObject[]) => listOf(operation, answer);
		const shape = async (record: IDataObject) => await shapeRecord(operation, item, record);
		const listing: Listing = { parts, wanted: item.wanted, atOnce, send, unwrap, shape };
		return paginate.read ? paginate.read(listing) : readPages(paginate, listing);
	};

	const item: Item = {
		node,
		itemIndex,
		zone: read.zone,
		location: connection.location,
		version,
		values: read.values,
		request,
		lanes: isRead(operation) ? [] : lanesOf(operation, read.values, read.path),
		wanted: operation.paginate ? wantedOf(raw) : undefined,
		recordId: Object.values(read.path).map(decodeURIComponent).at(-1),
		simple: operation.simple !== undefined && raw('simple') !== false,
		label,
		send,
		pages,
		once: async <T>(key: string, look: () => Promise<T>): Promise<T> => {
			const known = memory.get(key);
			if (known) return (await known) as T;
			const looked = look();
			memory.set(key, looked);
			// A failed look-up is not kept: the next item may fare better.
			looked.catch(() => memory.delete(key));
			return await looked;
		},
		refuse: (message, next = NEXT_STEP) => toRefusal(node, message, next, itemIndex),
	};
	refuseEmptyUpdate(operation, item);
	operation.check?.(item);
	return operation.prepare ? { ...item, request: operation.prepare(request, item) } : item;
}

/** An update must change something besides naming its record. */
function refuseEmptyUpdate(operation: Operation, item: Item): void {
	if (requestLine(operation).method !== 'PUT' || operation.optional === undefined) return;
	const { template } = requestLine(operation);
	const fields = [...(operation.fields ?? []), ...operation.optional].filter(
		({ name, send }) => !template.includes(`{${(send !== false && send?.key) || name}}`),
	);
	if (fields.every(({ name }) => isAbsent(item.values[name]))) {
		throw item.refuse(
			'There is nothing to update',
			"Add at least one field under 'Update Fields'. Nothing was sent for this item.",
		);
	}
}

function wantedOf(raw: (name: string) => unknown): number | undefined {
	if (raw('returnAll') === true) return undefined;
	const limit = Number(raw('limit') ?? 50);
	if (!Number.isInteger(limit) || limit < 1) {
		throw new FieldError('Limit', 'is not a whole number from 1 on');
	}
	return limit;
}

function lanesOf(
	operation: Operation,
	values: IDataObject,
	path: Record<string, string>,
): string[] {
	const keys = Object.entries(path).map(([key, value]) => `${key}:${value}`);
	for (const name of operation.orderedBy ?? []) {
		const value = values[name];
		if (!isAbsent(value)) keys.push(`${name}:${textOf(value).trim().toLowerCase()}`);
	}
	return keys;
}

/** @returns the list that an answer holds, under the first of the row's keys that is present */
export function listOf(operation: Operation, answer: IDataObject | IDataObject[]): IDataObject[] {
	if (Array.isArray(answer)) return answer;
	for (const key of operation.unwrap ?? []) {
		const held = answer[key];
		if (Array.isArray(held)) return recordsOf(held);
	}
	return [];
}

/** @returns the record that an answer holds; without the service's trace ID, which is no part of it */
export function recordOf(operation: Operation, answer: IDataObject): IDataObject {
	for (const key of operation.unwrap ?? []) {
		const held = answer[key];
		if (isRecord(held)) return held;
	}
	const { traceId: _, ...record } = answer;
	return record;
}

/** Shapes records for the output; those that the service refused pass unchanged. */
export async function* shapeRecords(
	operation: Operation,
	item: Item,
	records: Results,
): AsyncGenerator<IDataObject | RefusedRecord> {
	for (const record of records) {
		yield record instanceof RefusedRecord ? record : await shapeRecord(operation, item, record);
	}
}

async function shapeRecord(
	operation: Operation,
	item: Item,
	record: IDataObject,
): Promise<IDataObject> {
	const shaped = operation.output ? await operation.output(record, item) : record;
	return item.simple && operation.simple ? simplify(operation.simple, record, shaped) : shaped;
}

/** Sends one item and gives its records, shaped for the output. */
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
	const answer = await item.send(item.request);
	if (isDelete(operation)) {
		refuseUndone(item, answer);
		yield { deleted: true, id: item.recordId ?? null };
		return;
	}
	const records = Array.isArray(answer) ? answer : [recordOf(operation, answer)];
	yield* shapeRecords(operation, item, records);
}

/** @throws NodeOperationError where the service itself says that it did not do it */
export function refuseUndone(item: ItemContext, answer: IDataObject | IDataObject[]): void {
	if (!isRecord(answer) || !DONE_KEYS.some((key) => answer[key] === false)) return;
	throw item.refuse(
		'The service answered that it did not delete the record',
		'Look in the account whether the record is still there, and run the item again.',
	);
}

/** Keeps the row's keys in its order, and what the row's `output` added. */
function simplify(keys: readonly string[], raw: IDataObject, shaped: IDataObject): IDataObject {
	const simple: IDataObject = {};
	for (const key of keys) simple[key] = shaped[key] ?? null;
	for (const key of Object.keys(shaped)) if (!(key in raw)) simple[key] = shaped[key];
	return simple;
}
