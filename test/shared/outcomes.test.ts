import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';

import type { Accounts } from '../../nodes/shared/accounts';
import { CallStatistics } from '../../nodes/shared/callStatistics';
import { addCostHint } from '../../nodes/shared/costHint';
import { toRefusal } from '../../nodes/shared/errors';
import type { Item } from '../../nodes/shared/item';
import { adviseModel } from '../../nodes/shared/modelAdvice';
import { Outcomes } from '../../nodes/shared/outcomes';
import { RefusedRecord } from '../../nodes/shared/refusedRecord';
import { answersModel, isTool } from '../../nodes/shared/tool';
import { respond, responseOf } from '../../nodes/shared/webhookResponse';

const nodeOf = (more: Partial<INode> = {}): INode => ({
	id: '1',
	name: 'N',
	type: 'pkg.thing',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});
const node = nodeOf();
test.each<[Partial<INode>, boolean, boolean]>([
	[{ type: 'pkg.thing' }, false, false],
	[{ type: 'pkg.thingTool' }, true, true],
	[{ type: 'pkg.thingTool', onError: 'continueRegularOutput' }, true, true],
	[{ type: 'pkg.thingTool', onError: 'continueErrorOutput' }, true, false],
	[{ type: 'pkg.thingTool', onError: 'stopWorkflow' }, true, false],
	[{ type: 'pkg.thing', onError: 'continueRegularOutput' }, false, false],
	[{ type: 'pkg.Toolbox' }, false, false],
])('%j is a tool: %p, and answers a model: %p', (more, tool, answers) => {
	expect(isTool(nodeOf(more))).toBe(tool);
	expect(answersModel(nodeOf(more))).toBe(answers);
});

describe('the hint of what a run cost', () => {
	const hint = (cost: Partial<CallStatistics>, dailyRemaining?: number) => {
		const hints: unknown[] = [];
		const context = {
			addExecutionHints: (one: unknown) => hints.push(one),
		} as never as IExecuteFunctions;
		const statistics = Object.assign(new CallStatistics(), cost);
		addCostHint(context, { statistics, dailyRemaining } as never as Accounts);
		return hints;
	};
	const faster = 'It is faster when no other workflow or app uses the account at the same time.';

	test('is given only after a long wait', () => {
		expect(hint({ calls: 5, waitedMs: 4999 })).toEqual([]);
		expect(hint({ calls: 5, waitedMs: 5000 })).toEqual([
			{
				message: `This run waited 5 seconds for the account's rate limit and made 5 calls. ${faster}`,
				location: 'outputPane',
			},
		]);
	});

	test('says how many calls were made, sent again and are left', () => {
		expect(hint({ calls: 1, waitedMs: 1_234_600, repeats: 2 }, 0)).toMatchObject([
			{
				message: `This run waited 1,235 seconds for the account's rate limit and made 1 call. Calls sent again: 2. Calls left today: 0. ${faster}`,
			},
		]);
		expect(hint({ calls: 2000, waitedMs: 6000, repeats: 3, limited: 1 }, 5000)).toMatchObject([
			{
				message: `This run waited 6 seconds for the account's rate limit and made 2,000 calls. Calls sent again: 3, 1 after "too many requests". Calls left today: 5,000. ${faster}`,
			},
		]);
	});
});

