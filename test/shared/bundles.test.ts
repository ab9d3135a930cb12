import type { IDataObject } from 'n8n-workflow';

import type { Entry } from '../../nodes/shared/bundles';
import { formBundles } from '../../nodes/shared/bundles';
import type { Item } from '../../nodes/shared/item';
import type { Bundle } from '../../nodes/shared/operation';
import { RefusedRecord } from '../../nodes/shared/refusedRecord';
import { settle, until } from '../engine/events';
import { customNode, refusal } from './customNode';
import { runDirectly } from './directRun';

const bundleOf = (size: number): Bundle => ({
	size,
	ids: ({ values }) => String(values.id).split(','),
	request: (ids, { values }) => ({
		method: 'POST',
		path: '/bulk',
		query: {},
		body: { ids, kind: values.kind },
	}),
	results: (ids, { no }) =>
		ids.map((id) =>
			Array.isArray(no) && (no as unknown[]).includes(id)
				? new RefusedRecord({ id }, 'No')
				: { id },
		),
	refused: (id, reason) => new RefusedRecord({ id }, reason),
});

describe('the calls that items share', () => {
	const item = (itemIndex: number, id: string, more: object = {}) =>
		({ itemIndex, accountKey: 'A', values: { id }, ...more }) as never as Item;
	const formed = (items: Item[], more: object = {}) =>
		formBundles(bundleOf(3), items, { oneCallPerItem: false, inOrder: false, ...more }).map(
			(entries: Entry[]) => entries.map((entry) => `${entry.item.itemIndex}${entry.id}`).join(' '),
		);

	test('are filled up to their size', () => {
		expect(formed([item(0, 'a,b'), item(1, 'c,d'), item(2, 'e')])).toEqual(['0a 0b 1c', '1d 2e']);
		expect(formed([])).toEqual([]);
	});

	test('contain a record once, in the order of the items that name it', () => {
		expect(formed([item(0, 'a,b'), item(1, 'a'), item(2, 'a,c')])).toEqual([
			'0a 0b 2c',
			'1a',
			'2a',
		]);
		expect(formed([item(0, 'a'), item(1, 'a', { accountKey: 'B' })])).toEqual(['0a', '1a']);
		expect(formed([item(0, 'a'), item(1, 'b', { accountKey: 'B' })])).toEqual(['0a', '1b']);
	});

	test('are shared by items that ask for the same', () => {
		const of = (id: string, kind: string) => ({ values: { id, kind } });
		const three = [item(0, '', of('a', 'x')), item(1, '', of('b', 'y')), item(2, '', of('c', 'x'))];
		expect(formed(three)).toEqual(['0a 2c', '1b']);
		expect(formed(three, { inOrder: true })).toEqual(['0a', '1b', '2c']);
		const two = [item(0, 'a'), item(1, 'b')];
		expect(formed(two, { inOrder: true })).toEqual(['0a 1b']);
		expect(formed(two, { oneCallPerItem: true })).toEqual(['0a', '1b']);
		const later = [...three, item(3, '', of('d', 'x'))];
		expect(formed(later, { inOrder: true })).toEqual(['0a', '1b', '2c 3d']);
	});
});

interface Given {
	size?: number;
	more?: object;
}

/** Runs items whose records share calls. */
async function bulk(
	items: IDataObject[],
	answer: (ids: string[]) => IDataObject,
	{ size = 3, more = {} }: Given = {},
) {
	const calls: string[] = [];
	const operation = {
		request: 'POST /bulk' as const,
		scope: 'x.write',
		fields: ['id', 'kind'].map((name) => ({
			displayName: name,
			name,
			type: 'string' as const,
			default: '',
		})),
		bundle: bundleOf(size),
		expects: { what: 'anything', isMet: () => true },
	};
	const node = customNode(operation, ({ body }) => {
		const { ids } = body as { ids: string[] };
		calls.push(ids.join(' '));
		return answer(ids);
	});
	const result = await runDirectly(node, { items, ...more }).catch((error: Error) => error);
	if (result instanceof Error) return { calls, error: result, output: [] };
	const output = result.map(({ json, pairedItem }) => [
		json.id ?? json.error,
		(pairedItem as { item: number }).item,
	]);
	return { calls, output };
}

const ok = () => ({});
const refusing =
	(...bad: string[]) =>
	(ids: string[]) => {
		if (ids.some((one) => bad.includes(one))) throw refusal(400, 'Bad ID');
		return {};
	};
const fails = (status: number) => () => {
	throw refusal(status);
};
const continues = { more: { continues: true } };
const items = (...ids: string[]) => ids.map((id) => ({ id }));

