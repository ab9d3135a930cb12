// How HighLevel pages the notes of an appointment.

import type { Strategy } from '../shared/pagination';
import { byOffset } from '../shared/pagination';
import { isRecord } from '../shared/values';

const offset = byOffset('offset', 20);

/** Pages of at most 20; `hasMore` in the response shows whether more follow (OpenAPI: get-appointment-notes). */
export const appointmentNotePages: Strategy = {
	...offset,
	more: (page, size, response) =>
		isRecord(response) && typeof response.hasMore === 'boolean'
			? response.hasMore && page.length > 0
			: offset.more(page, size, response),
};
