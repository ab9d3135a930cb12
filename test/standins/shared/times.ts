/** Times as the API writes and reads them. */
import { DateTime } from 'luxon';

/** A time in milliseconds as ISO text in UTC. */
export function isoUtc(ms: number): string {
	return new Date(ms).toISOString();
}

/** Clocks change at quarters of an hour only. */
const QUARTER_MS = 900_000;
const MINUTE_MS = 60_000;

/** Offsets that were looked up before, as a list of 20,000 appointments has few zones and days. */
const offsets = new Map<string, number>();

/** A zone's offset at a time, in minutes; NaN if there is no such zone. */
function offsetAt(ms: number, zone: string): number {
	const key = `${zone} ${Math.floor(ms / QUARTER_MS)}`;
	const known = offsets.get(key);
	if (known !== undefined) return known;
	const { offset } = DateTime.fromMillis(ms, { zone });
	offsets.set(key, offset);
	return offset;
}

/** A time in milliseconds as ISO text in the zone's offset at that time: `2026-09-14T10:00:00-05:00`. */
export function isoInZone(ms: number, zone: string): string {
	const offset = offsetAt(ms, zone);
	const local = new Date(ms + offset * MINUTE_MS).toISOString().slice(0, 19);
	const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
	const twoDigits = (value: number) => String(value).padStart(2, '0');
	return `${local}${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
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
