import type { INodeProperties, INodeType } from 'n8n-workflow';

import { HighLevelCalendars } from '../../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelCalendarsTrigger } from '../../../nodes/HighLevel/HighLevelCalendarsTrigger.node';
import { HighLevelContacts } from '../../../nodes/HighLevel/HighLevelContacts.node';
import { HighLevelContactsTrigger } from '../../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { HighLevelWebhookTrigger } from '../../../nodes/HighLevel/HighLevelWebhookTrigger.node';
import { methods } from '../../../nodes/HighLevel/search';

/** The lists that fields refer to, at any depth. */
function askedFor(properties: INodeProperties[]): string[] {
	return properties
		.flatMap(({ typeOptions, modes, options }) => [
			...[typeOptions?.loadOptionsMethod, typeOptions?.resourceMapper?.resourceMapperMethod],
			...(modes ?? []).map((mode) => mode.typeOptions?.searchListMethod),
			...(options ?? []).flatMap((option) => {
				if ('values' in option) return askedFor(option.values);
				return 'type' in option && 'displayName' in option ? askedFor([option]) : [];
			}),
		])
		.filter((name) => name !== undefined);
}

const nodes: INodeType[] = [
	new HighLevelContacts(),
	new HighLevelCalendars(),
	new HighLevelContactsTrigger(),
	new HighLevelCalendarsTrigger(),
	new HighLevelWebhookTrigger(),
];

const offered = (node: Pick<INodeType, 'methods'>) =>
	Object.values(node.methods ?? {}).flatMap((kind) => Object.keys(kind ?? {}));

test.each(nodes.map((node) => ({ node, title: node.description.displayName })))(
	'every list that a field of $title refers to exists',
	({ node }) => {
		const there = offered(node);
		const missing = askedFor(node.description.properties).filter((name) => !there.includes(name));
		expect(missing).toEqual([]);
	},
);

test('every list is used by a field', () => {
	const used = new Set(nodes.flatMap(({ description }) => askedFor(description.properties)));
	expect(used.size).toBeGreaterThan(0);
	expect(offered({ methods }).filter((name) => !used.has(name))).toEqual([]);
});
