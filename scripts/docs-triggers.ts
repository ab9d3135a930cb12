/**
 * Writes the table of the polling triggers from their rows, so that it cannot say anything else than the nodes do.
 *
 *   tsx scripts/docs-triggers.ts           writes docs/triggers-polling.md
 *   tsx scripts/docs-triggers.ts --check   writes nothing; exit code 1 when the file is not current
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { calendarEvents } from '../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../nodes/HighLevel/polling/contacts';
import type { PollEvent } from '../nodes/HighLevel/polling/event';

export const TRIGGERS_PAGE = join(__dirname, '..', 'docs', 'triggers-polling.md');
const START = '<!-- events: made by scripts/docs-triggers.ts -->';
const END = '<!-- events end -->';

/** The polling triggers, as the page shows them. */
export const TRIGGERS = [
	{ title: 'HighLevel Contacts Trigger', events: contactEvents },
	{ title: 'HighLevel Calendars Trigger', events: calendarEvents },
];

const COLUMNS: Array<[string, (event: PollEvent) => string]> = [
	['Trigger on', ({ name, description }) => `**${name}**: ${description}`],
	['Source', ({ source }) => source],
	['Cursor', ({ cursor }) => cursor],
	['Remembers at most', ({ bound }) => bound],
	['Calls a poll', ({ calls }) => calls],
	['Cannot see', ({ misses }) => misses],
];

const cell = (text: string) => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();

/** A Markdown table with aligned columns, as Prettier writes it. */
function table(events: PollEvent[]): string {
	const rows = [
		COLUMNS.map(([title]) => title),
		...events.map((event) => COLUMNS.map(([, of]) => cell(of(event)))),
	];
	const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
	const line = (cells: string[]) =>
		`| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
	const [head = [], ...rest] = rows;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}

/** @returns the page with the tables of these triggers between its marks */
export function withEvents(page: string, triggers = TRIGGERS): string {
	const from = page.indexOf(START);
	const to = page.indexOf(END);
	if (from < 0 || to < from) throw new Error(`The page lacks ${START} or ${END}`);
	const text = triggers.map(({ title, events }) => `### ${title}\n\n${table(events)}`).join('\n\n');
	return `${page.slice(0, from + START.length)}\n\n${text}\n\n${page.slice(to)}`;
}

if (require.main === module) {
	const page = readFileSync(TRIGGERS_PAGE, 'utf8');
	const current = withEvents(page);
	if (process.argv.includes('--check')) {
		if (page !== current) {
			console.error('docs/triggers-polling.md is not current: run tsx scripts/docs-triggers.ts');
			process.exitCode = 1;
		}
	} else writeFileSync(TRIGGERS_PAGE, current);
}
