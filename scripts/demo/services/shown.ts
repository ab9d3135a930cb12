/** How the start page writes times: in the time zone of this machine. */

const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const MINUTES = { hour: '2-digit', minute: '2-digit' } as const;
const TO_THE_SECOND = new Intl.DateTimeFormat('en-GB', { ...DAY, ...MINUTES, second: '2-digit' });
const TO_THE_MINUTE = new Intl.DateTimeFormat('en-GB', { ...DAY, ...MINUTES });

function shown(format: Intl.DateTimeFormat, time: string | number): string {
	const moment = new Date(time);
	return Number.isNaN(moment.getTime()) ? String(time) : format.format(moment);
}

/** A time to the second; a text that is no time stays as it is. */
export function shownTime(time: string | number): string {
	return shown(TO_THE_SECOND, time);
}

/** A time to the minute; a text that is no time stays as it is. */
export function shownMoment(time: string | number): string {
	return shown(TO_THE_MINUTE, time);
}
