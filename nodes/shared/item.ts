// Reads one item of the input: parameters, checks, request. Sends nothing but look-ups.

import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';

import type { Cache } from './cache';
import { cachedIn } from './cache';
import type { Call } from './call';
import type { Client } from './client';
import { CORRECT_ARGUMENT as CORRECT, toRefusal } from './errors';
import type { Body, RequestParts, Send } from './http';
import { withIdsForNames } from './namedParameters';
import type { ItemContext, Operation, Resource } from './operation';
import { expectationOf, requestLine, versionFor } from './operation';
import type { Listing } from './pagination';
import { readPages } from './pagination';
import { listIn, shapeRecord } from './records';
import type { RawParameter, ReadParameters } from './request';
import { buildRequest, readParameters } from './request';
import { DEFAULT_TOOL_LIMIT, isTool, MAX_TOOL_LIMIT } from './tool';
import { FieldError } from './valueErrors';
import { isAbsent, locatorText, textOf } from './values';

/** One item of the input: what the operation's code sees, and what the loop over the items needs. */
export interface Item extends ItemContext {
	/** Identifies the account that the item works with. */
	accountKey: string;
	/** Items that share a key are sent in order. Empty for reads. */
	orderKeys: string[];
	/** The last ID in the path: the record that the operation is about. */
	recordId: string | undefined;
	/** What the item's calls do, in the user's terms. */
	label: string;
	/** A record of the resource, in words. */
	what: string;
	/** What a model is told that found none. */
	ifNone: string | undefined;
	/** The pages of a list, with their records shaped for the output. */
	pages(parts: RequestParts): AsyncGenerator<IDataObject[]>;
}

interface Ingredients {
	context: IExecuteFunctions;
	node: INode;
	/** Reads a parameter of the item. */
	given: RawParameter;
	client: Client;
	/** Lookups of this run in the item's account, by key. */
	cache: Cache;
	resource: Resource;
	operation: Operation;
	/** Fixed path words, which cannot be IDs. */
	words: ReadonlySet<string>;
	itemIndex: number;
	/** How many calls may be in flight at once. */
	concurrency: number;
}

const NEXT_STEP =
	'Nothing was sent for this item. Correct the value or the expression that sets it.';

/**
 * Reads and checks the parameters of one item and builds its request. Sends nothing but the calls that find the records
 * which the item names by something other than their IDs.
 *
 * @throws FieldError | NodeOperationError when the item cannot be sent; NodeApiError when a record cannot be looked up
 */
export async function createItem(from: Ingredients): Promise<Item> {
	const { context, node, given, client, cache, resource, operation, itemIndex, concurrency } = from;
	const { connection } = client;
	const nodeVersion = node.typeVersion;
	const runsAsTool = isTool(node);
	const cached = cachedIn(cache);
	const raw = await withIdsForNames(operation, given, nodeVersion, {
		client,
		cached,
		isTool: runsAsTool,
		chosen: (name) => locatorText(given(name)),
	});
	const read = readParameters(
		operation,
		raw,
		{ zone: context.getTimezone(), nodeVersion, isTool: runsAsTool },
		from.words,
	);
	const version = versionFor(operation.versions, connection.version);
	const label = `${operation.name} ${resource.name.toLowerCase()}`;
	const request = buildRequest(operation, read, connection.location);
	const idsFrom = runsAsTool ? idSources(operation) : undefined;
	const send = sender(client, operation, { label, version, itemIndex, idsFrom });
	const { limit, shown } = bounds(operation, raw, runsAsTool);

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
		nodeVersion,
		isTool: runsAsTool,
		accountKey: connection.accountKey,
		location: connection.location,
		access: connection.access,
		version,
		values: read.values,
		request,
		orderKeys: isRead(operation) ? [] : orderKeysOf(operation, connection.accountKey, read),
		limit,
		shown,
		what: resource.name.toLowerCase(),
		ifNone: operation.ifNone,
		recordId: Object.values(read.path).map(decodeURIComponent).at(-1),
		simple: operation.simple !== undefined && raw('simple') !== false,
		slim: runsAsTool && raw('simple') !== false,
		label,
		send,
		pages,
		limits: () => client.limits,
		cached,
		refuse: (message, next = NEXT_STEP, model = next === NEXT_STEP ? CORRECT : undefined) =>
			toRefusal(node, message, next, itemIndex, model),
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
	call: Pick<Call, 'label' | 'version' | 'itemIndex' | 'idsFrom'>,
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
			{
				next: 'Call the tool again with at least one value to change, besides the ID. An empty value changes nothing.',
			},
		);
	}
}

/** Most records to read, as set by Return All and Limit; undefined for all. */
function limitOf(raw: (name: string) => unknown): number | undefined {
	if (raw('returnAll') === true) return undefined;
	const limit = Number(raw('limit') ?? 50);
	if (!Number.isInteger(limit) || limit < 1) {
		throw new FieldError('Limit', 'must be a whole number of at least 1');
	}
	return limit;
}

/** How many records to read, and how many of them to show; of a list for a model, one more is read than shown. */
function bounds(
	{ paginate }: Operation,
	raw: (name: string) => unknown,
	runsAsTool: boolean,
): Pick<Item, 'limit' | 'shown'> {
	if (!paginate) return { limit: undefined, shown: undefined };
	if (!runsAsTool) return { limit: limitOf(raw), shown: undefined };
	const shown = toolLimitOf(raw);
	return { limit: shown + 1, shown };
}

/** The same for a model, which gets no more than it can read. */
function toolLimitOf(raw: (name: string) => unknown): number {
	const given =
		raw('returnAll') === true
			? MAX_TOOL_LIMIT
			: (raw('toolLimit') ?? raw('limit') ?? DEFAULT_TOOL_LIMIT);
	return Math.min(limitOf((name) => (name === 'limit' ? given : undefined)) ?? 0, MAX_TOOL_LIMIT);
}

/** Where a model finds the IDs that an operation names, in sentences; undefined if none of its fields says so. */
function idSources({ fields = [], optional = [] }: Operation): string | undefined {
	const sources = [...fields, ...optional].flatMap(({ displayName, idsFrom }) =>
		idsFrom === undefined ? [] : [`Find the ID for '${displayName}' with ${idsFrom}.`],
	);
	return sources.length > 0 ? [...new Set(sources)].join(' ') : undefined;
}

function orderKeysOf(
	operation: Operation,
	accountKey: string,
	{ values, path }: Pick<ReadParameters, 'values' | 'path'>,
): string[] {
	const keys = Object.entries(path).map(([key, value]) => `${key}:${value}`);
	for (const name of operation.orderedBy ?? []) {
		const value = values[name];
		if (!isAbsent(value)) keys.push(`${name}:${textOf(value).trim().toLowerCase()}`);
	}
	return keys.map((key) => `${accountKey} ${key}`);
}
