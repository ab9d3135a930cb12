// The tables of the webhook trigger's events.

import type { AppEvent } from '../../nodes/HighLevel/webhook/events';
import { appEvents, otherEventTypes } from '../../nodes/HighLevel/webhook/events';
import type { Page, Part } from './generated';
import { withPart } from './generated';
import { table } from './markdown';

type Column = [title: string, of: (event: AppEvent) => string];

const lower = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

const NAMES: Column[] = [
	['Event', ({ name }) => `**${name}**`],
	['Name at HighLevel', ({ type }) => `\`${type}\``],
];

const part = (file: string): Part => ({ file, name: 'instant events', command: 'docs:triggers' });

/** Where the events are listed: in the README, and with descriptions on a separate page. */
export const INSTANT_PARTS: Array<{ part: Part; columns: Column[] }> = [
	{
		part: part('README.md'),
		columns: [
			...NAMES,
			['Starts the workflow', ({ action }) => lower(action)],
			['Scope of the app', ({ scope }) => (scope === '' ? 'none, always sent' : `\`${scope}\``)],
		],
	},
	{
		part: part('docs/triggers.md'),
		columns: [...NAMES, ['What it tells', ({ description }) => description]],
	},
];

/** Returns a page's text with a table of the events in the menu, and the names of the others. */
export function withInstantEvents(
	text: string,
	{ part, columns }: (typeof INSTANT_PARTS)[number],
	events = appEvents,
	others = otherEventTypes,
): string {
	const headings = columns.map(([heading]) => heading);
	const rows = events.map((event) => columns.map(([, of]) => of(event)));
	const names = others.map((name) => `\`${name}\``).join(', ');
	return withPart(
		text,
		part,
		`${table(headings, rows)}\n\nBy name, under **Other Event Names**: ${names}.`,
	);
}

/** The pages that list the instant events. */
export const INSTANT_PAGES: Page[] = INSTANT_PARTS.map((one) => ({
	file: one.part.file,
	update: (text) => withInstantEvents(text, one),
}));
