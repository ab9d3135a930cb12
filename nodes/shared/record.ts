// The ID that every record has in some form.

import type { IDataObject } from 'n8n-workflow';

import { textOf } from './values';

/** @returns a record's ID, under whichever key the endpoint uses */
export function idOf(record: IDataObject): string {
	return textOf(record.id) || textOf(record._id) || textOf(record.bookingId);
}
