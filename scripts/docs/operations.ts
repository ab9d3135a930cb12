// The tables of operations: what there is in the README, what each does on pages of their own.

import { calendarHeroResources } from '../../nodes/CalendarHero/resources';
import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import type { Operation, Resource } from '../../nodes/shared/operation';
import { requestLine } from '../../nodes/shared/operation';
import { operationKey, readDigest } from '../../test/standins/highlevel/digest';
import type { Operation as Official } from '../../test/standins/highlevel/digest';
import type { Page, Part } from './generated';
import { withPart } from './generated';
import { compactTable, table } from './markdown';

/** A node as the documents show it. */
export interface DocumentedNode {
	title: string;
	resources: Resource[];
}

/** The nodes whose operations are listed. */
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

const HEADINGS = ['Operation', 'What it does', 'Scope'];

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

/** One line for each resource of some nodes, for the front page. */
function resourcesMarkdown(nodes: DocumentedNode[] = NODES): string {
	const sections = nodes.map(({ title, resources }) => {
		const rows = [...resources].sort(byName).map(({ name, operations }) => {
			const names = [...operations].sort(byName).map((operation) => operation.name);
			return [`**${name}**`, names.join(', ')];
		});
		return compactTable([title, 'Operations'], rows);
	});
	return sections.join('\n\n');
}

function resourceSection({ name, operations }: Resource, official: Official[]): string {
	const rows = [...operations].sort(byName).map((operation) => {
		const note = versionNote(operation, official);
		const endpoint = `\`${operation.request}\`${note === '' ? '' : ` (${note})`}`;
		return [operation.name, `${operation.description}<br>${endpoint}`, `\`${operation.scope}\``];
	});
	return `### ${name}\n\n${table(HEADINGS, rows)}`;
}

/** The operations of some nodes: a table for each resource. */
export function operationsMarkdown(nodes: DocumentedNode[] = NODES): string {
	const official = readDigest();
	const sections = nodes.map((node) => {
		const sorted = [...node.resources].sort(byName);
		return [
			`## ${node.title}`,
			`${operationsIn([node]).length} operations over ${endpointsIn([node]).size} endpoints.`,
			...sorted.map((resource) => resourceSection(resource, official)),
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

const PART: Part = { file: 'docs/operations.md', name: 'operations', command: 'docs:operations' };
const RESOURCES: Part = { ...PART, file: 'README.md', name: 'resources' };

/** Returns a page's text with the operations of some nodes. */
export const withOperations = (text: string, nodes: DocumentedNode[] = NODES): string =>
	withPart(text, PART, operationsMarkdown(nodes));

const CALENDAR_HERO: Part = { ...PART, file: 'docs/calendarhero.md' };

/** The pages that list the operations. */
export const OPERATION_PAGES: Page[] = [
	{ file: PART.file, update: (text) => withOperations(text) },
	{ file: RESOURCES.file, update: (text) => withPart(text, RESOURCES, resourcesMarkdown()) },
	{
		file: CALENDAR_HERO.file,
		update: (text) => withPart(text, CALENDAR_HERO, calendarHeroMarkdown()),
	},
];
