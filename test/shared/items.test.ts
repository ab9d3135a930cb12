import type { IDataObject } from 'n8n-workflow';

import type { FindContext } from '../../nodes/shared/finder';
import type { Item } from '../../nodes/shared/item';
import type { Field, ItemContext, Operation } from '../../nodes/shared/operation';
import { byOffset, wholeList } from '../../nodes/shared/pagination';
import { until } from '../engine/events';
import { customNode, refusal } from './customNode';
import { recordsOf, runDirectly } from './directRun';

const field = (name: string, more: Partial<Field> = {}): Field => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});
const id = field('id');
const TOOL = 'pkg.customTool';

afterEach(() => jest.restoreAllMocks());

/** What the operation's code sees of an item. */
async function contextOf(
	operation: Partial<Operation>,
	all: IDataObject = {},
	type?: string,
): Promise<Item> {
	let seen: ItemContext | undefined;
	const run = async (item: ItemContext) => {
		seen = item;
		return await Promise.resolve({});
	};
	await runDirectly(customNode({ ...operation, run }), { all, ...(type ? { type } : {}) });
	return seen as Item;
}

describe('what an item knows', () => {
	test('of itself and its account', async () => {
		const item = await contextOf(
			{ request: 'POST /things/{id}/parts/{part}', fields: [id, field('part')], ifNone: 'Look.' },
			{ id: ' a ', part: 'b c' },
		);
		expect(item).toMatchObject({
			itemIndex: 0,
			zone: 'Europe/Berlin',
			nodeVersion: 1.1,
			isTool: false,
			location: 'location1',
			access: 'Key',
			version: 'v3',
			values: { id: ' a ', part: 'b c' },
			recordId: 'b c',
			simple: false,
			slim: false,
			label: 'Work thing',
			what: 'thing',
			ifNone: 'Look.',
			request: { method: 'POST', path: '/things/a/parts/b%20c', body: {} },
		});
		expect(item.limits()).toEqual({});
		expect(await item.cached('k', async () => await Promise.resolve(5))).toBe(5);
		expect((await contextOf({ versions: ['v1'] })).version).toBe('v1');
	});

	test('of the items that it must follow', async () => {
		const path = {
			request: 'POST /parts/{id}/{part}' as const,
			fields: [id, field('part')],
			scope: 'w',
		};
		const keyed = await contextOf(path, { id: 'a', part: 'b c' });
		expect(keyed.orderKeys).toEqual([`${keyed.accountKey} id:a`, `${keyed.accountKey} part:b%20c`]);
		const fields = [field('mail'), field('none')];
		const by = { orderedBy: ['mail', 'none'], fields };
		const write = { ...by, request: 'POST /a' as const, scope: 'things.write' };
		const item = await contextOf(write, { mail: ' A@B.c ' });
		expect(item.orderKeys).toEqual([`${item.accountKey} mail:a@b.c`]);
		const read = { ...write, scope: 'things.readonly' };
		expect((await contextOf(read, { mail: 'a' })).orderKeys).toEqual([]);
		const get = { ...write, request: 'GET /a' as const };
		expect((await contextOf(get, { mail: 'a' })).orderKeys).toEqual([]);
	});

	test('of Simplify', async () => {
		const simple = ['a'];
		expect(await contextOf({ simple })).toMatchObject({ simple: true, slim: false });
		expect(await contextOf({ simple }, { simple: false })).toMatchObject({ simple: false });
		expect(await contextOf({ simple }, {}, TOOL)).toMatchObject({ simple: true, slim: true });
		expect(await contextOf({}, {}, TOOL)).toMatchObject({ simple: false, slim: true });
		expect(await contextOf({}, { simple: false }, TOOL)).toMatchObject({ slim: false });
	});

	test.each<[IDataObject, string | undefined, number | undefined, number | undefined]>([
		[{}, undefined, 50, undefined],
		[{ returnAll: true, limit: 5 }, undefined, undefined, undefined],
		[{ limit: 7 }, undefined, 7, undefined],
		[{ limit: 1 }, undefined, 1, undefined],
		[{}, TOOL, 11, 10],
		[{ toolLimit: 5, limit: 7 }, TOOL, 6, 5],
		[{ limit: 7 }, TOOL, 8, 7],
		[{ toolLimit: 80 }, TOOL, 51, 50],
		[{ returnAll: true, toolLimit: 5 }, TOOL, 51, 50],
	])('of its limits %j %s', async (all, type, limit, shown) => {
		const list = { paginate: wholeList };
		expect(await contextOf(list, all, type)).toMatchObject({ limit, shown });
		expect(await contextOf({}, all, type)).toMatchObject({ limit: undefined, shown: undefined });
	});

	test.each([0, 1.5, 'x', -1])('that a limit of %j is none', async (limit) => {
		await expect(contextOf({ paginate: wholeList }, { limit })).rejects.toThrow(
			"'Limit' must be a whole number of at least 1",
		);
	});

	test('of how to refuse', async () => {
		const item = await contextOf({});
		expect(item.refuse('No')).toMatchObject({
			message: 'No',
			description:
				'Nothing was sent for this item. Correct the value or the expression that sets it.',
			context: { itemIndex: 0 },
		});
		expect(item.refuse('No')).toHaveProperty(
			'context.model.next',
			'Correct the arguments, then call the tool again. Nothing was changed.',
		);
		expect(item.refuse('No', 'Go.')).toMatchObject({ description: 'Go.' });
		expect(item.refuse('No', 'Go.')).not.toHaveProperty('context.model');
		expect(item.refuse('No', 'Go.', { next: 'x' })).toHaveProperty('context.model.next', 'x');
		expect(() => item.pages(item.request)).toThrow('Work thing has no pagination');
	});
});

