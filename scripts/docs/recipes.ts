// The page about the recipes: what each does, and the settings of its nodes as the editor names them.

import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { FlowNode, Value, Values } from '../workflows/flow';
import { recipes } from '../workflows/recipes';
import type { Recipe } from '../workflows/recipes/recipe';
import type { Page, Part } from './generated';
import { withPart } from './generated';

const NODES = join(__dirname, '..', '..', 'nodes', 'HighLevel');

/** The name has the ending, since a file `….node.json` stands beside it. */
function descriptionOf(name: string): INodeTypeDescription {
	const load = createRequire(__filename);
	const exported = load(join(NODES, `${name}.node.ts`)) as Record<string, new () => INodeType>;
	const Node = exported[name];
	if (!Node) throw new Error(`${name}.node.ts does not export ${name}`);
	return new Node().description;
}

const DESCRIPTIONS = [
	'HighLevelCalendars',
	'HighLevelCalendarsTrigger',
	'HighLevelContacts',
	'HighLevelContactsTrigger',
	'HighLevelWebhookTrigger',
].map(descriptionOf);

/** Parameters that are in the node's title, or that n8n sets by itself. */
const UNSAID = ['authentication', 'resource', 'operation'];

const isRecord = (value: Value): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the editor shows a property of a node with these parameters. */
function isShown({ displayOptions }: INodeProperties, values: Values, version: number): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, allowed]) => {
		const value = name === '@version' ? version : (values[name] ?? undefined);
		// What a recipe leaves out has its default.
		return value === undefined || (allowed ?? []).some((one) => one === value);
	});
}

/** A value as a user enters it. */
function entered(value: Value): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return `\`${text.replace(/^=/, '')}\``;
}

const options = ({ options: all = [] }: INodeProperties) => all as INodePropertyOptions[];

/** A parameter with its title, and those of its collections one by one. */
function settingsOf(property: INodeProperties, value: Value): string[] {
	const title = property.displayName;
	if (value === '' || value === undefined) return [];
	if (property.type === 'resourceLocator' && isRecord(value)) {
		const mode = property.modes?.find(({ name }) => name === value['mode'])?.displayName ?? '';
		return value['value'] === '' ? [] : [`**${title}** ${mode}: ${entered(value['value'])}`];
	}
	if (property.type === 'options') {
		const chosen = options(property).find((option) => option.value === value);
		return [`**${title}**: ${chosen ? `**${chosen.name}**` : entered(value)}`];
	}
	if (property.type === 'collection' && isRecord(value)) {
		const fields = (property.options ?? []) as INodeProperties[];
		return inside(title, fields, value);
	}
	if (property.type === 'fixedCollection' && isRecord(value)) {
		return ((property.options ?? []) as INodePropertyCollection[]).flatMap(
			({ name, displayName, values }) =>
				[value[name] ?? []].flat().flatMap((row) => {
					const parts = isRecord(row) ? inside('', values, row) : [];
					return `**${title} > ${displayName}** (${parts.join(', ')})`;
				}),
		);
	}
	return [`**${title}**: ${entered(value)}`];
}

function inside(title: string, fields: INodeProperties[], values: Values): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const field = fields.find((one) => one.name === name);
		if (!field) throw new Error(`${title} has no field ${name}`);
		const texts = settingsOf(field, value);
		return title === '' ? texts : texts.map((text) => text.replace('**', `**${title} > `));
	});
}

/** A node of this package: its resource, operation and settings. */
function ours({ type, typeVersion, parameters }: FlowNode): string | undefined {
	const description = DESCRIPTIONS.find(({ name }) => type.endsWith(`.${name}`));
	if (!description) return undefined;
	const properties = description.properties.filter((one) => isShown(one, parameters, typeVersion));
	const property = (name: string): INodeProperties => {
		const found = properties.find((one) => one.name === name);
		if (!found) throw new Error(`${description.displayName} has no parameter ${name}`);
		return found;
	};
	const nameOf = (name: string): string | undefined => {
		const value = parameters[name];
		if (value === undefined) return undefined;
		return options(property(name)).find((option) => option.value === value)?.name;
	};
	const action = ['resource', 'operation'].map(nameOf).filter((one) => one !== undefined);
	const settings = Object.entries(parameters)
		.filter(([name]) => !UNSAID.includes(name))
		.flatMap(([name, value]) => settingsOf(property(name), value));
	const title = [description.displayName, action.join(' > ')].filter(Boolean).join(', ');
	return [title, ...settings].join('; ');
}

function bulletOf(node: FlowNode, { says = {} }: Recipe): string {
	const text = ours(node) ?? says[node.name] ?? sayingOf(node);
	if (text === undefined) throw new Error(`The recipe does not say what "${node.name}" does`);
	return `- **${node.name}**${text === '' ? '' : `: ${text}`}`;
}

/** What nodes do that recipes have in common. */
function sayingOf({ name, type, parameters }: FlowNode): string | undefined {
	if (type.endsWith('manualTrigger')) return '';
	if (name !== 'Settings') return undefined;
	const { assignments } = parameters['assignments'] as { assignments: Array<{ name: string }> };
	return assignments.map((one) => `\`${one.name}\``).join(', ');
}

const sectionOf = (recipe: Recipe): string =>
	[
		`## ${recipe.title}`,
		recipe.text,
		recipe.nodes.map((node) => bulletOf(node, recipe)).join('\n'),
		`[${recipe.file}.json](../workflows/${recipe.file}.json)`,
	].join('\n\n');

const part: Part = { file: 'docs/recipes.md', name: 'recipes', command: 'workflows' };

/** The page with a section for each recipe. */
export const RECIPE_PAGES: Page[] = [
	{ file: part.file, update: (text) => withPart(text, part, recipes.map(sectionOf).join('\n\n')) },
];
