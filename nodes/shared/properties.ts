// Everything that the editor shows for a node, derived from its operations.

import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { mergePanels } from './mergePanels';
import type { Field, FieldGroup, Operation, Resource } from './operation';
import { optionalCollection } from './operation';
import { isField } from './parameters';
import {
	concurrency,
	limit,
	oneCallPerItem,
	returnAll,
	simple,
	timeout,
	toolLimit,
} from './standardFields';

type Choice = INodePropertyOptions | INodeProperties | INodePropertyCollection;

/**
 * Everything that the editor shows for a node: the Resource and Operation menus and the fields of every operation.
 *
 * @param initial the resource that a new node starts with, at its initial operation
 */
export function toProperties(resources: Resource[], initial: string): INodeProperties[] {
	const menu = resources.map(({ name, value, description }) => ({
		name,
		value,
		...(description ? { description } : {}),
	}));
	const panels = resources.flatMap(({ value: resource, operations }) =>
		operations.map((operation) => ({
			resource,
			operation: operation.value,
			properties: panelFields(operation).map(toProperty),
		})),
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
		...resources.flatMap(operationMenus),
		...mergePanels(panels),
	];
}

/** A field as a property of the editor; a new object each time, since n8n mutates the descriptions it receives. */
export function toProperty(field: Field): INodeProperties {
	const {
		send: _send,
		zone: _zone,
		find: _find,
		idsFrom: _idsFrom,
		endOf: _endOf,
		show,
		options,
		...rest
	} = field;
	const property: INodeProperties = structuredClone(rest);
	if (show) property.displayOptions = { show: { ...show } };
	if (options) {
		const choices = options.map(toChoice);
		property.options = field.type === 'collection' ? choices.sort(byTitle) : choices;
	}
	return property;
}

function toChoice(option: INodePropertyOptions | Field | FieldGroup): Choice {
	if ('values' in option) {
		const values = option.values.map(toProperty);
		// n8n's rule: five entries or more are sorted by title.
		return { ...option, values: values.length >= 5 ? values.sort(byTitle) : values };
	}
	return isField(option) ? toProperty(option) : { ...option };
}

function byTitle(a: Choice, b: Choice): number {
	const title = (one: Choice) => ('displayName' in one ? one.displayName : one.name);
	return title(a).localeCompare(title(b), 'en');
}

/** Nodes of version 1 start with the first operation, since n8n does not save a value that is the default. */
function operationMenus({ value, initial, operations }: Resource): INodeProperties[] {
	const options = operations
		.map((operation) => ({
			name: operation.name,
			value: operation.value,
			action: operation.action,
			description: operation.description,
		}))
		.sort(byTitle);
	const menu = (first: string, versions: number[]): INodeProperties => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: {
			show: { resource: [value], ...(versions.length > 0 ? { '@version': versions } : {}) },
		},
		options: structuredClone(options),
		default: first,
	});
	const oldest = operations[0]?.value ?? '';
	if (initial === undefined || initial === oldest) return [menu(oldest, [])];
	return [menu(oldest, [1]), menu(initial, [1.1])];
}

/** The fields of one operation in the order shown in the editor. */
function panelFields(operation: Operation): Field[] {
	const { fields = [], paginate, bundle, optional, options = [] } = operation;
	return [
		...fields,
		...(paginate ? [returnAll, limit, toolLimit] : []),
		...(operation.simple ? [simple] : []),
		...(optional ? [optionalFields(operation, optional)] : []),
		collection(
			'Options',
			'options',
			[...options, concurrency, ...(bundle ? [oneCallPerItem] : []), timeout],
			'Add option',
		),
	];
}

function optionalFields(operation: Operation, optional: Field[]): Field {
	const { name, displayName } = optionalCollection(operation);
	const placeholder = name === 'filters' ? 'Add filter' : 'Add field';
	return collection(displayName, name, optional, placeholder);
}

function collection(
	displayName: string,
	name: string,
	fields: Field[],
	placeholder: string,
): Field {
	return { displayName, name, type: 'collection', default: {}, placeholder, options: fields };
}