describe('an item', () => {
	test('that updates nothing is refused', async () => {
		const row = { request: 'PUT /things/{id}' as const, fields: [id], optional: [field('name')] };
		const update = async (values: IDataObject, more: Partial<Operation> = {}) =>
			await contextOf({ ...row, ...more }, { id: 'a', thing: 'a', updateFields: values });
		await expect(update({})).rejects.toMatchObject({
			message: 'There is nothing to update',
			description: "Add at least one field under 'Update Fields'. Nothing was sent for this item.",
			context: {
				model: {
					next: 'Call the tool again with at least one value to change, besides the ID. An empty value changes nothing.',
				},
			},
		});
		expect((await update({ name: 'x' })).values).toMatchObject({ name: 'x' });
		expect((await update({}, { fields: [id, field('thing')] })).values).toMatchObject({
			thing: 'a',
		});
		await update({}, { request: 'POST /things/{id}' });
		const nothing = { request: 'PUT /things/{id}' as const, fields: [id] };
		await contextOf(nothing, { id: 'a' });
		const keyed = [field('thing', { send: { key: 'id' } })];
		await expect(update({}, { fields: keyed })).rejects.toThrow('nothing to update');
		const none = { request: 'PUT /things' as const, optional: [field('name')] };
		await expect(contextOf(none)).rejects.toThrow('nothing to update');
	});

	test('is checked and prepared by its operation', async () => {
		const check = (item: ItemContext) => {
			throw item.refuse('Checked');
		};
		await expect(contextOf({ check })).rejects.toThrow('Checked');
		const prepared = await contextOf({ prepare: (one) => ({ ...one, path: '/other' }) });
		expect(prepared.request.path).toBe('/other');
	});

	test('is sent again where that does no harm', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(-1);
		const attempts = async (operation: Partial<Operation>, rules?: object) => {
			let count = 0;
			const run = async (item: ItemContext) =>
				(await item.send(item.request, rules)) as IDataObject;
			const node = customNode({ ...operation, run }, () => {
				count += 1;
				if (count === 1) throw refusal(503);
				return { id: 'a' };
			});
			await runDirectly(node, { continues: true });
			return count;
		};
		expect(await attempts({ request: 'GET /a', scope: 'x.write' })).toBe(2);
		expect(await attempts({ request: 'POST /a', scope: 'x.readonly' })).toBe(2);
		const write = { request: 'POST /a' as const, scope: 'x.write' };
		expect(await attempts(write)).toBe(1);
		expect(await attempts({ ...write, repeatable: true })).toBe(2);
		expect(await attempts({ ...write, repeatable: ({ path }) => path === '/a' })).toBe(2);
		expect(await attempts({ ...write, repeatable: () => false })).toBe(1);
		expect(await attempts(write, { repeatable: true })).toBe(2);
		expect(await attempts({ ...write, repeatable: true }, { repeatable: false })).toBe(1);
		const look = async (item: ItemContext) =>
			(await item.send({ ...item.request, method: 'GET' })) as IDataObject;
		let looks = 0;
		const node = customNode({ ...write, run: look }, () => {
			looks += 1;
			if (looks === 1) throw refusal(503);
			return { id: 'a' };
		});
		await runDirectly(node, {});
		expect(looks).toBe(2);
	});

	test('names its call, what it expects, and what becomes of a refusal', async () => {
		const run = async (rules: object, answer: IDataObject, status?: number) => {
			const send = async (item: ItemContext) =>
				(await item.send(item.request, rules)) as IDataObject;
			const node = customNode({ run: send }, () => {
				if (status !== undefined) throw refusal(status);
				return answer;
			});
			return recordsOf(await runDirectly(node, { continues: true }));
		};
		expect(await run({}, { id: 'a' })).toEqual([{ id: 'a' }]);
		expect(await run({ label: 'Look' }, {}, 400)).toMatchObject([{ error: 'Look: Refused' }]);
		expect(await run({}, {}, 400)).toMatchObject([{ error: 'Work thing: Refused' }]);
		const expects = { what: 'anything', isMet: () => true };
		expect(await run({ expects }, { x: 1 })).toEqual([{ x: 1 }]);
		expect(await run({ onRefusal: () => ({ turned: 1 }) }, {}, 400)).toEqual([{ turned: 1 }]);
	});

	test('yields its record, its list or its pages', async () => {
		const get = async (operation: Partial<Operation>, answer: unknown, all = {}) =>
			recordsOf(
				await runDirectly(
					customNode(operation, () => answer as IDataObject),
					{ all },
				),
			);
		const any = { what: 'anything', isMet: () => true };
		const two = [{ id: 'a' }, { id: 'b' }];
		expect(await get({ unwrap: ['thing'] }, { thing: { id: 'a' } })).toEqual([{ id: 'a' }]);
		expect(await get({ expects: any }, two)).toEqual(two);
		const list = { paginate: wholeList, unwrap: ['list'] };
		expect(await get(list, { list: two }, { limit: 1 })).toEqual([{ id: 'a' }]);
		expect(await get({ ...list, output: () => ({ x: 1 }) }, { list: two })).toEqual([
			{ x: 1 },
			{ x: 1 },
		]);
		const output = (record: IDataObject) => ({ ...record, x: 1 });
		const one = async () => await Promise.resolve({ id: 'r' });
		expect(await get({ run: one, output }, {})).toEqual([{ id: 'r', x: 1 }]);
		const several = async () => await Promise.resolve(two);
		expect(await get({ run: several }, {})).toEqual(two);
		const own = byOffset('skip', 2);
		own.read = async function* ({ concurrency }) {
			yield* await Promise.resolve([[{ id: concurrency }]]);
		};
		expect(await get({ paginate: own }, {})).toEqual([{ id: 100 }]);
	});

	test('finds what it names, with what its other parameters choose', async () => {
		const seen: unknown[] = [];
		const find = {
			name: async (text: string, { chosen, isTool, client, cached }: FindContext) => {
				seen.push(text, chosen('other'), isTool, client.connection.location);
				return await cached('k', async () => await Promise.resolve('found'));
			},
		};
		const named = field('thing', { type: 'resourceLocator', find });
		const all = { thing: { mode: 'name', value: 'A' }, other: { mode: 'id', value: ' b ' } };
		expect((await contextOf({ fields: [named] }, all)).values).toEqual({ thing: 'found' });
		expect(seen).toEqual(['A', 'b', false, 'location1']);
	});

	test('that deletes says which record is gone, unless the service says that it is not', async () => {
		const remove = async (answer: IDataObject, value = 'delete') => {
			const node = customNode(
				{ request: 'DELETE /things/{id}', value, fields: [id] },
				() => answer,
			);
			return recordsOf(await runDirectly(node, { all: { id: 'a b', operation: value } }));
		};
		expect(await remove({ succeeded: true })).toEqual([{ deleted: true, id: 'a b' }]);
		expect(await remove({ id: 'x' }, 'other')).toEqual([{ id: 'x' }]);
		for (const key of ['succeeded', 'succeded', 'success']) {
			await expect(remove({ [key]: false })).rejects.toMatchObject({
				message: 'The service says that the record was not deleted',
				description:
					'Check whether the record still exists in the account, then run the item again.',
				context: {
					model: { next: 'Look whether the record still exists before you call the tool again.' },
				},
			});
		}
	});

	test('of an unknown operation, or with the word of a path as its ID, is refused', async () => {
		for (const all of [{ operation: 'other' }, { resource: 'other' }]) {
			await expect(runDirectly(customNode({}), { all })).rejects.toMatchObject({
				message: `This node has no operation "${all.operation ?? 'work'}" for the resource "${all.resource ?? 'thing'}"`,
				description: "Choose one of the node's resources and operations.",
			});
		}
		const node = customNode({ request: 'GET /things/{id}', fields: [id] });
		await expect(runDirectly(node, { all: { id: 'things' } })).rejects.toThrow('not an ID');
	});

	test('tells a model where the IDs come from that were not found', async () => {
		const from = field('a', { idsFrom: 'Thing > Get Many' });
		const said = async (operation: Partial<Operation>) => {
			const node = customNode(operation, () => {
				throw refusal(404, 'Not found');
			});
			return recordsOf(await runDirectly(node, { type: TOOL }))[0]?.message;
		};
		const part = field('c', { idsFrom: 'Part > Get Many' });
		expect(await said({ fields: [from, field('b'), part], optional: [from] })).toBe(
			"Find the ID for 'a' with Thing > Get Many. Find the ID for 'c' with Part > Get Many.",
		);
		expect(await said({ optional: [from] })).toBe("Find the ID for 'a' with Thing > Get Many.");
		expect(await said({})).toBe('Nothing.');
	});
});

