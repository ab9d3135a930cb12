import { outdatedPages, readPage } from '../../scripts/docs/generated';
import {
	POLLING_PAGES,
	POLLING_PART,
	POLLING_TRIGGERS,
	withPollingEvents,
} from '../../scripts/docs/pollingEvents';
import { expectNone } from '../support/expectNone';

const EVENTS = POLLING_TRIGGERS.flatMap(({ events }) => events);

it('the page has the events', () => {
	expectNone(outdatedPages(POLLING_PAGES), 'Not current. Run: npm run docs:triggers');
});

describe('the page', () => {
	const text = withPollingEvents(readPage(POLLING_PART.file));

	it('states for every event its source, what it remembers, what it costs and what it cannot see', () => {
		const sections = text.split(/^#{3,4} /m);
		const lacking = EVENTS.filter(
			({ name, description, source, cursor, bound, calls, misses }) =>
				!sections.some(
					(section) =>
						section.startsWith(`${name}\n`) &&
						[description, source, cursor, bound, calls, misses].every((fact) =>
							section.includes(fact),
						),
				),
		);
		expect(lacking).toEqual([]);
	});

	it('is reported as outdated when an event is changed, removed or added', () => {
		const [first, ...rest] = POLLING_TRIGGERS;
		const [event, ...others] = first?.events ?? [];
		if (!first || !event) throw new Error('There are no triggers');
		const changed = (events: typeof first.events) =>
			withPollingEvents(text, [{ ...first, events }, ...rest]);
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
