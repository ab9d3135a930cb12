// The days whose moment came between two polls, for the event 'Date Field Reached'.

import { DateTime } from 'luxon';

/** Most days that are searched after a long time without polls. */
const MAX_DAYS = 370;

/** When dates are announced. */
interface Schedule {
	/** IANA time zone. */
	zone: string;
	/** Time of day, HH:mm. */
	time: string;
	/** Days before the date; negative for days after. */
	before: number;
	/** Whether only day and month count, in any year. */
	yearly: boolean;
}

/** A day whose moment has come. */
export interface ReachedDay {
	/** Its moment, in milliseconds since 1970. */
	at: number;
	/** The date that is reached, as YYYYMMDD. */
	day: string;
	/** Whether a date, as YYYYMMDD, is reached on this day. */
	matches: (date: string) => boolean;
}

/**
 * The days whose moment is after `from` and not after `to`. The moment is a local time of day in the zone, so its hour
 * stays the same when the clocks change. A time that a clock change skips (midnight, too) moves by the length of the change;
 * one that occurs twice counts the first time. Days are counted in UTC, so that none is missed in a zone where a day begins
 * at 01:00.
 *
 * @param from milliseconds since 1970
 * @param to   milliseconds since 1970
 */
export function daysBetween(
	from: number,
	to: number,
	{ zone, time, before, yearly }: Schedule,
): ReachedDay[] {
	const [hour = 0, minute = 0] = time.split(':').map(Number);
	const last = dateAt(to, zone).plus({ days: 1 });
	const earliest = last.minus({ days: MAX_DAYS });
	const days: ReachedDay[] = [];
	for (
		let on = DateTime.max(dateAt(from, zone).minus({ days: 1 }), earliest);
		on <= last;
		on = on.plus({ days: 1 })
	) {
		const at = momentOf(on, hour, minute, zone);
		if (at <= from || at > to) continue;
		const date = on.plus({ days: before });
		const day = date.toFormat('yyyyLLdd');
		const anniversaries = [day.slice(4)];
		if (day.endsWith('0228') && !date.isInLeapYear) anniversaries.push('0229');
		days.push({
			at,
			day,
			matches: (one) => (yearly ? anniversaries.includes(one.slice(4)) && one <= day : one === day),
		});
	}
	return days;
}

/** The date in a zone, as midnight UTC. */
function dateAt(milliseconds: number, zone: string): DateTime {
	const { year, month, day } = DateTime.fromMillis(milliseconds, { zone });
	return DateTime.utc(year, month, day);
}

function momentOf({ year, month, day }: DateTime, hour: number, minute: number, zone: string) {
	const clock = DateTime.fromObject({ year, month, day, hour, minute }, { zone });
	return Math.min(...clock.getPossibleOffsets().map((one) => one.toMillis()));
}
