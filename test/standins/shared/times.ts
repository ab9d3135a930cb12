/** Times as the API writes and reads them. */
import { DateTime } from 'luxon';

/** A time in milliseconds as ISO text in UTC. */
export function isoUtc(ms: number): string {
	return new Date(ms).toISOString();
}

/** A time in milliseconds as ISO text in the zone's offset at that time: `2026-09-14T10:00:00-05:00`. */
export function isoInZone(ms: number, zone: string): string {
	return DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}

/** A time in milliseconds as the zone's local time, without an offset: `2026-09-14 10:00:00`. */
export function wallClock(ms: number, zone: string): string {
	return DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/** The time of an ISO text in milliseconds; a text without an offset is in the zone's local time. */
export function parseIso(value: string, zone: string): number | undefined {
	const time = DateTime.fromISO(value, { zone });
	return time.isValid ? time.toMillis() : undefined;
}

/** Whether this machine knows the time zone. */
export function isZone(zone: string): boolean {
	return DateTime.local({ zone }).isValid;
}
