import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { appEvents, otherEventTypes } from '../../nodes/HighLevel/webhook/events';
import { README, WEBHOOKS_PAGE, withEvents } from '../../scripts/docs-webhook-events';

const ROOT = join(__dirname, '..', '..');

describe.each([
	['README.md', README],
	['docs/triggers.md', WEBHOOKS_PAGE],
])('%s', (_, page) => {
	const text = readFileSync(page.file, 'utf8');

	it('lists the instant events that the node knows', () => {
		expect(withEvents(text, page)).toBe(text);
	});

	it('has each by its name in the menu and by its name at HighLevel, and the others by name', () => {
		const lines = text.split('\n');
		const lacking = appEvents.filter(
			({ name, type }) =>
				!lines.some((line) => line.startsWith(`| **${name}**`) && line.includes(`\`${type}\``)),
		);
		expect(lacking).toEqual([]);
		expect(otherEventTypes.filter((type) => !text.includes(`\`${type}\``))).toEqual([]);
	});

	it('is found outdated when an event is gone, new or renamed, or another name is there', () => {
		const [first, ...rest] = appEvents;
		if (!first) throw new Error('There are no events');
		expect(withEvents(text, page, [first, ...rest])).toBe(text);
		expect(withEvents(text, page, rest)).not.toBe(text);
		expect(withEvents(text, page, [first, first, ...rest])).not.toBe(text);
		for (const key of ['name', 'type'] as const) {
			expect(withEvents(text, page, [{ ...first, [key]: 'Another' }, ...rest])).not.toBe(text);
		}
		expect(withEvents(text, page, appEvents, [...otherEventTypes, 'Another'])).not.toBe(text);
	});

	it('refuses a page without the marks', () => {
		expect(() => withEvents('# Nothing', page)).toThrow(/lacks the lines/);
	});
});

describe.each(['deduplicate-webhooks.json', 'deduplicate-webhooks-redis.json'])(
	'workflows/%s',
	(name) => {
		const text = readFileSync(join(ROOT, 'workflows', name), 'utf8');

		it('carries no credential, app or URL of anybody, and is described', () => {
			const { nodes } = JSON.parse(text) as {
				nodes: Array<{
					type: string;
					credentials?: unknown;
					webhookId?: unknown;
					parameters: object;
				}>;
			};
			for (const node of nodes) {
				expect(node.credentials).toBeUndefined();
				expect(node.webhookId).toBeUndefined();
			}
			const trigger = nodes.find(({ type }) => type.endsWith('.highLevelWebhookTrigger'));
			expect(trigger?.parameters).toMatchObject({ appId: '' });
			expect(readFileSync(join(ROOT, 'workflows/README.md'), 'utf8')).toContain(`\`${name}\``);
			expect(readFileSync(WEBHOOKS_PAGE.file, 'utf8')).toContain(`../workflows/${name}`);
		});
	},
);
