/** Reading the parameters of a run's items: each once, those without an expression once for all items. */
import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { parameterReader } from '../../nodes/shared/rawParameters';

/** @param parameters as the workflow stores them; those with an expression get the item's number */
function readerOf(parameters: Record<string, unknown>) {
	const reads: string[] = [];
	const context = {
		getNodeParameter: (name: string, itemIndex: number, fallback: unknown) => {
			reads.push(`${name} ${itemIndex}`);
			if (!(name in parameters)) return fallback;
			const text = JSON.stringify(parameters[name]).replaceAll(/=[^"]*/g, `item ${itemIndex}`);
			return JSON.parse(text) as unknown;
		},
	} as unknown as IExecuteFunctions;
	return { reads, of: parameterReader(context, { parameters } as INode) };
}

test('a value without an expression is read for the first item only', () => {
	const { reads, of } = readerOf({ city: 'Rome', tags: { mode: 'id', value: 'a' } });
	for (const item of [0, 1, 2]) {
		const read = of(item);
		for (let times = 0; times < 2; times++) {
			expect([read('city'), read('tags'), read('none')]).toEqual([
				'Rome',
				{ mode: 'id', value: 'a' },
				null,
			]);
		}
	}
	expect(reads).toEqual(['city 0', 'tags 0', 'none 0']);
});

test.each([
	['a text', '={{ $json.city }}', (item: number) => `item ${item}`],
	[
		'a locator',
		{ mode: 'id', value: '={{ 1 }}' },
		(n: number) => ({ mode: 'id', value: `item ${n}` }),
	],
	[
		'a list',
		{ all: [{ a: 1 }, { a: '=x' }] },
		(n: number) => ({ all: [{ a: 1 }, { a: `item ${n}` }] }),
	],
])('%s with an expression is read for each item, once', (_, value, expected) => {
	const { reads, of } = readerOf({ value });
	for (const item of [0, 1]) {
		const read = of(item);
		expect([read('value'), read('value')]).toEqual([expected(item), expected(item)]);
	}
	expect(reads).toEqual(['value 0', 'value 1']);
});

test('what one item does with a value changes nothing for the next', () => {
	const { of } = readerOf({ fields: { list: [1] } });
	for (const item of [0, 1, 2]) {
		const fields = of(item)('fields') as { list: number[] };
		expect(fields).toEqual({ list: [1] });
		fields.list.push(2);
	}
});
