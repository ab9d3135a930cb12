// Fields for start and end, and the check that they are in order.

import type { DateTime } from 'luxon';

import type { Convert } from '../../shared/convert';
import { toInstant, toMilliseconds, toMillisecondsText } from '../../shared/convertTime';
import type { Field, ItemContext } from '../../shared/operation';
import { isAbsent } from '../../shared/values';
import { dateTimeField, optionalTimeZoneField } from './builders';

/** Start of a new appointment or similar record: ISO 8601 with an offset. */
export const startTime = dateTimeField('Start Time', 'startTime', { required: true });

/** Its end. */
export const endTime = dateTimeField('End Time', 'endTime', { required: true });

/** The same two, optional. */
export const newStart = dateTimeField('Start Time', 'startTime');
export const newEnd = dateTimeField('End Time', 'endTime');

const range = (key: 'startTime' | 'endTime', initial: string, as: Convert): Partial<Field> => ({
	required: true,
	default: initial,
	send: { key, as },
});

/** Tooltip of the end of a range. */
const ONE_DAY = 'The same date as the start, without a time, means that whole day';

/** Bounds of a list of events. HighLevel expects milliseconds as text; for ISO 8601 it returns an empty list. */
export const rangeStart = dateTimeField(
	'Search From',
	'rangeStart',
	range('startTime', '={{ $now }}', toMillisecondsText),
);
export const rangeEnd = dateTimeField('Search To', 'rangeEnd', {
	...range('endTime', "={{ $now.plus(30, 'days') }}", toMillisecondsText),
	endOf: 'rangeStart',
	description: ONE_DAY,
});

/** Bounds of a search for free slots, in milliseconds, however far apart. */
export const startDate = dateTimeField('Search From', 'startDate', {
	required: true,
	default: '={{ $now }}',
	send: { as: toMilliseconds },
});
export const endDate = dateTimeField('Search To', 'endDate', {
	required: true,
	default: "={{ $now.plus(7, 'days') }}",
	endOf: 'startDate',
	description: ONE_DAY,
	send: { as: toMilliseconds },
});

/** The zone in which free slots are written and the range is interpreted. */
export const timezone = optionalTimeZoneField('Time Zone', 'timezone', { zone: true });

/**
 * Refuses an end that is not after its start. Times without an offset are interpreted in the item's zone.
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
	if (isAbsent(start) || isAbsent(end)) return;
	const from: DateTime = toInstant(start, item.zone);
	if (toInstant(end, item.zone) <= from) {
		throw item.refuse(`'${titles[1]}' is not after '${titles[0]}'`);
	}
}
