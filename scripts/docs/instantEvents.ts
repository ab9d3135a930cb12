// The tables of the webhook trigger's events.

import type { AppEvent } from '../../nodes/HighLevel/webhook/events';
import { appEvents, otherEventTypes } from '../../nodes/HighLevel/webhook/events';
import type { Page, Part } from './generated';
import { withPart } from './generated';
import { table } from './markdown';

type Column = [title: string, of: (event: AppEvent) => string];

const COLUMNS: Column[] = [
	['Event', ({ name }) => `**${name}**`],
	['Name at HighLevel', ({ type }) => `\`${type}\``],
	['What it tells', ({ description }) => description],
	['Scope of the app', ({ scope }) => (scope === '' ? 'none, always sent' : `\`${scope}\``)],
];

/** Where the events are listed. */
export const INSTANT_PART: Part = {
	file: 'docs/triggers.md',
	name: 'instant events',
	command: 'docs:triggers',
};

/** Returns a page's text with a table of the events in the menu, and the names of the others. */
export function withInstantEvents(
	text: string,
	events = appEvents,
	others = otherEventTypes,
): string {
	const headings = COLUMNS.map(([heading]) => heading);
	const rows = events.map((event) => COLUMNS.map(([, of]) => of(event)));
	const names = others.map((name) => `\`${name}\``).join(', ');
	return withPart(
		text,
		INSTANT_PART,
		`${table(headings, rows)}\n\nBy name, under **Other Event Names**: ${names}.`,
	);
}

/** The page that lists the instant events. */
export const INSTANT_PAGES: Page[] = [
	{ file: INSTANT_PART.file, update: (text) => withInstantEvents(text) },
];
