// Encodes paths and queries.

import type { IDataObject } from 'n8n-workflow';

import { toId } from './convert';
import type { Resource } from './operation';
import { requestLine } from './operation';
import { FieldError, ValueError } from './valueErrors';

/** A path word without case or punctuation: a server may treat `remove-all` and `removeAll` as the same. */
const normalise = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The fixed words in the paths of all operations. Used as an ID, such a word would lead to another endpoint:
 * `/calendars/groups`, `/contacts/{contactId}/campaigns/remove-all`.
 */
export function pathWords(resources: Resource[]): ReadonlySet<string> {
	const segments = resources
		.flatMap(({ operations }) => operations)
		.flatMap((operation) => requestLine(operation).template.split('/'));
	return new Set(segments.filter((one) => one !== '' && !one.startsWith('{')).map(normalise));
}

/**
 * An ID as a percent-encoded segment of a path. Refuses what a URL would drop or resolve (`.`, `..`) and words that lead
 * to another endpoint.
 *
 * @param title name of the field, for the message
 * @param words from `pathWords`
 * @throws FieldError
 */
export function encodeSegment(
	value: unknown,
	title: string,
	words: ReadonlySet<string> = new Set(),
): string {
	let id: string;
	try {
		id = toId(value);
	} catch (error) {
		throw error instanceof ValueError ? new FieldError(title, error.message, error.next) : error;
	}
	if (id === '') throw new FieldError(title, 'is empty');
	if (/^\.+$/.test(id) || words.has(normalise(id))) {
		throw new FieldError(title, `is "${id}", which is not an ID`);
	}
	return encodeURIComponent(id);
}

/** Percent-encodes text for a URL. A lone surrogate, which has no encoding, becomes U+FFFD. */
export function encodePart(text: string): string {
	return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'));
}

/** @returns a query string with its question mark, '' for none; lists as repeated `key[]`, as the official SDK sends them */
export function queryText(query: IDataObject): string {
	const pairs: string[] = [];
	for (const [key, value] of Object.entries(query)) {
		const values: unknown[] = Array.isArray(value) ? value : [value];
		const name = encodeURIComponent(key) + (Array.isArray(value) ? '[]' : '');
		for (const one of values) {
			if (one === undefined || one === null) continue;
			const text = typeof one === 'string' ? one : JSON.stringify(one);
			pairs.push(`${name}=${encodePart(text)}`);
		}
	}
	return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
