// Computes free times: the windows of a meeting type less the meetings in the calendars.

import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { recordsOf, textOf } from '../shared/values';
import { isDayOff, windowsOf } from './meetingTypes';

/** A stretch of time, in milliseconds since 1970. */
export interface Span {
	start: number;
	end: number;
}

/** What free times are computed from. */
export interface Question {
	/** The range in which to look. */
	range: Span;
	/** A meeting type, which has windows. */
	type: IDataObject;
	/** The user's zone, in which the windows are written. */
	zone: string;
	busy: Span[];
	lengthMs: number;
	/** From the start of one proposal to that of the next. */
	stepMs: number;
}

const CLOCK = /^(\d{1,2}):(\d{2})$/;

/**
 * The point in time at which a clock in the zone shows a time of a day. On the day of a clock change, a time that is skipped
 * is the one after the change, and one that comes twice is the first.
 *
 * @param time `HH:mm`, up to 24:00
 */
function clockTime(day: DateTime, time: unknown): number | undefined {
	const match = CLOCK.exec(textOf(time).trim());
	const hour = Number(match?.[1]);
	const minute = Number(match?.[2]);
	if (!match || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined;
	if (hour === 24) return day.plus({ days: 1 }).startOf('day').toMillis();
	return day.set({ hour, minute }).toMillis();
}

/** The windows of the type on a day. One that ends at 00:00 ends with the day. */
function windowsOn(day: DateTime, type: IDataObject): Span[] {
	const weekday = (day.setLocale('en').weekdayLong ?? '').toLowerCase();
	if (isDayOff(type, weekday)) return [];
	return recordsOf(windowsOf(type)?.[weekday]).flatMap(({ start, end }) => {
		const from = clockTime(day, start);
		const until = clockTime(day, /^0?0:00$/.test(textOf(end).trim()) ? '24:00' : end);
		return from === undefined || until === undefined || until <= from
			? []
			: [{ start: from, end: until }];
	});
}

/** The spans of the meetings in a list; a day without a time is read in the zone. */
export function busySpans(meetings: IDataObject[], zone: string): Span[] {
	return meetings.flatMap(({ dateStart, dateEnd }) => {
		const start = DateTime.fromISO(textOf(dateStart), { zone }).toMillis();
		const end = DateTime.fromISO(textOf(dateEnd), { zone }).toMillis();
		return end > start ? [{ start, end }] : [];
	});
}

/** Yields the free times in their order. */
export function* freeTimes(question: Question): Generator<Span> {
	const { range, type, zone, busy, lengthMs, stepMs } = question;
	const last = DateTime.fromMillis(range.end, { zone });
	let day = DateTime.fromMillis(range.start, { zone }).startOf('day');
	for (; day <= last; day = day.plus({ days: 1 })) {
		const windows = windowsOn(day, type).sort((a, b) => a.start - b.start);
		for (const window of windows) {
			for (let start = window.start; start + lengthMs <= window.end; start += stepMs) {
				const end = start + lengthMs;
				if (start < range.start || end > range.end) continue;
				if (busy.some((one) => one.start < end && start < one.end)) continue;
				yield { start, end };
			}
		}
	}
}
