// The vocabulary in which endpoints are declared: a resource has operations, an operation has fields.

import type {
	IDataObject,
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Cached } from './cache';
import type { Convert, ValueContext } from './convert';
import type { Expectation } from './expectation';
import { bareList, DONE, listUnder, recordUnder } from './expectation';
import type { Finder } from './finder';
import type { HttpMethod, RequestParts, Send } from './http';
import type { ModelAdvice } from './modelAdvice';
import type { RateLimits } from './pacing';
import type { Strategy } from './pagination';
import type { RefusedRecord, Results } from './refusedRecord';

/** Where a field's value is sent, and how it is converted. Anything omitted follows the rules of `request.ts`. */
export interface FieldTarget {
	/** `path` fills `{key}` of the request line; `values` keeps it for the operation's own code. */
	in?: 'path' | 'query' | 'body' | 'values';
	/** The API's key where it differs from the field's name; dots nest. An empty key merges an object into its parent. */
	key?: string;
	as?: Convert;
}

/** A property of the editor and where its value is sent. `send: false`: read only by the operation's own code. */
export interface Field extends Omit<INodeProperties, 'options' | 'displayOptions'> {
	send?: FieldTarget | false;
	/** For a locator: how a record is found by something other than its ID, by the name of the locator's mode. */
	find?: Record<string, Finder>;
	/** For a model: the operation that returns the IDs that this field takes, such as "Contact > Get Many". */
	idsFrom?: string;
	/** The field with the start of a range that this one ends: one date in both, without a time, is that whole day. */
	endOf?: string;
	/** Its value is the zone in which the item's other times are read. */
	zone?: true;
	/**
	 * Conditions on sibling fields, on the node's version under `@version`, and on whether it is a tool of an AI agent under
	 * `@tool`; `properties.ts` adds those on resource and operation.
	 */
	show?: Record<string, Array<string | number | boolean>>;
	options?: Array<INodePropertyOptions | Field | FieldGroup>;
}

/** One group of a fixed collection. */
export interface FieldGroup extends Omit<INodePropertyCollection, 'values'> {
	values: Field[];
}

/** How an operation sends records of several items in one call. */
export interface Bundle {
	/** Most records that one call accepts. */
	size: number;
	/** IDs of the records that an item is about, without duplicates. */
	ids: (item: ItemContext) => string[];
	/**
	 * The request for these records. Items share calls if their requests for an empty list of records are equal; `item` is
	 * any one of those that share this call.
	 */
	request: (ids: string[], item: ItemContext) => RequestParts;
	/** Reads each of these records' results from a response, in their order. */
	results: (ids: string[], response: IDataObject, item: ItemContext) => Results;
	/** Describes a single record that the service refused. */
	refused: (id: string, reason: string) => RefusedRecord;
}

/** Everything that an operation's own code may use for one item. */
export interface ItemContext extends ValueContext {
	readonly node: INode;
	readonly itemIndex: number;
	/** The part of the account that the service requires with each call (HighLevel: the sub-account's ID). */
	readonly location: string;
	/** What kind of access the credential gives, in the user's words. */
	readonly access: string;
	readonly version: string;
	/** Whether Simplify is on. */
	readonly simple: boolean;
	/** Whether the records are for a model, which needs few keys: the node is a tool, and Simplify is not off. */
	readonly slim: boolean;
	/** Converted values by field name, including those in collections. Fields that the user left empty are absent. */
	readonly values: IDataObject;
	/** The operation's request, filled with this item's values. */
	readonly request: RequestParts;
	/**
	 * Most records to read from a list, as set by Return All and Limit; undefined for all. For a model, one more than `shown`,
	 * to know whether there are any.
	 */
	readonly limit: number | undefined;
	/** Most records of a list that a model gets; undefined where the node is no tool. */
	readonly shown: number | undefined;
	/** Sends one request under the operation's own retry rules. */
	readonly send: Send;
	/** The account's limits as last reported in this run; empty before the first response. */
	limits: () => RateLimits;
	/** Looks something up once per run and account: later items get the same result. A failed lookup is not cached. */
	cached: Cached;
	/** A refusal before any call, naming the item; `next` tells the user what to do, and `model` a model. */
	refuse(message: string, next?: string, model?: ModelAdvice): Error;
}

