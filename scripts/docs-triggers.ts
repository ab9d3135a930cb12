/**
 * Writes the tables of the polling triggers from their rows, so that they cannot say anything else than the nodes do:
 * one in the README, and one with what each event is about in docs/triggers-polling.md.
 *
 *   tsx scripts/docs-triggers.ts           writes both
 *   tsx scripts/docs-triggers.ts --check   writes nothing; exit code 1 when one is not current
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { calendarEvents } from '../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../nodes/HighLevel/polling/contacts';
import type { PollEvent } from '../nodes/HighLevel/polling/event';

const START = '<!-- polling events: made by npm run docs:triggers -->';
const END = '<!-- polling events end -->';

/** The polling triggers, as the page shows them. */
export const TRIGGERS = [
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

/** A page with a table for each trigger. */
export interface Page {
	file: string;
	columns: Column[];
}

const ROOT = join(__dirname, '..');
export const README: Page = {
	file: join(ROOT, 'README.md'),
	columns: [['Trigger on', ({ name }) => `**${name}**`], ...FACTS],
};
export const TRIGGERS_PAGE: Page = {
	file: join(ROOT, 'docs', 'triggers-polling.md'),
	columns: [['Trigger on', ({ name, description }) => `**${name}**: ${description}`], ...FACTS],
};

const cell = (text: string) => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();

/** A Markdown table with aligned columns, as Prettier writes it. */
function table(columns: Column[], events: PollEvent[]): string {
	const rows = [
		columns.map(([title]) => title),
		...events.map((event) => columns.map(([, of]) => cell(of(event)))),
	];
	const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
	const line = (cells: string[]) =>
		`| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
	const [head = [], ...rest] = rows;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}

/** @returns the page's text with the tables of these triggers between its marks */
export function withEvents(text: string, { columns, file }: Page, triggers = TRIGGERS): string {
	const from = text.indexOf(START);
	const to = text.indexOf(END);
	if (from < 0 || to < from) throw new Error(`${file} lacks ${START} or ${END}`);
	const tables = triggers
		.map(({ title, events }) => `### ${title}\n\n${table(columns, events)}`)
		.join('\n\n');
	return `${text.slice(0, from + START.length)}\n\n${tables}\n\n${text.slice(to)}`;
}

if (require.main === module) {
	for (const page of [README, TRIGGERS_PAGE]) {
		const text = readFileSync(page.file, 'utf8');
		const current = withEvents(text, page);
		if (!process.argv.includes('--check')) writeFileSync(page.file, current);
		else if (text !== current) {
			console.error(`${page.file} is not current: run npm run docs:triggers`);
			process.exitCode = 1;
		}
	}
}
