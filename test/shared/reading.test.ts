import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { canName, findNamed, namesRecord } from '../../nodes/shared/find';
import type { FindContext } from '../../nodes/shared/finder';
import { locator } from '../../nodes/shared/locator';
import { withIdsForNames } from '../../nodes/shared/namedParameters';
import type { Field, Operation } from '../../nodes/shared/operation';
import { parameterReader } from '../../nodes/shared/rawParameters';
import { listIn, recordIn, shapeRecord, shapeRecords } from '../../nodes/shared/records';
import { RefusedRecord } from '../../nodes/shared/refusedRecord';
import { buildRequest, readParameters } from '../../nodes/shared/request';
import { ValueError } from '../../nodes/shared/valueErrors';

const field = (more: Partial<Field> = {}): Field => ({
	displayName: 'Field',
	name: 'field',
	type: 'string',
	default: '',
	...more,
});
const text = field({ displayName: 'Text', name: 'text' });

const operation = (more: Partial<Operation> = {}): Operation => ({
	name: 'Get',
	value: 'get',
	action: '',
	description: '',
	request: 'GET /things',
	scope: '',
	...more,
});

describe('the parameters of an item', () => {
	const read = (row: Partial<Operation>, given: IDataObject, zone = 'UTC') =>
		readParameters(
			operation(row),
			(name) => given[name],
			{ zone, nodeVersion: 1 },
			new Set(['things']),
		);

	test('go to the query of a GET and a DELETE, and to the body of a POST and a PUT', () => {
		for (const [request, sends, target] of [
			['GET /a', undefined, 'query'],
			['DELETE /a', undefined, 'query'],
			['POST /a', undefined, 'body'],
			['PUT /a', undefined, 'body'],
			['POST /a', 'query', 'query'],
			['DELETE /a', 'body', 'body'],
		] as const) {
			const all = read({ request, fields: [text], ...(sends ? { sends } : {}) }, { text: 'x' });
			expect(all[target]).toEqual({ text: 'x' });
			expect(all[target === 'query' ? 'body' : 'query']).toEqual({});
			expect(all.values).toEqual({ text: 'x' });
		}
	});

	test('go where the field says, and options nowhere else', () => {
		const fields = [
			field({ name: 'id' }),
			field({ name: 'other', send: { in: 'path', key: 'key' } }),
			field({ name: 'named', send: { key: 'inPath' } }),
			field({ name: 'kept', send: { in: 'values' } }),
			field({ name: 'own', send: false }),
			field({ name: 'query', send: { in: 'query', key: 'q.deep' } }),
			field({ name: 'body', send: { in: 'body', key: '' }, type: 'json' }),
			field({ name: 'not', send: { in: 'query', key: 'id' } }),
			field({ name: 'empty' }),
			field({ name: 'notice', type: 'notice' }),
			field({ name: 'hidden', show: { id: ['x'] } }),
		];
		const options = [field({ name: 'opt' }), field({ name: 'sent', send: { in: 'query' } })];
		const given = {
			id: 'a b',
			other: 'c',
			named: 'd',
			kept: 'e',
			own: 'f',
			query: 'g',
			body: '{"h":1}',
			not: 'i',
			notice: 'x',
			hidden: 'x',
			options: { opt: 'j', sent: 'k', unknown: 'l' },
		};
		expect(read({ request: 'POST /things/{id}/{inPath}', fields, options }, given)).toEqual({
			zone: 'UTC',
			values: {
				id: 'a b',
				other: 'c',
				named: 'd',
				kept: 'e',
				own: 'f',
				query: 'g',
				body: { h: 1 },
				not: 'i',
				opt: 'j',
				sent: 'k',
			},
			path: { id: 'a%20b', key: 'c', inPath: 'd' },
			query: { q: { deep: 'g' }, id: 'i', sent: 'k' },
			body: { h: 1 },
		});
	});

	test('that are not given go nowhere', () => {
		const all = read({ request: 'GET /a/{id}', fields: [field({ name: 'id' }), text] }, {});
		expect(all).toEqual({ zone: 'UTC', values: {}, path: {}, query: {}, body: {} });
		expect(Object.keys(all.values)).toEqual([]);
	});

	test('in a collection count if the user added it', () => {
		const optional = [text, field({ name: 'if', show: { text: ['x'] } })];
		const row = { request: 'PUT /a' as const, optional };
		expect(read(row, { updateFields: { text: 'x', if: 'y' } }).body).toEqual({
			text: 'x',
			if: 'y',
		});
		expect(read(row, { updateFields: { text: 'z', if: 'y' } }).body).toEqual({ text: 'z' });
		expect(read(row, { updateFields: 'x' }).body).toEqual({});
		expect(read({ request: 'PUT /a' }, { updateFields: { text: 'x' } }).body).toEqual({});
	});

	test('with times are read in the zone that one of them names', () => {
		const time = field({ name: 'time', type: 'dateTime' });
		const zone = field({ name: 'zone', zone: true, send: { in: 'values' } });
		const row = { fields: [time], options: [zone] };
		const given = { time: '2026-09-14 10:00', options: { zone: 'Asia/Tokyo' } };
		expect(read(row, given)).toMatchObject({
			zone: 'Asia/Tokyo',
			query: { time: '2026-09-14T10:00:00+09:00' },
		});
		expect(read(row, { ...given, options: { zone: '' } }, 'Europe/Berlin')).toMatchObject({
			zone: 'Europe/Berlin',
			query: { time: '2026-09-14T10:00:00+02:00' },
		});
		expect(read({ fields: [time] }, given).zone).toBe('UTC');
	});

	test('that end a range of one day end with the day', () => {
		const start = field({ name: 'start', type: 'dateTime' });
		const end = field({ name: 'end', type: 'dateTime', endOf: 'start' });
		const given = { start: '2026-09-14', end: '2026-09-14' };
		expect(read({ fields: [start, end] }, given).query).toEqual({
			start: '2026-09-14T00:00:00Z',
			end: '2026-09-14T23:59:59.999Z',
		});
		expect(read({ fields: [start, { ...end, endOf: 'other' }] }, given).query).toMatchObject({
			end: '2026-09-14T00:00:00Z',
		});
	});

	test('that are too long for a URL, or lead elsewhere, are refused', () => {
		expect(() => read({ fields: [text] }, { text: 'x'.repeat(3999) })).toThrow(
			"'Text' is too long: at most 4000 characters can be sent",
		);
		expect(read({ fields: [text] }, { text: 'x'.repeat(3998) }).query.text).toHaveLength(3998);
		const long = { request: 'POST /a' as const, fields: [text] };
		expect(read(long, { text: 'x'.repeat(9000) }).body.text).toHaveLength(9000);
		const id = { request: 'GET /things/{text}' as const, fields: [text] };
		expect(() => read(id, { text: 'things' })).toThrow('\'Text\' is "things", which is not an ID');
	});
});

