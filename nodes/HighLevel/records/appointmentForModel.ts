// What a model gets of an appointment.

import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../shared/operation';
import { pickKeys } from '../../shared/values';

const BEFORE_TIMES = ['id', 'title', 'appointmentStatus'] as const;
const AFTER_TIMES = [
	'calendarId',
	'contactId',
	'assignedUserId',
	'address',
	'masterEventId',
] as const;

/**
 * The few keys of an appointment that a model needs, with the names that free slots have for its times: `start` and `end`. If
 * the item names a zone, they are written in it, and `timeZone` names it. A written appointment that could not be read back
 * has the start that was asked for.
 */
export function appointmentForModel(record: IDataObject, item: ItemContext): IDataObject {
	const { booked, startTime, endTime, deleted, readBackError } = record;
	if (booked === false) return record;
	const zone = zoneOf(item);
	const isUnread = readBackError !== undefined;
	return {
		...(booked === undefined ? {} : { booked }),
		...pickKeys(record, BEFORE_TIMES),
		start: inZone(startTime ?? (isUnread ? item.values.startTime : null), zone),
		end: inZone(endTime ?? null, zone),
		timeZone: zone ?? null,
		...pickKeys(record, AFTER_TIMES),
		...(deleted === true ? { deleted } : {}),
		...(isUnread ? { note: 'It was written, but could not be read afterwards.' } : {}),
	};
}

/** The zone that the item names for its times. */
function zoneOf({ values: { inputTimeZone, locationTimeZone } }: ItemContext): string | undefined {
	const zone = inputTimeZone ?? locationTimeZone;
	return typeof zone === 'string' ? zone : undefined;
}

function inZone(time: unknown, zone: string | undefined): IDataObject[string] {
	if (typeof time !== 'string') return null;
	const inIt = zone === undefined ? undefined : DateTime.fromISO(time, { zone });
	return inIt?.isValid ? inIt.toISO({ suppressMilliseconds: true }) : time;
}
