// Reads one item of the input: parameters, checks, request. Sends nothing.

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Client } from './client';
import { toRefusal } from './errors';
import type { Body, RequestParts, Send } from './http';
import type { ItemContext, Operation, Resource } from './operation';
import { expectationOf, requestLine, versionFor } from './operation';
import type { Listing } from './pagination';
import { readPages } from './pagination';
import { listIn, shapeRecord } from './records';
import { buildRequest, readParameters } from './request';
import { FieldError } from './valueErrors';
import { isAbsent, textOf } from './values';

/** One item of the input: what the operation's code sees, and what the loop over the items needs. */
export interface Item extends ItemContext {
	/** Items that share a key are sent in order. Empty for reads. */
	orderKeys: string[];
	/** The last ID in the path: the record that the operation is about. */
	recordId: string | undefined;
	/** What the item's calls do, in the user's terms. */
	label: string;
	/** The pages of a list, with their records shaped for the output. */
	pages(parts: RequestParts): AsyncGenerator<IDataObject[]>;
}

interface Ingredients {
	context: IExecuteFunctions;
	client: Client;
	/** Lookups of this run, by key. */
	cache: Map<string, Promise<unknown>>;
	resource: Resource;
	operation: Operation;
	/** Fixed path words, which cannot be IDs. */
	words: ReadonlySet<string>;
	itemIndex: number;
	/** How many calls may be in flight at once. */
	concurrency: number;
}

const NEXT_STEP =
	'Nothing was sent for this item. Correct the value, or the expression that fills it.';

/**
 * Reads and checks the parameters of one item and builds its request; sends nothing.
 *
 * @throws FieldError | NodeOperationError when the item cannot be sent
 */
export function createItem(from: Ingredients): Item {
	const { context, client, cache, resource, operation, itemIndex, concurrency } = from;
	const node = context.getNode();
	const { connection } = client;
	const raw = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	const read = readParameters(
		operation,
		raw,
		{ zone: context.getTimezone(), nodeVersion: node.typeVersion },
		from.words,
	);
	const version = versionFor(operation.versions, connection.version);
	const label = `${operation.name} ${resource.name.toLowerCase()}`;
	const request = buildRequest(operation, read, connection.location);
	const send = sender(client, operation, { label, version, itemIndex });

	const pages = (parts: RequestParts) => {
		const { paginate } = operation;
		if (!paginate) throw new TypeError(`${label} has no pagination`);
		const listing: Listing = {
			parts,
			limit: item.limit,
			concurrency,
			send,
			unwrap: (response: Body) => listIn(operation, response),
			shape: async (record) => await shapeRecord(operation, item, record),
		};
		return paginate.read ? paginate.read(listing) : readPages(paginate, listing);
	};

	const item: Item = {
		node,
		itemIndex,
		zone: read.zone,
		nodeVersion: node.typeVersion,
		location: connection.location,
		version,
		values: read.values,
		request,
		orderKeys: isRead(operation) ? [] : orderKeysOf(operation, read.values, read.path),
		limit: operation.paginate ? limitOf(raw) : undefined,
		recordId: Object.values(read.path).map(decodeURIComponent).at(-1),
		simple: operation.simple !== undefined && raw('simple') !== false,
		label,
		send,
		pages,
		cached: async <T>(key: string, lookUp: () => Promise<T>): Promise<T> => {
			const known = cache.get(key);
			if (known) return (await known) as T;
			const result = lookUp();
			cache.set(key, result);
			// The lookup may succeed for the next item.
			result.catch(() => cache.delete(key));
			return await result;
		},
		refuse: (message, next = NEXT_STEP) => toRefusal(node, message, next, itemIndex),
	};
	refuseEmptyUpdate(operation, item);
	operation.check?.(item);
	return operation.prepare ? { ...item, request: operation.prepare(request, item) } : item;
}

function isRead(operation: Operation): boolean {
	return requestLine(operation).method === 'GET' || operation.scope.endsWith('.readonly');
}

/** Sends requests under the rules of an operation. */
function sender(
	client: Client,
	operation: Operation,
	call: { label: string; version: string; itemIndex: number },
): Send {
	const expects = expectationOf(operation);
	const isRepeatable = (parts: RequestParts): boolean => {
		if (parts.method === 'GET' || isRead(operation)) return true;
		return typeof operation.repeatable === 'function'
			? operation.repeatable(parts)
			: operation.repeatable === true;
	};
	return async (parts, rules = {}) =>
		await client.send({
			...call,
			...parts,
			label: rules.label ?? call.label,
			scope: rules.scope ?? operation.scope,
			repeatable: rules.repeatable ?? isRepeatable(parts),
			expects: rules.expects ?? expects,
			onRefusal: rules.onRefusal,
			changes: operation.changes,
		});
}

/** An update must change something besides naming its record. */
function refuseEmptyUpdate(operation: Operation, item: Item): void {
	const { method, template } = requestLine(operation);
	if (method !== 'PUT' || operation.optional === undefined) return;
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

/** Most records to read, as set by Return All and Limit; undefined for all. */
function limitOf(raw: (name: string) => unknown): number | undefined {
	if (raw('returnAll') === true) return undefined;
	const limit = Number(raw('limit') ?? 50);
	if (!Number.isInteger(limit) || limit < 1) {
		throw new FieldError('Limit', 'is not a whole number from 1 on');
	}
	return limit;
}

function orderKeysOf(
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
