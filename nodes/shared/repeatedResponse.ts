// After a retry whose first response was lost: reports "nothing changed" as unknown.

import type { Body } from './http';
import { isRecord } from './values';

/**
 * Adjusts the response to a call that was retried because the first response was lost. "Nothing changed" may then mean
 * that the first attempt made the change, so it becomes null: unknown.
 *
 * @param changes keys that report what one attempt changed, at any depth
 * @returns a copy; the response itself if `changes` is empty
 */
export function withUnknownChanges(response: Body, changes: readonly string[] = []): Body {
	if (changes.length === 0) return response;
	const copy = structuredClone(response);
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) value.forEach(visit);
		if (!isRecord(value)) return;
		for (const [key, held] of Object.entries(value)) {
			const saysNothing = held === false || (Array.isArray(held) && held.length === 0);
			if (changes.includes(key) && saysNothing) value[key] = null;
			else visit(held);
		}
	};
	visit(copy);
	return copy;
}
