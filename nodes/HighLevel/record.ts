// The ID and the times that every HighLevel record has in some form.

import { textOf } from '../shared/values';

export { idOf } from '../shared/record';

/** @returns milliseconds since 1970 of an ISO text or a number; undefined if it is neither */
export function millisecondsOf(value: unknown): number | undefined {
	const time = typeof value === 'number' ? value : Date.parse(textOf(value));
	return Number.isFinite(time) ? time : undefined;
}
