/** What handlers are given. */
import type { Answer } from '../shared/answer';
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Changes } from './changes';
import { missing } from './refusal';
import type { BehaviourSettings } from './settings';
import type { Shapes } from './shapes';
import type { State } from './state';

/** A request that passed the checks of key, rate and route. */
export interface Call {
	readonly params: Record<string, string>;
	/** As received: `filters[perstag]` is one key, `ids[]` a list under `ids`. */
	readonly query: Record<string, string | string[]>;
	readonly body: JsonObject;
	readonly state: State;
	readonly changes: Changes;
	readonly shapes: Shapes;
	readonly settings: BehaviourSettings;
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Records in the log what the request changed. */
	effect(kind: string, ...recordIds: string[]): void;
}

/** Answers one route. Handlers do not wait, so each request takes effect in one step. */
export type Handler = (call: Call) => Answer;

/** Handlers by method and path below `/api/3`: `'GET /contacts/{id}'`. */
export type Handlers = Record<string, Handler>;

/** The ID in the path. */
export function idOf(call: Call): string {
	return call.params.id ?? '';
}

/**
 * The record that a request wraps in its name.
 *
 * @throws {Refusal} 422 if the body lacks it
 */
export function wrapped(call: Call, name: string): JsonObject {
	const value = call.body[name];
	if (!isObject(value)) throw missing(name);
	return value;
}

/** A string or a number as text; undefined for anything else, and where the key is absent. */
export function textOf(values: JsonObject, key: string): string | undefined {
	const value = values[key];
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	if (typeof value === 'boolean') return value ? '1' : '0';
	return undefined;
}

/**
 * As `textOf`, but the key must be there.
 *
 * @throws {Refusal} 422
 */
export function neededText(values: JsonObject, key: string): string {
	const value = textOf(values, key);
	if (value === undefined || value === '') throw missing(key);
	return value;
}
