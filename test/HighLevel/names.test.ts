import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import type { Field, Operation, Resource } from '../../nodes/shared/operation';
import { optionalCollection } from '../../nodes/shared/operation';
import { childFields, childGroups, isField } from '../../nodes/shared/parameters';
import { NEWEST_NODE, ofVersion } from '../contract/versions';

const nodes = [
	{ node: new HighLevelContacts(), resources: contactResources },
	{ node: new HighLevelCalendars(), resources: calendarResources },
];

/** Names that n8n gives to parameters of the tool that it generates from a node. */
const RESERVED = ['toolDescription', 'descriptionType'];

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

function isProperty(entry: Entry): entry is INodeProperties {
	return 'displayName' in entry && 'type' in entry;
}

function isGroup(entry: Entry): entry is INodePropertyCollection {
	return 'values' in entry;
}

/** A property and all properties below it. */
function* deep(property: INodeProperties): Generator<INodeProperties> {
	yield property;
	for (const entry of property.options ?? []) {
		if (isGroup(entry)) for (const value of entry.values) yield* deep(value);
		else if (isProperty(entry)) yield* deep(entry);
	}
}

/** Whether two properties can be visible at once: no condition that they share has different values. */
function together(a: INodeProperties, b: INodeProperties): boolean {
	const first = a.displayOptions?.show ?? {};
	const second = b.displayOptions?.show ?? {};
	return Object.entries(first).every(([key, values]) => {
		const others = second[key];
		return !others || !values || values.some((value) => others.some((other) => other === value));
	});
}

function isShownBy({ displayOptions }: INodeProperties, resource: Resource, operation: Operation) {
	const { resource: resources, operation: operations } = displayOptions?.show ?? {};
	const holds = (values: unknown[] | undefined, value: string) => !values || values.includes(value);
	return holds(resources, resource.value) && holds(operations, operation.value);
}

function twice(list: INodeProperties[], at: string): string[] {
	const found = list.flatMap((one, index) =>
		list
			.slice(index + 1)
			.filter((other) => other.name === one.name && together(one, other))
			.map(() => `${at}${one.name}`),
	);
	const below = list.flatMap((one) => {
		const path = `${at}${one.name} > `;
		const options: Entry[] = one.options ?? [];
		return [
			...twice(options.filter(isProperty), path),
			...options.filter(isGroup).flatMap((group) => twice(group.values, `${path}${group.name} > `)),
		];
	});
	return [...found, ...below];
}

interface Definition {
	where: string;
	field: Field;
}

/**
 * Every field that one version of the node shows, with the path of its value in the editor: `title`,
 * `additionalFields > title`.
 */
function places(resources: Resource[], version: number): Map<string, Definition[]> {
	const found = new Map<string, Definition[]>();
	const add = (field: Field, path: string, where: string): void => {
		const place = `${path}${field.name}`;
		found.set(place, [...(found.get(place) ?? []), { where, field }]);
		for (const child of childFields(field)) add(child, `${place} > `, where);
		for (const group of childGroups(field)) {
			for (const child of group.values) add(child, `${place} > ${group.name} > `, where);
		}
	};
	const addAll = (operation: Operation, where: string) => {
		for (const field of operation.fields ?? []) add(field, '', where);
		const { name } = optionalCollection(operation);
		for (const field of operation.optional ?? []) add(field, `${name} > `, where);
		for (const field of operation.options ?? []) add(field, 'options > ', where);
	};
	for (const resource of resources) {
		for (const operation of resource.operations) {
			addAll(ofVersion(operation, version), `${resource.value}.${operation.value}`);
		}
	}
	return found;
}

const converters = new Map<unknown, number>();

