import type {
	IDataObject,
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Body } from './answer';
import type { RefusedRecord } from './errors';
import type { Expectation } from './expectation';
import { bareList, DONE, listUnder, recordUnder } from './expectation';
import type { Failure } from './failure';
import type { Strategy } from './pagination';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a converter may know about the item it works for. */
export interface ValueContext {
	/** IANA zone in which a time without offset is read: the chosen one, else the workflow's. */
	zone: string;
}

/**
 * Turns what the user gave into what the endpoint wants.
 * Throws `ValueError` with the end of a sentence that starts with the field's name, e.g. "is not a date".
 */
export type Convert = (value: unknown, context: ValueContext) => unknown;

/** Where and as what a field is sent. Left out, the rules of `request.ts` decide. */
export interface Send {
	/** `path` fills `{key}` of the request line; `values` is for the row's own code alone. */
	in?: 'path' | 'query' | 'body' | 'values';
	/** The API's key where it differs from the field's name; dots nest. An empty key merges an object into its parent. */
	key?: string;
	as?: Convert;
}

/** A property of the editor together with how it is sent. `send: false` is read by the row's own code only. */
export interface Field extends Omit<INodeProperties, 'options' | 'displayOptions'> {
	send?: Send | false;
	/** Its value is the zone in which the item's other times are read. */
	zone?: true;
	/** Conditions on sibling fields; resource and operation are added by `properties.ts`. */
	show?: Record<string, Array<string | number | boolean>>;
	options?: Array<INodePropertyOptions | Field | FieldGroup>;
}

/** One group of a fixed collection. */
export interface FieldGroup extends Omit<INodePropertyCollection, 'values'> {
	values: Field[];
}

/** The parts of one HTTP request, before authentication. */
export interface RequestParts {
	method: HttpMethod;
	/** Percent-encoded, from the leading slash. */
	path: string;
	query: IDataObject;
	/** Absent: no body is sent. An array where the endpoint takes one. */
	body?: IDataObject | IDataObject[];
}

/** Where one request of a row differs from the row's rules. */
export interface SendRules {
	repeatable?: boolean;
	/** What is tried, where it is not the operation as a whole: "Add tags". */
	label?: string;
	/** The scope that this request needs, where it is not the row's. */
	scope?: string;
	/** What its answer must hold to be believed, where that is not what the row's must. */
	expects?: Expectation;
	/** Turns a refusal that the row knows how to go on from into an answer; undefined lets it stand. */
	refused?: (failure: Failure) => IDataObject | undefined;
}

/** What each record of a call came to. */
export type Results = Array<IDataObject | RefusedRecord>;

/** How a row puts records of several items into one call. */
export interface Bundle {
	/** Most records that a call takes. */
	size: number;
	/** IDs of the records that an item is about, each once. */
	ids: (item: ItemContext) => string[];
	/** The request for these records. Items whose requests without records are equal share calls; `item` is one of them. */
	request: (ids: string[], item: ItemContext) => RequestParts;
	/** Reads from an answer what each of these records came to, in their order. */
	results: (ids: string[], answer: IDataObject, item: ItemContext) => Results;
	/** One of the records, as it is told when the service refuses it alone. */
	refused: (id: string, reason: string) => RefusedRecord;
}

/** Everything that a row's own code may use for one item. */
export interface ItemContext extends ValueContext {
	readonly node: INode;
	readonly itemIndex: number;
	/** The account part that the service sends with calls (HighLevel: the sub-account's ID). */
	readonly location: string;
	readonly version: string;
	/** Whether Simplify is on. */
	readonly simple: boolean;
	/** Values as converted, by field name; the folded collections are merged in. Absent where the user gave none. */
	readonly values: IDataObject;
	/** The request that the row describes, filled with this item's values. */
	readonly request: RequestParts;
	/** Records wanted of a list, by Return All and Limit; undefined for all. */
	readonly wanted: number | undefined;
	/** Sends one request with the row's own rules for retry, and gives the answer's body. */
	send(parts: RequestParts, rules?: SendRules): Promise<Body>;
	/** Keeps a look-up for the whole run, so that items do not repeat it. */
	once<T>(key: string, look: () => Promise<T>): Promise<T>;
	/** A refusal before any call, naming the item; `next` tells the user what to do. */
	refuse(message: string, next?: string): Error;
}

