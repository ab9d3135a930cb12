/** Reads parts of an answer's body, whatever its type. */
import { isObject } from '../../test/standins/highlevel/json';
import type { JsonObject } from '../../test/standins/highlevel/json';

/** @returns the objects of the list under a key; none where there is no list */
export function listIn(body: unknown, key: string): JsonObject[] {
	const list = isObject(body) ? body[key] : undefined;
	return Array.isArray(list) ? list.filter(isObject) : [];
}

/** @returns the object under a key; an empty one where there is none */
export function objectIn(body: unknown, key: string): JsonObject {
	const value = isObject(body) ? body[key] : undefined;
	return isObject(value) ? value : {};
}

/** @returns the text under a key; '' where there is none */
export function textIn(body: unknown, key: string): string {
	const value = isObject(body) ? body[key] : undefined;
	return typeof value === 'string' ? value : '';
}

/** @returns the message of a refusal, which HighLevel sends as a text or as a list of texts */
export function messageOf(body: unknown): string {
	if (!isObject(body)) return typeof body === 'string' ? body : '';
	const { message } = body;
	if (Array.isArray(message)) return message.map(String).join('; ');
	return typeof message === 'string' ? message : '';
}
