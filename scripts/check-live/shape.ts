// The shape of a response: the types at each path, without values.

import type { Schema } from '../../test/standins/highlevel/digest';
import { isObject } from '../../test/standins/shared/json';
import { keyName } from './redact';

/** The types found at each path of a response, such as `contacts[].tags[]`. */
export type Shape = Map<string, Set<string>>;

/** `typeof`, but distinguishes null and arrays from objects. */
export function typeOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

/** The shape of a received value. */
export function shapeOf(value: unknown, path = '', shape: Shape = new Map()): Shape {
	const types = shape.get(path) ?? new Set<string>();
	shape.set(path, types.add(typeOf(value)));
	if (Array.isArray(value)) {
		for (const entry of value) shapeOf(entry, `${path}[]`, shape);
	} else if (isObject(value)) {
		for (const [key, child] of Object.entries(value)) {
			shapeOf(child, path === '' ? keyName(key) : `${path}.${keyName(key)}`, shape);
		}
	}
	return shape;
}

/** The shape that a schema of the digest allows. In the official files, a bare "object" stands for any type. */
export function schemaShape(schema: Schema, path = '', shape: Shape = new Map()): Shape {
	const types = shape.get(path) ?? new Set<string>();
	shape.set(path, types);
	for (const option of schema.anyOf ?? []) schemaShape(option, path, shape);
	const isBare = schema.type === 'object' && !schema.keys && !schema.anyKey;
	if (schema.type === undefined || isBare) {
		if (!schema.anyOf && !schema.keys) types.add('any');
	} else types.add(schema.type === 'integer' ? 'number' : schema.type);
	if (schema.items) schemaShape(schema.items, `${path}[]`, shape);
	for (const [key, child] of Object.entries(schema.keys ?? {})) {
		schemaShape(child, path === '' ? key : `${path}.${key}`, shape);
	}
	if (schema.anyKey) schemaShape(schema.anyKey, path === '' ? '<date>' : `${path}.<id>`, shape);
	return shape;
}