/** One endpoint: its menu entry, its fields, its request and how its response is read. */
export interface Operation {
	/** Menu entry, Title Case. */
	name: string;
	value: string;
	/** Sentence for the node panel and for AI models, e.g. "Create a contact". */
	action: string;
	description: string;
	/** Method and path as in the API reference; `{contactId}` is filled from the field of that name or key. */
	request: `${HttpMethod} /${string}`;
	/** Named in the error when the service refuses the call because the scope is missing. */
	scope: string;
	/** The API versions that have this endpoint, if not all do. The first is sent if the credential's is not listed. */
	versions?: string[];
	/** Always shown. */
	fields?: Field[];
	/** Shown in 'Additional Fields' (POST), 'Update Fields' (PUT) or 'Filters' (GET). */
	optional?: Field[];
	/** How the operation behaves; shown in 'Options'. Sent only where the field says so. */
	options?: Field[];
	/** Default: GET and DELETE send a query, POST and PUT a body. */
	sends?: 'query' | 'body';
	/** Where the account's location goes; in the path, it fills `{locationId}`. */
	location?: 'query' | 'body' | 'path';
	/** Keys that may contain the record or the list; the first one present wins. */
	unwrap?: string[];
	/**
	 * What a response must contain to be accepted. Default: a list under a key of `unwrap` if the operation has pages, true or
	 * false if it deletes, else a record with an ID, under a key of `unwrap` or by itself.
	 */
	expects?: Expectation;
	/** How a list is read; adds 'Return All' and 'Limit'. */
	paginate?: Strategy;
	/** Whether sending it twice has the same effect as sending it once. GET always does. */
	repeatable?: boolean | ((parts: RequestParts) => boolean);
	/**
	 * Keys of the response that report what one attempt changed. After a retry they are null where the first attempt may
	 * have made the change.
	 */
	changes?: readonly string[];
	/** How records of several items share a call; adds the option 'One Call per Item'. The IDs act as order keys. */
	bundle?: Bundle;
	/** Fields that act as order keys: items with equal values are sent in order. Fields of the path always do. */
	orderedBy?: string[];
	/** Keys that 'Simplify' keeps, most important first; adds that switch. */
	simple?: readonly string[];
	/** Refuses impossible combinations before any call, by throwing `item.refuse(…)`. */
	check?: (item: ItemContext) => void;
	/** Changes the request in ways that fields alone cannot. Sends nothing. */
	prepare?: (request: RequestParts, item: ItemContext) => RequestParts;
	/** Replaces the single request per item where that is not enough. Records that the service refused become failed items. */
	run?: (item: ItemContext) => Promise<IDataObject | Results>;
	/** What is left of a shaped record for a model, which then gets no keys without a value either. */
	forModel?: (record: IDataObject, item: ItemContext) => IDataObject;
	/** What a model is told, after the fact, if the list is empty: a sentence that names the next call. */
	ifNone?: string;
	/** Shapes each record of the output; Simplify keeps the keys that it adds. */
	output?: (record: IDataObject, item: ItemContext) => IDataObject | Promise<IDataObject>;
}

/** One entry of the Resource menu. */
export interface Resource {
	name: string;
	value: string;
	description?: string;
	/** The operation that a new node starts with; nodes of version 1 start with the first one. Default: the first one. */
	initial?: string;
	operations: Operation[];
}

/** @returns the method and the path template of an operation */
export function requestLine(operation: Operation): { method: HttpMethod; template: string } {
	const space = operation.request.indexOf(' ');
	const method = operation.request.slice(0, space);
	const template = operation.request.slice(space + 1);
	if (method === 'GET' || method === 'POST' || method === 'PUT' || method === 'DELETE') {
		return { method, template };
	}
	throw new TypeError(`Not a request line: ${operation.request}`);
}

/** @returns whether an operation deletes its record; its output is then `{deleted: true, id}` */
export function isDelete(operation: Operation): boolean {
	return requestLine(operation).method === 'DELETE' && operation.value === 'delete';
}

/** @returns what a response to the operation must contain to be accepted */
export function expectationOf(operation: Operation): Expectation {
	const { expects, paginate, unwrap } = operation;
	if (expects) return expects;
	if (paginate) return unwrap ? listUnder(...unwrap) : bareList;
	return isDelete(operation) ? DONE : recordUnder(unwrap);
}

/**
 * The API version to send: the credential's, if the endpoint has it.
 *
 * @param known the versions that have the endpoint; undefined for all
 */
export function versionFor(known: string[] | undefined, version: string): string {
	if (known === undefined || known.includes(version)) return version;
	return known[0] ?? version;
}

/** @returns the name and title of the collection for `optional`, by n8n's conventions */
export function optionalCollection(operation: Operation): { name: string; displayName: string } {
	if (operation.paginate) return { name: 'filters', displayName: 'Filters' };
	switch (requestLine(operation).method) {
		case 'GET':
			return { name: 'filters', displayName: 'Filters' };
		case 'PUT':
			return { name: 'updateFields', displayName: 'Update Fields' };
		default:
			return { name: 'additionalFields', displayName: 'Additional Fields' };
	}
}
