import type { INodeType } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';

const kilobytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) / 1024;

/** The size of a node's description in kilobytes, by the resources that show a property. */
function byResource({ description }: INodeType): string {
	const weight = new Map<string, { size: number; count: number }>();
	for (const property of description.properties) {
		const resources = property.displayOptions?.show?.resource ?? ['(all)'];
		const key = resources.map(String).join('+');
		const { size, count } = weight.get(key) ?? { size: 0, count: 0 };
		weight.set(key, { size: size + kilobytes(property), count: count + 1 });
	}
	return [...weight]
		.sort(([, a], [, b]) => b.size - a.size)
		.map(([name, { size, count }]) => `  ${name}: ${size.toFixed(1)} KB, ${count} properties\n`)
		.join('');
}

function undefinedKeys(value: unknown, path = ''): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, child]) =>
		child === undefined ? [`${path}.${key}`] : undefinedKeys(child, `${path}.${key}`),
	);
}

describe.each([
	{ node: new HighLevelCalendars(), size: 220, properties: 220 },
	{ node: new HighLevelContacts(), size: 120, properties: 220 },
])('the description of $node.description.displayName', ({ node, size, properties }) => {
	test(`has at most ${size} KB in ${properties} properties`, () => {
		const weight = kilobytes(node.description);
		const count = node.description.properties.length;
		process.stdout.write(
			`${node.description.displayName}: ${weight.toFixed(1)} KB, ${count} properties\n${byResource(node)}`,
		);
		expect(weight).toBeLessThanOrEqual(size);
		expect(count).toBeLessThanOrEqual(properties);
	});

	test('has no key without a value', () => {
		expect(undefinedKeys(node.description)).toEqual([]);
	});
});
