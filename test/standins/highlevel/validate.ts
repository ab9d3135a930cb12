/** Checks queries and bodies against the official schemas, with class-validator's messages. */
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Parameter, Schema } from './digest';

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+[0-9 ().-]{6,24}$/;
const BIRTHDAY = /^(\d{4}[-/._]\d{1,2}[-/._]\d{1,2}|\d{1,2}[-/._]\d{1,2}[-/._]\d{4})(T.*)?$/;

const RULES: Record<NonNullable<Schema['rule']>, [RegExp, string]> = {
	isoWithOffset: [ISO_TIME, 'must be a valid ISO 8601 date string'],
	email: [EMAIL, 'must be an email'],
	phone: [PHONE, 'must be a valid phone number'],
	country: [/^[A-Z]{2}$/, 'must be a valid ISO31661 Alpha2 code'],
	birthday: [BIRTHDAY, 'must be a valid date string'],
	epoch: [/^\d{12,14}$/, 'must be a number of milliseconds'],
};

function describe(values: unknown[]): string {
	return values.map(String).join(', ');
}

/** Class-validator's messages about a required value that is missing or empty. */
function missing(name: string, schema: Schema): string[] {
	const messages = [`${name} should not be empty`];
	const wrong = typeMessage(name, schema);
	if (wrong !== undefined) messages.push(wrong);
	return messages;
}

function typeMessage(name: string, schema: Schema): string | undefined {
	if (schema.enum !== undefined) {
		return `${name} must be one of the following values: ${describe(schema.enum)}`;
	}
	switch (schema.type) {
		case 'string':
			return `${name} must be a string`;
		case 'number':
		case 'integer':
			return `${name} must be a number conforming to the specified constraints`;
		case 'boolean':
			return `${name} must be a boolean value`;
		case 'array':
			return `${name} must be an array`;
		case 'object':
			return `${name} must be an object`;
		default:
			return undefined;
	}
}

function hasType(schema: Schema, value: unknown): boolean {
	switch (schema.type) {
		case 'string':
			return typeof value === 'string';
		case 'number':
		case 'integer':
			return typeof value === 'number' && Number.isFinite(value);
		case 'boolean':
			return typeof value === 'boolean';
		case 'array':
			return Array.isArray(value);
		case 'object':
			return isObject(value);
		default:
			return true;
	}
}

/**
 * Checks a value against its schema.
 *
 * @param name the path to the value; empty for the body itself
 * @returns class-validator's messages; an empty list if the value is valid
 */
export function problemsOf(name: string, schema: Schema, value: unknown): string[] {
	if (value === null && schema.nullable === true) return [];
	if (schema.anyOf !== undefined) {
		const tried = schema.anyOf.map((one) => problemsOf(name, one, value));
		return tried.some((list) => list.length === 0) ? [] : (tried[0] ?? []);
	}
	if (!hasType(schema, value)) {
		const label = name === '' ? 'body' : name;
		return [typeMessage(label, { ...schema, enum: undefined }) ?? `${label} is not valid`];
	}
	if (schema.enum !== undefined && !schema.enum.includes(value)) {
		return [`${name} must be one of the following values: ${describe(schema.enum)}`];
	}
	if (typeof value === 'string') return stringProblems(name, schema, value);
	if (typeof value === 'number') return numberProblems(name, schema, value);
	if (Array.isArray(value)) return listProblems(name, schema, value);
	if (isObject(value)) return objectProblems(name, schema, value);
	return [];
}

function stringProblems(name: string, schema: Schema, value: string): string[] {
	const problems: string[] = [];
	if (schema.maxLength !== undefined && value.length > schema.maxLength) {
		problems.push(`${name} must be shorter than or equal to ${schema.maxLength} characters`);
	}
	if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) {
		problems.push(`${name} must match /${schema.pattern}/ regular expression`);
	}
	if (schema.rule !== undefined && value !== '') {
		const [pattern, message] = RULES[schema.rule];
		const timeIsReal = schema.rule !== 'isoWithOffset' || !Number.isNaN(Date.parse(value));
		if (!pattern.test(value) || !timeIsReal) problems.push(`${name} ${message}`);
	}
	return problems;
}

