/** What n8n's editor shows of the nodes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sublimeSearch } from '@n8n/utils/search/sublime-search';
import type { CodexData } from 'n8n-workflow';

import { CalendarHero } from '../../nodes/CalendarHero/CalendarHero.node';
import { CalendarHeroTrigger } from '../../nodes/CalendarHero/CalendarHeroTrigger.node';
import { calendarHeroResources } from '../../nodes/CalendarHero/resources';
import { EVENTS } from '../../nodes/CalendarHero/webhook/events';

const FOLDER = join(__dirname, '..', '..', 'nodes', 'CalendarHero');

const nodes = [new CalendarHero(), new CalendarHeroTrigger()].map(({ description }) => {
	const [letter = '', ...rest] = description.name;
	const file = `${letter.toUpperCase()}${rest.join('')}.node.json`;
	const codex = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as CodexData & {
		node: string;
	};
	return { properties: { displayName: description.displayName, codex }, name: description.name };
});

test.each(['calendarhero', 'calendar hero', 'zoom.ai', 'vendasta'])(
	"n8n's panel finds both nodes by '%s'",
	(text) => {
		const found = sublimeSearch(text, nodes).map(({ item }) => item.name);
		expect(found.sort()).toEqual(['calendarHero', 'calendarHeroTrigger']);
	},
);

test('each file of search words names its node', () => {
	expect(readdirSync(FOLDER).filter((file) => file.endsWith('.node.json'))).toHaveLength(2);
	for (const { name, properties } of nodes) {
		expect(properties.codex.node).toBe(`n8n-nodes-gohighlevel.${name}`);
	}
});

test('every resource starts with an operation that reads', () => {
	const first = calendarHeroResources.map(({ operations }) => operations[0]?.request ?? '');
	expect(first.filter((request) => !request.startsWith('GET '))).toEqual([]);
});

test('what writes to people says so: to the user, in the panel and to an AI model', () => {
	const requests = calendarHeroResources.find(({ value }) => value === 'meetingRequest');
	const writes = (requests?.operations ?? []).filter(({ request }) => !request.startsWith('GET '));
	expect(writes.map(({ value }) => value)).toEqual(['create', 'cancel', 'remind', 'reschedule']);
	for (const { description, fields = [], value } of writes) {
		expect({ value, said: /email/i.test(description) }).toEqual({ value, said: true });
		const notice = fields.find(({ type }) => type === 'notice')?.displayName ?? '';
		expect({ value, said: /email/i.test(notice) }).toEqual({ value, said: true });
	}
});

test('the estimate says that it is one', () => {
	const [row] =
		calendarHeroResources.find(({ value }) => value === 'availability')?.operations ?? [];
	expect([row?.action, row?.description]).toEqual([
		expect.stringMatching(/^Estimate/),
		expect.stringMatching(/^Estimate/),
	]);
});

test('the page lists every event of the trigger', () => {
	const page = readFileSync(join(__dirname, '..', '..', 'docs', 'calendarhero.md'), 'utf8');
	const listed = [...page.matchAll(/^\| ([^|]+?) +\| [^|]+ \| (?:yes|no) +\|$/gm)].map(
		([, name]) => name,
	);
	expect(listed).toEqual(EVENTS.map(({ name }) => name));
});