/** One menu entry, its fields and its request: everything there is to know about an endpoint. */
export interface Operation {
	/** Menu entry, Title Case. */
	name: string;
	value: string;
	/** Sentence for the node panel and for AI models, e.g. "Create a contact". */
	action: string;
	description: string;
	/** Method and path as the API's reference writes them; `{contactId}` takes the field of that name or key. */
	request: `${HttpMethod} /${string}`;
	/** Quoted when the service refuses the call. */
	scope: string;
	/** The versions that know this endpoint, where not all do; the first one is sent when the credential's is not among them. */
	versions?: string[];
	/** Always shown. */
	fields?: Field[];
	/** Folded into 'Additional Fields' (POST), 'Update Fields' (PUT) or 'Filters' (GET). */
	optional?: Field[];
	/** How the operation behaves; folded into 'Options'. Never sent unless a field says so. */
	options?: Field[];
	/** Needed only against the rule: GET and DELETE send a query, the rest a body. */
	sends?: 'query' | 'body';
	/** Where the account's location goes. */
	location?: 'query' | 'body';
	/** Keys that may hold the record or the list; the first one present wins. */
	unwrap?: string[];
	/**
	 * What an answer must hold to be believed, needed only against the rule: a list under a key of `unwrap` where the row has
	 * pages, true or false where it deletes, else a record with an ID, under a key of `unwrap` or by itself.
	 */
	expects?: Expectation;
	/** How a list is read; adds 'Return All' and 'Limit'. */
	paginate?: Strategy;
	/** Whether sending it twice has the effect of sending it once. GET is repeatable without saying so. */
	repeatable?: boolean | ((parts: RequestParts) => boolean);
	/** Keys of the answer that speak of what one sending changed: null where that may have been an earlier one whose answer was lost. */
	changes?: readonly string[];
	/** How records of several items share a call; adds the option 'One Call per Item'. The IDs keep the order of the items. */
	bundle?: Bundle;
	/** Fields whose equal values keep the order of the items; the fields of the path always do. */
	orderedBy?: string[];
	/** Keys that 'Simplify' keeps, most important first; adds that switch. */
	simple?: readonly string[];
	/** Refuses impossible combinations before a call, by throwing `item.refuse(…)`. */
	check?: (item: ItemContext) => void;
	/** Changes to the request that fields alone cannot say. Sends nothing. */
	prepare?: (request: RequestParts, item: ItemContext) => RequestParts;
	/** Takes over where one request per item is not enough. Records that the service refused become failed items. */
	run?: (item: ItemContext) => Promise<IDataObject | Results>;
	/** Shapes each record on its way out; keys that it adds are kept by Simplify. */
	output?: (record: IDataObject, item: ItemContext) => IDataObject | Promise<IDataObject>;
}

/** One entry of the Resource menu. */
export interface Resource {
	name: string;
	value: string;
	description?: string;
	operations: Operation[];
}

/** @returns the method and the path template of a row */
export function requestLine(operation: Operation): { method: HttpMethod; template: string } {
	const space = operation.request.indexOf(' ');
	const method = operation.request.slice(0, space);
	const template = operation.request.slice(space + 1);
	if (method === 'GET' || method === 'POST' || method === 'PUT' || method === 'DELETE') {
		return { method, template };
	}
	throw new TypeError(`Not a request line: ${operation.request}`);
}

/** Whether a row deletes its record, and gives `{deleted: true, id}`. */
export function isDelete(operation: Operation): boolean {
	return requestLine(operation).method === 'DELETE' && operation.value === 'delete';
}

/** @returns what an answer to the row must hold to be believed */
export function expectationOf(operation: Operation): Expectation {
	const { expects, paginate, unwrap } = operation;
	if (expects) return expects;
	if (paginate) return unwrap ? listUnder(...unwrap) : bareList;
	return isDelete(operation) ? DONE : recordUnder(unwrap);
}

/** @returns name and title of the collection that holds `optional`, by n8n's conventions */
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
