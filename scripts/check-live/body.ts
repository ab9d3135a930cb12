/** Reads parts of a response body of any type. */
import { isObject } from '../../test/standins/shared/json';
import type { JsonObject } from '../../test/standins/shared/json';

/** @returns the objects of the list under a key; none if there is no list */
export function listIn(body: unknown, key: string): JsonObject[] {
	const list = isObject(body) ? body[key] : undefined;
	return Array.isArray(list) ? list.filter(isObject) : [];
}

/** @returns the object under a key; an empty one if there is none */
export function objectIn(body: unknown, key: string): JsonObject {
	const value = isObject(body) ? body[key] : undefined;
	return isObject(value) ? value : {};
}

/** @returns the string under a key; '' if there is none */
export function textIn(body: unknown, key: string): string {
	const value = isObject(body) ? body[key] : undefined;
	return typeof value === 'string' ? value : '';
}

/** @returns the message of an error, which HighLevel sends as a string or a list of strings */
export function messageOf(body: unknown): string {
	if (!isObject(body)) return typeof body === 'string' ? body : '';
	const { message } = body;
	if (Array.isArray(message)) return message.map(String).join('; ');
	return typeof message === 'string' ? message : '';
}
