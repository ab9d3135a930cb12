/** What the editor shows, in full, for a node of a few small operations. */
import { runInNewContext } from 'node:vm';

import type { INodeProperties } from 'n8n-workflow';

import {
	choiceField,
	countField,
	dateTimeField,
	DEFAULT_ENTRY,
	offSwitch,
	onSwitch,
	optionalTimeZoneField,
	textField,
	timeZoneField,
} from '../../nodes/shared/builders';
import { mergePanels } from '../../nodes/shared/mergePanels';
import type { Field, Operation, Resource } from '../../nodes/shared/operation';
import { wholeList } from '../../nodes/shared/pagination';
import { toProperties, toProperty } from '../../nodes/shared/properties';
import { multiOptionsFrom, optionsFrom } from '../../nodes/shared/standardFields';
import {
	asObject,
	eventsSubtitle,
	exceptions,
	namesOf,
	operationSubtitle,
	TITLE_OF,
} from '../../nodes/shared/subtitle';
import { withTimesNotice } from '../../nodes/shared/timesNotice';

const field = (name: string, more: Partial<Field> = {}): Field => ({
	displayName: name.toUpperCase(),
	name,
	type: 'string',
	default: '',
	...more,
});
const operation = (value: string, more: Partial<Operation> = {}): Operation => ({
	name: value.toUpperCase(),
	value,
	action: `${value} it`,
	description: `To ${value}`,
	request: 'POST /a',
	scope: '',
	...more,
});

const RETURN_ALL = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};
const LIMIT = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
};
const SIMPLE = {
	displayName: 'Simplify',
	name: 'simple',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};
const CONCURRENCY = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100 },
	default: 0,
	description:
		"How many calls may run at the same time. 0 sends as many as the account's rate limit allows. 1 sends them one after another, in the order of the items.",
};
const ONE_CALL = {
	displayName: 'One Call per Item',
	name: 'oneCallPerItem',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a separate call for every item, which takes longer. When off, items that request the same change share a call, and each item still gets the results of its own records.',
};
const TIMEOUT = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description:
		'How long to wait for a complete response. After that, a call is sent again if this is safe. Otherwise the item fails with a message that the change may have been made.',
};

test('a node has its menus, and the fields of each operation', () => {
	const resources: Resource[] = [
		{
			name: 'Zebra',
			value: 'zebra',
			operations: [
				operation('list', {
					paginate: wholeList,
					simple: ['a'],
					optional: [field('b'), field('a')],
				}),
				operation('get', { request: 'GET /a' }),
			],
		},
		{
			name: 'Ant',
			value: 'ant',
			description: 'An insect',
			initial: 'add',
			operations: [
				operation('set', { optional: [field('x')], options: [field('own')] }),
				operation('add', { bundle: {} as never, fields: [field('y')] }),
			],
		},
	];
	const at = (resource: string, ...operations: string[]) => ({
		displayOptions: { show: { resource: [resource], operation: operations } },
	});
	const menu = (
		resource: string,
		names: string[],
		initial: string,
		versions?: number[],
	): INodeProperties => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: {
			show: { resource: [resource], ...(versions ? { '@version': versions } : {}) },
		},
		options: names.map((value) => ({
			name: value.toUpperCase(),
			value,
			action: `${value} it`,
			description: `To ${value}`,
		})),
		default: initial,
	});
	const collection = (
		displayName: string,
		name: string,
		placeholder: string,
		options: unknown[],
	) => ({
		displayName,
		name,
		type: 'collection',
		default: {},
		placeholder,
		options,
	});
	const options = (...more: unknown[]) => collection('Options', 'options', 'Add option', more);
	const limited = (tool: boolean) => ({
		displayOptions: {
			show: { ...at('zebra', 'list').displayOptions.show, returnAll: [false], '@tool': [tool] },
		},
	});
	expect(toProperties(resources, 'zebra')).toEqual([
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Ant', value: 'ant', description: 'An insect' },
				{ name: 'Zebra', value: 'zebra' },
			],
			default: 'zebra',
		},
		menu('zebra', ['get', 'list'], 'list'),
		menu('ant', ['add', 'set'], 'set', [1]),
		menu('ant', ['add', 'set'], 'add', [1.1]),
		{ ...RETURN_ALL, ...at('zebra', 'list') },
		{ ...LIMIT, ...limited(false) },
		{
			...LIMIT,
			name: 'toolLimit',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 10,
			...limited(true),
		},
		{ ...SIMPLE, ...at('zebra', 'list') },
		{
			...collection('Filters', 'filters', 'Add filter', [field('a'), field('b')]),
			...at('zebra', 'list'),
		},
		{ ...options(CONCURRENCY, TIMEOUT), ...at('zebra', 'list', 'get') },
		{
			...collection('Additional Fields', 'additionalFields', 'Add field', [field('x')]),
			...at('ant', 'set'),
		},
		{ ...options(CONCURRENCY, field('own'), TIMEOUT), ...at('ant', 'set') },
		{ ...field('y'), ...at('ant', 'add') },
		{ ...options(CONCURRENCY, ONE_CALL, TIMEOUT), ...at('ant', 'add') },
	]);
	const same = toProperties(
		[{ name: 'A', value: 'a', initial: 'x', operations: [operation('x')] }],
		'a',
	);
	expect(same[1]).toEqual(menu('a', ['x'], 'x'));
	expect(toProperties([{ name: 'A', value: 'a', operations: [] }], 'a')[1]).toMatchObject({
		default: '',
	});
});

