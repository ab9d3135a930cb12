import type { INodeProperties } from 'n8n-workflow';

import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import type { Field, Operation, Resource } from '../../nodes/shared/operation';
import { optionalCollection } from '../../nodes/shared/operation';
import { toProperties } from '../../nodes/shared/properties';
import { NEWEST_NODE, ofVersion } from '../contract/versions';

/**
 * The fields that the editor shows for an operation, by n8n's rules, in one version of the node; conditions on other fields
 * count as met.
 */
function shown(
	properties: INodeProperties[],
	resource: string,
	operation: string,
	version = NEWEST_NODE,
) {
	const chosen: Record<string, string | number | boolean> = {
		resource,
		operation,
		'@version': version,
		'@tool': false,
	};
	return properties.filter(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}).every(
			([name, values]) => !(name in chosen) || values?.some((value) => value === chosen[name]),
		),
	);
}

/** The names that a panel must have, derived from the operation itself. */
function wanted(operation: Operation): string[] {
	return [
		'resource',
		'operation',
		...(operation.fields ?? []).map(({ name }) => name),
		...(operation.paginate ? ['returnAll', 'limit'] : []),
		...(operation.simple ? ['simple'] : []),
		...(operation.optional ? [optionalCollection(operation).name] : []),
		'options',
	];
}

const titles = (fields: Field[] = []) =>
	fields.map(({ displayName }) => displayName).sort((a, b) => a.localeCompare(b, 'en'));

const text = (name: string): Field => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
});

const operation = (value: string, names: string[]): Operation => ({
	name: value,
	value,
	action: value,
	description: value,
	request: 'POST /things',
	scope: 'things.write',
	fields: names.map(text),
});

const resource = (value: string, operations: Record<string, string[]>): Resource => ({
	name: value,
	value,
	operations: Object.entries(operations).map(([name, names]) => operation(name, names)),
});

const real: Array<[string, Resource[]]> = [
	['contacts', contactResources],
	['calendars', calendarResources],
];

describe.each(real)('the panels of the %s', (_, resources) => {
	const [first] = resources;
	const properties = toProperties(resources, first?.value ?? '');
	const rows = resources.flatMap((one) =>
		one.operations.flatMap((row) =>
			[1, NEWEST_NODE].map((version) => ({
				of: one.value,
				row: ofVersion(row, version),
				version,
				title: `${one.value} ${row.value}`,
			})),
		),
	);

	test.each(rows)('$title $version has exactly its own fields, in their order', (one) => {
		const { of, row, version } = one;
		const panel = shown(properties, of, row.value, version);
		expect(panel.map(({ name }) => name)).toEqual(wanted(row));
		const folded = panel.find(({ name }) => name === optionalCollection(row).name);
		const optional = (folded?.options ?? []).filter((option) => 'type' in option);
		expect(shown(optional, of, row.value, version).map(({ displayName }) => displayName)).toEqual(
			titles(row.optional),
		);
		for (const [at, field] of (row.fields ?? []).entries()) {
			expect(panel[at + 2]).toMatchObject({
				displayName: field.displayName,
				type: field.type,
				default: field.default,
			});
			expect(panel[at + 2]?.required).toBe(field.required);
		}
	});
});

describe('merged panels', () => {
	const names = (resources: Resource[], of: string, value: string) =>
		shown(toProperties(resources, of), of, value)
			.map(({ name }) => name)
			.slice(2, -1);
	const count = (resources: Resource[], name: string) =>
		toProperties(resources, '').filter((property) => property.name === name).length;

	test('a field of several resources occurs once', () => {
		const resources = [
			resource('cat', { create: ['name', 'fur'], get: ['id'] }),
			resource('dog', { create: ['name'], update: ['id', 'name'] }),
		];
		expect(count(resources, 'name')).toBe(1);
		expect(count(resources, 'id')).toBe(1);
		expect(names(resources, 'cat', 'create')).toEqual(['name', 'fur']);
		expect(names(resources, 'dog', 'update')).toEqual(['id', 'name']);
	});

	test('a field is not shown for an operation of the same name that lacks it', () => {
		const resources = [
			resource('cat', { create: ['name'], get: ['name'] }),
			resource('dog', { create: ['name'], get: ['id'] }),
		];
		expect(names(resources, 'dog', 'get')).toEqual(['id']);
		expect(names(resources, 'cat', 'get')).toEqual(['name']);
		expect(count(resources, 'name')).toBe(2);
	});

	test('panels with a different order keep their own', () => {
		const resources = [
			resource('cat', { create: ['a', 'b', 'c'] }),
			resource('dog', { create: ['c', 'a'] }),
			resource('cow', { create: ['b', 'a', 'c'] }),
		];
		for (const [of, order] of [
			['cat', ['a', 'b', 'c']],
			['dog', ['c', 'a']],
			['cow', ['b', 'a', 'c']],
		] as const) {
			expect(names(resources, of, 'create')).toEqual(order);
		}
	});
});
