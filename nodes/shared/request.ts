// Builds the request of an operation from an item's parameters.

import type { IDataObject } from 'n8n-workflow';

import type { ValueContext } from './convert';
import type { RequestParts } from './http';
import type { Field, Operation } from './operation';
import { optionalCollection, requestLine } from './operation';
import { lastInstant } from './convertTime';
import { isShown, readField } from './parameters';
import { encodeSegment } from './url';
import { FieldError } from './valueErrors';
import { isAbsent, isRecord, setPath } from './values';

/** A longer value would produce a URL that servers reject without saying why. */
const MAX_LENGTH_IN_QUERY = 4000;

/** The values of one item, read and converted, grouped by where they are sent. */
export interface ReadParameters {
	/** All of them, by field name. */
	values: IDataObject;
	/** The zone in which times without an offset were read. */
	zone: string;
	path: Record<string, string>;
	query: IDataObject;
	body: IDataObject;
}

/** Returns the raw value of a parameter as n8n resolved it; undefined or null if it has none. */
export type RawParameter = (name: string) => unknown;

function sendsBody(operation: Operation): boolean {
	if (operation.sends) return operation.sends === 'body';
	const { method } = requestLine(operation);
	return method === 'POST' || method === 'PUT';
}

/**
 * Reads every field of an operation for one item.
 *
 * @param words fixed path words, which cannot be IDs
 * @throws FieldError naming the first field that cannot be sent
 */
export function readParameters(
	operation: Operation,
	parameter: RawParameter,
	context: ValueContext,
	words?: ReadonlySet<string>,
): ReadParameters {
	const { template } = requestLine(operation);
	const read: ReadParameters = { values: {}, zone: context.zone, path: {}, query: {}, body: {} };

	const take = ({ field, value: raw, target: byDefault }: Given) => {
		const start = field.endOf && given.find((one) => one.field.name === field.endOf)?.value;
		const value = readField(field, lastInstant(raw, start, read.zone), {
			...context,
			zone: read.zone,
		});
		if (value === undefined) return;
		setPath(read.values, field.name, value);
		if (field.send === false) return;
		const key = field.send?.key ?? field.name;
		if (field.send?.in === 'path' || (!field.send?.in && template.includes(`{${key}}`))) {
			read.path[key] = encodeSegment(value, field.displayName, words);
			return;
		}
		const target = field.send?.in ?? byDefault;
		if (target === 'query' && JSON.stringify(value).length > MAX_LENGTH_IN_QUERY) {
			throw new FieldError(
				field.displayName,
				`is too long: at most ${MAX_LENGTH_IN_QUERY} characters can be sent`,
			);
		}
		if (target === 'query' || target === 'body') setPath(read[target], key, value);
	};

	const given = givenFields(operation, parameter, context);
	const zoned = given.find(({ field }) => field.zone);
	const zone = zoned && readField(zoned.field, zoned.value, context);
	if (typeof zone === 'string') read.zone = zone;
	given.forEach(take);
	return read;
}

interface Given {
	field: Field;
	value: unknown;
	/** Where the value goes unless the field says otherwise; undefined: nowhere. */
	target: 'query' | 'body' | undefined;
}

/** The fields of an operation with the user's values: those always shown, then optional ones, then options. */
function givenFields(operation: Operation, raw: RawParameter, context: ValueContext): Given[] {
	const target: Given['target'] = sendsBody(operation) ? 'body' : 'query';
	const shown = (operation.fields ?? [])
		// A field that another choice hides is neither sent nor required. Reading it takes time, as reading a notice does.
		.filter((field) => field.type !== 'notice' && isShown(field, raw, context))
		.map((field) => ({ field, value: raw(field.name), target }));
	const inCollection = (
		children: Field[] | undefined,
		name: string,
		childTarget: Given['target'],
	): Given[] => {
		const collection = children && raw(name);
		if (!children || !isRecord(collection)) return [];
		return children
			.filter((field) => isShown(field, (sibling) => collection[sibling], context))
			.map((field) => ({ field, value: collection[field.name], target: childTarget }));
	};
	return [
		...shown,
		...inCollection(operation.optional, optionalCollection(operation).name, target),
		...inCollection(operation.options, 'options', undefined),
	];
}

/**
 * The request of an operation, filled with an item's values.
 *
 * @param location sent if the operation requires the account's location
 * @throws FieldError when an ID in the path is empty
 */
export function buildRequest(
	operation: Operation,
	read: ReadParameters,
	location: string,
): RequestParts {
	const { method, template } = requestLine(operation);
	const path = template.replace(/\{(\w+)\}/g, (_, key: string) => {
		const isLocation = operation.location === 'path' && key === 'locationId';
		const value = isLocation ? encodeURIComponent(location) : read.path[key];
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

/** The title of the field that fills a key of the path. */
function titleOf(operation: Operation, key: string): string {
	const field = operation.fields?.find(
		(one) => (one.send !== false && one.send?.key === key) || one.name === key,
	);
	return field?.displayName ?? key;
}