describe('the request of an item', () => {
	const built = (row: Partial<Operation>, read: Record<string, IDataObject> = {}) =>
		buildRequest(
			operation(row),
			{ values: {}, zone: 'UTC', path: {}, query: {}, body: {}, ...read } as never,
			'loc/1',
		);

	test('has its path filled', () => {
		expect(built({ request: 'GET /a/{x}/b/{y}' }, { path: { x: '1', y: '2' } })).toEqual({
			method: 'GET',
			path: '/a/1/b/2',
			query: {},
		});
		const fields = [
			field({ displayName: 'Named', name: 'n', send: { key: 'x' } }),
			field({ displayName: 'Not', name: 'x2', send: false }),
			field({ displayName: 'Plain', name: 'y' }),
		];
		const request = 'GET /a/{x}/{y}' as const;
		expect(() => built({ request, fields })).toThrow("'Named' is empty");
		expect(() => built({ request, fields }, { path: { x: '1' } })).toThrow("'Plain' is empty");
		expect(() => built({ request })).toThrow("'x' is empty");
	});

	test('names the location where the operation requires it', () => {
		expect(built({ request: 'GET /l/{locationId}', location: 'path' }).path).toBe('/l/loc%2F1');
		const keyed = built(
			{ request: 'GET /l/{locationId}/{x}', location: 'path' },
			{ path: { x: '1' }, query: { a: 1 } },
		);
		expect(keyed).toEqual({ method: 'GET', path: '/l/loc%2F1/1', query: { a: 1 } });
		expect(() => built({ request: 'GET /l/{locationId}' })).toThrow("'locationId' is empty");
		expect(built({ location: 'query' })).toMatchObject({ query: { locationId: 'loc/1' } });
		expect(built({ location: 'query' })).not.toHaveProperty('body');
		expect(built({ request: 'POST /a', location: 'body' })).toEqual({
			method: 'POST',
			path: '/a',
			query: {},
			body: { locationId: 'loc/1' },
		});
	});

	test('has a body if the method has one, or if there is something to send', () => {
		expect(built({ request: 'POST /a' }).body).toEqual({});
		expect(built({ request: 'DELETE /a' })).not.toHaveProperty('body');
		expect(built({ request: 'DELETE /a' }, { body: { a: 1 } }).body).toEqual({ a: 1 });
	});

	test('changes nothing of what was read', () => {
		const read = { query: { a: 1 }, body: { b: 2 } };
		built({ location: 'query' }, read);
		built({ location: 'body' }, read);
		expect(read).toEqual({ query: { a: 1 }, body: { b: 2 } });
	});
});

