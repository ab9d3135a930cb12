/** Reads JSON from outside without trusting its shape. */

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

/**
 * Undoes n8n's storage format of execution data: a flat array in which every string inside an object or array is the
 * index of another entry (the format of the npm package flatted). Repeated and circular references are kept.
 *
 * @throws {Error} when the text is not such an array
 */
export function unflatten(text: string): unknown {
	const parsed: unknown = JSON.parse(text);
	const entries = listAt(parsed);
	const known = new Map<number, unknown>();

	const resolve = (value: unknown): unknown =>
		typeof value === 'string' ? revive(Number(value)) : value;

	const revive = (index: number): unknown => {
		if (known.has(index)) return known.get(index);
		if (!(index in entries)) throw new Error(`Execution data refers to a missing entry ${index}`);
		const entry = entries[index];
		if (Array.isArray(entry)) {
			const list: unknown[] = [];
			known.set(index, list);
			for (const value of entry) list.push(resolve(value));
			return list;
		}
		if (isObject(entry)) {
			const object: JsonObject = {};
			known.set(index, object);
			for (const [key, value] of Object.entries(entry)) object[key] = resolve(value);
			return object;
		}
		return entry;
	};
	return revive(0);
}