function numberProblems(name: string, schema: Schema, value: number): string[] {
	const problems: string[] = [];
	if (schema.maximum !== undefined && value > schema.maximum) {
		problems.push(`${name} must not be greater than ${schema.maximum}`);
	}
	if (schema.minimum !== undefined && value < schema.minimum) {
		problems.push(`${name} must not be less than ${schema.minimum}`);
	}
	return problems;
}

function listProblems(name: string, schema: Schema, value: unknown[]): string[] {
	const label = name === '' ? 'body' : name;
	if (schema.maxItems !== undefined && value.length > schema.maxItems) {
		return [`${label} must contain no more than ${schema.maxItems} elements`];
	}
	if (schema.minItems !== undefined && value.length < schema.minItems) {
		return [`${label} must contain at least ${schema.minItems} elements`];
	}
	const items = schema.items;
	if (items === undefined) return [];
	if (items.keys === undefined && items.type !== undefined && items.type !== 'array') {
		const wrong = value.find((one) => !hasType(items, one));
		if (wrong !== undefined) {
			return [`each value in ${typeMessage(label, { type: items.type }) ?? label}`];
		}
	}
	return value.flatMap((one, at) =>
		problemsOf(name === '' ? String(at) : `${name}.${at}`, items, one),
	);
}

function objectProblems(name: string, schema: Schema, value: JsonObject): string[] {
	const keys = schema.keys;
	if (keys === undefined) return [];
	const prefix = name === '' ? '' : `${name}.`;
	const problems: string[] = [];
	if (schema.anyKey === undefined && schema.lenient !== true) {
		for (const key of Object.keys(value)) {
			if (!Object.hasOwn(keys, key)) problems.push(`${prefix}property ${key} should not exist`);
		}
	}
	for (const key of schema.required ?? []) {
		const child = keys[key] ?? {};
		const given = value[key];
		const empty = given === undefined || given === '' || (given === null && !child.nullable);
		if (empty) problems.push(...missing(prefix + key, child));
	}
	for (const [key, child] of Object.entries(keys)) {
		const given = value[key];
		if (given === undefined) continue;
		if ((given === '' || given === null) && schema.required?.includes(key) === true) continue;
		problems.push(...problemsOf(prefix + key, child, given));
	}
	return problems;
}

/** A parameter's text converted to the declared type, or unchanged if that is impossible. */
function valueOf(parameter: Parameter, given: string | string[]): unknown {
	if (parameter.type === 'array') return Array.isArray(given) ? given : [given];
	if (typeof given !== 'string') return given;
	if (parameter.type === 'number' || parameter.type === 'integer') {
		return given.trim() !== '' && Number.isFinite(Number(given)) ? Number(given) : given;
	}
	if (parameter.type === 'boolean')
		return given === 'true' ? true : given === 'false' ? false : given;
	return given;
}

/**
 * Checks a query against the declared parameters and converts its values to the declared types. A missing
 * `locationId` is left to the check of the location, which answers differently.
 */
export function readQuery(
	parameters: Parameter[],
	tolerated: string[],
	query: Record<string, string | string[]>,
): { values: JsonObject; problems: string[] } {
	const values: JsonObject = {};
	const problems: string[] = [];
	// An operation without declared parameters ignores its query.
	for (const key of parameters.length > 0 ? Object.keys(query) : []) {
		if (tolerated.includes(key)) continue;
		if (!parameters.some((parameter) => parameter.name === key)) {
			problems.push(`property ${key} should not exist`);
		}
	}
	for (const parameter of parameters) {
		const given = query[parameter.name];
		if (given === undefined || given === '') {
			if (parameter.needed && parameter.name !== 'locationId') {
				problems.push(...missing(parameter.name, parameter));
			} else if (parameter.default !== undefined) {
				const fallback = parameter.default;
				values[parameter.name] =
					typeof fallback === 'string' ? valueOf(parameter, fallback) : fallback;
			}
			continue;
		}
		const value = valueOf(parameter, given);
		problems.push(...problemsOf(parameter.name, parameter, value));
		values[parameter.name] = value;
	}
	return { values, problems };
}
