import { readFileSync } from 'node:fs';

import { README, TRIGGERS, TRIGGERS_PAGE, withEvents } from '../../scripts/docs-triggers';

const EVENTS = TRIGGERS.flatMap(({ events }) => events);

describe.each([
	['README.md', README],
	['docs/triggers-polling.md', TRIGGERS_PAGE],
])('%s', (_, page) => {
	const text = readFileSync(page.file, 'utf8');

	it('has the tables of the rows', () => {
		expect(withEvents(text, page)).toBe(text);
	});

	it('says of every event where it is read, what is kept of it, what it costs and what it cannot see', () => {
		const lines = text.split('\n');
		const lacking = EVENTS.filter(
			({ name, source, cursor, bound, calls, misses }) =>
				!lines.some(
					(line) =>
						line.startsWith(`| **${name}**`) &&
						[source, cursor, bound, calls, misses].every((fact) => line.includes(fact)),
				),
		);
		expect(lacking).toEqual([]);
	});

	it('is found outdated when a row says something else, is gone or is new', () => {
		const [first, ...rest] = TRIGGERS;
		const [event, ...others] = first?.events ?? [];
		if (!first || !event) throw new Error('There are no triggers');
		const changed = (events: typeof first.events) =>
			withEvents(text, page, [{ ...first, events }, ...rest]);
		expect(changed([event, ...others])).toBe(text);
		for (const key of ['name', 'source', 'cursor', 'bound', 'calls', 'misses'] as const) {
			expect(changed([{ ...event, [key]: 'Another' }, ...others])).not.toBe(text);
		}
		expect(changed(others)).not.toBe(text);
		expect(changed([event, event, ...others])).not.toBe(text);
	});

	it('says what n8n itself can lose', () => {
		const sentences = text.replace(/\s+/g, ' ');
		expect(sentences).toMatch(/crash/);
		expect(sentences).toMatch(/loses? the items of that one poll|items of that one poll are lost/);
		expect(sentences).toMatch(/[Bb]efore (its|the trigger's) first event/);
	});
});
