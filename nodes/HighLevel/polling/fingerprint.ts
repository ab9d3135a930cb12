// Short texts that tell whether content changed.

import { createHash } from 'node:crypto';

import { isRecord } from '../../shared/values';

/**
 * A short text that differs where the content differs. Order of keys, null and empty values do not matter.
 *
 * @param length characters of 6 bits each; with 8, one change in 281 million million keeps the fingerprint
 */
export function fingerprint(value: unknown, length = 8): string {
	return createHash('sha256').update(canonical(value)).digest('base64url').slice(0, length);
}

/** The same text for the same content. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (!isRecord(value)) return JSON.stringify(value) ?? '';
	const entries = Object.entries(value)
		.filter(([, entry]) => !isEmpty(entry))
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([key, entry]) => `${key}:${canonical(entry)}`).join(',')}}`;
}

/** @returns whether a value means the same as its absence */
export function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	return Array.isArray(value) && value.length === 0;
}