describe('a property', () => {
	test('lacks what only the package needs, and is a copy', () => {
		const typeOptions = { minValue: 1 };
		const show = { a: [true] };
		const from = field('a', {
			send: false,
			zone: true,
			find: {},
			idsFrom: 'x',
			endOf: 'y',
			show,
			typeOptions,
		});
		const property = toProperty(from);
		expect(property).toEqual({ ...field('a'), typeOptions, displayOptions: { show } });
		expect(property.typeOptions).not.toBe(typeOptions);
		expect(property.displayOptions?.show).not.toBe(show);
		expect(toProperty(field('b'))).toEqual(field('b'));
		expect(toProperty(field('b'))).not.toHaveProperty('options');
		expect(toProperty(field('b'))).not.toHaveProperty('displayOptions');
	});

	test('has its choices in their order, and the fields of a collection by title', () => {
		const choices = [
			{ name: 'B', value: 'b' },
			{ name: 'A', value: 'a' },
		];
		const menu = toProperty(field('m', { type: 'options', options: choices }));
		expect(menu.options).toEqual(choices);
		expect(menu.options?.[0]).not.toBe(choices[0]);
		const several = field('c', {
			type: 'collection',
			options: [field('b', { send: false }), field('a')],
		});
		expect(toProperty(several).options).toEqual([field('a'), field('b')]);
		const titled = [field('a', { displayName: 'Z' }), field('b', { displayName: 'Y' })];
		expect(toProperty(field('c', { type: 'collection', options: titled })).options).toEqual([
			titled[1],
			titled[0],
		]);
	});

	test('has groups whose fields are sorted from five on', () => {
		const group = (names: string) => ({
			displayName: 'G',
			name: 'g',
			values: [...names].map((name) => field(name, { send: false })),
		});
		const names = (given: string) => {
			const [one] = toProperty(field('f', { type: 'fixedCollection', options: [group(given)] }))
				.options as Array<{ values: INodeProperties[]; displayName: string }>;
			expect(one?.displayName).toBe('G');
			expect(one?.values[0]).not.toHaveProperty('send');
			return one?.values.map(({ name }) => name).join('');
		};
		expect(names('dcba')).toBe('dcba');
		expect(names('edcba')).toBe('abcde');
		const groups = field('f', {
			type: 'fixedCollection',
			options: [group('b'), { ...group('a'), displayName: 'A' }],
		});
		expect(
			toProperty(groups).options?.map((one) => 'displayName' in one && one.displayName),
		).toEqual(['G', 'A']);
	});
});

