import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import type { PollEvent } from '../../../nodes/HighLevel/polling/event';

/** Every event of both polling triggers. */
export const EVENTS = [...contactEvents, ...calendarEvents];

/** An event by its value. */
export function eventOf(value: string): PollEvent {
	const event = EVENTS.find((one) => one.value === value);
	if (!event) throw new Error(`There is no event ${value}`);
	return event;
}
