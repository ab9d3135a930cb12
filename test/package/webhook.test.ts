import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { appEvents, otherEventTypes } from '../../nodes/HighLevel/webhook/events';
import { outdatedPages, readPage } from '../../scripts/docs/generated';
import { INSTANT_PAGES, INSTANT_PART, withInstantEvents } from '../../scripts/docs/instantEvents';
import { expectNone } from '../support/expectNone';

const ROOT = join(__dirname, '..', '..');

it('the page lists the instant events of the node', () => {
	expectNone(outdatedPages(INSTANT_PAGES), 'Not current. Run: npm run docs:triggers');
});

it('no event is both in the menu and accepted by name', () => {
	expectNone(
		appEvents.map(({ type }) => type).filter((type) => otherEventTypes.includes(type)),
		'Remove these from otherEventTypes in nodes/HighLevel/webhook/events.ts.',
	);
});

describe('the page', () => {
	const text = withInstantEvents(readPage(INSTANT_PART.file));

	it('lists each event with its name in the menu and its name at HighLevel, and the others by name', () => {
		const lines = text.split('\n');
		const lacking = appEvents.filter(
			({ name, type }) =>
				!lines.some((line) => line.startsWith(`| **${name}**`) && line.includes(`\`${type}\``)),
		);
		expect(lacking).toEqual([]);
		expect(otherEventTypes.filter((type) => !text.includes(`\`${type}\``))).toEqual([]);
	});

	it('is reported as outdated when an event is removed, added or renamed, or a name is added', () => {
		const [first, ...rest] = appEvents;
		if (!first) throw new Error('There are no events');
		expect(withInstantEvents(text, [first, ...rest])).toBe(text);
		expect(withInstantEvents(text, rest)).not.toBe(text);
		expect(withInstantEvents(text, [first, first, ...rest])).not.toBe(text);
		for (const key of ['name', 'type'] as const) {
			expect(withInstantEvents(text, [{ ...first, [key]: 'Another' }, ...rest])).not.toBe(text);
		}
		expect(withInstantEvents(text, appEvents, [...otherEventTypes, 'Another'])).not.toBe(text);
	});

	it('is rejected without the marks', () => {
		expect(() => withInstantEvents('# Nothing')).toThrow(/lacks the marks/);
	});
});

describe.each(['deduplicate-webhooks.json', 'deduplicate-webhooks-redis.json'])(
	'workflows/%s',
	(name) => {
		const text = readFileSync(join(ROOT, 'workflows', name), 'utf8');

		it('contains no credential, app or URL of a user, and is documented', () => {
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
			expect(readPage('docs/triggers.md')).toContain(`../workflows/${name}`);
		});
	},
);
