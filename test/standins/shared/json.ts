/** Reads values from JSON of unknown shape. */

/** A JSON object as received: check every value before using it. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a JSON object (neither null nor an array). */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The string under `key`, or undefined. */
export function text(body: JsonObject, key: string): string | undefined {
	const value = body[key];
	return typeof value === 'string' ? value : undefined;
}

/** The number under `key`, or undefined. */
export function number(body: JsonObject, key: string): number | undefined {
	const value = body[key];
	return typeof value === 'number' ? value : undefined;
}

/** The boolean under `key`, or undefined. */
export function flag(body: JsonObject, key: string): boolean | undefined {
	const value = body[key];
	return typeof value === 'boolean' ? value : undefined;
}

/** The strings in the list under `key`; a missing list counts as empty. */
export function texts(body: JsonObject, key: string): string[] {
	const value = body[key];
	return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** The objects in the list under `key`; a missing list counts as empty. */
export function objects(body: JsonObject, key: string): JsonObject[] {
	const value = body[key];
	return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The object without the keys whose value is undefined. */
export function compact(body: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** The object with only the named keys, as far as it has them. */
export function pick(body: JsonObject, keys: readonly string[]): JsonObject {
	return Object.fromEntries(
		keys.filter((key) => body[key] !== undefined).map((key) => [key, body[key]]),
	);
}

/** The object without the named keys. */
export function omit(body: JsonObject, keys: readonly string[]): JsonObject {
	return Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));
}
