/** Which events of a calendar a list asks for. */
import { text } from '../../shared/json';
import type { Call } from '../call';
import { unprocessable } from '../refusal';

/**
 * The time range of an events list; undefined if a bound is not in milliseconds, for which the API answers an empty
 * list.
 */
export function windowOf(call: Call): { from: number; to: number } | undefined {
	const from = text(call.query, 'startTime') ?? '';
	const to = text(call.query, 'endTime') ?? '';
	return /^-?\d+$/.test(from) && /^-?\d+$/.test(to)
		? { from: Number(from), to: Number(to) }
		: undefined;
}

/** The calendars and the user of an events list; one of three parameters is required. */
export function scopeOf(call: Call): { calendarIds?: string[]; userId?: string } {
	const userId = text(call.query, 'userId');
	const calendarId = text(call.query, 'calendarId');
	const groupId = text(call.query, 'groupId');
	if (userId === undefined && calendarId === undefined && groupId === undefined) {
		throw unprocessable(['either of userId, calendarId or groupId is required']);
	}
	const ofGroup =
		groupId === undefined
			? undefined
			: call.state.calendars
					.where((calendar) => calendar.values.groupId === groupId)
					.map((calendar) => calendar.id);
	const calendarIds =
		calendarId === undefined ? ofGroup : [calendarId].filter((id) => ofGroup?.includes(id) ?? true);
	return { ...(calendarIds ? { calendarIds } : {}), ...(userId ? { userId } : {}) };
}
