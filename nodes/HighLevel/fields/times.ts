import type { DateTime } from 'luxon';

import type { Convert, Field, ItemContext } from '../../shared/operation';
import { isAbsent, toInstant, toMilliseconds, toMillisecondsText } from '../../shared/values';
import { time, timeZone } from './plain';

/** Start of something that is made: ISO 8601 with offset, a text with an offset untouched. */
export const startTime = time('Start', 'startTime', { required: true });

/** End of something that is made. */
export const endTime = time('End', 'endTime', { required: true });

/** The same two where they may be left out. */
export const newStart = time('Start', 'startTime');
export const newEnd = time('End', 'endTime');

const range = (key: 'startTime' | 'endTime', initial: string, as: Convert): Partial<Field> => ({
	required: true,
	default: initial,
	send: { key, as },
});

/** Bounds of a list of events; HighLevel takes milliseconds as text and answers an ISO text with an empty list. */
export const rangeStart = time(
	'From',
	'rangeStart',
	range('startTime', '={{ $now }}', toMillisecondsText),
);
export const rangeEnd = time(
	'To',
	'rangeEnd',
	range('endTime', "={{ $now.plus(30, 'days') }}", toMillisecondsText),
);

/** Bounds of a search for free slots, in milliseconds; any distance. */
export const startDate = time('From', 'startDate', {
	required: true,
	default: '={{ $now }}',
	send: { as: toMilliseconds },
});
export const endDate = time('To', 'endDate', {
	required: true,
	default: "={{ $now.plus(7, 'days') }}",
	send: { as: toMilliseconds },
});

/** The zone in which free slots are written, and the range is read. */
export const timezone = timeZone('Time Zone', 'timezone', { zone: true });

/**
 * Refuses an end that does not lie after its start. Times without offset are read in the item's zone.
 *
 * @param titles how the fields are called in the editor
 */
export function refuseBackwards(
	item: ItemContext,
	start: unknown,
	end: unknown,
	[first, second]: [string, string],
): void {
	if (isAbsent(start) || isAbsent(end)) return;
	const from: DateTime = toInstant(start, item.zone);
	if (toInstant(end, item.zone) <= from) {
		throw item.refuse(`'${second}' is not after '${first}'`);
	}
}
