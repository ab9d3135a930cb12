import { outdatedPages, readPage } from '../../scripts/docs/generated';
import {
	POLLING_PAGES,
	POLLING_PARTS,
	POLLING_TRIGGERS,
	withPollingEvents,
} from '../../scripts/docs/pollingEvents';
import { expectNone } from '../support/expectNone';

const EVENTS = POLLING_TRIGGERS.flatMap(({ events }) => events);

it('the pages have the tables of the events', () => {
	expectNone(outdatedPages(POLLING_PAGES), 'Not current. Run: npm run docs:triggers');
});

describe.each(POLLING_PARTS.map((one) => [one.part.file, one] as const))('%s', (file, one) => {
	const text = withPollingEvents(readPage(file), one);

	it('states for every event its source, what it remembers, what it costs and what it cannot see', () => {
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

	it('is reported as outdated when an event is changed, removed or added', () => {
		const [first, ...rest] = POLLING_TRIGGERS;
		const [event, ...others] = first?.events ?? [];
		if (!first || !event) throw new Error('There are no triggers');
		const changed = (events: typeof first.events) =>
			withPollingEvents(text, one, [{ ...first, events }, ...rest]);
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