/** What a stored value means: its type, its options, how it is converted, and the API's name for it. */
function meaning(field: Field): string {
	const send = field.send === false ? undefined : field.send;
	const { as } = send ?? {};
	if (!converters.has(as)) converters.set(as, converters.size);
	const choices = (field.options ?? []).flatMap((option) =>
		'value' in option && !isField(option) ? [option.value] : [],
	);
	const list = field.modes?.find(({ name }) => name === 'list');
	return JSON.stringify({
		type: field.type,
		choices: choices.length > 0 ? [...choices].sort() : undefined,
		list: list?.typeOptions?.searchListMethod ?? field.typeOptions?.loadOptionsMethod,
		many: field.typeOptions?.multipleValues,
		converter: converters.get(as),
		sentAs: field.send === false ? 'nothing' : (send?.key ?? field.name),
	});
}

/** Pairs of definitions that differ formally but mean the same to users. */
const SAME: Record<string, string> = {
	phone: 'a phone number; the search for duplicates calls it `number`',
	appointmentId: "an appointment; HighLevel's paths call it `eventId` or `appointmentId`",
	'additionalFields > calendarIds': 'a list of calendars; a room or equipment takes at most 100',
};

describe.each(nodes)('parameters of $node.description.displayName', ({ node, resources }) => {
	const { properties } = node.description;

	test('none is visible twice at once, at any depth', () => {
		// A property may name a resource and an operation that the resource lacks: nobody sees that.
		const seen = resources.flatMap((resource) =>
			resource.operations.map((operation) =>
				properties.filter((one) => isShownBy(one, resource, operation)),
			),
		);
		expect([...new Set(seen.flatMap((panel) => twice(panel, '')))]).toEqual([]);
	});

	test('none has a name that n8n reserves', () => {
		const names = properties.flatMap((property) => [...deep(property)]).map(({ name }) => name);
		expect(names.filter((name) => RESERVED.includes(name))).toEqual([]);
	});

	test.each([1, NEWEST_NODE])(
		'a name has one meaning in version %d, so that switching the operation does not carry a value into another one',
		(version) => {
			const several: string[] = [];
			const different: string[] = [];
			for (const [place, definitions] of places(resources, version)) {
				const literals = new Map<string, string[]>();
				const meanings = new Map<string, string[]>();
				for (const { where, field } of definitions) {
					const { send, show, ...shown } = field;
					const literal = JSON.stringify(shown);
					literals.set(literal, [...(literals.get(literal) ?? []), where]);
					const key = meaning(field);
					meanings.set(key, [...(meanings.get(key) ?? []), where]);
				}
				if (literals.size > 1) {
					several.push(
						`${place}: ${[...literals.values()].map((one) => one.join(', ')).join(' | ')}`,
					);
				}
				if (meanings.size > 1 && !(place in SAME)) {
					different.push(
						`${place}: ${[...meanings].map(([key, one]) => `${key} in ${one.join(', ')}`).join(' | ')}`,
					);
				}
			}
			process.stdout.write(
				`${node.description.displayName}, names with more than one definition:\n${several.map((line) => `  ${line}\n`).join('')}`,
			);
			expect(different).toEqual([]);
		},
	);
});

test('the checks of this file can fail', () => {
	const text = (name: string, show: Record<string, string[]>): INodeProperties => ({
		displayName: name,
		name,
		type: 'string',
		default: '',
		displayOptions: { show },
	});
	const one = text('id', { resource: ['a'], operation: ['get'] });
	expect(twice([one, text('id', { resource: ['a'], operation: ['get', 'set'] })], '')).toEqual([
		'id',
	]);
	expect(twice([one, text('id', { resource: ['b'], operation: ['get'] })], '')).toEqual([]);
	const time: Field = { displayName: 'Start', name: 'start', type: 'dateTime', default: '' };
	expect(meaning(time)).not.toBe(meaning({ ...time, send: { as: String } }));
	expect(meaning(time)).not.toBe(meaning({ ...time, type: 'string' }));
	expect(meaning(time)).not.toBe(meaning({ ...time, send: { key: 'begin' } }));
	expect(meaning(time)).toBe(meaning({ ...time, description: 'When' }));
});