describe('records that are named', () => {
	const asked: string[] = [];
	const finder = async (name: string) => {
		asked.push(name);
		if (name === 'nobody') throw new ValueError('matches 0 things');
		return await Promise.resolve(`id of ${name}`);
	};
	const contact = locator({
		displayName: 'Contact',
		name: 'contact',
		searchListMethod: 's',
		placeholder: 'x',
		find: { email: finder, name: finder },
	});
	const by = (value: unknown, mode = 'email') => ({ mode, value });
	const person = (isTool?: boolean) =>
		({ chosen: () => '', ...(isTool === undefined ? {} : { isTool }) }) as never as FindContext;
	const nested = field({
		displayName: 'More',
		name: 'more',
		type: 'collection',
		options: [contact, text],
	});
	const listed = field({
		displayName: 'People',
		name: 'people',
		type: 'fixedCollection',
		options: [{ displayName: 'Person', name: 'person', values: [contact, text] }],
	});
	beforeEach(() => asked.splice(0));

	test('are known by the mode of their locator', () => {
		expect(namesRecord(contact, by('a@b.c'))).toBe(true);
		expect(namesRecord(contact, by(' '))).toBe(false);
		expect(namesRecord(contact, by('a1', 'id'))).toBe(false);
		expect(namesRecord(contact, 'a@b.c')).toBe(false);
		expect(namesRecord(text, by('a@b.c'))).toBe(false);
		expect(namesRecord(contact, by('a@b.c', 'id'))).toBe(false);
		expect(namesRecord(contact, by('a@b.c', 'id'), true)).toBe(true);
		expect(namesRecord(contact, by('a1b2c3', 'id'), true)).toBe(false);
		expect(namesRecord(nested, { contact: by('a@b.c', 'id') }, true)).toBe(true);
		expect([contact, text, nested, listed].map(canName)).toEqual([true, false, true, true]);
		expect(canName({ ...nested, options: [text] })).toBe(false);
		expect(canName({ ...listed, options: [{ displayName: '', name: '', values: [text] }] })).toBe(
			false,
		);
	});

	test('are replaced by their IDs at any depth, in a copy', async () => {
		expect(await findNamed(contact, by(' a@b.c '), person())).toEqual(by('id of a@b.c', 'id'));
		const more = { contact: by('a@b.c'), text: 'x', other: by('b@c.d') };
		expect(await findNamed(nested, more, person())).toEqual({
			...more,
			contact: by('id of a@b.c', 'id'),
		});
		const people = { person: [{ contact: by('A B', 'name') }, { text: 'x' }, 'y'], other: 1 };
		expect(await findNamed(listed, people, person())).toEqual({
			person: [{ contact: by('id of A B', 'id') }, { text: 'x' }, 'y'],
			other: 1,
		});
		expect(await findNamed(listed, { person: { contact: by('a@b.c') } }, person())).toEqual({
			person: { contact: by('id of a@b.c', 'id') },
		});
		expect(people.person[0]).toEqual({ contact: by('A B', 'name') });
		expect(asked).toEqual(['a@b.c', 'a@b.c', 'A B', 'a@b.c']);
		const ids = { contact: by('a1', 'id') };
		expect(await findNamed(nested, ids, person())).toBe(ids);
		expect(await findNamed(contact, by('A B', 'id'), person(true))).toEqual(by('id of A B', 'id'));
	});

	test('that are not found are refused with the titles that lead to them', async () => {
		await expect(findNamed(contact, by('nobody'), person())).rejects.toThrow(
			"'Contact' matches 0 things",
		);
		await expect(findNamed(nested, { contact: by('nobody') }, person())).rejects.toThrow(
			"'More > Contact' matches 0 things",
		);
		const second = { person: [{}, { contact: by('nobody') }] };
		await expect(findNamed(listed, second, person())).rejects.toThrow(
			"'People > Person 2 > Contact' matches 0 things",
		);
		const one = { person: { contact: by('nobody') } };
		await expect(findNamed(listed, one, person())).rejects.toThrow("'People > Contact' matches 0");
	});

	describe('in the parameters of an item', () => {
		const row = operation({
			request: 'POST /a',
			fields: [contact, text, { ...contact, name: 'hidden', show: { text: ['x'] } }],
			optional: [{ ...contact, name: 'second' }, text],
			options: [{ ...contact, name: 'third' }],
		});
		const withIds = async (given: IDataObject, of = row, isTool = false) => {
			const read = (name: string) => given[name];
			const replaced = await withIdsForNames(of, read, 1, person(isTool));
			return { replaced, read, all: (names: string[]) => names.map((name) => replaced(name)) };
		};

		test('are replaced wherever they are', async () => {
			const given = {
				contact: by('a@b.c'),
				text: 't',
				hidden: by('h@b.c'),
				additionalFields: { second: by('b@b.c'), text: 'u' },
				options: { third: by('c@b.c') },
			};
			const { all } = await withIds(given);
			expect(all(['contact', 'text', 'hidden', 'additionalFields', 'options'])).toEqual([
				by('id of a@b.c', 'id'),
				't',
				by('h@b.c'),
				{ second: by('id of b@b.c', 'id'), text: 'u' },
				{ third: by('id of c@b.c', 'id') },
			]);
			expect(asked.sort()).toEqual(['a@b.c', 'b@b.c', 'c@b.c']);
			const shown = await withIds({ text: 'x', hidden: by('h@b.c') });
			expect(shown.all(['hidden'])).toEqual([by('id of h@b.c', 'id')]);
		});

		test('stay where nothing is named', async () => {
			const ids = await withIds({ contact: by('a1', 'id'), options: 'x' });
			expect(ids.replaced).toBe(ids.read);
			const none = await withIds({ text: by('a@b.c') }, operation({ fields: [text] }));
			expect(none.replaced).toBe(none.read);
			const again = await withIds({ additionalFields: { second: by('a1', 'id') } });
			expect(again.replaced).toBe(again.read);
			const bare = await withIds({}, operation());
			expect(bare.replaced).toBe(bare.read);
		});

		test('may be named by a model where an ID belongs', async () => {
			const given = { contact: by('a@b.c', 'id'), additionalFields: { second: by('A B', 'id') } };
			expect((await withIds(given)).all(['contact'])).toEqual([by('a@b.c', 'id')]);
			expect((await withIds(given, row, true)).all(['contact', 'additionalFields'])).toEqual([
				by('id of a@b.c', 'id'),
				{ second: by('id of A B', 'id') },
			]);
		});

		test('only in a collection, too', async () => {
			const only = operation({ options: [{ ...contact, name: 'third' }] });
			const { all } = await withIds({ options: { third: by('a@b.c') } }, only);
			expect(all(['options'])).toEqual([{ third: by('id of a@b.c', 'id') }]);
		});
	});
});

