import { DateTime } from 'luxon';

/** An instant in milliseconds as ISO text in UTC. */
export function isoUtc(ms: number): string {
	return new Date(ms).toISOString();
}

/** An instant as ISO text with the offset that the zone has then, seconds included: `2026-09-14T10:00:00-05:00`. */
export function isoInZone(ms: number, zone: string): string {
	return DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}

/** The wall clock of the zone without an offset: `2026-09-14 10:00:00`. */
export function wallClock(ms: number, zone: string): string {
	return DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/** The instant that an ISO text names, in milliseconds; a text without offset is read in the zone. */
export function parseIso(value: string, zone: string): number | undefined {
	const time = DateTime.fromISO(value, { zone });
	return time.isValid ? time.toMillis() : undefined;
}

/** Whether a zone name is one that this machine knows. */
export function isZone(zone: string): boolean {
	return DateTime.local({ zone }).isValid;
}
