import type { IDataObject } from 'n8n-workflow';

import { toWholeNumber } from '../../nodes/shared/convert';
import { locator } from '../../nodes/shared/locator';
import type { Field } from '../../nodes/shared/operation';
import {
	childFields,
	childGroups,
	isField,
	isShown,
	readField,
	withTitle,
} from '../../nodes/shared/parameters';
import { FieldError, ValueError } from '../../nodes/shared/valueErrors';

const context = { zone: 'UTC', nodeVersion: 1.1 };
const field = (more: Partial<Field> = {}): Field => ({
	displayName: 'Field',
	name: 'field',
	type: 'string',
	default: '',
	...more,
});
const number = field({ displayName: 'Number', name: 'number', type: 'number', default: 7 });
const text = field({ displayName: 'Text', name: 'text' });

describe('a field', () => {
	test.each<[Partial<Field>, unknown, unknown]>([
		[{}, 5, '5'],
		[{ type: 'color' }, '#fff', '#fff'],
		[{ type: 'number' }, '5', 5],
		[{ type: 'boolean' }, 'true', true],
		[{ type: 'dateTime' }, '2026-09-14 10:00', '2026-09-14T10:00:00Z'],
		[{ type: 'json' }, '{"a":1}', { a: 1 }],
		[{ type: 'resourceLocator' }, 7, '7'],
		[{ type: 'hidden' }, 5, 5],
		[{ send: { as: toWholeNumber(0) } }, '5', 5],
		[{ send: false }, 5, '5'],
		[{ type: 'boolean' }, false, false],
		[{ type: 'number' }, 0, 0],
		[{}, '  ', undefined],
		[{}, null, undefined],
		[{ type: 'json' }, '[]', undefined],
		[{ send: { as: () => '' } }, 'x', undefined],
		[{ send: { as: () => ' ' } }, 'x', undefined],
	])('%j reads %j as %j', (more, raw, value) => {
		expect(readField(field(more), raw, context)).toEqual(value);
	});

	test('that is required must have a value', () => {
		expect(() => readField(field({ required: true }), '', context)).toThrow(
			expect.objectContaining({
				message: "'Field' is empty",
				next: undefined,
				model: { next: "Call the tool again with a value for 'Field'. Nothing was changed." },
			}) as Error,
		);
		const asked = field({ required: true, idsFrom: 'Contact > Get Many' });
		expect(() => readField(asked, ' ', context, 'A > B')).toThrow(
			expect.objectContaining({
				field: 'A > B',
				model: {
					next: "Call the tool again with a value for 'Field'. Find it with Contact > Get Many. Nothing was changed.",
				},
			}) as Error,
		);
	});

	test('names itself in the refusal of its value', () => {
		expect(() => readField(number, 'x', context)).toThrow(FieldError);
		expect(() => readField(number, 'x', context)).toThrow("'Number' is not a number");
		const model = { next: 'c' };
		expect(withTitle(new ValueError('a', 'b', model), 'T')).toMatchObject({
			field: 'T',
			reason: 'a',
			next: 'b',
			model,
		});
		const other = new TypeError('x');
		expect(withTitle(other, 'T')).toBe(other);
		expect(withTitle('x', 'T')).toEqual(new Error('x'));
	});
});

describe('whether a field is shown', () => {
	const shown = (show: Field['show'], values: IDataObject = {}, isTool?: boolean) =>
		isShown(field(show ? { show } : {}), (name) => values[name], {
			nodeVersion: 1.1,
			...(isTool === undefined ? {} : { isTool }),
		});

	test('depends on its siblings, the version and whether the node is a tool', () => {
		expect(shown(undefined)).toBe(true);
		expect(shown({ a: ['x', 'y'] }, { a: 'y' })).toBe(true);
		expect(shown({ a: ['x'] }, { a: 'y' })).toBe(false);
		expect(shown({ a: ['x'], b: [true] }, { a: 'x', b: false })).toBe(false);
		expect(shown({ '@version': [1.1] })).toBe(true);
		expect(shown({ '@version': [1] }, { '@version': 1 })).toBe(false);
		expect(shown({ '@tool': [true] }, {}, true)).toBe(true);
		expect(shown({ '@tool': [true] }, { '@tool': true })).toBe(false);
		expect(shown({ '@tool': [false] })).toBe(true);
	});
});

