// The response to a call that was sent twice.

import type { Body } from './http';
import { isRecord } from './values';

/**
 * The response to a call that was sent again because the first response was lost. "Nothing changed" may then mean that
 * the first sending made the change, so it becomes null: not known.
 *
 * @param changes keys that tell what one sending changed, at any depth
 * @returns a copy; the response itself where there are no such keys
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
