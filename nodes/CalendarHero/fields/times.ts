// Fields for times, and the checks of a window.

import { DateTime } from 'luxon';

import { dateTimeField, optionalTimeZoneField } from '../../shared/builders';
import type { ValueContext } from '../../shared/convert';
import { toInstant, toTimeZone } from '../../shared/convertTime';
import type { Field, ItemContext } from '../../shared/operation';
import { isAbsent, textOf } from '../../shared/values';

/** ISO 8601 in UTC to the second, ending in Z: the form that every endpoint accepts. */
export const toUtcSeconds = (value: unknown, { zone }: ValueContext): string =>
	toInstant(value, zone).toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");

/** Option: the zone in which the item's times without an offset are read. */
export const inputTimeZone = optionalTimeZoneField('Time Zone', 'inputTimeZone', {
	hint: "Zone of the times above. If empty, it is the workflow's zone.",
	zone: true,
	send: { in: 'values', as: toTimeZone },
});

/** A required time. */
const timeField = (displayName: string, name: string, more: Partial<Field> = {}): Field =>
	dateTimeField(displayName, name, { required: true, send: { as: toUtcSeconds }, ...more });

/** Bounds of a list of meetings. */
export const rangeStart = timeField('Search From', 'start', { default: '={{ $now }}' });
export const rangeEnd = timeField('Search To', 'end', {
	default: "={{ $now.plus(30, 'days') }}",
	endOf: 'start',
	description: 'The same date as the start, without a time, means that whole day',
});

const instantOf = (value: unknown): number => Date.parse(textOf(value));

/**
 * Refuses an end that is not after its start.
 *
 * @param titles the titles of the two fields
 * @throws NodeOperationError
 */
export function refuseBackwards(
	item: ItemContext,
	start: unknown,
	end: unknown,
	titles: [start: string, end: string],
): void {
	if (instantOf(end) <= instantOf(start)) {
		throw item.refuse(`'${titles[1]}' is not after '${titles[0]}'`);
	}
}

/**
 * Refuses a window in which the meeting cannot take place: it ends before it starts, is over, or is too short.
 *
 * @param minutes the length of the meeting, if the item gives one
 * @throws NodeOperationError
 */
export function refuseImpossibleWindow(
	item: ItemContext,
	{ dateStart, dateEnd }: { dateStart?: unknown; dateEnd?: unknown },
	minutes: unknown,
): void {
	refuseBackwards(item, dateStart, dateEnd, ['Window Start', 'Window End']);
	const end = instantOf(dateEnd);
	if (end <= DateTime.now().toMillis()) {
		throw item.refuse(
			`The window is in the past: it ends at ${textOf(dateEnd)}`,
			"Nothing was sent for this item. Choose a later 'Window End'. A time without an offset is read in the workflow's time zone, unless the option 'Time Zone' names another.",
		);
	}
	if (isAbsent(minutes)) return;
	const windowMinutes = (end - instantOf(dateStart)) / 60_000;
	if (windowMinutes < Number(minutes)) {
		throw item.refuse(
			`The window of ${Math.floor(windowMinutes)} minutes is shorter than the meeting of ${textOf(minutes)}`,
			"Nothing was sent for this item. Choose a later 'Window End' or a shorter 'Meeting Length'.",
		);
	}
}
