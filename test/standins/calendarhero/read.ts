/** Reads values from requests, and refuses what has the wrong form. */
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';

import type { Call } from './call';
import { invalid } from './refusal';
import { timeOf } from './times';

/** A parameter of the query; undefined if it is left out or empty. */
export function queryText(call: Call, key: string): string | undefined {
	const value = call.query[key];
	if (Array.isArray(value)) throw invalid(call.settings, `${key} is given twice`);
	return value === '' ? undefined : value;
}

/** A parameter that is true or false; left out: false. */
export function queryFlag(call: Call, key: string): boolean {
	const value = queryText(call, key);
	if (value === undefined || value === 'false') return false;
	if (value !== 'true') throw invalid(call.settings, `${key} must be true or false`);
	return true;
}

/** A parameter that is a whole number of at least `least`. */
export function queryNumber(call: Call, key: string, least: number): number | undefined {
	const value = queryText(call, key);
	if (value === undefined) return undefined;
	if (!/^\d+$/.test(value) || Number(value) < least) {
		throw invalid(call.settings, `${key} must be a whole number from ${least}`);
	}
	return Number(value);
}

/** A time, in milliseconds, that must be given. */
export function requiredTime(call: Call, from: JsonObject, key: string): number {
	const time = timeOf(from[key]);
	if (time === undefined) throw invalid(call.settings, `${key} must be an ISO 8601 timestamp`);
	return time;
}

/** A text under `key`; undefined if it is left out. */
export function optionalText(call: Call, from: JsonObject, key: string): string | undefined {
	const value = from[key];
	if (value !== undefined && typeof value !== 'string') {
		throw invalid(call.settings, `${key} must be a string`);
	}
	return value;
}

/** A text under `key` that must not be blank. */
export function requiredText(call: Call, from: JsonObject, key: string): string {
	const value = optionalText(call, from, key);
	if (value === undefined || value.trim() === '') {
		throw invalid(call.settings, `${key} is required`);
	}
	return value;
}

/** The texts in the array under `key`; undefined if it is left out. */
export function optionalTexts(call: Call, from: JsonObject, key: string): string[] | undefined {
	const value = from[key];
	if (value === undefined) return undefined;
	if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
		throw invalid(call.settings, `${key} must be an array of strings`);
	}
	return value;
}

/** The objects in the array under `key`; undefined if it is left out. */
export function optionalObjects(
	call: Call,
	from: JsonObject,
	key: string,
): JsonObject[] | undefined {
	const value: unknown = from[key];
	if (value === undefined) return undefined;
	if (!Array.isArray(value) || !value.every(isObject)) {
		throw invalid(call.settings, `${key} must be an array of objects`);
	}
	return value;
}

/** Refuses addresses that are none. */
export function checkAddresses(call: Call, key: string, addresses: string[]): void {
	const wrong = addresses.find((one) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(one));
	if (wrong !== undefined)
		throw invalid(call.settings, `${key}: ${wrong} is not an e-mail address`);
}
