/** An OpenAPI schema reduced to facts: types, keys, enumerations and limits, without prose or examples. */

const LIMITS = [
	'format',
	'pattern',
	'minimum',
	'maximum',
	'minLength',
	'maxLength',
	'minItems',
	'maxItems',
	'default',
	'nullable',
	'readOnly',
	'deprecated',
];

/**
 * One schema as a tree of facts: `{type, keys, required, items, enum, anyKey, anyOf, …}`.
 * `allOf` is merged. If all alternatives are objects, they become one object with the keys of all of them, in which a key
 * is required only if every alternative requires it; other alternatives stay as `anyOf`.
 *
 * @param {object} node the OpenAPI schema
 * @param {import('./source.mjs').Source} source the file that contains it
 * @param {string[]} trail the references followed so far, to stop at a recursive one
 */
export function schemaOf(node, source, trail = []) {
	if (node.$ref !== undefined) {
		const name = `${source.file}|${node.$ref}`;
		if (trail.includes(name)) return { type: 'object', recursive: node.$ref.split('/').pop() };
		const [target, owner] = source.follow(node.$ref);
		return { ...schemaOf(target, owner, [...trail, name]), ...limitsOf(node) };
	}
	if (Array.isArray(node.allOf)) {
		const parts = [...node.allOf, withoutKey(node, 'allOf')].map((part) =>
			schemaOf(part, source, trail),
		);
		return parts.reduce(mergeAll);
	}
	const alternatives = node.anyOf ?? node.oneOf;
	if (Array.isArray(alternatives)) {
		const parts = distinct(alternatives.map((part) => schemaOf(part, source, trail)));
		const merged = parts.every((part) => part.keys !== undefined)
			? parts.reduce(mergeEither)
			: { anyOf: parts };
		return { ...merged, ...limitsOf(node) };
	}
	return plainSchema(node, source, trail);
}

function plainSchema(node, source, trail) {
	const result = {};
	const type = node.type ?? (node.properties ? 'object' : node.items ? 'array' : undefined);
	if (type !== undefined) result.type = type;
	if (Array.isArray(node.enum)) result.enum = [...new Set(node.enum)];
	Object.assign(result, limitsOf(node));
	if (node.items !== undefined) result.items = schemaOf(node.items, source, trail);
	if (node.properties !== undefined) {
		result.keys = {};
		for (const [key, child] of Object.entries(node.properties).sort(byName)) {
			result.keys[key] = schemaOf(child, source, trail);
		}
		const required = (Array.isArray(node.required) ? node.required : []).slice().sort();
		if (required.length > 0) result.required = required;
	}
	if (node.additionalProperties !== undefined && typeof node.additionalProperties === 'object') {
		result.anyKey = schemaOf(node.additionalProperties, source, trail);
	} else if (node.additionalProperties === true) {
		result.anyKey = {};
	}
	return result;
}

function limitsOf(node) {
	const limits = {};
	for (const name of LIMITS) {
		if (node[name] !== undefined && node[name] !== false) limits[name] = node[name];
	}
	if (node.default === false) limits.default = false;
	return limits;
}

function mergeAll(left, right) {
	const merged = { ...left, ...right };
	if (left.keys || right.keys) merged.keys = { ...left.keys, ...right.keys };
	const required = [...new Set([...(left.required ?? []), ...(right.required ?? [])])].sort();
	if (required.length > 0) merged.required = required;
	return merged;
}

function mergeEither(left, right) {
	const keys = { ...left.keys };
	for (const [key, schema] of Object.entries(right.keys)) {
		keys[key] = key in keys ? either(keys[key], schema) : schema;
	}
	const merged = { type: 'object', keys: Object.fromEntries(Object.entries(keys).sort(byName)) };
	const required = (left.required ?? []).filter((key) => (right.required ?? []).includes(key));
	if (required.length > 0) merged.required = required;
	return merged;
}

function either(left, right) {
	const parts = distinct([...(left.anyOf ?? [left]), ...(right.anyOf ?? [right])]);
	return parts.length === 1 ? parts[0] : { anyOf: parts };
}

function distinct(parts) {
	const seen = new Map(parts.map((part) => [JSON.stringify(part), part]));
	return [...seen.values()];
}

function byName([left], [right]) {
	return left < right ? -1 : left > right ? 1 : 0;
}

/** A copy of the object without one key. */
export function withoutKey(node, key) {
	return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
}

/** The schema truncated `levels` objects deep. */
export function shallow(schema, levels) {
	const { keys, required, items, ...rest } = schema;
	if (items !== undefined) rest.items = shallow(items, levels);
	if (keys === undefined || levels === 0) return rest;
	rest.keys = Object.fromEntries(
		Object.entries(keys).map(([key, child]) => [key, shallow(child, levels - 1)]),
	);
	if (required !== undefined) rest.required = required;
	return rest;
}
