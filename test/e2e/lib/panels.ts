/** Which panels a node has: one for each operation or event, as it is added or with every field that can be added. */
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
	NodeParameterValueType,
} from 'n8n-workflow';
import { deepCopy, NodeHelpers } from 'n8n-workflow';
import type { JsonObject } from './json';

/** One panel to open. */
export interface Panel {
	title: string;
	parameters: JsonObject;
}

/** The newest version of a node, which n8n adds. */
export const newestVersion = ({ description }: INodeType): number =>
	Math.max(...[description.version].flat());

/** A panel for every operation of an action node, for every event of a trigger, for every source of a webhook. */
export function panelsOf(node: INodeType): Panel[] {
	const [resources] = named(node, 'resource');
	const operations = choices(resources).flatMap((resource) => {
		const menu = named(node, 'operation').find(({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource),
		);
		return choices(menu).map((operation) => ({
			title: `${resource}-${operation}`,
			parameters: { resource, operation },
		}));
	});
	const all = [...operations, ...panelsBy(node, 'event'), ...panelsBy(node, 'source')];
	return all.length > 0 ? all : [{ title: 'new', parameters: {} }];
}

/** The first panel that a user sees of the node and of each resource, and the panels of a trigger. */
export const firstPanelsOf = (node: INodeType): Panel[] => [
	{ title: 'new', parameters: {} },
	...['resource', 'event', 'source'].flatMap((name) => panelsBy(node, name)),
];

/** The panels that have fields to add, with all of them added. The options are the same everywhere and left out. */
export function filledPanelsOf(node: INodeType): Panel[] {
	return panelsOf(node).flatMap(({ title, parameters }) => {
		const added = addAll(node, node.description.properties, parameters, parameters);
		delete added.options;
		if (Object.keys(added).length === 0) return [];
		return [{ title: `${title}-filled`, parameters: { ...parameters, ...(added as JsonObject) } }];
	});
}

/** A panel to open, and the locator in it whose list is to be looked at. */
export interface Picker extends Panel {
	parameter: string;
}

/**
 * A panel for every list that a locator of the node offers.
 *
 * @param authentication the kind of credential, on which some locators depend
 * @param ids what the other locators hold, by their name: many lists are those of a contact or a calendar
 */
export function pickersOf(node: INodeType, authentication: string, ids: JsonObject): Picker[] {
	const seen = new Set<string>();
	return panelsOf(node).flatMap(({ title, parameters }) => {
		const locators = node.description.properties.filter(
			(property) =>
				property.type === 'resourceLocator' &&
				isShown(node, property, { ...parameters, authentication }, parameters),
		);
		return locators.flatMap(({ name, modes }) => {
			const list = modes?.find(({ type }) => type === 'list')?.typeOptions?.searchListMethod ?? '';
			if (seen.has(list)) return [];
			seen.add(list);
			const others = locators.filter((one) => one.name !== name && one.name in ids);
			const chosen = Object.fromEntries(
				others.map((one) => [one.name, { __rl: true, mode: 'id', value: ids[one.name] ?? '' }]),
			);
			return [
				{ title: `${title}-${name}`, parameters: { ...parameters, ...chosen }, parameter: name },
			];
		});
	});
}

const named = ({ description }: INodeType, name: string) =>
	description.properties.filter((property) => property.name === name);

const choices = (property: INodeProperties | undefined): string[] =>
	(property?.options ?? [])
		.filter((option): option is INodePropertyOptions => 'value' in option)
		.map(({ value }) => String(value));

const panelsBy = (node: INodeType, name: string): Panel[] =>
	choices(named(node, name)[0]).map((value) => ({ title: value, parameters: { [name]: value } }));

/** What a panel keeps once everything is added that `properties` offer: of collections alone. */
function addAll(
	node: INodeType,
	properties: INodeProperties[],
	values: JsonObject,
	panel: JsonObject,
): INodeParameters {
	const added: INodeParameters = {};
	const shown = properties.filter((property) => isShown(node, property, values, panel));
	for (const property of shown) {
		const { name, type, options, typeOptions } = property;
		if (type === 'collection') {
			added[name] = allOf(node, (options ?? []) as INodeProperties[], panel);
		} else if (type === 'fixedCollection') {
			const groups = (options ?? []) as INodePropertyCollection[];
			const entries = groups.map(({ name: group, values: fields }) => {
				const entry = allOf(node, fields, panel);
				return [group, typeOptions?.multipleValues === true ? [entry] : entry] as const;
			});
			added[name] = Object.fromEntries(entries) as INodeParameters;
		}
	}
	return added;
}

/** Every field with its default, and what can be added within it. */
function allOf(node: INodeType, fields: INodeProperties[], panel: JsonObject): INodeParameters {
	const defaults = Object.fromEntries(
		fields
			.filter((field) => isShown(node, field, {}, panel))
			.map(({ name, default: initial }) => [name, deepCopy(initial)]),
	) as Record<string, NodeParameterValueType>;
	return { ...defaults, ...addAll(node, fields, {}, panel) };
}

const isShown = (
	node: INodeType,
	property: INodeProperties,
	values: JsonObject,
	panel: JsonObject,
): boolean =>
	NodeHelpers.displayParameter(
		{ ...defaultsOf(node), ...values } as INodeParameters,
		property,
		{ typeVersion: newestVersion(node) },
		node.description,
		{ ...defaultsOf(node), ...panel } as INodeParameters,
	);

/** The first value of the menus that other fields depend on. */
const defaultsOf = ({ description }: INodeType): INodeParameters =>
	Object.fromEntries(
		description.properties
			.filter(({ type, name }) => type === 'options' && name !== 'operation')
			.map(({ name, default: initial }) => [name, initial]),
	) as INodeParameters;
