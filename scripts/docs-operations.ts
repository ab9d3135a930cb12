/**
 * Writes the operations table of the README from the rows, so that it cannot say anything else than the nodes do.
 *
 *   npm run docs:operations              writes README.md
 *   npm run docs:operations -- --check   writes nothing; exit code 1 when README.md is not current
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { calendarResources } from '../nodes/HighLevel/resources/calendars';
import { contactResources } from '../nodes/HighLevel/resources/contacts';
import type { Operation, Resource } from '../nodes/shared/operation';
import { requestLine } from '../nodes/shared/operation';
import { readDigest } from '../test/standins/highlevel/digest';
import type { Operation as Official } from '../test/standins/highlevel/digest';

const README = join(__dirname, '..', 'README.md');
const START = '<!-- operations: made by npm run docs:operations -->';
const END = '<!-- operations end -->';

/** A node of the package as the table shows it. */
export interface DocumentedNode {
	title: string;
	resources: Resource[];
}

/** The nodes whose operations the README lists. */
export const NODES: DocumentedNode[] = [
	{ title: 'HighLevel Contacts', resources: contactResources },
	{ title: 'HighLevel Calendars', resources: calendarResources },
];

const HEADINGS = ['Operation', 'What it does', 'Endpoint', 'Scope', 'Version'];

/** What stands in a cell may not end the cell. */
function cell(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();
}

/** A Markdown table with aligned columns, as Prettier writes it. */
function table(headings: string[], rows: string[][]): string {
	const widths = headings.map((heading, column) =>
		Math.max(3, heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (cells: string[]) =>
		`| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
	return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
		'\n',
	);
}

const shape = (path: string) => path.replace(/\{\w+\}/g, '{}');

/** Whether HighLevel marks the endpoint as deprecated in the version that the row is sent with. */
function isDeprecated(operation: Operation, official: Official[]): boolean {
	const { method, template } = requestLine(operation);
	const set = operation.versions?.[0] ?? 'v3';
	return official.some(
		(one) =>
			one.set === set &&
			one.method === method &&
			shape(one.path) === shape(template) &&
			one.deprecated,
	);
}

function versionNote(operation: Operation, official: Official[]): string {
	const notes = [];
	if (operation.versions) notes.push(`${operation.versions.join(', ')} only`);
	if (isDeprecated(operation, official)) notes.push('deprecated by HighLevel');
	return notes.join('; ');
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en');

/** A line a resource, to see at a glance what there is. */
function overview(resources: Resource[]): string {
	return table(
		['Resource', 'Operations'],
		resources.map(({ name, operations }) => [
			`**${cell(name)}**`,
			cell(
				[...operations]
					.sort(byName)
					.map((operation) => operation.name)
					.join(' · '),
			),
		]),
	);
}

function resourceSection(resource: Resource, official: Official[]): string {
	const rows = [...resource.operations]
		.sort(byName)
		.map((operation) => [
			cell(operation.name),
			cell(operation.description),
			`\`${cell(operation.request)}\``,
			`\`${cell(operation.scope)}\``,
			versionNote(operation, official),
		]);
	return `**${resource.name}**\n\n${table(HEADINGS, rows)}`;
}

/**
 * The operations of all nodes as Markdown: a section a node, which names them all at a glance and folds away a table a
 * resource, in the order of the menu.
 *
 * @param nodes by default those of the package
 */
export function operationsMarkdown(nodes: DocumentedNode[] = NODES): string {
	const official = readDigest();
	const sections = nodes.map(({ title, resources }) => {
		const operations = resources.flatMap((resource) => resource.operations);
		const endpoints = new Set(operations.map(({ request }) => shape(request)));
		const sorted = [...resources].sort(byName);
		return [
			`### ${title}`,
			`${operations.length} operations over ${endpoints.size} endpoints.`,
			overview(sorted),
			'<details>',
			`<summary>What each does, its endpoint and the scope it needs (${title})</summary>`,
			...sorted.map((resource) => resourceSection(resource, official)),
			'</details>',
		].join('\n\n');
	});
	return sections.join('\n\n');
}

/**
 * The README with its operations brought up to date.
 *
 * @throws Error when the README lacks the two markers
 */
export function withOperations(readme: string, nodes: DocumentedNode[] = NODES): string {
	const from = readme.indexOf(START);
	const to = readme.indexOf(END);
	if (from < 0 || to < from) throw new Error(`README.md lacks the lines "${START}" and "${END}"`);
	const before = readme.slice(0, from + START.length);
	return `${before}\n\n${operationsMarkdown(nodes)}\n\n${readme.slice(to)}`;
}

function main(): void {
	const readme = readFileSync(README, 'utf8');
	const current = withOperations(readme);
	if (current === readme) {
		console.log('README.md lists the operations of the rows.');
	} else if (process.argv.includes('--check')) {
		console.error('README.md does not list the operations of the rows: npm run docs:operations');
		process.exitCode = 1;
	} else {
		writeFileSync(README, current);
		console.log('README.md: operations written.');
	}
}

if (require.main === module) main();
