// The tables of operations: HighLevel's in the README, CalendarHero's on a page of its own.

import { calendarHeroResources } from '../../nodes/CalendarHero/resources';
import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import type { Operation, Resource } from '../../nodes/shared/operation';
import { requestLine } from '../../nodes/shared/operation';
import { operationKey, readDigest } from '../../test/standins/highlevel/digest';
import type { Operation as Official } from '../../test/standins/highlevel/digest';
import type { Page, Part } from './generated';
import { withPart } from './generated';
import { table } from './markdown';

/** A node as the README shows it. */
export interface DocumentedNode {
	title: string;
	resources: Resource[];
}

/** The nodes whose operations the README lists. */
export const NODES: DocumentedNode[] = [
	{ title: 'HighLevel Contacts', resources: contactResources },
	{ title: 'HighLevel Calendars', resources: calendarResources },
];

/** Every operation of some nodes. */
export const operationsIn = (nodes: DocumentedNode[]): Operation[] =>
	nodes.flatMap(({ resources }) => resources).flatMap(({ operations }) => operations);

/** The endpoints that the operations of some nodes call, each once. */
export const endpointsIn = (nodes: DocumentedNode[]): Set<string> =>
	new Set(operationsIn(nodes).map(({ request }) => request.replace(/\{\w+\}/g, '{}')));

const HEADINGS = ['Operation', 'What it does', 'Endpoint', 'Scope', 'Version'];

/** Whether HighLevel marks the endpoint as deprecated in the version that the row uses. */
function isDeprecated(operation: Operation, official: Official[]): boolean {
	const { method, template: path } = requestLine(operation);
	const set = operation.versions?.[0] === '2021' ? '2021' : 'v3';
	const key = operationKey({ set, method, path });
	return official.some((one) => operationKey(one) === key && one.deprecated);
}

function versionNote(operation: Operation, official: Official[]): string {
	const notes = [];
	if (operation.versions) notes.push(`${operation.versions.join(', ')} only`);
	if (isDeprecated(operation, official)) notes.push('deprecated by HighLevel');
	return notes.join('; ');
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en');

/** One line for each resource. */
function overview(resources: Resource[]): string {
	return table(
		['Resource', 'Operations'],
		resources.map(({ name, operations }) => [
			`**${name}**`,
			[...operations]
				.sort(byName)
				.map((operation) => operation.name)
				.join(' · '),
		]),
	);
}

function resourceSection(resource: Resource, official: Official[]): string {
	const rows = [...resource.operations]
		.sort(byName)
		.map((operation) => [
			operation.name,
			operation.description,
			`\`${operation.request}\``,
			`\`${operation.scope}\``,
			versionNote(operation, official),
		]);
	return `**${resource.name}**\n\n${table(HEADINGS, rows)}`;
}

/** The operations of some nodes: an overview for each node, and a collapsed table for each resource, in menu order. */
export function operationsMarkdown(nodes: DocumentedNode[] = NODES): string {
	const official = readDigest();
	const sections = nodes.map((node) => {
		const sorted = [...node.resources].sort(byName);
		return [
			`### ${node.title}`,
			`${operationsIn([node]).length} operations over ${endpointsIn([node]).size} endpoints.`,
			overview(sorted),
			'<details>',
			`<summary>What each does, its endpoint and the scope it needs (${node.title})</summary>`,
			...sorted.map((resource) => resourceSection(resource, official)),
			'</details>',
		].join('\n\n');
	});
	return sections.join('\n\n');
}

/** CalendarHero's operations: a table for each resource. Its API has neither scopes nor versions. */
function calendarHeroMarkdown(): string {
	const sections = [...calendarHeroResources].sort(byName).map(({ name, operations }) => {
		const rows = [...operations]
			.sort(byName)
			.map((operation) => [operation.name, operation.description, `\`${operation.request}\``]);
		return `**${name}**\n\n${table(['Operation', 'What it does', 'Endpoint'], rows)}`;
	});
	return sections.join('\n\n');
}

const PART: Part = { file: 'README.md', name: 'operations', command: 'docs:operations' };

/** Returns a page's text with the operations of some nodes. */
export const withOperations = (text: string, nodes: DocumentedNode[] = NODES): string =>
	withPart(text, PART, operationsMarkdown(nodes));

const CALENDAR_HERO: Part = { ...PART, file: 'docs/calendarhero.md' };

/** The pages that list the operations. */
export const OPERATION_PAGES: Page[] = [
	{ file: PART.file, update: (text) => withOperations(text) },
	{
		file: CALENDAR_HERO.file,
		update: (text) => withPart(text, CALENDAR_HERO, calendarHeroMarkdown()),
	},
];