describe('the results of the items', () => {
	interface Given {
		count?: number;
		type?: string;
		continues?: boolean;
		signal?: AbortSignal;
	}
	const outcomesOf = ({ count = 2, type = 'pkg.thing', continues = false, signal }: Given = {}) => {
		const context = {
			getNode: () => nodeOf({ type }),
			continueOnFail: () => continues,
		} as never as IExecuteFunctions;
		return new Outcomes(context, count, signal);
	};
	const item = (itemIndex: number, more: Partial<Item> = {}) =>
		({ itemIndex, node, label: 'Add', what: 'things', isTool: false, ...more }) as Item;
	const listed = async function* (...records: Array<IDataObject | RefusedRecord>) {
		yield* await Promise.resolve(records);
	};
	const no = new RefusedRecord({ id: 'b' }, 'No');

	test('come out in the order of the items, each paired with its item', async () => {
		const outcomes = outcomesOf();
		await outcomes.take(item(1), listed({ c: 1 }));
		await outcomes.take(item(0), listed({ a: 1 }, { b: 1 }));
		expect(outcomes.inOrder()).toEqual([
			{ json: { a: 1 }, pairedItem: { item: 0 } },
			{ json: { b: 1 }, pairedItem: { item: 0 } },
			{ json: { c: 1 }, pairedItem: { item: 1 } },
		]);
		const single = outcomesOf({ count: 1 });
		await single.take(item(0), listed({ a: 1 }));
		expect(single.inOrder()).toHaveLength(1);
		expect(outcomesOf({ count: 0 }).inOrder()).toEqual([]);
		expect(outcomesOf({ count: 1 }).inOrder()).toEqual([]);
	});

	test('end the run with the first failure in the order of the items', () => {
		const outcomes = outcomesOf({ count: 12 });
		expect(outcomes.hasEnded).toBe(false);
		outcomes.fail(10, new Error('ten'));
		outcomes.fail(2, new Error('two'));
		expect(outcomes.hasEnded).toBe(true);
		expect(() => outcomes.inOrder()).toThrow('two');
	});

	test('end when the execution is stopped', () => {
		const stop = new AbortController();
		const outcomes = outcomesOf({ signal: stop.signal, continues: true });
		outcomes.fail(0, new Error('x'));
		expect(outcomes.hasEnded).toBe(false);
		stop.abort();
		expect(outcomes.hasEnded).toBe(true);
		expect(() => outcomes.fail(1, new Error('x'))).toThrow('The execution was canceled');
	});

	test('have failed items where the node continues', () => {
		const outcomes = outcomesOf({ continues: true });
		expect(outcomes.continuesOnFail).toBe(true);
		outcomes.fail(0, toRefusal(node, 'a', 'b'));
		expect(outcomes.hasEnded).toBe(false);
		expect(outcomes.inOrder()).toEqual([
			{ json: { error: 'a', message: 'b' }, pairedItem: { item: 0 } },
		]);
		expect(outcomesOf().continuesOnFail).toBe(false);
		expect(outcomesOf({ type: 'pkg.thingTool' }).continuesOnFail).toBe(true);
	});

	test('go back to a model as records, unless only a person can help', () => {
		const refused = toRefusal(node, 'a', 'Look.');
		const setUp = () => adviseModel(toRefusal(node, 's', 'Look.'), { setUp: true });
		const tool = outcomesOf({ type: 'pkg.thingTool' });
		tool.fail(0, refused);
		expect(tool.hasEnded).toBe(false);
		expect(tool.inOrder()).toMatchObject([{ json: { ok: false, error: 'a', message: 'Look.' } }]);
		tool.fail(1, setUp());
		expect(tool.hasEnded).toBe(true);
		const continuing = outcomesOf({ type: 'pkg.thingTool', continues: true });
		continuing.fail(0, setUp());
		expect(continuing.inOrder()).toMatchObject([{ json: { error: 's', message: 'Look.' } }]);
		expect(continuing.inOrder()[0]?.json).not.toHaveProperty('ok');
	});

	test('have refused records among the others where the node continues', async () => {
		const outcomes = outcomesOf({ continues: true });
		await outcomes.take(item(0), listed({ id: 'a' }, no));
		expect(outcomes.inOrder()).toEqual([
			{ json: { id: 'a' }, pairedItem: { item: 0 } },
			{ json: { error: 'No', message: { id: 'b' } }, pairedItem: { item: 0 } },
		]);
		const tool = outcomesOf({ type: 'pkg.thingTool' });
		await tool.take(item(0), listed({ id: 'a' }, no));
		expect(tool.inOrder()[1]?.json).toMatchObject({ ok: false, id: 'b' });
	});

	test('fail if a record is refused and the node stops, or if it is the only one', async () => {
		await expect(outcomesOf().take(item(0), listed({ id: 'a' }, no))).rejects.toThrow(
			'1 of 2 records were refused',
		);
		const only = outcomesOf({ continues: true }).take(item(3), listed(no));
		await expect(only).rejects.toMatchObject({ message: 'Add: No', context: { itemIndex: 3 } });
		const all = outcomesOf({ continues: true });
		await all.take(item(0), listed(no, no));
		expect(all.inOrder()).toHaveLength(2);
	});

	test('tell a model of an empty list, and of what is left out', async () => {
		const told = async (shown: number | undefined, isTool = true) => {
			const outcomes = outcomesOf({ type: 'pkg.thingTool' });
			await outcomes.take(item(0, { isTool, shown: 2 }), listed());
			await outcomes.take(
				item(1, { isTool, ...(shown ? { shown } : {}) }),
				listed({ a: 1 }, { a: 2 }, { a: 3 }),
			);
			return outcomes
				.inOrder()
				.map(({ json, pairedItem }) => [json.found ?? json.a ?? json.more, pairedItem]);
		};
		expect(await told(2)).toEqual([
			[0, { item: 0 }],
			[1, { item: 1 }],
			[2, { item: 1 }],
			[true, { item: 1 }],
		]);
		expect(await told(3)).toHaveLength(4);
		expect((await told(3)).at(-1)).toEqual([3, { item: 1 }]);
		expect(await told(undefined)).toHaveLength(4);
		expect(await told(2, false)).toHaveLength(3);
	});
});

describe('the response to a webhook', () => {
	test('is n8n’s, and carries a status and JSON', () => {
		const sent: unknown[] = [];
		const response = {
			once: () => {},
			status: (code: number) => ({ json: (body: object) => sent.push([code, body]) }),
		};
		const context = (object: unknown) => ({ getResponseObject: () => object }) as never;
		expect(responseOf(context(response))).toBe(response);
		respond(context(response), 401, { message: 'No' });
		expect(sent).toEqual([[401, { message: 'No' }]]);
		for (const none of [null, undefined, 'x', {}, { status: 1 }, { once: 1 }]) {
			expect(() => responseOf(context(none))).toThrow('n8n provided no response object');
		}
	});
});
