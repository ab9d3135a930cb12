#!/usr/bin/env node
/**
 * Makes test/contract/api-digest.json from HighLevel's official OpenAPI files: operations, parameters, keys, types and
 * enumerations of both version sets, without prose or examples. The stand-in and the contract tests work from the digest,
 * so that neither needs the official files.
 *
 *   node scripts/api-digest.mjs --from <folder of the official files, the one that holds contacts.json and v3/>
 *   node scripts/api-digest.mjs --from <folder> --check     (writes nothing, exit 1 when the committed digest differs)
 *
 * The folder may also come from the environment variable HIGHLEVEL_OPENAPI_DIR.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the digest is committed. */
export const DIGEST_PATH = join(ROOT, 'test', 'contract', 'api-digest.json');

const FAMILIES = [
	'contacts',
	'calendars',
	'locations',
	'users',
	'custom-fields',
	'businesses',
	'campaigns',
	'workflows',
	'oauth',
];

/** Of these only the reading operations matter here. */
const READ_ONLY = ['users'];

/** The families whose answers are kept whole; the look-ups' answers are kept to the keys of a record. */
const WHOLE_ANSWERS = ['contacts', 'calendars', 'oauth'];

const SETS = {
	v3: (folder, family) => join(folder, 'v3', `${family}-v3.json`),
	2021: (folder, family) => join(folder, `${family}.json`),
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

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

/** Reads one JSON file of the official set and resolves its references, also those into the common schemas. */
class Source {
	constructor(file) {
		this.file = file;
		this.document = JSON.parse(readFileSync(file, 'utf8'));
		this.others = new Map();
	}

	/** The node that a `$ref` names, with the document that its own references are relative to. */
	follow(reference) {
		const [target, pointer] = reference.split('#');
		const source = target === '' ? this : this.other(target);
		let node = source.document;
		for (const part of pointer.split('/').slice(1)) {
			node = node?.[part.replace(/~1/g, '/').replace(/~0/g, '~')];
		}
		if (node === undefined) throw new Error(`${this.file}: nothing at ${reference}`);
		return [node, source];
	}

	other(target) {
		if (!this.others.has(target)) {
			// The v3 files name ../common/common-schemas.json and mean the copy inside their own folder.
			const inside = resolve(dirname(this.file), target.replace(/^\.\.\//, ''));
			const asWritten = resolve(dirname(this.file), target);
			this.others.set(target, new Source(existsSync(inside) ? inside : asWritten));
		}
		return this.others.get(target);
	}
}

/**
 * One schema as a tree of facts: `{type, keys, required, items, enum, …}`.
 * `allOf` is merged, alternatives of objects become one object with the keys of all (a key is required only where every
 * alternative requires it), other alternatives stay as `anyOf`.
 */
function schemaOf(node, source, trail = []) {
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

function withoutKey(node, key) {
	return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
}

function byName([left], [right]) {
	return left < right ? -1 : left > right ? 1 : 0;
}

function parameterOf(given, source) {
	const [node, owner] = given.$ref === undefined ? [given, source] : source.follow(given.$ref);
	const parameter = { in: node.in, name: node.name };
	if (node.required === true) parameter.required = true;
	if (node.deprecated === true) parameter.deprecated = true;
	return { ...parameter, ...schemaOf(node.schema ?? {}, owner) };
}

/** The schema without the keys of objects below `levels`. */
function shallow(schema, levels) {
	const { keys, required, items, ...rest } = schema;
	if (items !== undefined) rest.items = shallow(items, levels);
	if (keys === undefined || levels === 0) return rest;
	rest.keys = Object.fromEntries(
		Object.entries(keys).map(([key, child]) => [key, shallow(child, levels - 1)]),
	);
	if (required !== undefined) rest.required = required;
	return rest;
}

function operationOf(method, path, node, shared, source, answerLevels) {
	const all = [...shared, ...(node.parameters ?? [])].map((one) => parameterOf(one, source));
	const versions = all.filter((one) => one.in === 'header' && one.name === 'Version');
	const operation = { operationId: node.operationId, method: method.toUpperCase(), path };
	if (node.deprecated === true) operation.deprecated = true;
	operation.security = (node.security ?? []).flatMap((entry) =>
		Object.entries(entry).map(([token, scopes]) => ({ token, scopes })),
	);
	operation.versions = versions.flatMap((one) => one.enum ?? []);
	for (const place of ['path', 'query']) {
		const found = all.filter((one) => one.in === place).map((one) => withoutKey(one, 'in'));
		if (found.length > 0) operation[place === 'path' ? 'pathParameters' : 'query'] = found;
	}
	const content = Object.entries(node.requestBody?.content ?? {});
	if (content.length > 0) {
		operation.contentTypes = content.map(([type]) => type);
		if (node.requestBody.required === true) operation.bodyRequired = true;
		operation.body = schemaOf(content[0][1].schema ?? {}, source);
	}
	operation.responses = {};
	for (const [code, answer] of Object.entries(node.responses ?? {})) {
		const media = Object.values(answer.content ?? {})[0];
		// The refusals share three common schemas; only what a success looks like differs between operations.
		operation.responses[code] =
			code.startsWith('2') && media?.schema
				? shallow(schemaOf(media.schema, source), answerLevels)
				: {};
	}
	return operation;
}

/** The digest of a folder of official files: `{format, sets: {v3, 2021}}`, each set `{family: [operations]}`. */
export function makeDigest(folder) {
	const digest = { format: 1, sets: {} };
	for (const [set, fileOf] of Object.entries(SETS)) {
		digest.sets[set] = {};
		for (const family of FAMILIES) {
			const file = fileOf(folder, family);
			if (!existsSync(file)) continue;
			const source = new Source(file);
			const operations = [];
			for (const [path, entry] of Object.entries(source.document.paths)) {
				for (const method of METHODS) {
					if (entry[method] === undefined) continue;
					if (method !== 'get' && READ_ONLY.includes(family)) continue;
					const levels = WHOLE_ANSWERS.includes(family) ? 99 : 2;
					operations.push(
						operationOf(method, path, entry[method], entry.parameters ?? [], source, levels),
					);
				}
			}
			const order = (one) => `${one.path} ${METHODS.indexOf(one.method.toLowerCase())}`;
			operations.sort((left, right) => (order(left) < order(right) ? -1 : 1));
			digest.sets[set][family] = operations;
		}
		if (digest.sets[set].contacts === undefined || digest.sets[set].calendars === undefined) {
			throw new Error(`${folder} does not hold the official files (${fileOf(folder, 'contacts')})`);
		}
	}
	return digest;
}

/** The digest as text: one line for whatever fits a line, so that a change shows as a short difference. */
export function digestText(value, indent = '') {
	const flat = JSON.stringify(value);
	if (value === null || typeof value !== 'object' || flat.length <= 150) return flat;
	const inner = `${indent} `;
	const [open, close] = Array.isArray(value) ? '[]' : '{}';
	const lines = Array.isArray(value)
		? value.map((one) => inner + digestText(one, inner))
		: Object.entries(value).map(
				([key, one]) => `${inner}${JSON.stringify(key)}:${digestText(one, inner)}`,
			);
	return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** The folder named on the command line behind `option`, else by HIGHLEVEL_OPENAPI_DIR. */
export function folderFrom(argv, option) {
	const at = argv.indexOf(option);
	const folder = at >= 0 ? argv[at + 1] : process.env.HIGHLEVEL_OPENAPI_DIR;
	if (!folder) {
		throw new Error(
			`Name the folder of the official OpenAPI files with ${option} <folder> or HIGHLEVEL_OPENAPI_DIR`,
		);
	}
	if (!existsSync(folder)) throw new Error(`There is no folder ${folder}`);
	return resolve(folder);
}

function main(argv) {
	const digest = makeDigest(folderFrom(argv, '--from'));
	const text = `${digestText(digest)}\n`;
	const count = Object.entries(digest.sets).map(
		([set, families]) =>
			`${set}: ${Object.values(families).reduce((sum, list) => sum + list.length, 0)} operations`,
	);
	if (argv.includes('--check')) {
		const same = existsSync(DIGEST_PATH) && readFileSync(DIGEST_PATH, 'utf8') === text;
		console.log(same ? 'The committed digest is current.' : 'The committed digest differs.');
		return same ? 0 : 1;
	}
	writeFileSync(DIGEST_PATH, text);
	console.log(`${DIGEST_PATH}: ${Math.round(text.length / 1024)} KB, ${count.join(', ')}`);
	return 0;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	try {
		process.exitCode = main(process.argv.slice(2));
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 2;
	}
}
