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
	shownBy: Map<string, string[]>;
}

/** The resources whose operations of a property are the same share one property. */
function spread({ property, shownBy }: Placed): INodeProperties[] {
	const groups = new Map<string, { resource: string[]; operation: string[] }>();
	for (const [resource, operation] of shownBy) {
		const key = [...operation].sort().join(' ');
		const group = groups.get(key);
		if (group) group.resource.push(resource);
		else groups.set(key, { resource: [resource], operation });
	}
	return [...groups.values()].map(({ resource, operation }) => ({
		...structuredClone(property),
		displayOptions: { show: { resource, operation, ...property.displayOptions?.show } },
	}));
}

/**
 * Lays the panels of all operations over each other: a property that several operations share stands once, as long as
 * each panel keeps its order.
 */
function mergePanels(resources: Resource[]): Placed[] {
	const placed: Placed[] = [];
	const known = new Map<string, Placed>();
	for (const resource of resources) {
		for (const operation of resource.operations) {
			let after = -1;
			for (const field of panel(operation)) {
				const property = toProperty(field);
				const key = JSON.stringify(property);
				const shared = known.get(key);
				const at = shared ? placed.indexOf(shared) : -1;
				const entry =
					shared && at > after ? shared : { property, shownBy: new Map<string, string[]>() };
				if (entry !== shared) {
					placed.splice(after + 1, 0, entry);
					if (!shared) known.set(key, entry);
				}
				const operations = entry.shownBy.get(resource.value) ?? [];
				entry.shownBy.set(resource.value, [...operations, operation.value]);
				after = placed.indexOf(entry);
			}
		}
	}
	return placed;
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
		...mergePanels(resources).flatMap(spread),
	];
}
