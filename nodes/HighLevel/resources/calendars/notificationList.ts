// Lists the notifications of a calendar.

import type { IDataObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { toNodeError } from '../../../shared/errors';
import type { ItemContext } from '../../../shared/operation';
import { byOffset, readPages } from '../../../shared/pagination';
import { recordsOf } from '../../../shared/values';

/** HighLevel's own limit where none is sent (OpenAPI: get-event-notification). */
const PAGE_SIZE = 100;

export const notificationPages = byOffset('skip', PAGE_SIZE);

/** HighLevel's database was reported to answer 400 to `limit=100&skip=0` (API docs issue 3). */
const CANNOT_PAGE = ['400', '500'];

/**
 * The notifications of a calendar. If HighLevel refuses the first page, reads the list once more without `limit` and `skip`.
 *
 * @throws NodeOperationError where that list may lack some of the notifications that the user asked for
 */
export async function getNotifications(item: ItemContext): Promise<IDataObject[]> {
	const { request: parts, limit, send } = item;
	const records: IDataObject[] = [];
	try {
		const pages = readPages(notificationPages, { parts, limit, send, unwrap: recordsOf });
		for await (const page of pages) records.push(...page);
		return records;
	} catch (error) {
		const isFirst = records.length === 0;
		const isRefused = error instanceof NodeApiError && CANNOT_PAGE.includes(error.httpCode ?? '');
		if (!isFirst || !isRefused) throw toNodeError(item.node, error, item.itemIndex);
	}
	const all = recordsOf(await send(parts));
	if (all.length >= PAGE_SIZE && (limit === undefined || limit > all.length)) {
		throw item.refuse(
			`HighLevel returned ${all.length} notifications at once and refuses to page, so there may be more`,
			`Switch off 'Return All' and set 'Limit' to ${all.length} or less, or narrow the filters.`,
		);
	}
	return all.slice(0, limit);
}
