import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation';
import { wholeList } from '../../nodes/shared/pagination';
import type { Engine, RunResult } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import type { Respond } from './customNode';
import { CUSTOM, customNode, refusal } from './customNode';

let engine: Engine;
beforeAll(async () => {
	engine = await loadEngine();
});

interface Case {
	operation?: Partial<Operation>;
	respond?: Respond;
	parameters?: INodeParameters;
	onError?: OnError;
	asTool?: boolean;
	retryOnFail?: boolean;
}

const LIST: Partial<Operation> = {
	request: 'GET /things',
	paginate: wholeList,
	unwrap: ['things'],
	ifNone: 'Create one with Thing > Create.',
};
const WRITE: Partial<Operation> = { request: 'POST /things', scope: 'things.write' };

async function run({
	operation = {},
	respond,
	parameters = {},
	asTool = true,
	...more
}: Case): Promise<RunResult> {
	return await engine.run({
		nodeType: customNode(operation, respond),
		parameters: { ...CUSTOM, ...parameters },
		asTool,
		...more,
	});
}

const records = ({ items }: RunResult) => items.map(({ json }) => json);
const things = (count: number): Respond => {
	const all = Array.from({ length: count }, (_, index) => ({ id: `thing${index}` }));
	return () => ({ things: all });
};
const refuse =
	(status: number, message: string): Respond =>
	() => {
		throw refusal(status, message);
	};

describe('a failed item of a tool', () => {
	test.each<OnError | undefined>([undefined, 'continueRegularOutput'])(
		'is a record with the fact and advice, with On Error %s',
		async (onError) => {
			const result = await run({ respond: refuse(422, 'name is too long'), onError });
			expect(result.error).toBeUndefined();
			expect(records(result)).toEqual([
				{ ok: false, error: 'Work thing: name is too long', message: 'Nothing.' },
			]);
		},
	);

	test('stops the workflow if On Error says so', async () => {
		const result = await run({ respond: refuse(422, 'No'), onError: 'stopWorkflow' });
		expect(result.error?.message).toBe('Work thing: No');
	});

	test('goes to the error output if there is one', async () => {
		const result = await run({ respond: refuse(422, 'No'), onError: 'continueErrorOutput' });
		expect(result.outputs[1]?.map(({ json }) => json)).toEqual([
			{ error: 'Work thing: No', message: 'Nothing.' },
		]);
	});

	test('is an error in a node that is no tool', async () => {
		const result = await run({ respond: refuse(422, 'No'), asTool: false });
		expect(result.error?.message).toBe('Work thing: No');
	});

	test('says so if a record does not exist', async () => {
		expect(records(await run({ respond: refuse(404, 'Not here') }))[0]).toMatchObject({
			ok: false,
			found: 0,
		});
	});

	test('names the argument that is missing, and none of the words for people', async () => {
		const operation: Partial<Operation> = {
			fields: [
				{ displayName: 'Thing', name: 'thing', type: 'string', default: '', required: true },
			],
		};
		expect(records(await run({ operation, parameters: { thing: '={{ "" }}' } }))).toEqual([
			{
				ok: false,
				error: "'Thing' is empty",
				message: "Call the tool again with a value for 'Thing'. Nothing was changed.",
			},
		]);
	});
});

describe('a write that may have been made', () => {
	const operation = WRITE;
	const lost: Respond = () => {
		throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
	};

	test('has no key that makes n8n run the node again', async () => {
		let calls = 0;
		const respond: Respond = (request) => {
			calls += 1;
			return lost(request);
		};
		const result = await run({ operation, respond, retryOnFail: true });
		const [record] = records(result);
		expect(Object.keys(record ?? {})).toEqual(['ok', 'outcome', 'message']);
		expect(record).toMatchObject({ ok: false, outcome: 'unknown' });
		expect(record?.message).toContain('Look at the record');
		expect(calls).toBe(1);
	});

	test('while a refused one is sent again by Retry On Fail, which the test above could see', async () => {
		let calls = 0;
		const respond: Respond = () => {
			calls += 1;
			throw refusal(422, 'No');
		};
		await run({ operation, respond, retryOnFail: true });
		expect(calls).toBeGreaterThan(1);
	});
});

describe('what only whoever set up the node can mend', () => {
	test('an unknown operation fails', async () => {
		const result = await run({ parameters: { operation: 'play' } });
		expect(result.error?.message).toContain('no operation "play"');
	});

	test('a credential that opens no connection fails', async () => {
		const nodeType = customNode({}, undefined, () => {
			throw new Error('Node does not have any credentials set');
		});
		const result = await engine.run({ nodeType, parameters: CUSTOM, asTool: true });
		expect(result.error?.message).toContain('credentials');
	});

	test('an unexpected error of the code fails', async () => {
		const operation: Partial<Operation> = {
			run: () => {
				throw new TypeError('x is not a function');
			},
		};
		expect((await run({ operation })).error?.message).toContain('x is not a function');
	});
});

describe('a list for a model', () => {
	const found = async (count: number, parameters: INodeParameters = {}, asTool = true) =>
		records(await run({ operation: LIST, respond: things(count), parameters, asTool }));
	const more = (shown: number, raise = "or ask for up to 50 with 'Limit'"): IDataObject => ({
		more: true,
		message: `There are more than these ${shown}. To see others, narrow the search${raise && `, ${raise}`}.`,
	});

	test('that found nothing says so, with what to do', async () => {
		expect(await found(0)).toEqual([
			{ found: 0, message: 'Found no thing. Create one with Thing > Create.' },
		]);
		expect(await found(0, {}, false)).toEqual([]);
	});

	test('has 10 records unless Limit says otherwise, and says that there are more', async () => {
		expect(await found(10)).toHaveLength(10);
		const cut = await found(11);
		expect(cut).toHaveLength(11);
		expect(cut.at(-1)).toEqual(more(10));
		expect(await found(11, { toolLimit: 11 })).toHaveLength(11);
		expect(await found(60, {}, false)).toHaveLength(50);
	});

	test.each<INodeParameters>([{ toolLimit: 1000 }, { returnAll: true }])(
		'has at most 50 with %j',
		async (parameters) => {
			const cut = await found(60, parameters);
			expect(cut).toHaveLength(51);
			expect(cut.at(-1)).toEqual(more(50, ''));
		},
	);

	test('has no key without a value, unless Simplify is off', async () => {
		const operation: Partial<Operation> = { ...LIST, simple: ['id', 'name'] };
		const answer = async (parameters: INodeParameters, asTool: boolean) =>
			records(await run({ operation, respond: things(1), parameters, asTool }));
		expect(await answer({}, true)).toEqual([{ id: 'thing0' }]);
		expect(await answer({}, false)).toEqual([{ id: 'thing0', name: null }]);
		const respond: Respond = () => ({ things: [{ id: 'a', other: null }] });
		const parameters = { simple: false };
		expect(records(await run({ operation, respond, parameters }))).toEqual([
			{ id: 'a', other: null },
		]);
	});
});
