/** Fills in the arguments of a tool by its schema, and checks them against it. */
import Ajv from 'ajv';

import { isObject, text, texts } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { OfferedTool } from './conversation';
import type { Meaning } from './meaning';
import { understand } from './meaning';

/** What the model would say for each meaning; undefined where it has nothing to say. */
export type Values = Partial<Record<Meaning, string | number | undefined>>;

/** The arguments of a call, or why there are none. */
export type Filled = { args: JsonObject } | { misunderstood: string };

/** An argument without anything to say is left empty: text as an empty text. */
function fit(value: string | number | undefined, type: string | undefined): unknown {
	if (type === 'number' || type === 'integer') return Number(value ?? 1);
	if (type === 'boolean') return value !== undefined && value !== '';
	return value === undefined ? '' : String(value);
}

function fill(schema: JsonObject, values: Values, path: string, unclear: string[]): JsonObject {
	const required = new Set(texts(schema, 'required'));
	const args: JsonObject = {};
	for (const [name, property] of Object.entries(
		isObject(schema.properties) ? schema.properties : {},
	)) {
		if (!isObject(property)) continue;
		if (isObject(property.properties) || property.type === 'object') {
			args[name] = fill(property, values, `${path}${name}.`, unclear);
			continue;
		}
		const meaning = understand(name, text(property, 'description'));
		if (meaning === undefined) {
			if (required.has(name)) unclear.push(`${path}${name}`);
			continue;
		}
		const value = values[meaning];
		if (value === undefined && !required.has(name)) continue;
		args[name] = fit(value, text(property, 'type'));
	}
	return args;
}

/** @returns the arguments, or what is wrong with the schema: an argument that it does not explain, or one that does not fit it */
export function fillArguments({ name, parameters }: OfferedTool, values: Values): Filled {
	const unclear: string[] = [];
	const args = fill(parameters, values, '', unclear);
	if (unclear.length > 0) {
		return { misunderstood: `${name}: nothing explains ${unclear.join(', ')}` };
	}
	const { $schema: _, ...schema } = parameters;
	const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
	if (validate(args)) return { args };
	const errors = (validate.errors ?? []).map(
		({ instancePath, message }) => `${instancePath} ${message}`,
	);
	return { misunderstood: `${name}: ${errors.join(', ')}` };
}
