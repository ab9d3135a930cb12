import type { IDataObject } from 'n8n-workflow';

import type { Field, Operation, RequestParts, Resource, ValueContext } from './operation';
import { optionalCollection, requestLine } from './operation';
import { FieldError, isShown, place, readField } from './parameters';
import { isAbsent, isRecord, textOf, toId, ValueError } from './values';

/** Ways of writing one word that a server may take for the same: `remove-all`, `removeAll`. */
const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The fixed words in the paths of all rows. In the place of an ID they would lead to another endpoint:
 * `/calendars/groups`, `/contacts/{contactId}/campaigns/remove-all`.
 */
export function pathWords(resources: Resource[]): ReadonlySet<string> {
	const segments = resources
		.flatMap(({ operations }) => operations)
		.flatMap((operation) => requestLine(operation).template.split('/'));
	return new Set(segments.filter((one) => one !== '' && !one.startsWith('{')).map(plain));
}

/**
 * A segment of a path, percent-encoded; what would climb, vanish or lead elsewhere in a URL is refused.
 *
 * @throws FieldError
 */
export function encodeSegment(
	value: unknown,
	title: string,
	words: ReadonlySet<string> = new Set(),
): string {
	let text: string;
	try {
		text = textOf(toId(value, { zone: 'UTC' }));
	} catch (error) {
		throw error instanceof ValueError ? new FieldError(title, error.message) : error;
	}
	if (text === '') throw new FieldError(title, 'is empty');
	if (/^\.+$/.test(text) || words.has(plain(text))) {
		throw new FieldError(title, `is "${text}", which is not an ID`);
	}
	return encodeURIComponent(text);
}

/** A longer query makes a URL that servers refuse without saying why. */
const LONGEST_IN_QUERY = 4000;

/** The values of one item, read and converted, and what of them is sent where. */
export interface ReadParameters {
	values: IDataObject;
	/** The zone in which times without offset were read. */
	zone: string;
	path: Record<string, string>;
	query: IDataObject;
	body: IDataObject;
}

/** Gives the raw value of a parameter, as n8n resolved it; undefined where it has none. */
export type RawParameter = (name: string) => unknown;

function sendsBody(operation: Operation): boolean {
	if (operation.sends) return operation.sends === 'body';
	const { method } = requestLine(operation);
	return method === 'POST' || method === 'PUT';
}

/**
 * Reads every field of an operation for one item.
 *
 * @param words fixed words of paths, which are no IDs
 * @throws FieldError naming the first field that cannot be sent
 */
export function readParameters(
	operation: Operation,
	raw: RawParameter,
	context: ValueContext,
	words?: ReadonlySet<string>,
): ReadParameters {
	const { template } = requestLine(operation);
	const read: ReadParameters = { values: {}, zone: context.zone, path: {}, query: {}, body: {} };
	const rest = sendsBody(operation) ? 'body' : 'query';

	const take = (field: Field, given: unknown, byDefault: 'query' | 'body' | undefined) => {
		const value = readField(field, given, { zone: read.zone });
		if (value === undefined) return;
		place(read.values, field.name, value);
		if (field.send === false) return;
		const key = field.send?.key ?? field.name;
		if (field.send?.in === 'path' || (!field.send?.in && template.includes(`{${key}}`))) {
			read.path[key] = encodeSegment(value, field.displayName, words);
			return;
		}
		const target = field.send?.in ?? byDefault;
		if (target === 'query' && JSON.stringify(value).length > LONGEST_IN_QUERY) {
			throw new FieldError(field.displayName, 'is too long');
		}
		if (target === 'query' || target === 'body') place(read[target], key, value);
	};

	const given = givenFields(operation, raw, rest);
	const zoned = given.find(({ field }) => field.zone);
	const zone = zoned && readField(zoned.field, zoned.value, context);
	if (typeof zone === 'string') read.zone = zone;
	for (const { field, value, target } of given) take(field, value, target);
	return read;
}

interface Given {
	field: Field;
	value: unknown;
	/** Where the value goes by the row's rule; undefined: nowhere, unless the field says so. */
	target: 'query' | 'body' | undefined;
}

/** Every field of a row with what the user gave it, shown ones first. */
function givenFields(operation: Operation, raw: RawParameter, rest: 'query' | 'body'): Given[] {
	const fields = operation.fields ?? [];
	const values = Object.fromEntries(fields.map(({ name }) => [name, raw(name)]));
	// What another choice hides is neither sent nor missed.
	const shown = fields
		.filter((field) => isShown(field, values))
		.map((field) => ({ field, value: values[field.name], target: rest }));
	const fold = (fields: Field[] | undefined, name: string, target: Given['target']): Given[] => {
		const collection = fields && raw(name);
		if (!fields || !isRecord(collection)) return [];
		return fields.map((field) => ({ field, value: collection[field.name], target }));
	};
	return [
		...shown,
		...fold(operation.optional, optionalCollection(operation).name, rest),
		...fold(operation.options, 'options', undefined),
	];
}

/**
 * The request that a row describes, filled with an item's values.
 *
 * @param location the account part that the row asks for, if any
 * @throws FieldError when an ID of the path is empty
 */
export function buildRequest(
	operation: Operation,
	read: ReadParameters,
	location: string,
): RequestParts {
	const { method, template } = requestLine(operation);
	const path = template.replace(/\{(\w+)\}/g, (_, key: string) => {
		const value = read.path[key];
		if (value === undefined) throw new FieldError(titleOf(operation, key), 'is empty');
		return value;
	});
	const parts: RequestParts = { method, path, query: { ...read.query } };
	const body = { ...read.body };
	if (operation.location === 'query') parts.query.locationId = location;
	if (operation.location === 'body') body.locationId = location;
	if (sendsBody(operation) || !isAbsent(body)) parts.body = body;
	return parts;
}

function titleOf(operation: Operation, key: string): string {
	const field = operation.fields?.find(
		(one) => (one.send !== false && one.send?.key === key) || one.name === key,
	);
	return field?.displayName ?? key;
}

function scalar(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Part of a URL, percent-encoded; half of a surrogate pair, which text from outside may hold, has no encoding. */
export function encodePart(text: string): string {
	return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'));
}

/** A query as the official SDK writes it: lists as repeated `key[]`. */
export function queryText(query: IDataObject): string {
	const pairs: string[] = [];
	for (const [key, value] of Object.entries(query)) {
		const values: unknown[] = Array.isArray(value) ? value : [value];
		const name = encodeURIComponent(key) + (Array.isArray(value) ? '[]' : '');
		for (const one of values) {
			if (one !== undefined && one !== null) pairs.push(`${name}=${encodePart(scalar(one))}`);
		}
	}
	return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
