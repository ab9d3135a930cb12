import type { IDataObject, INodeType } from 'n8n-workflow';

import type { Service } from '../../nodes/shared/accounts';
import { Accounts } from '../../nodes/shared/accounts';
import type { Connection } from '../../nodes/shared/call';
import { executeOperation } from '../../nodes/shared/execute';
import { budgetOf } from '../../nodes/shared/pacing';
import { recordsOf, runDirectly } from './directRun';

let runs = 0;

const connectionTo = (part: string, accountKey: string): Connection => ({
	service: 'The service',
	baseUrl: 'http://service.invalid',
	accountKey,
	location: part,
	access: 'Key',
	version: 'v3',
	secrets: [],
	readSecrets: async () => await Promise.resolve([]),
	headers: () => ({}),
	adapt: (call) => call,
	limits: () => ({ dailyRemaining: part === 'a' ? 500 : 300, dailyMax: 1000 }),
	advise: () => ({ next: 'Nothing.' }),
	isAccessLost: () => false,
	transmit: async () => await Promise.resolve({ body: { id: part }, headers: {} }),
});

/** A service whose items name a part of the account; 'same' is another name of the part 'a'. */
function serviceOf(opened: string[], more: Partial<Service> = {}): Service {
	runs += 1;
	const run = runs;
	return {
		partReader: (context) => (itemIndex) => {
			const part = context.getNodeParameter('part', itemIndex, '') as string;
			if (part === 'bad') throw new Error('Which part?');
			return part;
		},
		connect: async (_, part) => {
			opened.push(part);
			const name = part === 'same' ? 'a' : part;
			return await Promise.resolve(connectionTo(name, `accounts ${run} ${name}`));
		},
		...more,
	};
}

const operation = {
	name: 'Work',
	value: 'work',
	action: '',
	description: '',
	request: 'GET /things' as const,
	scope: '',
};
const resources = [{ name: 'Thing', value: 'thing', operations: [operation] }];

async function run(parts: string[], more: Partial<Service> = {}, all: IDataObject = {}) {
	const opened: string[] = [];
	const service = serviceOf(opened, more);
	const execute: INodeType['execute'] = async function () {
		return await executeOperation(this, resources, service);
	};
	const items = parts.map((part) => ({ part }));
	const output = await runDirectly({ execute } as INodeType, { items, all });
	return { ids: recordsOf(output).map(({ id }) => id), opened };
}

describe('the accounts of a run', () => {
	test('are opened once each', async () => {
		const { ids, opened } = await run(['a', 'b', 'a']);
		expect(ids).toEqual(['a', 'b', 'a']);
		expect(opened.sort()).toEqual(['a', 'b']);
		const inOrder = await run(['a', 'b', 'a'], {}, { options: { concurrency: 1 } });
		expect(inOrder.ids).toEqual(['a', 'b', 'a']);
		expect(inOrder.opened).toEqual(['a', 'b']);
	});

	test('that cannot be opened fail the item, and only a person can help', async () => {
		const connect = async () => await Promise.reject(new Error('No access'));
		await expect(run(['a'], { connect })).rejects.toMatchObject({
			message: 'No access',
			context: { model: { setUp: true } },
		});
	});

	test('that are named unreadably fail the item', async () => {
		await expect(run(['bad'])).rejects.toThrow('Which part?');
	});

	const accountsOf = (parts: string[], opened: string[] = []) => {
		const reads: number[] = [];
		const context = {
			getNodeParameter: (_: string, itemIndex: number) => {
				reads.push(itemIndex);
				return parts[itemIndex];
			},
			getNode: () => ({ name: 'N', type: 'n', typeVersion: 1 }),
			helpers: {},
		};
		return {
			accounts: new Accounts(context as never, serviceOf(opened), { timeoutMs: 1000 }),
			reads,
		};
	};

	test('have their parts read once, and none where one is unreadable', async () => {
		const { accounts, reads } = accountsOf(['a', 'bad']);
		expect([accounts.partOf(0), accounts.partOf(0), accounts.partOf(1)]).toEqual([
			'a',
			'a',
			undefined,
		]);
		await accounts.of(0);
		expect(reads).toEqual([0, 1]);
		await expect(accounts.of(1)).rejects.toThrow('Which part?');
	});

	test('are one under two names, with one client and one memory', async () => {
		const opened: string[] = [];
		const { accounts } = accountsOf(['a', 'same', 'b'], opened);
		const [first, second, other] = [
			await accounts.of(0),
			await accounts.of(1),
			await accounts.of(2),
		];
		expect(second).toBe(first);
		expect(other).not.toBe(first);
		expect(opened).toEqual(['a', 'same', 'b']);
	});

	test('share what their calls cost, and know what the poorest has left today', async () => {
		const { accounts } = accountsOf(['a', 'b']);
		expect(accounts.dailyRemaining).toBeUndefined();
		const call = {
			method: 'GET' as const,
			path: '/',
			query: {},
			label: 'Look',
			scope: '',
			version: 'v3',
			repeatable: true,
			expects: { what: 'anything', isMet: () => true },
		};
		const [one, other] = [await accounts.of(0), await accounts.of(1)];
		await one.client.send(call);
		expect(accounts.dailyRemaining).toBe(500);
		await other.client.send(call);
		expect(accounts.dailyRemaining).toBe(300);
		expect(accounts.statistics.calls).toBe(2);
		expect(budgetOf(one.client.connection.accountKey).dailyRemaining).toBe(500);
	});
});
