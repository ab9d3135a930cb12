import {
	groupBy,
	isAbsent,
	isRecord,
	locatorText,
	pickKeys,
	recordAt,
	recordsAt,
	recordsOf,
	setPath,
	textOf,
	textsOf,
	trimmedText,
} from '../../nodes/shared/values';

test.each([undefined, null, '', [], {}])('%j counts as not given', (value) => {
	expect(isAbsent(value)).toBe(true);
});

test.each([0, false, ' ', [undefined], { a: undefined }, new Date(0)])('%j is given', (value) => {
	expect(isAbsent(value)).toBe(false);
});

class Money {}

test.each([{}, { a: 1 }, Object.create(null), new Money()])('%j is a record', (value) => {
	expect(isRecord(value)).toBe(true);
});

test.each([undefined, null, 'text', 1, [], [{}], new Date(0), new Map(), () => 1])(
	'%p is no record',
	(value) => {
		expect(isRecord(value)).toBe(false);
	},
);

test('an object without a prototype is a record whatever it says of itself', () => {
	const named = Object.assign(Object.create(null) as object, { [Symbol.toStringTag]: 'Other' });
	expect(isRecord(named)).toBe(true);
});

test.each([
	['a', 'a'],
	[' a ', ' a '],
	[0, '0'],
	[true, ''],
	[null, ''],
	[{ a: 1 }, ''],
])('the text of %j is %j', (value, text) => {
	expect(textOf(value)).toBe(text);
	expect(trimmedText(value)).toBe(text.trim());
});

test.each([
	[' a ', 'a'],
	[{ mode: 'id', value: ' b ' }, 'b'],
	[{ mode: 'list', value: 7 }, '7'],
	[{ mode: 'list' }, ''],
	[undefined, ''],
])('the text of the locator %j is %j', (value, text) => {
	expect(locatorText(value)).toBe(text);
});

test('picked keys keep their order, and missing ones are null', () => {
	const picked = pickKeys({ b: 2, a: 0, c: 3 }, ['a', 'd', 'b']);
	expect(Object.entries(picked)).toEqual([
		['a', 0],
		['d', null],
		['b', 2],
	]);
});

test('groups keep the order of their first entries, and of the entries in them', () => {
	expect(groupBy(['b1', 'a1', 'b2', 'a2'], ([first = '']) => first)).toEqual([
		['b1', 'b2'],
		['a1', 'a2'],
	]);
});

test('the records of a list leave out everything else', () => {
	expect(recordsOf([{ id: 1 }, 'text', null, [1]])).toEqual([{ id: 1 }]);
	expect(recordsOf({ id: 1 })).toEqual([]);
	expect(recordsAt({ list: [{ id: 1 }, 2] }, 'list')).toEqual([{ id: 1 }]);
	expect(recordsAt({ other: [] }, 'list')).toEqual([]);
	expect(recordsAt(undefined, 'list')).toEqual([]);
});

test('the record under a key is one, or nothing', () => {
	expect(recordAt({ a: { id: 1 } }, 'a')).toEqual({ id: 1 });
	expect(recordAt({ a: [1] }, 'a')).toBeUndefined();
	expect(recordAt({ a: 'text' }, 'a')).toBeUndefined();
	expect(recordAt(null, 'a')).toBeUndefined();
});

test('the entries of a list become text', () => {
	expect(textsOf(['a', 1, null])).toEqual(['a', '1', 'null']);
	expect(textsOf('a')).toEqual([]);
});

describe('setting a value at a path', () => {
	test('creates the objects on the way, and keeps what they hold', () => {
		const target: Record<string, unknown> = { a: { kept: 1 }, b: 'text' };
		setPath(target, 'a.x.y', 2);
		setPath(target, 'b.c', 3);
		setPath(target, 'd', 4);
		expect(target).toEqual({ a: { kept: 1, x: { y: 2 } }, b: { c: 3 }, d: 4 });
	});

	test('merges an object where the path is empty, and nothing else', () => {
		const target: Record<string, unknown> = { a: 1 };
		setPath(target, '', { b: 2 });
		setPath(target, '', 'text');
		setPath(target, '', ['x']);
		expect(target).toEqual({ a: 1, b: 2 });
	});
});