test('a parameter without an expression is read once for all items, and copied for each', () => {
	const reads: string[] = [];
	const values: IDataObject = { a: { n: 1 }, b: 'x', c: null, d: ['y'] };
	const n8n = {
		getNodeParameter: (name: string, itemIndex: number, fallback: unknown) => {
			reads.push(`${name} ${itemIndex}`);
			return values[name] ?? fallback;
		},
	} as never as IExecuteFunctions;
	const parameters = { f: null, a: { n: 1 }, b: '={{ $json.b }}', c: 'x=', d: { e: ['={{ 1 }}'] } };
	const of = parameterReader(n8n, { parameters } as never);
	const [first, second] = [of(0), of(1)];
	const one = first('a') as IDataObject;
	one.n = 2;
	expect(first('a')).toBe(one);
	expect(second('a')).toEqual({ n: 1 });
	for (const name of ['b', 'c', 'd', 'e'])
		[first, second].forEach((read) => [read(name), read(name)]);
	expect(first('c')).toBeNull();
	expect([first('f'), second('f')]).toEqual([null, null]);
	expect(reads).toEqual(['a 0', 'b 0', 'b 1', 'c 0', 'd 0', 'd 1', 'e 0', 'f 0']);
});

describe('the records of a response', () => {
	const row = operation({ unwrap: ['first', 'second'] });

	test('are the list under the first key that has one', () => {
		expect(listIn(row, [{ id: 1 }])).toEqual([{ id: 1 }]);
		expect(listIn(row, { first: 'x', second: [{ id: 1 }, 'x'] })).toEqual([{ id: 1 }]);
		expect(listIn(row, { third: [{ id: 1 }] })).toEqual([]);
		expect(listIn(operation(), { first: [{ id: 1 }] })).toEqual([]);
	});

	test('or the record, without the trace ID', () => {
		expect(recordIn(row, { first: [], second: { id: 1 }, traceId: 't' })).toEqual({ id: 1 });
		expect(recordIn(row, { id: 1, traceId: 't' })).toEqual({ id: 1 });
		expect(recordIn(operation(), { id: 1 })).toEqual({ id: 1 });
	});

	const shape = async (more: Partial<Operation>, simple = false, slim = false) =>
		await shapeRecord(operation(more), { simple, slim } as never, { id: 1, a: null, b: 2 });

	test('are shaped and simplified', async () => {
		const output = (record: IDataObject) => ({ ...record, added: 3, b: 4 });
		expect(await shape({})).toEqual({ id: 1, a: null, b: 2 });
		expect(await shape({ output })).toEqual({ id: 1, a: null, b: 4, added: 3 });
		const simple = ['b', 'c'];
		expect(await shape({ simple })).toEqual({ id: 1, a: null, b: 2 });
		expect(await shape({}, true)).toEqual({ id: 1, a: null, b: 2 });
		expect(Object.entries(await shape({ simple, output }, true))).toEqual([
			['b', 4],
			['c', null],
			['added', 3],
		]);
	});

	test('for a model have no keys without a value', async () => {
		expect(await shape({ simple: ['a', 'b'] }, true, true)).toEqual({ b: 2 });
		const forModel = (record: IDataObject) => ({ all: Object.keys(record).length, none: null });
		expect(await shape({ simple: ['b'], forModel }, true, true)).toEqual({ all: 3 });
		expect(await shape({ simple: ['b'], forModel }, true)).toEqual({ b: 2 });
	});

	test('that were refused pass unchanged', async () => {
		const refused = new RefusedRecord({ id: 1 }, 'No');
		const shaped: unknown[] = [];
		const output = () => ({ shaped: true });
		for await (const one of shapeRecords(operation({ output }), {} as never, [refused, {}])) {
			shaped.push(one);
		}
		expect(shaped).toEqual([refused, { shaped: true }]);
		expect(shaped[0]).toBe(refused);
	});
});
