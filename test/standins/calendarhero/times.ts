/** Times as CalendarHero reads and writes them. */
import { parseIso } from '../shared/times';

/** The time of an ISO text, in milliseconds; without an offset it is in UTC. Undefined if the text is no time. */
export function timeOf(value: unknown): number | undefined {
	return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)
		? parseIso(value, 'utc')
		: undefined;
}

/** A time as the people functions take it: ISO text, milliseconds or a date. */
export type Moment = string | number | Date;

/**
 * Milliseconds since the epoch.
 *
 * @throws {Error} if it is no time
 */
export function momentOf(moment: Moment): number {
	if (moment instanceof Date) return moment.getTime();
	const ms = typeof moment === 'number' ? moment : timeOf(moment);
	if (ms === undefined) throw new Error(`${String(moment)} is not a time`);
	return ms;
}
