// The page about the workflow templates: what the notes on their canvases say, with a picture of each.

import type { Values } from '../workflows/flow';
import type { ImportedWorkflow, Template } from '../workflows/template';
import { toWorkflow } from '../workflows/template';
import { templates } from '../workflows/templates';
import type { Page, Part } from './generated';
import { withPart } from './generated';

/** What a template needs besides n8n, by a part of the type of the nodes, or credentials, that use it. */
const NEEDS: Array<[part: string, name: string]> = [
	['gohighlevel.highLevel', 'HighLevel'],
	['activeCampaign', 'ActiveCampaign'],
	['calendarHero', 'CalendarHero'],
	['dataTable', 'Data Tables'],
	['redis', 'Redis'],
	['lmChat', 'a chat model'],
];

const NOTE = 'n8n-nodes-base.stickyNote';

function textAt(values: Values, key: string): string {
	const value = values[key];
	return typeof value === 'string' ? value : '';
}

function needsOf({ nodes }: ImportedWorkflow): string {
	const uses = nodes.map(
		({ type, parameters }) => `${type} ${textAt(parameters, 'nodeCredentialType')}`,
	);
	const used = NEEDS.filter(([part]) => uses.some((one) => one.includes(part)));
	return used.map(([, name]) => name).join(', ');
}

/** The notes above a workflow: those with a heading, which becomes one of the page. */
function notesOf({ nodes }: ImportedWorkflow): string[] {
	return nodes
		.filter(({ type }) => type === NOTE)
		.map(({ parameters }) => textAt(parameters, 'content'))
		.filter((text) => text.startsWith('## '));
}

function sectionOf(template: Template): string {
	const workflow = toWorkflow(template);
	const [about = '', ...others] = notesOf(workflow);
	const text = about.slice(about.indexOf('\n')).trim();
	return [
		`## ${template.name}`,
		`[${template.file}.json](../workflows/${template.file}.json). Needs ${needsOf(workflow)}.`,
		text,
		...others.map((note) => note.replace(/^## /, '### ').trim()),
		`![The canvas of the workflow](images/templates/${template.file}.png)`,
	].join('\n\n');
}

const part: Part = { file: 'docs/templates.md', name: 'templates', command: 'workflows' };

/** The page with a section for each template. */
export const TEMPLATE_PAGES: Page[] = [
	{
		file: part.file,
		update: (text) => withPart(text, part, templates.map(sectionOf).join('\n\n')),
	},
];
