/** How the fields of OAuth requests travel: as a form or as JSON, in snake_case or in v3's camelCase. */
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';

/** The fields of a form. Anything but a form has none, which the checks of each field then report. */
export function formOf(contentType: string, raw: string): JsonObject {
	return contentType.includes('application/x-www-form-urlencoded')
		? Object.fromEntries(new URLSearchParams(raw))
		: {};
}

function jsonOf(raw: string): JsonObject {
	try {
		const parsed: unknown = JSON.parse(raw);
		return isObject(parsed) ? parsed : {};
	} catch {
		return {};
	}
}

/** Renames camelCase keys to snake_case. */
export function toSnakeCase(fields: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(fields).map(([key, value]) => [
			key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
			value,
		]),
	);
}

/** Renames snake_case keys to camelCase. */
export function toCamelCase(fields: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(fields).map(([key, value]) => [
			key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
			value,
		]),
	);
}

/** The fields of an OAuth request, sent as JSON or as a form. */
export function fieldsOf(contentType: string, raw: string): JsonObject {
	return contentType.includes('application/json') ? jsonOf(raw) : formOf(contentType, raw);
}
