// How polls read calendars.

import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../../shared/expectation';
import { recordsAt } from '../../../shared/values';
import type { Purpose } from '../../purpose';
import type { Poll } from '../event';

export const CALENDAR_LIST: Purpose = {
	label: 'List calendars',
	scope: 'calendars.readonly',
	expects: listUnder('calendars'),
};

/** Every calendar of the sub-account, drafts included; one call. */
export async function readCalendars(poll: Poll): Promise<IDataObject[]> {
	const response = await poll.send(
		{ method: 'GET', path: '/calendars/', query: { locationId: poll.location } },
		CALENDAR_LIST,
	);
	return recordsAt(response, 'calendars');
}
