// Builds JSON Schema as n8n's editor reads it.

import type { Schema } from '../../test/standins/highlevel/digest';

/** JSON Schema, as far as n8n's editor reads it. */
export interface JsonSchema {
	type: 'object' | 'array' | 'string' | 'number' | 'boolean';
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	/** Version of the file, starting at 1, as in n8n's own schemas. */
	version?: number;
}

/** The keys of an object with their types. */
export type Keys = Record<string, JsonSchema>;

export const text: JsonSchema = { type: 'string' };
export const flag: JsonSchema = { type: 'boolean' };
const number: JsonSchema = { type: 'number' };
export const texts: JsonSchema = { type: 'array', items: text };

/** Several keys of the same type. */
export const named = (schema: JsonSchema, ...names: string[]): Keys =>
	Object.fromEntries(names.map((name) => [name, schema]));

/** Types of keys that the official files omit, or declare as a bare object, such as times. */
export const KNOWN: Keys = {
	...named(text, 'startTime', 'endTime', 'dateAdded', 'dateUpdated', 'masterEventId', 'address'),
	...named(flag, 'isRecurring', 'deleted'),
	...named(number, 'appointmentPerSlot', 'appointmentPerDay'),
	messages: texts,
};

/** The digest's schema of an object as typed keys. Omits trace IDs, which no node returns. */
export function keysOf(schema: Schema): Keys {
	return Object.fromEntries(
		Object.entries(schema.keys ?? {})
			.filter(([key]) => key !== 'traceId')
			.map(([key, child]) => [key, isBare(child) ? (KNOWN[key] ?? toJson(child)) : toJson(child)]),
	);
}

/** The official files use a bare "object" for values of any type. */
const isBare = ({ type, keys }: Schema) => type === 'object' && !keys;

function toJson(schema: Schema): JsonSchema {
	const [first] = schema.anyOf ?? [];
	if (first && !schema.type) return toJson(first);
	switch (schema.type) {
		case 'array':
			return { type: 'array', items: schema.items ? toJson(schema.items) : text };
		case 'number':
		case 'integer':
			return number;
		case 'boolean':
			return flag;
		case 'string':
			return text;
		default:
			return schema.keys
				? { type: 'object', properties: keysOf(schema) }
				: { type: schema.type === 'object' ? 'object' : 'string' };
	}
}
