/** Reads JSON from outside without trusting its shape. */

/** Undoes the format in which n8n stores execution data. @throws {Error} when the text is not JSON of that format */
export { parse as unflatten } from 'flatted';

/** A JSON object of unknown content. */
export type JsonObject = Record<string, unknown>;

/** Whether `value` is an object, not an array and not null. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under a path of keys, or undefined as soon as one is missing. */
export function at(value: unknown, ...path: Array<string | number>): unknown {
	let current = value;
	for (const key of path) {
		if (Array.isArray(current)) {
			const list: unknown[] = current;
			current = typeof key === 'number' ? list[key] : undefined;
		} else {
			current = isObject(current) ? current[key] : undefined;
		}
	}
	return current;
}

/** The text under a path. @throws {Error} when there is none: the answer has another shape than expected. */
export function textAt(value: unknown, ...path: Array<string | number>): string {
	const found = at(value, ...path);
	if (typeof found === 'string') return found;
	if (typeof found === 'number') return String(found);
	throw new Error(`No text at ${path.join('.')} in ${shorten(value)}`);
}

/** The list under a path. @throws {Error} when there is none. */
export function listAt(value: unknown, ...path: Array<string | number>): unknown[] {
	const found = at(value, ...path);
	if (Array.isArray(found)) return found;
	throw new Error(`No list at ${path.join('.') || 'the top'} in ${shorten(value)}`);
}

/** JSON as far as an error message needs it. */
export function shorten(value: unknown, length = 500): string {
	const text = JSON.stringify(value) ?? 'undefined';
	return text.length > length ? `${text.slice(0, length)}…` : text;
}