describe('merged panels', () => {
	const merged = (panels: Record<string, string>) =>
		mergePanels(
			Object.entries(panels).map(([key, names]) => {
				const [resource = '', of = ''] = key.split('.');
				return {
					resource,
					operation: of,
					properties: [...names].map((name) => toProperty(field(name))),
				};
			}),
		).map(({ name, displayOptions }) => {
			const { resource = [], operation: of = [] } = displayOptions?.show ?? {};
			return `${name} ${resource.join('+')}.${of.join('+')}`;
		});

	test('show a property of several operations once', () => {
		expect(merged({ 'a.x': 'pq', 'a.y': 'p' })).toEqual(['p a.x+y', 'q a.x']);
		expect(merged({ 'a.x': 'p', 'b.x': 'p' })).toEqual(['p a+b.x']);
		expect(merged({ 'a.x': 'p', 'a.y': 'p', 'b.x': 'p', 'b.y': 'p' })).toEqual(['p a+b.x+y']);
	});

	test('show it nowhere else', () => {
		expect(merged({ 'a.x': 'p', 'a.y': '', 'b.x': '', 'b.y': 'p' })).toEqual(['p a.x', 'p b.y']);
		expect(merged({ 'a.x': 'p', 'b.y': 'p' })).toEqual(['p a+b.x+y']);
		expect(
			merged({ 'a.x': 'p', 'a.y': 'p', 'a.z': '', 'b.x': 'p', 'b.z': 'p', 'c.x': 'p' }),
		).toEqual(['p a+c.x+y', 'p b.x+z']);
		expect(merged({ 'a.x': 'p', 'b.x': 'p', 'a.y': 'p', 'b.y': '', 'c.y': 'p' })).toEqual([
			'p a+c.x+y',
			'p b.x',
		]);
	});

	test('show it with the fewest conditions, by resource or by operation', () => {
		const panels = { 'a.x': 'p', 'a.y': '', 'b.x': 'p', 'b.y': 'p', 'c.x': '', 'c.y': 'p' };
		expect(merged(panels)).toEqual(['p a+b.x', 'p b+c.y']);
	});

	test('keep the order of each panel, also if a property has to occur twice', () => {
		expect(merged({ 'a.x': 'pr', 'a.y': 'pqr' })).toEqual(['p a.x+y', 'q a.y', 'r a.x+y']);
		expect(merged({ 'a.x': 'pq', 'a.y': 'qp' })).toEqual(['p a.x', 'q a.x+y', 'p a.y']);
		expect(merged({ 'a.x': 'pqr', 'a.y': 'rp' })).toEqual(['p a.x', 'q a.x', 'r a.x+y', 'p a.y']);
		expect(merged({ 'a.x': 'rs', 'a.y': 'pr', 'a.z': 'ps' })).toEqual([
			'p a.y+z',
			'r a.x+y',
			's a.x+z',
		]);
	});

	test('keep the conditions of a property', () => {
		const property = toProperty(field('p', { show: { q: [1] } }));
		const [one] = mergePanels([{ resource: 'a', operation: 'x', properties: [property] }]);
		expect(one?.displayOptions).toEqual({ show: { resource: ['a'], operation: ['x'], q: [1] } });
		expect(mergePanels([])).toEqual([]);
	});
});

test('the builders of fields', () => {
	const choices = [{ name: 'A', value: 'a' }];
	const base = (type: string, initial: unknown) => ({
		displayName: 'D',
		name: 'n',
		type,
		default: initial,
	});
	expect(textField('D', 'n')).toEqual(base('string', ''));
	expect(textField('D', 'n', { required: true })).toEqual({
		...base('string', ''),
		required: true,
	});
	expect(dateTimeField('D', 'n', { required: true })).toEqual({
		...base('dateTime', ''),
		required: true,
	});
	expect(offSwitch('D', 'n', 'Whether')).toEqual({
		...base('boolean', false),
		description: 'Whether',
	});
	expect(onSwitch('D', 'n', 'Whether')).toEqual({
		...base('boolean', true),
		description: 'Whether',
	});
	expect(choiceField('D', 'n', 'a', choices, { required: true })).toEqual({
		...base('options', 'a'),
		options: choices,
		required: true,
	});
	const count = countField('D', 'n', 5, { required: true });
	expect(count).toEqual({
		...base('number', 5),
		typeOptions: { minValue: 0 },
		send: { as: expect.any(Function) as unknown },
		required: true,
	});
	const convert = (one: Field, value: unknown) =>
		one.send !== false && one.send?.as?.(value, { zone: 'UTC', nodeVersion: 1 });
	expect(convert(count, '0')).toBe(0);
	expect(() => convert(count, -1)).toThrow('must be at least 0');
	const zone = timeZoneField('Time Zone', 'tz', { required: true });
	expect(zone).toMatchObject({
		displayName: 'Time Zone Name or ID',
		name: 'tz',
		type: 'options',
		default: '',
		typeOptions: { loadOptionsMethod: 'getTimezones' },
		required: true,
	});
	expect(convert(zone, 'Europe/Berlin')).toBe('Europe/Berlin');
	expect(() => convert(zone, 'Berlin')).toThrow('not a known time zone');
});

test('a zone that has a default is chosen from a menu that starts with it', () => {
	expect(optionalTimeZoneField('Time Zone', 'tz', { hint: 'Of the times above' })).toEqual({
		...timeZoneField('Time Zone', 'tz'),
		typeOptions: { loadOptionsMethod: 'getTimezonesOrDefault' },
		hint: 'Of the times above',
	});
	expect(DEFAULT_ENTRY).toEqual({ name: 'Default', value: '' });
});

test('menus that a method fills have the descriptions that n8n prescribes', () => {
	const link = '<a href="https://docs.n8n.io/code/expressions/">expression</a>';
	expect(optionsFrom('m')).toEqual({
		typeOptions: { loadOptionsMethod: 'm' },
		description: `Choose from the list, or specify an ID using an ${link}`,
	});
	const several = `Choose from the list, or specify IDs using an ${link}`;
	expect(multiOptionsFrom('m')).toEqual({
		typeOptions: { loadOptionsMethod: 'm' },
		description: several,
	});
	expect(multiOptionsFrom('m', 'Whose.').description).toBe(`Whose. ${several}.`);
});

