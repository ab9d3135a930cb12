// The ID and the times that every HighLevel record has in some form.

import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../shared/values';

/** @returns a record's ID, under whichever key the endpoint uses */
export function idOf(record: IDataObject): string {
	return textOf(record.id) || textOf(record._id) || textOf(record.bookingId);
}

/** @returns milliseconds since 1970 of an ISO text or a number; undefined if it is neither */
export function millisecondsOf(value: unknown): number | undefined {
	const time = typeof value === 'number' ? value : Date.parse(textOf(value));
	return Number.isFinite(time) ? time : undefined;
}
