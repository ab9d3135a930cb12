import Ajv from 'ajv';

import type { Operation, Parameter, Schema } from '../standins/highlevel/digest';
import type { Recorded } from './recorder';

const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });

/** Converts a schema of the digest to JSON Schema that rejects keys not in the digest. */
function toJsonSchema(schema: Schema): Record<string, unknown> {
	const json: Record<string, unknown> = {};
	if (schema.anyOf) json.anyOf = schema.anyOf.map(toJsonSchema);
	// The official files use a bare "object" for values of any type, such as dates and numbers.
	const bare = schema.type === 'object' && !schema.keys && !schema.anyKey;
	if (schema.type && !bare) json.type = schema.nullable ? [schema.type, 'null'] : schema.type;
	if (schema.enum) json.enum = schema.nullable ? [...schema.enum, null] : schema.enum;
	for (const key of [
		'minimum',
		'maximum',
		'maxLength',
		'minLength',
		'maxItems',
		'minItems',
		'pattern',
	] as const) {
		if (schema[key] !== undefined) json[key] = schema[key];
	}
	if (schema.items) json.items = toJsonSchema(schema.items);
	if (schema.keys) {
		json.properties = Object.fromEntries(
			Object.entries(schema.keys).map(([key, child]) => [key, toJsonSchema(child)]),
		);
		json.additionalProperties = schema.anyKey ? toJsonSchema(schema.anyKey) : false;
	}
	if (schema.required?.length) json.required = schema.required;
	return json;
}

const compiled = new WeakMap<Operation, ReturnType<typeof ajv.compile>>();

function bodyProblems(operation: Operation, body: unknown): string[] {
	if (!operation.body) {
		const empty = body === undefined || JSON.stringify(body) === '{}';
		return empty ? [] : [`sends a body, but the operation accepts none: ${JSON.stringify(body)}`];
	}
	if (body === undefined) {
		return operation.bodyRequired && operation.body.required?.length ? ['sends no body'] : [];
	}
	const validate = compiled.get(operation) ?? ajv.compile(toJsonSchema(operation.body));
	compiled.set(operation, validate);
	if (validate(body)) return [];
	return (validate.errors ?? []).map(
		({ instancePath, message, params }) =>
			`body${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
	);
}

function typed(parameter: Parameter, value: string | string[]): string | undefined {
	const one = `query ${parameter.name} is ${JSON.stringify(value)}`;
	if (parameter.type === 'array') return Array.isArray(value) ? undefined : `${one}, not a list`;
	if (Array.isArray(value)) return `${one}, a list instead of a single value`;
	if (parameter.type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) return `${one}, not a number`;
	if (parameter.type === 'boolean' && !/^(true|false)$/.test(value)) return `${one}, not a boolean`;
	if (parameter.enum && !parameter.enum.map(String).includes(value))
		return `${one}, not in the list`;
	return value === '' ? `${one}, empty` : undefined;
}

/** Explains why a request matches no operation of its version set. */
function unknownEndpoint({ method, path, version, otherSet }: Recorded): string {
	const request = `${method} ${path} (Version ${version})`;
	return otherSet
		? `${request} exists only in ${otherSet}; if that is correct, give the row versions: ['${otherSet}']`
		: `${request} is neither in the digest nor in the overlay; CONTRIBUTING.md, "Add an endpoint", step 1`;
}

/** Problems with a request according to the digest and the overlay. */
export function problemsWith(request: Recorded): string[] {
	const { operation, query, body, path, version } = request;
	if (!operation) return [unknownEndpoint(request)];
	const problems: string[] = [];
	const known = operation.set === 'v3' ? ['v3'] : ['2021-04-15', '2021-07-28'];
	const family = path.startsWith('/calendars') ? '2021-04-15' : '2021-07-28';
	if (!known.includes(version) || (operation.set !== 'v3' && version !== family)) {
		problems.push(`Version ${version} is not the one for this family`);
	}
	for (const parameter of operation.query) {
		const value = query[parameter.name];
		if (value === undefined) {
			if (parameter.needed) problems.push(`query ${parameter.name} is missing`);
			continue;
		}
		const wrong = typed(parameter, value);
		if (wrong) problems.push(wrong);
	}
	for (const key of Object.keys(query)) {
		if (!operation.query.some(({ name }) => name === key)) problems.push(`query ${key} is unknown`);
	}
	for (const parameter of operation.pathParameters) {
		const value = request.params[parameter.name];
		if (parameter.enum && !parameter.enum.includes(value)) {
			problems.push(`path ${parameter.name} is ${String(value)}, not in the list`);
		}
	}
	if (body !== undefined && !request.contentType.startsWith('application/json')) {
		problems.push(`content type is ${request.contentType}`);
	}
	return [...problems, ...bodyProblems(operation, body)];
}

function leavesOf(schema: Schema, path: string): string[] {
	if (schema.anyOf && !schema.keys) return [path];
	if (schema.keys) {
		return Object.entries(schema.keys)
			.filter(([, child]) => !isReplaced(child))
			.flatMap(([key, child]) => leavesOf(child, `${path}.${key}`));
	}
	if (schema.type === 'array' && schema.items?.keys) return leavesOf(schema.items, `${path}[]`);
	return [path];
}

/** Whether a key is only a deprecated spelling of another one (`field_value` for `fieldValue`). */
function isReplaced(schema: Schema): boolean {
	return schema.anyOf?.every(({ deprecated }) => deprecated) === true;
}

/** Every path in an operation that accepts a value: `path.x`, `query.x`, `body.a.b[].c`. */
export function leaves(operation: Operation): string[] {
	const names = [
		...operation.pathParameters.map(({ name }) => `path.${name}`),
		...operation.query.map(({ name }) => `query.${name}`),
	];
	const { body } = operation;
	if (!body) return names;
	const root =
		body.type === 'array' && body.items ? leavesOf(body.items, 'body[]') : leavesOf(body, 'body');
	return [...names, ...root.filter((leaf) => leaf !== 'body')];
}

/** The leaves that a request fills. */
export function reached(request: Recorded): Set<string> {
	const found = new Set([
		...Object.keys(request.params).map((name) => `path.${name}`),
		...Object.keys(request.query).map((name) => `query.${name}`),
	]);
	const walk = (value: unknown, path: string): void => {
		found.add(path);
		if (Array.isArray(value)) {
			for (const one of value) if (typeof one === 'object') walk(one, `${path}[]`);
		} else if (typeof value === 'object' && value !== null) {
			for (const [key, child] of Object.entries(value)) walk(child, `${path}.${key}`);
		}
	};
	if (request.body !== undefined) walk(request.body, 'body');
	return found;
}
