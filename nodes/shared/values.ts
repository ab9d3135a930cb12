// Helpers for values of unknown shape, such as a service's response. None of them throws.

import type { IDataObject } from 'n8n-workflow';

/** @returns whether a value counts as not given: undefined, null, empty text, an empty list or an empty object */
export function isAbsent(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	if (Array.isArray(value)) return value.length === 0;
	return isRecord(value) && Object.keys(value).length === 0;
}

/** @returns whether a value is a plain object in the JSON sense */
export function isRecord(value: unknown): value is IDataObject {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.prototype.toString.call(value) === '[object Object]';
}

/** @returns text unchanged, a number as text, '' for anything else */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** @returns the text of a value as in `textOf`, without surrounding whitespace */
export function trimmedText(value: unknown): string {
	return textOf(value).trim();
}

/** @returns the text of a parameter without surrounding whitespace; of a resource locator, that of its value */
export function locatorText(value: unknown): string {
	return trimmedText(isRecord(value) ? value.value : value);
}

/** @returns the values of these keys in their order; null for those that the record lacks */
export function pickKeys(record: IDataObject, keys: readonly string[]): IDataObject {
	return Object.fromEntries(keys.map((key) => [key, record[key] ?? null]));
}

/** @returns the entries in groups with equal keys, each in the order of the entries */
export function groupBy<T>(entries: Iterable<T>, keyOf: (entry: T) => string): T[][] {
	const groups = new Map<string, T[]>();
	for (const entry of entries) {
		const key = keyOf(entry);
		const group = groups.get(key);
		if (group) group.push(entry);
		else groups.set(key, [entry]);
	}
	return [...groups.values()];
}

/** @returns the records of a list; none where the value is not a list */
export function recordsOf(value: unknown): IDataObject[] {
	const list: unknown[] = Array.isArray(value) ? value : [];
	return list.filter(isRecord);
}

/** @returns the records of the list under a key; none where there is no list */
export function recordsAt(value: unknown, key: string): IDataObject[] {
	return recordsOf(isRecord(value) ? value[key] : undefined);
}

/** @returns the record under a key; undefined where there is none */
export function recordAt(value: unknown, key: string): IDataObject | undefined {
	const held = isRecord(value) ? value[key] : undefined;
	return isRecord(held) ? held : undefined;
}

/** @returns the entries of a list as text; none where the value is not a list */
export function textsOf(value: unknown): string[] {
	return Array.isArray(value) ? value.map(String) : [];
}

/**
 * Sets a value at a path, creating the objects on the way.
 *
 * @param path keys joined by dots; an empty path merges an object into the target
 */
export function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
	if (path === '') {
		if (isRecord(value)) Object.assign(target, value);
		return;
	}
	const keys = path.split('.');
	const last = keys.pop() ?? path;
	let node = target;
	for (const key of keys) {
		const next = node[key];
		if (isRecord(next)) node = next;
		else {
			const created: Record<string, unknown> = {};
			node[key] = created;
			node = created;
		}
	}
	node[last] = value;
}
