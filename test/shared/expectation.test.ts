import {
	bareList,
	DONE,
	either,
	flagUnder,
	listUnder,
	recordUnder,
	textsUnder,
	textUnder,
} from '../../nodes/shared/expectation';
import type { Operation } from '../../nodes/shared/operation';
import {
	expectationOf,
	isDelete,
	optionalCollection,
	requestLine,
	versionFor,
} from '../../nodes/shared/operation';
import { wholeList } from '../../nodes/shared/pagination';
import { withUnknownChanges } from '../../nodes/shared/repeatedResponse';

describe.each([
	[
		recordUnder(),
		'a record with an ID',
		[{ id: 'a' }, { _id: 'a' }, { bookingId: 'a' }, { id: 0 }, { id: ' ', _id: 'a' }],
		[{}, { id: '' }, { id: ' ' }, { id: null }, { name: 'a' }, [], [{ id: 'a' }], 'a', null],
	],
	[
		recordUnder(['contact', 'data']),
		'a record with an ID under "contact" or "data"',
		[
			{ contact: { id: 'a' } },
			{ data: { id: 'a' } },
			{ contact: 'x', data: { id: 'a' } },
			{ id: 'a' },
		],
		[{ contact: {} }, { contact: {}, id: 'a' }, { contact: [{ id: 'a' }] }, {}, null, 'a'],
	],
	[recordUnder([], ['key']), 'a record with an ID', [{ key: 'a' }], [{ id: 'a' }]],
	[
		listUnder('contacts', 'list'),
		'a list under "contacts" or "list"',
		[{ contacts: [] }, { contacts: [{}] }, { contacts: null, list: [] }],
		[{ contacts: ['a'] }, { contacts: [{}, 'a'] }, { contacts: {} }, {}, [], null],
	],
	[
		textsUnder('tags'),
		'a list under "tags"',
		[{ tags: [] }, { tags: ['a', 'b'] }],
		[{ tags: ['a', 1] }, { tags: 'a' }, {}],
	],
	[
		flagUnder('ok'),
		'true or false under "ok"',
		[{ ok: true }, { ok: false }],
		[{ ok: 'true' }, {}],
	],
	[textUnder('link'), 'text under "link"', [{ link: 'a' }], [{ link: '' }, { link: 1 }, {}]],
	[bareList, 'a list', [[], [{}]], [['a'], {}, null, 'a']],
	[
		DONE,
		'true or false under "succeeded" or "succeded" or "success"',
		[{ succeeded: true }, { succeded: true }, { success: false }],
		[{ done: true }],
	],
	[
		either(bareList, textUnder('a'), bareList),
		'a list or text under "a"',
		[[], { a: 'x' }],
		[{ a: 1 }, null],
	],
])('%#', (expectation, what, met, unmet) => {
	test(`expects ${what}`, () => expect(expectation.what).toBe(what));
	test.each(met.map((body) => [body]))('is met by %j', (body) => {
		expect(expectation.isMet(body)).toBe(true);
	});
	test.each(unmet.map((body) => [body]))('is not met by %j', (body) => {
		expect(expectation.isMet(body)).toBe(false);
	});
});

const row = (more: Partial<Operation> = {}): Operation => ({
	name: 'Get',
	value: 'get',
	action: '',
	description: '',
	request: 'GET /things/{id}',
	scope: '',
	...more,
});

describe('what a response must contain', () => {
	test.each<[string, Partial<Operation>, string]>([
		['what the row says', { expects: bareList, unwrap: ['a'] }, 'a list'],
		['a list under a key, with pages', { paginate: wholeList, unwrap: ['a'] }, 'a list under "a"'],
		['a list, with pages', { paginate: wholeList }, 'a list'],
		['done, for a deletion', { request: 'DELETE /things/{id}', value: 'delete' }, DONE.what],
		['a record, for another DELETE', { request: 'DELETE /things/{id}' }, 'a record with an ID'],
		[
			'a record, for a delete by POST',
			{ request: 'POST /a', value: 'delete' },
			'a record with an ID',
		],
		['a record under a key', { unwrap: ['thing'] }, 'a record with an ID under "thing"'],
	])('%s', (_, more, what) => {
		expect(expectationOf(row(more)).what).toBe(what);
	});
});

test('the parts of a request line', () => {
	for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
		expect(requestLine(row({ request: `${method} /a b` }))).toEqual({ method, template: '/a b' });
	}
	expect(() => requestLine(row({ request: 'PATCH /a' as never }))).toThrow(
		'Not a request line: PATCH /a',
	);
	expect(isDelete(row({ request: 'DELETE /a', value: 'delete' }))).toBe(true);
});

test('the version that is sent is the credential’s if the endpoint has it, else its first', () => {
	expect(versionFor(undefined, 'v3')).toBe('v3');
	expect(versionFor(['v2', 'v3'], 'v3')).toBe('v3');
	expect(versionFor(['v1', 'v2'], 'v3')).toBe('v1');
	expect(versionFor([], 'v3')).toBe('v3');
});

test.each<[Partial<Operation>, string, string]>([
	[{}, 'filters', 'Filters'],
	[{ request: 'POST /a' }, 'additionalFields', 'Additional Fields'],
	[{ request: 'POST /a', paginate: wholeList }, 'filters', 'Filters'],
	[{ request: 'PUT /a' }, 'updateFields', 'Update Fields'],
	[{ request: 'DELETE /a' }, 'additionalFields', 'Additional Fields'],
])('the optional fields of %j are in %s', (more, name, displayName) => {
	expect(optionalCollection(row(more))).toEqual({ name, displayName });
});

describe('after a repeat, "nothing changed" becomes unknown', () => {
	const response = {
		new: false,
		tags: [],
		kept: false,
		list: [{ new: false, deep: { new: true, tags: ['a'] } }, 'x'],
	};

	test('at any depth, for the keys that report changes', () => {
		expect(withUnknownChanges(response, ['new', 'tags'])).toEqual({
			new: null,
			tags: null,
			kept: false,
			list: [{ new: null, deep: { new: true, tags: ['a'] } }, 'x'],
		});
		expect(withUnknownChanges([{ new: false }], ['new'])).toEqual([{ new: null }]);
		expect(withUnknownChanges({ new: 0, tags: null }, ['new', 'tags'])).toEqual({
			new: 0,
			tags: null,
		});
	});

	test('in a copy; without such keys the response itself is returned', () => {
		withUnknownChanges(response, ['new']);
		expect(response.new).toBe(false);
		expect(withUnknownChanges(response)).toBe(response);
		expect(withUnknownChanges(response, ['other'])).not.toBe(response);
	});
});
