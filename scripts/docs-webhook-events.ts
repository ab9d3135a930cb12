/**
 * Writes the tables of instant events in docs/triggers.md from the events that the node knows.
 *
 *   npm run docs:triggers              writes docs/triggers.md
 *   npm run docs:triggers -- --check   writes nothing; exit code 1 when it is not current
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AppEvent } from '../nodes/HighLevel/webhook/events';
import { appEvents, otherEventTypes } from '../nodes/HighLevel/webhook/events';

const PAGE = join(__dirname, '..', 'docs', 'triggers.md');
const START = '<!-- instant events: made by npm run docs:triggers -->';
const END = '<!-- instant events end -->';

const HEADINGS = ['Group', 'Event', 'Name at HighLevel', 'Starts the workflow', 'Scope of the app'];

function sentence({ action }: AppEvent): string {
	return `${action.charAt(0).toLowerCase()}${action.slice(1)}`;
}

/** The events of the menu and the names of the others, as Prettier writes Markdown. */
export function eventsMarkdown(
	events: readonly AppEvent[] = appEvents,
	others: readonly string[] = otherEventTypes,
): string {
	const rows = events.map((event) => [
		event.group,
		event.name,
		`\`${event.type}\``,
		sentence(event),
		event.scope === '' ? 'none, always sent' : `\`${event.scope}\``,
	]);
	const widths = HEADINGS.map((heading, column) =>
		Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (cells: string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	return [
		line(HEADINGS),
		line(widths.map((width) => '-'.repeat(width))),
		...rows.map(line),
		'',
		'By name, in **Other Event Names**:',
		'',
		others.map((name) => `\`${name}\``).join(', '),
	].join('\n');
}

/**
 * The page with its events brought up to date.
 *
 * @throws Error when the page lacks the two markers
 */
export function withEvents(page: string, events = appEvents, others = otherEventTypes): string {
	const from = page.indexOf(START);
	const to = page.indexOf(END);
	if (from < 0 || to < from) throw new Error(`The page lacks the lines "${START}" and "${END}"`);
	return `${page.slice(0, from + START.length)}\n\n${eventsMarkdown(events, others)}\n\n${page.slice(to)}`;
}

function main(): void {
	const page = readFileSync(PAGE, 'utf8');
	const current = withEvents(page);
	if (current === page) {
		console.log('docs/triggers.md lists the events that the node knows.');
	} else if (process.argv.includes('--check')) {
		console.error('docs/triggers.md does not list the events of the node: npm run docs:triggers');
		process.exitCode = 1;
	} else {
		writeFileSync(PAGE, current);
		console.log('docs/triggers.md: events written.');
	}
}

if (require.main === module) main();
