// Reads free slots and slot durations from responses, and recognises the refusal of a slot that is not free.

import { DateTime, Duration } from 'luxon';

import type { Failure } from '../shared/failure';
import type { Body } from '../shared/http';
import { isRecord, recordAt } from '../shared/values';
import { DAY } from './expected';

/** A free slot. */
export interface FreeSlot {
	/** YYYY-MM-DD, as HighLevel sorts slots by day. */
	date: string;
	/** ISO 8601 exactly as HighLevel wrote it, which is what booking requires. */
	start: string;
}

/** @returns the slots of a response, by day; keys that are not dates, such as `traceId`, are ignored */
export function slotsIn(response: Body): FreeSlot[] {
	if (!isRecord(response)) return [];
	return Object.keys(response)
		.filter((key) => DAY.test(key))
		.sort()
		.flatMap((date) => {
			const day = response[date];
			const starts: unknown[] = isRecord(day) && Array.isArray(day.slots) ? day.slots : [];
			return starts
				.filter((start): start is string => typeof start === 'string')
				.map((start) => ({ date, start }));
		});
}

const NOT_FREE = /slot you have selected is no longer available/i;
/** HighLevel answers 400. The others, for a conflict and for values that cannot be processed, would mean the same. */
const NOT_FREE_STATUS = [400, 409, 422];

/** @returns whether HighLevel refused a booking because its time is taken or is not a slot of the calendar */
export function isSlotTaken({ status, message }: Failure): boolean {
	return status !== undefined && NOT_FREE_STATUS.includes(status) && NOT_FREE.test(message);
}

/** @returns how long an appointment of a calendar is, in milliseconds, from the response to `GET /calendars/{id}` */
export function slotDurationIn(response: Body): number {
	const calendar = recordAt(response, 'calendar') ?? {};
	const length = Number(calendar.slotDuration ?? 30);
	const unit = calendar.slotDurationUnit === 'hours' ? 'hours' : 'minutes';
	return Duration.fromObject({ [unit]: length }).toMillis();
}

/** @returns when an appointment in a slot ends, with the slot's own offset; a clock change does not make it longer */
export function endOf(start: string, durationMs: number): string | null {
	return DateTime.fromISO(start, { setZone: true })
		.plus(durationMs)
		.toISO({ suppressMilliseconds: true });
}
