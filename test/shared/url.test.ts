import type { Field, Resource } from '../../nodes/shared/operation';
import { finderFor, refuseWhatIsNoId } from '../../nodes/shared/notAnId';
import { encodePart, encodeSegment, pathWords, queryText } from '../../nodes/shared/url';
import { FieldError, ValueError } from '../../nodes/shared/valueErrors';

const operation = (request: `GET /${string}`) => ({
	name: 'Get',
	value: 'get',
	action: 'Get',
	description: 'Get',
	request,
	scope: '',
});
const resources: Resource[] = [
	{ name: 'A', value: 'a', operations: [operation('GET /things/{id}/remove-all')] },
	{ name: 'B', value: 'b', operations: [operation('GET /groups'), operation('GET /v2/x')] },
];

describe('an ID in a path', () => {
	const words = pathWords(resources);

	test('the fixed words of all paths are known', () => {
		expect([...words]).toEqual(['things', 'removeall', 'groups', 'v2', 'x']);
	});

	test.each([
		[' abc ', 'abc'],
		['a/b?c', 'a%2Fb%3Fc'],
		[42, '42'],
		['..a', '..a'],
		['groups1', 'groups1'],
		['a..', 'a..'],
	])('%j is sent as %s', (value, sent) => {
		expect(encodeSegment(value, 'Thing', words)).toBe(sent);
	});

	test.each([
		['', "'Thing' is empty"],
		['  ', "'Thing' is empty"],
		['.', '\'Thing\' is ".", which is not an ID'],
		['..', '\'Thing\' is "..", which is not an ID'],
		['Remove_All', '\'Thing\' is "Remove_All", which is not an ID'],
		['GROUPS', '\'Thing\' is "GROUPS", which is not an ID'],
		[{}, "'Thing' is not an ID"],
	])('%j is refused: %s', (value, message) => {
		expect(() => encodeSegment(value, 'Thing', words)).toThrow(FieldError);
		expect(() => encodeSegment(value, 'Thing', words)).toThrow(message);
	});

	test('without words, any is an ID', () => {
		expect(encodeSegment('groups', 'Thing')).toBe('groups');
	});

	test('what to do about a number that lost digits is passed on', () => {
		expect(() => encodeSegment(2 ** 60, 'Thing')).toThrow(
			expect.objectContaining({ field: 'Thing', next: 'Enter the number as text.' }) as Error,
		);
	});
});

test('a lone surrogate is encoded as the replacement character', () => {
	expect(encodePart('a\uD800b\uDC00 😀')).toBe('a%EF%BF%BDb%EF%BF%BD%20%F0%9F%98%80');
});

test.each([
	[{}, ''],
	[{ a: 'x y', b: 1, c: true }, '?a=x%20y&b=1&c=true'],
	[{ 'a b': 'x' }, '?a%20b=x'],
	[{ tags: ['a', 'b&c'] }, '?tags[]=a&tags[]=b%26c'],
	[{ a: null, b: undefined, c: [null, 'x', undefined] }, '?c[]=x'],
	[{ a: { b: 1 } }, '?a=%7B%22b%22%3A1%7D'],
	[{ a: null }, ''],
	[{ a: '' }, '?a='],
])('the query of %j is %s', (query, text) => {
	expect(queryText(query)).toBe(text);
});

describe('what a model gives in place of an ID', () => {
	const find = { email: async () => 'e', phone: async () => 'p', name: async () => 'n' };
	const field = (more: Partial<Field> = {}): Field => ({
		displayName: 'Contact',
		name: 'contactId',
		type: 'resourceLocator',
		default: '',
		modes: [
			{ displayName: 'List', name: 'list', type: 'list' },
			{ displayName: 'ID', name: 'id', type: 'string' },
		],
		...more,
	});

	test.each([
		['maria@example.com', 'email'],
		['+1 555 123-4567', 'phone'],
		['15551234567', 'phone'],
		['(555) 123.4567/1', 'phone'],
		['Maria Lopez', 'name'],
		['Maria', 'name'],
		['Łukasz', 'name'],
		['abcdefghijklmnop', 'name'],
	] as const)('%s is found by its %s', (text, way) => {
		expect(finderFor(field({ find }), text)).toBe(find[way]);
	});

	test.each([
		'12Maria',
		'abcdefghijklmnopq',
		'ocQHyuzHvysMo5N5VsXc',
		'Maria1',
		'https://example.com/a b@c',
		'HTTP://example.com/a b@c',
		'12345 6789012345678901234567890'.replace(' ', ''),
		'555123',
		'',
	])('%s is taken for an ID', (text) => {
		expect(finderFor(field({ find }), text)).toBeUndefined();
	});

	test('digits alone are an ID unless the record can be found by its phone number', () => {
		const withoutPhone = { email: find.email };
		expect(finderFor(field({ find: withoutPhone }), '15551234567')).toBeUndefined();
		expect(() => refuseWhatIsNoId(field(), '15551234567')).not.toThrow();
		expect(() => refuseWhatIsNoId(field(), '+1555123456')).toThrow('is a phone number, not an ID');
	});

	test('nothing is found for a field that names nothing, or takes no IDs', () => {
		expect(finderFor(field(), 'a@b.c')).toBeUndefined();
		expect(finderFor(field({ find, modes: [] }), 'a@b.c')).toBeUndefined();
		const [list] = field().modes ?? [];
		expect(finderFor(field({ find, modes: list ? [list] : [] }), 'a@b.c')).toBeUndefined();
		expect(finderFor(field({ find, modes: undefined }), 'a@b.c')).toBeUndefined();
	});

	test.each([
		['maria@example.com', 'is an email address, not an ID'],
		['Maria Lopez', 'is a name, not an ID'],
	])('%s is refused where there is no way to find it', (text, message) => {
		expect(() => refuseWhatIsNoId(field(), text)).toThrow(
			expect.objectContaining({
				message,
				next: undefined,
				model: {
					next: "Look the record up first, then call the tool again with its 'id'. Nothing was changed.",
				},
			}) as Error,
		);
		expect(() => refuseWhatIsNoId(field({ modes: [] }), text)).not.toThrow();
	});

	test('the refusal names the operation that returns such IDs', () => {
		expect(() => refuseWhatIsNoId(field({ idsFrom: 'Contact > Get Many' }), 'a@b.c')).toThrow(
			expect.objectContaining({
				model: {
					next: "Find the ID with Contact > Get Many, then call the tool again with its 'id'. Nothing was changed.",
				},
			}) as Error,
		);
		expect(() => refuseWhatIsNoId(field(), 'Maria')).not.toThrow();
		expect(() => refuseWhatIsNoId(field(), 'a b')).toThrow(ValueError);
	});
});
