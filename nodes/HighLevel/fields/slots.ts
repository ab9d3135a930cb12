import { DateTime, Duration } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../shared/operation';
import { encodeSegment } from '../../shared/request';
import { isRecord } from '../../shared/values';
import { CALENDAR, DAY, FREE_SLOTS } from '../expected';

/** HighLevel refuses a longer range. */
const WINDOW_MS = 31 * 24 * 3_600_000;
const SCOPE = 'calendars.readonly';
/** What else may follow `/calendars/` (OpenAPI: calendars-v3.json); none of it is a calendar. */
const NO_CALENDARS = new Set([
	'appointments',
	'blockedslots',
	'events',
	'groups',
	'resources',
	'schedules',
	'services',
]);

const pathOf = (calendarId: string) =>
	`/calendars/${encodeSegment(calendarId, 'Calendar ID', NO_CALENDARS)}`;

/** What is asked for: a calendar, a range in milliseconds, and what else goes into the query. */
export interface SlotSearch {
	calendarId: string;
	from: number;
	to: number;
	query?: IDataObject;
}

/** One free slot; `start` is the very text that HighLevel gave. */
export interface FreeSlot {
	date: string;
	start: string;
}

/**
 * The free slots of any range, in windows of at most 31 days, one after the other and no window further than is read.
 * A slot that two windows give comes once. Keys that are no dates, such as `traceId`, are passed over.
 */
export async function* readFreeSlots(
	item: ItemContext,
	{ calendarId, from, to, query = {} }: SlotSearch,
): AsyncGenerator<FreeSlot> {
	const known = new Set<string>();
	for (let start = from; start < to; start += WINDOW_MS) {
		const end = Math.min(start + WINDOW_MS, to);
		const answer = await item.send(
			{
				method: 'GET',
				path: `${pathOf(calendarId)}/free-slots`,
				query: { ...query, startDate: start, endDate: end },
			},
			{ label: 'Get free slots', scope: SCOPE, expects: FREE_SLOTS },
		);
		if (!isRecord(answer)) continue;
		for (const date of Object.keys(answer)
			.filter((key) => DAY.test(key))
			.sort()) {
			const day = answer[date];
			const slots: unknown[] = isRecord(day) && Array.isArray(day.slots) ? day.slots : [];
			for (const slot of slots) {
				if (typeof slot !== 'string' || known.has(slot)) continue;
				known.add(slot);
				yield { date, start: slot };
			}
		}
	}
}

/** How long an appointment of a calendar is; asked once a run. */
async function slotDuration(item: ItemContext, calendarId: string): Promise<Duration> {
	return await item.once(`slotDuration ${calendarId}`, async () => {
		const answer = await item.send(
			{ method: 'GET', path: pathOf(calendarId), query: {} },
			{ label: 'Get calendar', scope: SCOPE, expects: CALENDAR },
		);
		const calendar = isRecord(answer) && isRecord(answer.calendar) ? answer.calendar : {};
		const length = Number(calendar.slotDuration ?? 30);
		return Duration.fromObject(
			calendar.slotDurationUnit === 'hours' ? { hours: length } : { minutes: length },
		);
	});
}

/** When an appointment in this slot ends, with the slot's own offset. */
export async function endOfSlot(
	item: ItemContext,
	calendarId: string,
	start: string,
): Promise<string | null> {
	const duration = await slotDuration(item, calendarId);
	// Milliseconds, so that a change of the clocks inside the slot does not make it longer.
	return DateTime.fromISO(start, { setZone: true })
		.plus(duration.toMillis())
		.toISO({ suppressMilliseconds: true });
}
