/**
 * Writes the tables of instant events from those that the node knows: a short one in the README, and one with what each
 * event tells in docs/triggers.md.
 *
 *   npm run docs:triggers                              writes both
 *   tsx scripts/docs-webhook-events.ts --check         writes nothing; exit code 1 when one is not current
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AppEvent } from '../nodes/HighLevel/webhook/events';
import { appEvents, otherEventTypes } from '../nodes/HighLevel/webhook/events';

const START = '<!-- instant events: made by npm run docs:triggers -->';
const END = '<!-- instant events end -->';

type Column = [title: string, of: (event: AppEvent) => string];

const lower = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

const NAMES: Column[] = [
	['Event', ({ name }) => `**${name}**`],
	['Name at HighLevel', ({ type }) => `\`${type}\``],
];

/** A page with the events between its marks. */
export interface EventsPage {
	file: string;
	columns: Column[];
}

const ROOT = join(__dirname, '..');
export const README: EventsPage = {
	file: join(ROOT, 'README.md'),
	columns: [
		...NAMES,
		['Starts the workflow', ({ action }) => lower(action)],
		['Scope of the app', ({ scope }) => (scope === '' ? 'none, always sent' : `\`${scope}\``)],
	],
};
export const WEBHOOKS_PAGE: EventsPage = {
	file: join(ROOT, 'docs', 'triggers.md'),
	columns: [...NAMES, ['What it tells', ({ description }) => description]],
};

/** The events of the menu as a table, as Prettier writes it, and the names of the others. */
function eventsMarkdown(
	columns: Column[],
	events: readonly AppEvent[],
	others: readonly string[],
): string {
	const rows = events.map((event) => columns.map(([, of]) => of(event)));
	const widths = columns.map(([title], at) =>
		Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
	);
	const line = (cells: string[]) =>
		`| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
	return [
		line(columns.map(([title]) => title)),
		line(widths.map((width) => '-'.repeat(width))),
		...rows.map(line),
		'',
		`By name, under **Other Event Names**: ${others.map((name) => `\`${name}\``).join(', ')}.`,
	].join('\n');
}

/**
 * @returns the page's text with its events brought up to date
 * @throws Error when the text lacks the two marks
 */
export function withEvents(
	text: string,
	{ file, columns }: EventsPage,
	events = appEvents,
	others = otherEventTypes,
): string {
	const from = text.indexOf(START);
	const to = text.indexOf(END);
	if (from < 0 || to < from) throw new Error(`${file} lacks the lines "${START}" and "${END}"`);
	const made = eventsMarkdown(columns, events, others);
	return `${text.slice(0, from + START.length)}\n\n${made}\n\n${text.slice(to)}`;
}

if (require.main === module) {
	for (const page of [README, WEBHOOKS_PAGE]) {
		const text = readFileSync(page.file, 'utf8');
		const current = withEvents(text, page);
		if (!process.argv.includes('--check')) writeFileSync(page.file, current);
		else if (text !== current) {
			console.error(`${page.file} does not list the events of the node: npm run docs:triggers`);
			process.exitCode = 1;
		}
	}
}
