import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { concurrency, limit, oneCallPerItem, returnAll, simple, timeout } from './fields';
import type { Field, FieldGroup, Operation, Resource } from './operation';
import { optionalCollection } from './operation';
import { isField } from './parameters';

type Choice = INodePropertyOptions | INodeProperties | INodePropertyCollection;

function byTitle(a: Choice, b: Choice): number {
	const title = (one: Choice) => ('displayName' in one ? one.displayName : one.name);
	return title(a).localeCompare(title(b), 'en');
}

function toChoice(option: INodePropertyOptions | Field | FieldGroup): Choice {
	if ('values' in option) {
		const values = option.values.map(toProperty);
		// n8n's rule: from five entries on, the alphabet.
		return { ...option, values: values.length >= 5 ? values.sort(byTitle) : values };
	}
	return isField(option) ? toProperty(option) : { ...option };
}

/** What the editor needs of a field; a fresh object each time, since n8n edits the descriptions it is given. */
export function toProperty(field: Field): INodeProperties {
	const { send: _send, zone: _zone, show, options, ...rest } = field;
	const property: INodeProperties = structuredClone(rest);
	if (show) property.displayOptions = { show: { ...show } };
	if (options) {
		const choices = options.map(toChoice);
		property.options = field.type === 'collection' ? choices.sort(byTitle) : choices;
	}
	return property;
}

function collection(displayName: string, name: string, fields: Field[], add: string): Field {
	return { displayName, name, type: 'collection', default: {}, placeholder: add, options: fields };
}

/** The fields of one operation in the order of the panel. */
function panel(operation: Operation): Field[] {
	const fields = [...(operation.fields ?? [])];
	if (operation.paginate) fields.push(returnAll, limit);
	if (operation.simple) fields.push(simple);
	if (operation.optional) {
		const { name, displayName } = optionalCollection(operation);
		fields.push(
			collection(
				displayName,
				name,
				operation.optional,
				name === 'filters' ? 'Add filter' : 'Add field',
			),
		);
	}
	fields.push(
		collection(
			'Options',
			'options',
			[
				...(operation.options ?? []),
				concurrency,
				...(operation.bundle ? [oneCallPerItem] : []),
				timeout,
			],
			'Add option',
		),
	);
	return fields;
}

interface Placed {
	property: INodeProperties;
	/** Operations that show it, by resource. */
	shownBy: Map<string, Set<string>>;
	/** What stands right below it in some panel. */
	below: Set<Placed>;
}

/** The operations that each resource has. */
type Menu = Map<string, Set<string>>;

/** Resources and operations that show a property: each of these resources with each of these operations that it has. */
interface Block {
	resources: Set<string>;
	operations: Set<string>;
}

const union = <T>(one: Set<T>, other: Set<T>) => new Set([...one, ...other]);

/** Puts blocks together as long as no operation comes in that does not show the property. */
function joinBlocks(blocks: Block[], { shownBy }: Placed, menu: Menu): Block[] {
	const joined: Block[] = [];
	for (const block of blocks) {
		const fits = joined.findIndex((other) => {
			const resources = union(block.resources, other.resources);
			const operations = union(block.operations, other.operations);
			return [...resources].every((resource) =>
				[...operations].every(
					(operation) =>
						!menu.get(resource)?.has(operation) || shownBy.get(resource)?.has(operation),
				),
			);
		});
		const other = joined[fits];
		if (other) {
			joined[fits] = {
				resources: union(other.resources, block.resources),
				operations: union(other.operations, block.operations),
			};
		} else joined.push(block);
	}
	return joined;
}

/** The fewest properties that show this one where it belongs: blocks made resource by resource, or operation by operation. */
function spread(placed: Placed, menu: Menu): INodeProperties[] {
	const { property, shownBy } = placed;
	const byResource = [...shownBy].map(([resource, operations]) => ({
		resources: new Set([resource]),
		operations,
	}));
	const byOperation = [...new Set([...shownBy.values()].flatMap((operations) => [...operations]))];
	const candidates = [
		byResource,
		byOperation.map((operation) => ({
			resources: new Set(
				[...shownBy].flatMap(([resource, operations]) =>
					operations.has(operation) ? [resource] : [],
				),
			),
			operations: new Set([operation]),
		})),
	].map((blocks) => joinBlocks(blocks, placed, menu));
	const [first = [], second = []] = candidates;
	const blocks = second.length < first.length ? second : first;
	return blocks.map(({ resources, operations }) => ({
		...structuredClone(property),
		displayOptions: {
			show: {
				resource: [...resources],
				operation: [...operations],
				...property.displayOptions?.show,
			},
		},
	}));
}

function isBelow(upper: Placed, lower: Placed, seen = new Set<Placed>()): boolean {
	if (upper === lower) return true;
	if (seen.has(upper)) return false;
	seen.add(upper);
	return [...upper.below].some((next) => isBelow(next, lower, seen));
}

/** All properties in one order in which each stands above what is below it. */
function inOrder(placed: Placed[]): Placed[] {
	const waiting = new Map(placed.map((one) => [one, 0]));
	for (const { below } of placed) {
		for (const next of below) waiting.set(next, (waiting.get(next) ?? 0) + 1);
	}
	const ordered: Placed[] = [];
	const open = new Set(placed);
	while (open.size > 0) {
		const next = [...open].find((one) => waiting.get(one) === 0);
		if (!next) throw new Error('Two properties stand above each other');
		open.delete(next);
		ordered.push(next);
		for (const lower of next.below) waiting.set(lower, (waiting.get(lower) ?? 0) - 1);
	}
	return ordered;
}

/**
 * Lays the panels of all operations over each other: a property that several operations share stands once, as long as
 * each panel keeps its order. The editor asks of every property whether to show it, again and again, so few of them make a
 * node that opens fast.
 */
function mergePanels(resources: Resource[]): Placed[] {
	const placed: Placed[] = [];
	const known = new Map<string, Placed[]>();
	for (const resource of resources) {
		for (const operation of resource.operations) {
			let above: Placed | undefined;
			for (const field of panel(operation)) {
				const property = toProperty(field);
				const key = JSON.stringify(property);
				const alike = known.get(key) ?? [];
				let entry = alike.find((one) => !above || !isBelow(one, above));
				if (!entry) {
					entry = { property, shownBy: new Map(), below: new Set() };
					placed.push(entry);
					known.set(key, [...alike, entry]);
				}
				above?.below.add(entry);
				const operations = entry.shownBy.get(resource.value) ?? new Set();
				entry.shownBy.set(resource.value, operations.add(operation.value));
				above = entry;
			}
		}
	}
	return inOrder(placed);
}

function operationMenu(resource: Resource): INodeProperties {
	const options = resource.operations.map(({ name, value, action, description }) => ({
		name,
		value,
		action,
		description,
	}));
	const initial = resource.operations[0]?.value ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options: options.sort(byTitle),
		default: initial,
	};
}

/**
 * Everything that the editor shows for a node: the Resource and Operation menus and the fields of every operation.
 *
 * @param initial the resource that a new node starts with; its first operation is chosen
 */
export function toProperties(resources: Resource[], initial: string): INodeProperties[] {
	const menu = resources.map(({ name, value, description }) => ({
		name,
		value,
		...(description ? { description } : {}),
	}));
	const operations: Menu = new Map(
		resources.map(({ value, operations: all }) => [
			value,
			new Set(all.map((operation) => operation.value)),
		]),
	);
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: menu.sort(byTitle),
			default: initial,
		},
		...resources.map(operationMenu),
		...mergePanels(resources).flatMap((placed) => spread(placed, operations)),
	];
}