describe('a locator', () => {
	const url = { placeholder: 'https://x.com/c/1', regex: 'x\\.com/c/(\\w+)' };
	const find = { email: async () => 'e', name: async () => 'n' };
	const plain = locator({
		displayName: 'Contact ID',
		name: 'contactId',
		searchListMethod: 'search',
		placeholder: 'abc',
	});
	const full = locator({
		displayName: 'Contact',
		name: 'contactId',
		searchListMethod: 'search',
		placeholder: 'abc',
		url,
		find: { ...find, phone: async () => 'p' },
		example: 'Maria',
		required: true,
	});
	const read = (value: unknown, mode = 'id', of = full, isTool = false) =>
		readField(of, { __rl: true, mode, value }, { ...context, isTool });

	test('has a list and the ID, and a mode for each other way to name the record', () => {
		expect(plain).toEqual({
			displayName: 'Contact ID',
			name: 'contactId',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose contact...',
					typeOptions: { searchListMethod: 'search', searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. abc' },
			],
		});
		expect(full.required).toBe(true);
		expect(full.modes?.slice(1)).toEqual([
			{
				displayName: 'By Email',
				name: 'email',
				type: 'string',
				placeholder: 'e.g. name@email.com',
			},
			{ displayName: 'By Phone', name: 'phone', type: 'string', placeholder: 'e.g. +15551234567' },
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Maria' },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. abc' },
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://x.com/c/1',
				extractValue: { type: 'regex', regex: url.regex },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: url.regex,
							errorMessage: 'The URL does not contain the ID of a record',
						},
					},
				],
			},
		]);
	});

	test('gives the ID, also of a URL', () => {
		expect(read(' a1 ')).toBe('a1');
		expect(read(7)).toBe('7');
		expect(readField(full, 'bare', context)).toBe('bare');
		expect(read(' https://x.com/c/a1?b ', 'url')).toBe('a1');
		expect(read(' ', 'url', plain)).toBeUndefined();
		expect(() => read(' ', 'url')).toThrow("'Contact' is empty");
		expect(() => read('https://x.com/d/1', 'url')).toThrow(
			expect.objectContaining({
				message: "'Contact' is a URL without an ID",
				next: 'Open the record and copy the URL of its page, for example https://x.com/c/1.',
			}) as Error,
		);
		expect(read('https://x.com/d/1', 'list')).toBe('https://x.com/d/1');
	});

	test('refuses a name or an email in place of an ID, where there is a mode for it', () => {
		const email = "Choose 'By Email' next to the field to enter an email address.";
		const name = "Choose 'By Name' next to the field to enter a name.";
		expect(() => read('a@b.c')).toThrow(
			expect.objectContaining({ reason: 'is an email address, not an ID', next: email }) as Error,
		);
		expect(() => read('A B')).toThrow(
			expect.objectContaining({ reason: 'is a name, not an ID', next: name }) as Error,
		);
		expect(read('A B', 'id', plain)).toBe('A B');
		expect(read(' a1 ', 'id', plain, true)).toBe('a1');
		expect(read('a@b.c', 'id', plain)).toBe('a@b.c');
		expect(read('x/A B')).toBe('x/A B');
		const pattern = { ...plain, find };
		expect(() => readField(pattern, { mode: 'id', value: ' A' }, context)).not.toThrow();
		expect(() => read('A B', 'id', plain, true)).toThrow(
			expect.objectContaining({ reason: 'is a name, not an ID', next: undefined }) as Error,
		);
	});
});

describe('a choice', () => {
	const options = [
		{ name: 'None', value: '' },
		{ name: 'A', value: 'a' },
		{ name: 'One', value: 1 },
		{ name: 'Yes', value: true },
	];
	const menu = field({ type: 'options', options });

	test('is one of the options, as it is or as text', () => {
		expect(readField(menu, 'a', context)).toBe('a');
		expect(readField(menu, '1', context)).toBe(1);
		expect(readField(menu, 'true', context)).toBe(true);
		expect(readField(menu, 1, context)).toBe(1);
		expect(() => readField(menu, 'b', context)).toThrow("'Field' is not one of a, 1, true");
		const as = field({ type: 'options', options, send: { as: (value) => `<${String(value)}>` } });
		expect(readField(as, '1', context)).toBe('<1>');
	});

	test('of a menu that a method fills is any text or number', () => {
		for (const more of [
			{ typeOptions: { loadOptionsMethod: 'x' }, options },
			{ options: [] },
			{},
		]) {
			const filled = field({ type: 'options', ...more });
			expect(readField(filled, 'other', context)).toBe('other');
			expect(readField(filled, 5, context)).toBe('5');
			expect(() => readField(filled, true, context)).toThrow('is not one of the available options');
		}
	});

	test('may be several', () => {
		const several = field({ type: 'multiOptions', options });
		expect(readField(several, ['a', '1'], context)).toEqual(['a', 1]);
		expect(readField(several, 'a, 1', context)).toEqual(['a', 1]);
		expect(() => readField(several, ['a', 'c'], context)).toThrow('is not one of a, 1, true');
		const as = field({ type: 'multiOptions', options, send: { as: (value) => [value] } });
		expect(readField(as, ['a'], context)).toEqual([['a']]);
	});
});