describe('the items of a run', () => {
	const items = (...ids: string[]) => ids.map((one) => ({ id: one }));

	/** A node whose items wait until the test ends them. */
	const holding = (operation: Partial<Operation> = {}) => {
		const started: string[] = [];
		const ends = new Map<string, () => void>();
		const run = async ({ values, itemIndex }: ItemContext) => {
			started.push(`${itemIndex}${String(values.id)}`);
			await new Promise<void>((end) => ends.set(`${itemIndex}${String(values.id)}`, end));
			return { id: values.id };
		};
		const request = 'POST /a' as const;
		const node = customNode({ request, scope: 'w', fields: [id], ...operation, run });
		const end = (...which: string[]) => which.forEach((one) => ends.get(one)?.());
		return { node, started, end };
	};
	const soon = async () => await new Promise((resolve) => setTimeout(resolve, 5));

	test('come out in order, whichever ends first', async () => {
		const { node, started, end } = holding();
		const running = runDirectly(node, { items: items('a', 'b', 'c') });
		await until(() => started.length === 3);
		end('2c', '1b');
		await soon();
		end('0a');
		expect(recordsOf(await running)).toEqual(items('a', 'b', 'c'));
	});

	test('wait for each other if they have the same key', async () => {
		const { node, started, end } = holding({ orderedBy: ['id'] });
		const running = runDirectly(node, { items: items('a', 'b', 'A') });
		await until(() => started.length === 2);
		await soon();
		expect(started).toEqual(['0a', '1b']);
		end('0a');
		await until(() => started.length === 3);
		end('1b', '2A');
		expect(await running).toHaveLength(3);
	});

	test.each([
		[1, 1],
		[2.9, 2],
		['2', 2],
		[0, 3],
		[-1, 3],
		['x', 3],
		[undefined, 3],
	])('with a concurrency of %j run %i at a time', async (concurrency, most) => {
		const { node, started, end } = holding();
		const options = concurrency === undefined ? 'none' : { concurrency };
		const running = runDirectly(node, { items: items('a', 'b', 'c'), all: { options } });
		await until(() => started.length >= most);
		await soon();
		expect(started).toHaveLength(most);
		for (const next of ['0a', '1b', '2c']) {
			await until(() => started.includes(next));
			end(next);
		}
		await running;
	});

	test('are at most 100 at a time', async () => {
		const { node, started, end } = holding();
		const many = Array.from({ length: 101 }, () => ({ id: 'x' }));
		const running = runDirectly(node, { items: many, all: { options: { concurrency: 500 } } });
		await until(() => started.length === 100);
		await soon();
		expect(started).toHaveLength(100);
		end(...started);
		await until(() => started.length === 101);
		end(...started);
		expect(await running).toHaveLength(101);
	});

	test('are not started once one has failed, unless the node continues', async () => {
		const started: unknown[] = [];
		const run = async (item: ItemContext) => {
			const { values } = item;
			started.push(values.id);
			await Promise.resolve();
			if (values.id === 'b') throw item.refuse('No');
			return { id: values.id };
		};
		const node = customNode({ fields: [id], run });
		const all = { options: { concurrency: 1 } };
		const given = items('a', 'b', 'c');
		await expect(runDirectly(node, { items: given, all })).rejects.toThrow('No');
		expect(started).toEqual(['a', 'b']);
		const output = await runDirectly(node, { items: given, all, continues: true });
		expect(recordsOf(output)).toMatchObject([{ id: 'a' }, { error: 'No' }, { id: 'c' }]);
	});

	test('are not sent if an earlier one cannot be read', async () => {
		const { node, started } = holding();
		const given = items('\uD800', 'b', 'c');
		await expect(runDirectly(node, { items: given })).rejects.toThrow('cannot be sent');
		expect(started).toEqual([]);
	});

	test('begin in order, also if what an earlier one names is found later', async () => {
		const find = {
			name: async (text: string) => {
				if (text === 'slow') await soon();
				return await Promise.resolve('a');
			},
		};
		const thing = field('thing', { type: 'resourceLocator', find });
		const { node, started, end } = holding({ fields: [id, thing] });
		const named = ['slow', 'fast'].map((value) => ({ id: value, thing: { mode: 'name', value } }));
		const running = runDirectly(node, { items: named });
		await until(() => started.length === 2);
		expect(started).toEqual(['0slow', '1fast']);
		end(...started);
		await running;
	});

	test.each([
		[{}, 60_000],
		[{ timeout: 0 }, 60_000],
		[{ timeout: 'x' }, 60_000],
		[{ timeout: 5.0005 }, 5001],
		[{ timeout: '7' }, 7000],
		[{ timeout: 1e9 }, 86_400_000],
	])('with the options %j have %i ms for each call', async (options, ms) => {
		const times: number[] = [];
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((time) => {
			times.push(time);
			return new AbortController().signal;
		});
		await runDirectly(
			customNode({}, () => ({ id: 'a' })),
			{ all: { options } },
		);
		expect(times).toEqual([ms]);
	});

	test('that waited long for the rate limit say so', async () => {
		const hints: unknown[] = [];
		let now = 1e9;
		jest.spyOn(Date, 'now').mockImplementation(() => (now += 6000));
		await runDirectly(
			customNode({}, () => ({ id: 'a' })),
			{ hints },
		);
		expect(hints).toHaveLength(1);
	});
});
