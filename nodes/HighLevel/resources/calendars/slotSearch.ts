// How operations read free slots: any range, and the end of each slot.

import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../../shared/operation';
import { encodeSegment } from '../../../shared/url';
import { CALENDAR, FREE_SLOTS } from '../../expected';
import type { FreeSlot } from '../../freeSlots';
import { endOf, slotDurationIn, slotsIn } from '../../freeSlots';

/** HighLevel refuses a longer range. */
const MAX_RANGE_MS = 31 * 24 * 3_600_000;
const SCOPE = 'calendars.readonly';
/** What else can follow `/calendars/` (OpenAPI: calendars-v3.json). */
const NOT_CALENDARS = new Set([
	'appointments',
	'blockedslots',
	'events',
	'groups',
	'resources',
	'schedules',
	'services',
]);

const pathOf = (calendarId: string) =>
	`/calendars/${encodeSegment(calendarId, 'Calendar', NOT_CALENDARS)}`;

export interface SlotSearch {
	calendarId: string;
	/** Milliseconds since 1970. */
	from: number;
	to: number;
	/** Additional query parameters. */
	query?: IDataObject;
}

/**
 * The free slots of any range, read in steps of at most 31 days, and only as far as they are consumed. A slot returned by two
 * steps is yielded once.
 */
export async function* readFreeSlots(
	item: ItemContext,
	{ calendarId, from, to, query = {} }: SlotSearch,
): AsyncGenerator<FreeSlot> {
	const seen = new Set<string>();
	for (let start = from; start < to; start += MAX_RANGE_MS) {
		const end = Math.min(start + MAX_RANGE_MS, to);
		const response = await item.send(
			{
				method: 'GET',
				path: `${pathOf(calendarId)}/free-slots`,
				query: { ...query, startDate: start, endDate: end },
			},
			{ label: 'Get free slots', scope: SCOPE, expects: FREE_SLOTS },
		);
		for (const slot of slotsIn(response)) {
			if (seen.has(slot.start)) continue;
			seen.add(slot.start);
			yield slot;
		}
	}
}

/** When an appointment in a slot ends. Reads the calendar's slot duration once per run. */
export async function endOfSlot(
	item: ItemContext,
	calendarId: string,
	start: string,
): Promise<string | null> {
	const duration = await item.cached(`slotDuration ${calendarId}`, async () =>
		slotDurationIn(
			await item.send(
				{ method: 'GET', path: pathOf(calendarId), query: {} },
				{ label: 'Get calendar', scope: SCOPE, expects: CALENDAR },
			),
		),
	);
	return endOf(start, duration);
}
