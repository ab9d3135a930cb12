/** Answers for operations without a handler. */
import type { Answer } from '../shared/answer';
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Call } from './call';
import type { Schema } from './digest';

const MAX_DEPTH = 6;

/** A value that fits a schema; the one that the request sent under the same name if it fits. */
function example(schema: Schema, name: string, sent: JsonObject, depth: number): unknown {
	const given = sent[name];
	if (given !== undefined && fits(schema, given)) return given;
	if (schema.enum !== undefined && schema.enum.length > 0) return schema.enum[0];
	if (schema.default !== undefined) return schema.default;
	if (schema.anyOf?.[0] !== undefined) return example(schema.anyOf[0], name, sent, depth);
	switch (schema.type) {
		case 'string':
			return name === 'id' || name.endsWith('Id') ? 'made00up00by00schema' : '';
		case 'number':
		case 'integer':
			return schema.minimum ?? 0;
		case 'boolean':
			return true;
		case 'array':
			return [];
		default:
			return depth >= MAX_DEPTH ? {} : exampleObject(schema, sent, depth + 1);
	}
}

function exampleObject(schema: Schema, sent: JsonObject, depth: number): JsonObject {
	return Object.fromEntries(
		Object.entries(schema.keys ?? {}).map(([key, child]) => [
			key,
			example(child, key, sent, depth),
		]),
	);
}

function fits(schema: Schema, value: unknown): boolean {
	if (schema.type === 'object') return isObject(value);
	if (schema.type === 'array') return Array.isArray(value);
	return typeof value === (schema.type ?? typeof value);
}

/**
 * Answers an operation that has no handler: from its response schema, repeating what was sent. All checks apply to it
 * as well.
 */
export function exampleAnswer(call: Call): Answer {
	const schema = call.operation.responses[String(call.operation.success)] ?? {};
	const sent = { ...call.params, ...call.body };
	if (call.operation.method !== 'GET') call.effect(call.operation.operationId);
	if (schema.type === 'array') return { body: [] };
	return { body: exampleObject(schema, sent, 0) };
}
