/** Reads the operations of the official API files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';
import { OVERLAY_PATH, readOverlay } from './overlay';

/** The two sets of operations that HighLevel publishes: `v3`, and the dated ones. */
export type VersionSet = 'v3' | '2021';

/** What the official files say about a value: its type, its keys, its limits. */
export interface Schema {
	type?: string;
	enum?: unknown[];
	keys?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	anyOf?: Schema[];
	anyKey?: Schema;
	pattern?: string;
	minimum?: number;
	maximum?: number;
	maxLength?: number;
	minLength?: number;
	maxItems?: number;
	minItems?: number;
	default?: unknown;
	nullable?: boolean;
	deprecated?: boolean;
	/** A rule that the official files do not state; see `validate.ts`. */
	rule?: 'isoWithOffset' | 'email' | 'phone' | 'country' | 'birthday' | 'epoch';
	/** Unknown keys are silently ignored instead of refused. */
	lenient?: boolean;
}

/** A path or query parameter. */
export interface Parameter extends Schema {
	name: string;
	/** Whether the parameter must be sent. */
	needed: boolean;
}

/** One operation of one version set. */
export interface Operation {
	set: VersionSet;
	family: string;
	operationId: string;
	method: string;
	path: string;
	deprecated: boolean;
	security: Array<{ token: string; scopes: string[] }>;
	/** The values of the Version header that the official file names. */
	versions: string[];
	pathParameters: Parameter[];
	query: Parameter[];
	contentTypes: string[];
	bodyRequired: boolean;
	body?: Schema;
	/** Response schemas by status code. */
	responses: Record<string, Schema>;
	/** The status code of success. */
	success: number;
	/** Query keys that are accepted although no official file names them. */
	tolerated: string[];
	/** Where the operation is described, if it comes from the overlay and not from the official files. */
	handWritten?: string;
}

/** The committed digest of the official files. */
export const DIGEST_PATH = join(__dirname, '..', '..', 'contract', 'api-digest.json');

function strings(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function schemaOf(value: unknown): Schema {
	if (!isObject(value)) return {};
	const schema: Schema = {};
	for (const key of ['type', 'pattern'] as const) {
		const found = value[key];
		if (typeof found === 'string') schema[key] = found;
	}
	for (const key of [
		'minimum',
		'maximum',
		'maxLength',
		'minLength',
		'maxItems',
		'minItems',
	] as const) {
		const found = value[key];
		if (typeof found === 'number') schema[key] = found;
	}
	for (const key of ['nullable', 'deprecated'] as const) {
		if (value[key] === true) schema[key] = true;
	}
	if (Array.isArray(value.enum)) schema.enum = [...(value.enum as unknown[])];
	if (value.default !== undefined) schema.default = value.default;
	if (value.items !== undefined) schema.items = schemaOf(value.items);
	if (Array.isArray(value.anyOf)) schema.anyOf = value.anyOf.map(schemaOf);
	if (value.anyKey !== undefined) schema.anyKey = schemaOf(value.anyKey);
	if (isObject(value.keys)) {
		schema.keys = Object.fromEntries(
			Object.entries(value.keys).map(([key, child]) => [key, schemaOf(child)]),
		);
	}
	if (Array.isArray(value.required)) schema.required = strings(value.required);
	return schema;
}

function parametersOf(value: unknown): Parameter[] {
	if (!Array.isArray(value)) return [];
	return value.filter(isObject).map((one) => ({
		...schemaOf(one),
		name: String(one.name),
		needed: one.required === true,
	}));
}

function operationOf(set: VersionSet, family: string, value: JsonObject): Operation {
	const responses: Record<string, Schema> = {};
	if (isObject(value.responses)) {
		for (const [code, schema] of Object.entries(value.responses))
			responses[code] = schemaOf(schema);
	}
	const success = Object.keys(responses).find((code) => code.startsWith('2')) ?? '200';
	const security = Array.isArray(value.security) ? value.security.filter(isObject) : [];
	return {
		set,
		family,
		operationId: String(value.operationId),
		method: String(value.method),
		path: String(value.path),
		deprecated: value.deprecated === true,
		security: security.map((one) => ({ token: String(one.token), scopes: strings(one.scopes) })),
		versions: strings(value.versions),
		pathParameters: parametersOf(value.pathParameters),
		query: parametersOf(value.query),
		contentTypes: strings(value.contentTypes),
		bodyRequired: value.bodyRequired === true,
		...(value.body === undefined ? {} : { body: schemaOf(value.body) }),
		responses,
		success: Number(success),
		tolerated: [],
	};
}

/** An operation by its version set, method and path; two files may name the parameters of a path differently. */
export const operationKey = ({ set, method, path }: Pick<Operation, 'set' | 'method' | 'path'>) =>
	`${set} ${method} ${path.replace(/\{\w+\}/g, '{}')}`;

/**
 * Reads the committed digest together with the overlay: every operation of both sets, as fresh objects that the caller may
 * change. Where both describe an operation, the digest counts.
 *
 * @throws Error when a file is malformed
 */
export function readDigest(
	file: string = DIGEST_PATH,
	overlayFile: string = OVERLAY_PATH,
): Operation[] {
	const official = readOfficial(file);
	const known = new Set(official.map(operationKey));
	const handWritten = readOverlay(overlayFile).map(({ set, family, value, source }) => ({
		...operationOf(set, family, value),
		handWritten: source,
	}));
	return [...official, ...handWritten.filter((one) => !known.has(operationKey(one)))];
}

function readOfficial(file: string): Operation[] {
	const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
	if (!isObject(parsed) || !isObject(parsed.sets)) throw new Error(`${file} is not a digest`);
	const operations: Operation[] = [];
	for (const set of ['v3', '2021'] as const) {
		const families = parsed.sets[set];
		if (!isObject(families)) throw new Error(`${file} has no set ${set}`);
		for (const [family, list] of Object.entries(families)) {
			if (!Array.isArray(list)) continue;
			for (const one of list.filter(isObject)) operations.push(operationOf(set, family, one));
		}
	}
	return operations;
}