describe('items that share calls', () => {
	test('get their own records', async () => {
		const { calls, output } = await bulk(items('a,b', 'c,d'), ok);
		expect(calls).toEqual(['a b c', 'd']);
		expect(output).toEqual([
			['a', 0],
			['b', 0],
			['c', 1],
			['d', 1],
		]);
		const more = { all: { options: { oneCallPerItem: true } } };
		expect((await bulk(items('a', 'b'), ok, { more })).calls).toEqual(['a', 'b']);
	});

	test('are sent in their order if one call follows another', async () => {
		const given = [
			{ id: 'a', kind: 'x' },
			{ id: 'b', kind: 'y' },
			{ id: 'c', kind: 'x' },
		];
		expect((await bulk(given, ok)).calls).toEqual(['a c', 'b']);
		const more = { all: { options: { concurrency: 1 } } };
		expect((await bulk(given, ok, { more })).calls).toEqual(['a', 'b', 'c']);
	});

	test('are sent again in halves until the bad record is alone', async () => {
		const { calls, output } = await bulk(items('a', 'b', 'c'), refusing('c'), continues);
		expect(calls).toEqual(['a b c', 'a b', 'c']);
		expect(output).toEqual([
			['a', 0],
			['b', 1],
			['Work thing: Bad ID', 2],
		]);
	});

	test.each([400, 404, 422])('are sent again in halves after %i', async (status) => {
		expect((await bulk(items('a', 'b'), fails(status), continues)).calls).toEqual([
			'a b',
			'a',
			'b',
		]);
	});

	test('are sent again after a failure, since that changes nothing', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(-1);
		let asked = 0;
		const answer = () => {
			asked += 1;
			if (asked === 1) throw refusal(503);
			return {};
		};
		const { calls, output } = await bulk(items('a', 'b'), answer);
		jest.restoreAllMocks();
		expect(calls).toEqual(['a b', 'a b']);
		expect(output).toHaveLength(2);
	});

	test('wait for an earlier call about the same record', async () => {
		const warm = ['v', 'w', 'x', 'y'].map((one) => ({ id: one, kind: one }));
		let end: () => void = () => {};
		let held = 0;
		const answer = (ids: string[]) => {
			if (!ids.includes('a') || ++held > 1) return {};
			return new Promise<IDataObject>((resolve) => (end = () => resolve({}))) as never;
		};
		const running = bulk([...warm, { id: 'a' }, { id: 'a' }], answer);
		await until(() => held === 1);
		await settle();
		expect(held).toBe(1);
		end();
		expect((await running).calls.slice(-2)).toEqual(['a', 'a']);
	});

	test('fail together for another reason', async () => {
		const { calls, output } = await bulk(items('a', 'b'), fails(403), continues);
		expect(calls).toEqual(['a b']);
		expect(output).toEqual([
			['Work thing: Refused', 0],
			['Work thing: Refused', 1],
		]);
	});

	test('are sent once if there is a single record', async () => {
		const { calls, error } = await bulk(items('a'), refusing('a'));
		expect(calls).toEqual(['a']);
		expect(error).toMatchObject({ message: 'Work thing: Bad ID' });
	});

	test('are given up if the first eight records are refused for the same reason', async () => {
		const ids = Array.from({ length: 12 }, (_, index) => `i${index}`);
		const alone = (calls: string[]) => calls.filter((call) => !call.includes(' '));
		const all = await bulk(items(...ids), refusing(...ids), { size: 12 });
		expect(alone(all.calls)).toHaveLength(8);
		expect(all.error).toMatchObject({
			message: 'The service refused every record: Bad ID',
			description:
				'None of the 12 records in this call was changed. Check the values that all of them share, and that the IDs belong to this account.',
		});
		const most = await bulk(items(...ids), refusing(...ids.slice(1)), { size: 12, ...continues });
		expect(alone(most.calls)).toHaveLength(12);
		const differ = (one: string[]) => {
			throw refusal(400, `Bad ${one.length > 1 ? '' : (one[0] ?? '')}`);
		};
		const each = await bulk(items(...ids), differ, { size: 12, ...continues });
		expect(alone(each.calls)).toHaveLength(12);
	});

	test('leave out those that cannot be read, and later ones if the node stops', async () => {
		const given = items('a', '\uD800', 'c');
		const stopped = await bulk(given, ok);
		expect(stopped.calls).toEqual(['a']);
		expect(stopped.error?.message).toBe("'id' contains characters that cannot be sent");
		const continued = await bulk(given, ok, continues);
		expect(continued.calls).toEqual(['a c']);
		expect(continued.output).toEqual([
			['a', 0],
			["'id' contains characters that cannot be sent", 1],
			['c', 2],
		]);
	});

	test('are not sent once they have failed', async () => {
		const answer = (ids: string[]) => {
			if (ids.includes('a')) throw refusal(403);
			return {};
		};
		const more = { continues: true, all: { options: { concurrency: 1 } } };
		const { calls, output } = await bulk(items('a,b,c,d', 'e'), answer, { more });
		expect(calls).toEqual(['a b c', 'e']);
		expect(output).toEqual([
			['Work thing: Refused', 0],
			['e', 1],
		]);
		const ended = await bulk(items('a,b,c', 'd,e,f'), answer, {
			more: { all: { options: { concurrency: 1 } } },
		});
		expect(ended.calls).toEqual(['a b c']);
	});

	test('fail if some of their records are refused and the node stops', async () => {
		const no = () => ({ no: ['b'] });
		expect((await bulk(items('a,b'), no)).error?.message).toBe('1 of 2 records were refused');
		expect((await bulk(items('a,b'), no, continues)).output).toEqual([
			['a', 0],
			['No', 0],
		]);
	});
});
