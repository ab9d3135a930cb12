// The tables of the polling triggers' events.

import { calendarEvents } from '../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../nodes/HighLevel/polling/contacts';
import type { PollEvent } from '../../nodes/HighLevel/polling/event';
import type { Page, Part } from './generated';
import { withPart } from './generated';

/** The polling triggers, as the page shows them. */
export const POLLING_TRIGGERS = [
	{ title: 'HighLevel Contacts Trigger', events: contactEvents },
	{ title: 'HighLevel Calendars Trigger', events: calendarEvents },
];

const FACTS: Array<[title: string, of: (event: PollEvent) => string]> = [
	['Reads', ({ source }) => source],
	['Goes by', ({ cursor }) => cursor],
	['Remembers at most', ({ bound }) => bound],
	['Calls a poll', ({ calls }) => calls],
	['Cannot see', ({ misses }) => misses],
];

/** Where the events are listed. */
export const POLLING_PART: Part = {
	file: 'docs/triggers-polling.md',
	name: 'polling events',
	command: 'docs:triggers',
};

/** An event's facts are too long for a table. */
function eventSection(event: PollEvent): string {
	const facts = FACTS.map(([title, of]) => `- ${title}: ${of(event)}`);
	return [`#### ${event.name}`, event.description, facts.join('\n')].join('\n\n');
}

/** Returns a page's text with each trigger's events. */
export function withPollingEvents(text: string, triggers = POLLING_TRIGGERS): string {
	const sections = triggers.flatMap(({ title, events }) => [
		`### ${title}`,
		...events.map(eventSection),
	]);
	return withPart(text, POLLING_PART, sections.join('\n\n'));
}

/** The page that lists the polling events. */
export const POLLING_PAGES: Page[] = [
	{ file: POLLING_PART.file, update: (text) => withPollingEvents(text) },
];