describe('a collection', () => {
	const collection = field({
		displayName: 'More',
		type: 'collection',
		options: [
			{ name: 'A choice', value: 'x' },
			number,
			{ ...text, send: { key: 'deep.key' } },
			field({ displayName: 'Own', name: 'own', send: false }),
			field({ displayName: 'If', name: 'if', show: { number: [5] } }),
			field({ displayName: 'Old', name: 'same', required: true, show: { '@version': [1] } }),
			field({ displayName: 'New', name: 'same', show: { '@version': [1.1] } }),
		],
	});

	test('has the fields that the user added', () => {
		expect(childFields(collection).map(({ name }) => name)).toEqual([
			'number',
			'text',
			'own',
			'if',
			'same',
			'same',
		]);
		expect(readField(collection, { number: '5', text: 'a', own: 'x', same: 'y' }, context)).toEqual(
			{
				number: 5,
				deep: { key: 'a' },
				same: 'y',
			},
		);
		expect(readField(collection, { text: '' }, context)).toBeUndefined();
		expect(readField(collection, { own: 'x' }, context)).toBeUndefined();
		expect(readField(collection, {}, context)).toBeUndefined();
		expect(readField(collection, { if: 'shown or not' }, context)).toEqual({ if: 'shown or not' });
	});

	test('names the field that cannot be sent', () => {
		expect(() => readField(collection, { number: 'x' }, context)).toThrow(
			"'More > Number' is not a number",
		);
		expect(() => readField(collection, 'x', context)).toThrow("'More' is not an object");
	});

	test('is converted as a whole, unless it is empty', () => {
		const as = { ...collection, send: { as: (value: unknown) => `<${JSON.stringify(value)}>` } };
		expect(readField(as, { number: 5 }, context)).toBe('<{"number":5}>');
		expect(readField(as, { text: '' }, context)).toBeUndefined();
	});
});

describe('a fixed collection', () => {
	const group = { displayName: 'Entry', name: 'entry', values: [number, text] };
	const fixed = field({ displayName: 'List', type: 'fixedCollection', options: [group] });

	test('with one group is its entries, in which a field that was not touched has its default', () => {
		expect(childGroups(fixed)).toEqual([group]);
		expect(isField(group)).toBe(false);
		expect(isField(number)).toBe(true);
		expect(isField({ name: 'a', value: 'b' })).toBe(false);
		const raw = { entry: [{ number: '1', text: 'a' }, { text: 'b' }, { number: '' }] };
		expect(readField(fixed, raw, context)).toEqual([
			{ number: 1, text: 'a' },
			{ number: 7, text: 'b' },
		]);
		expect(readField(fixed, { entry: { text: 'c' } }, context)).toEqual({ number: 7, text: 'c' });
		expect(readField(fixed, { entry: [] }, context)).toBeUndefined();
		expect(readField(fixed, { other: [{}] }, context)).toBeUndefined();
	});

	test('leaves out entries in which nothing is given', () => {
		const one = { ...fixed, options: [{ ...group, values: [text] }] };
		const read = readField(one, { entry: [{ text: 'a' }, { text: '' }, {}] }, context);
		expect(read).toStrictEqual([{ text: 'a' }]);
	});

	test('with several groups has those that were given', () => {
		const two = { ...fixed, options: [group, { ...group, displayName: 'Other', name: 'other' }] };
		expect(readField(two, { other: [{ text: 'a' }] }, context)).toEqual({
			other: [{ number: 7, text: 'a' }],
		});
		expect(readField(two, { other: [], entry: null }, context)).toBeUndefined();
	});

	test('names the entry that cannot be sent', () => {
		expect(() => readField(fixed, { entry: [{}, { number: 'x' }] }, context)).toThrow(
			"'List > Entry 2 > Number' is not a number",
		);
		expect(() => readField(fixed, { entry: { number: 'x' } }, context)).toThrow(
			"'List > Number' is not a number",
		);
		expect(() => readField(fixed, { entry: ['x'] }, context)).toThrow(
			"'List > Entry 1' is not an object",
		);
		expect(() => readField(fixed, 'x', context)).toThrow("'List' is not an object");
	});

	test('is converted as a whole, unless it is empty', () => {
		const as = { ...fixed, send: { as: (value: unknown) => JSON.stringify(value) } };
		expect(readField(as, { entry: [{}] }, context)).toBe('[{"number":7}]');
		expect(readField(as, { entry: [] }, context)).toBeUndefined();
	});

	test('leaves out the default of a field that is hidden', () => {
		const hidden = { ...number, show: { text: ['a'] } };
		const one = { ...fixed, options: [{ ...group, values: [hidden, text] }] };
		expect(readField(one, { entry: [{ text: 'a' }, { text: 'b' }] }, context)).toEqual([
			{ number: 7, text: 'a' },
			{ text: 'b' },
		]);
	});
});
