import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation';
import { settle } from '../engine/events';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import { CUSTOM, customNode } from './customNode';

let engine: Engine;
beforeAll(async () => {
	engine = await loadEngine();
});

describe('Concurrency', () => {
	/** The highest number of items in progress at once. */
	async function mostAtOnce(concurrency: number, count: number): Promise<number> {
		let working = 0;
		let most = 0;
		const node = customNode({
			run: async () => {
				most = Math.max(most, ++working);
				await settle();
				working -= 1;
				return {};
			},
		});
		const run = await engine.run({
			nodeType: node,
			parameters: { ...CUSTOM, options: { concurrency } },
			items: Array.from({ length: count }, () => ({})),
		});
		expect(run.items).toHaveLength(count);
		return most;
	}

	test.each([
		['Automatic', 0],
		['a higher number', 500],
	])(
		'%s means at most 100 items at once, so that a large run does not open a connection per item',
		async (_, given) => {
			expect(await mostAtOnce(given, 130)).toBe(100);
		},
	);

	test('a lower number is kept', async () => {
		expect(await mostAtOnce(3, 20)).toBe(3);
	});
});

describe('items with the same order key', () => {
	const email = { displayName: 'Email', name: 'email', type: 'string' as const, default: '' };

	/** The order in which items began and ended. */
	async function events(operation: Partial<Operation>, items: IDataObject[]): Promise<string[]> {
		const log: string[] = [];
		const node = customNode({
			request: 'POST /things',
			scope: 'things.write',
			fields: [email],
			...operation,
			run: async ({ itemIndex }) => {
				log.push(`${itemIndex} begins`);
				await settle();
				log.push(`${itemIndex} ends`);
				return {};
			},
		});
		const { error } = await engine.run({
			nodeType: node,
			parameters: { ...CUSTOM, email: '={{ $json.email }}' },
			items,
		});
		expect(error).toBeUndefined();
		return log;
	}

	const IN_TURN = ['0 begins', '0 ends', '1 begins', '1 ends'];

	test('wait for each other even if case or whitespace differ, since HighLevel treats them as one contact', async () => {
		const items = [{ email: 'Ada@Example.com' }, { email: ' ada@example.COM ' }];
		expect(await events({ orderedBy: ['email'] }, items)).toEqual(IN_TURN);
	});

	test('do not hold up items with another key', async () => {
		const items = [{ email: 'ada@example.com' }, { email: 'grace@example.com' }];
		expect((await events({ orderedBy: ['email'] }, items)).slice(0, 2)).toEqual([
			'0 begins',
			'1 begins',
		]);
	});
});

test('when several items fail, the error names the first one in input order, so that it does not depend on timing', async () => {
	const ended: number[] = [];
	const node = customNode({
		run: async ({ itemIndex }) => {
			// Later items fail sooner.
			for (let turns = itemIndex; turns < 3; turns++) await settle();
			ended.push(itemIndex);
			throw new Error(`Item ${itemIndex} failed`);
		},
	});
	const { error } = await engine.run({ nodeType: node, parameters: CUSTOM, items: [{}, {}, {}] });
	expect(ended).toEqual([2, 1, 0]);
	expect(error?.message).toContain('Item 0 failed');
});
