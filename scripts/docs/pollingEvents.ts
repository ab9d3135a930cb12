// The tables of the polling triggers' events.

import { calendarEvents } from '../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../nodes/HighLevel/polling/contacts';
import type { PollEvent } from '../../nodes/HighLevel/polling/event';
import type { Page, Part } from './generated';
import { withPart } from './generated';
import { table } from './markdown';

/** The polling triggers, as the pages show them. */
export const POLLING_TRIGGERS = [
	{ title: 'HighLevel Contacts Trigger', events: contactEvents },
	{ title: 'HighLevel Calendars Trigger', events: calendarEvents },
];

type Column = [title: string, of: (event: PollEvent) => string];

const FACTS: Column[] = [
	['Source', ({ source }) => source],
	['Cursor', ({ cursor }) => cursor],
	['Remembers at most', ({ bound }) => bound],
	['Calls a poll', ({ calls }) => calls],
	['Cannot see', ({ misses }) => misses],
];

const part = (file: string): Part => ({ file, name: 'polling events', command: 'docs:triggers' });

/** Where the events are listed: in the README, and with descriptions on a separate page. */
export const POLLING_PARTS: Array<{ part: Part; columns: Column[] }> = [
	{
		part: part('README.md'),
		columns: [['Trigger on', ({ name }) => `**${name}**`], ...FACTS],
	},
	{
		part: part('docs/triggers-polling.md'),
		columns: [['Trigger on', ({ name, description }) => `**${name}**: ${description}`], ...FACTS],
	},
];

/** Returns a page's text with a table for each trigger. */
export function withPollingEvents(
	text: string,
	{ part, columns }: (typeof POLLING_PARTS)[number],
	triggers = POLLING_TRIGGERS,
): string {
	const tables = triggers.map(({ title, events }) => {
		const headings = columns.map(([heading]) => heading);
		const rows = events.map((event) => columns.map(([, of]) => of(event)));
		return `### ${title}\n\n${table(headings, rows)}`;
	});
	return withPart(text, part, tables.join('\n\n'));
}

/** The pages that list the polling events. */
export const POLLING_PAGES: Page[] = POLLING_PARTS.map((one) => ({
	file: one.part.file,
	update: (text) => withPollingEvents(text, one),
}));