describe('the subtitle', () => {
	/** Evaluates an expression of n8n as JavaScript. */
	const evaluated = (expression: string, parameters: object): unknown =>
		runInNewContext(expression.replace(/^=\{\{/, '').replace(/\}\}$/, ''), {
			$parameter: parameters,
		});
	const resources: Resource[] = [
		{
			name: 'Contact',
			value: 'contact',
			operations: [
				operation('getAll', { name: 'Get Many' }),
				operation('create', { name: 'Create' }),
				operation('upsert', { name: 'Create or Update' }),
			],
		},
		{
			name: 'Calendar Group',
			value: 'group',
			operations: [
				operation('getAll', { name: 'Get Many' }),
				operation('upsert', { name: 'Save' }),
				operation('addMember', { name: 'Add Member' }),
			],
		},
	];

	test.each([
		['contact', 'getAll', 'Get Many: Contact'],
		['contact', 'create', 'Create: Contact'],
		['contact', 'upsert', 'Create or Update: Contact'],
		['group', 'upsert', 'Save: Calendar Group'],
		['group', 'addMember', 'Add Member: Calendar Group'],
		['someThing', 'doIt', 'Do It: Some Thing'],
	])('of %s %s is %s', (resource, of, title) => {
		const subtitle = operationSubtitle(resources);
		expect(subtitle).toMatch(/^=\{\{ .* \}\}$/);
		// Otherwise n8n takes the end of an object for the end of the expression.
		expect(subtitle.slice(3, -2)).not.toContain('}}');
		expect(evaluated(subtitle, { resource, operation: of })).toBe(title);
	});

	test('names only what does not follow from the values', () => {
		const subtitle = operationSubtitle(resources);
		expect(subtitle).toContain(
			'({"getAll":"Get Many","contact.upsert":"Create or Update","group.upsert":"Save"} )',
		);
		expect(subtitle).toContain('({"group":"Calendar Group"} )');
		expect(
			exceptions([
				{ name: 'A B', value: 'aB' },
				{ name: 'X', value: 1 },
			]),
		).toEqual({ 1: 'X' });
		expect(namesOf([{ name: 'X', value: 1 }])).toEqual({ 1: 'X' });
		expect(asObject({ a: 'b' })).toBe('({"a":"b"} )');
		expect(evaluated(`${TITLE_OF}("getAllThings")`, {})).toBe('Get All Things');
	});

	test('of a trigger is the names of its events', () => {
		const subtitle = eventsSubtitle([{ name: 'Contact Added', value: 'added' }]);
		expect(evaluated(subtitle, { events: ['added', 'other'] })).toBe('Contact Added, other');
		expect(evaluated(subtitle, {})).toBe('');
	});
});

describe('the notice above times', () => {
	const time = field('time', { type: 'dateTime' });
	const zone = field('zone', { zone: true });
	const names = (more: Partial<Operation>) => {
		const [resource] = withTimesNotice([
			{ name: 'A', value: 'a', operations: [operation('x', more)] },
		]);
		return resource?.operations[0]?.fields?.map(({ name }) => name);
	};

	test('stands above the first time', () => {
		expect(names({ fields: [field('a'), time, time], options: [zone] })).toEqual([
			'a',
			'timesNotice',
			'time',
			'time',
		]);
		expect(names({ fields: [time, zone] })).toEqual(['timesNotice', 'time', 'zone']);
		const collection = field('c', { type: 'collection', options: [field('b'), time] });
		expect(names({ fields: [field('a'), collection], optional: [zone] })).toEqual([
			'a',
			'timesNotice',
			'c',
		]);
		const groups = [{ displayName: '', name: '', values: [field('b'), time] }];
		const fixed = field('f', { type: 'fixedCollection', options: groups });
		expect(names({ fields: [fixed], options: [zone] })).toEqual(['timesNotice', 'f']);
	});

	test('stands below all fields if the times are in a collection of the panel', () => {
		expect(names({ fields: [field('a')], optional: [time], options: [zone] })).toEqual([
			'a',
			'timesNotice',
		]);
		expect(names({ optional: [zone], options: [time] })).toEqual(['timesNotice']);
	});

	test('is missing where no zone can be chosen, or there is no time', () => {
		expect(names({ fields: [time] })).toEqual(['time']);
		expect(names({ fields: [field('a')], options: [zone] })).toEqual(['a']);
	});

	test('says how times are read, and is not sent', () => {
		const [resource] = withTimesNotice([
			{ name: 'A', value: 'a', operations: [operation('x', { fields: [time, zone] })] },
		]);
		expect(resource?.name).toBe('A');
		expect(resource?.operations[0]?.fields?.[0]).toEqual({
			displayName:
				"Times without an offset from UTC are read in the workflow's time zone. To use another one, add <b>Time Zone</b> below.",
			name: 'timesNotice',
			type: 'notice',
			default: '',
			send: false,
		});
	});
});
