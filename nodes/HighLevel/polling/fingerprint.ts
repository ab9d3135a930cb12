// Short texts that show whether content changed.

import { createHash } from 'node:crypto';

import { isRecord } from '../../shared/values';

/**
 * A short text that differs when the content differs. Key order, null and empty values do not matter.
 *
 * @param length characters of 6 bits each; with 8, one change in 281 trillion leaves the fingerprint the same
 */
export function fingerprint(value: unknown, length = 8): string {
	return createHash('sha256').update(canonical(value)).digest('base64url').slice(0, length);
}

/** A canonical form: the same text for the same content. */
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
