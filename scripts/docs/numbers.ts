// The numbers in the documentation that the code determines.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { calendarEvents } from '../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../nodes/HighLevel/polling/contacts';
import { appEvents, otherEventTypes } from '../../nodes/HighLevel/webhook/events';
import { Mistake } from '../lib/command';
import { readPage } from './generated';
import type { Page } from './generated';
import { endpointsIn, NODES, operationsIn } from './operations';

const WORKFLOWS = join(__dirname, '..', '..', 'workflows');

/** The numbers that a page can use, each derived from the code. */
export const NUMBERS = {
	/** Entries in the Operation menus. */
	operations: () => operationsIn(NODES).length,
	/** Endpoints that the operations call. */
	endpoints: () => endpointsIn(NODES).size,
	/** Events in the menu of the webhook trigger. */
	instantEvents: () => appEvents.length,
	/** Events that the webhook trigger accepts by name. */
	otherEvents: () => otherEventTypes.length,
	/** Events of both polling triggers. */
	pollingEvents: () => contactEvents.length + calendarEvents.length,
	/** Workflows to import. */
	workflows: () => readdirSync(WORKFLOWS).filter((file) => file.endsWith('.json')).length,
};

const MARKED = /<!-- number: (\w+) -->[^<]*<!-- end -->/g;

const isNumber = (name: string): name is keyof typeof NUMBERS => name in NUMBERS;

/**
 * Returns a text with its numbers updated: `<!-- number: pollingEvents -->25<!-- end -->`.
 *
 * @throws Mistake when it uses a number that is not in NUMBERS
 */
export function withNumbers(text: string, file: string): string {
	return text.replace(MARKED, (_, name: string) => {
		if (isNumber(name)) return `<!-- number: ${name} -->${NUMBERS[name]()}<!-- end -->`;
		throw new Mistake(
			`${file}: there is no number "${name}". Known are ${Object.keys(NUMBERS).join(', ')}; add others to scripts/docs/numbers.ts.`,
		);
	});
}

const inDocs = readdirSync(join(__dirname, '..', '..', 'docs')).filter((file) =>
	file.endsWith('.md'),
);

/** The pages that can use numbers. The changelog cannot: its counts are those of each version. */
export const NUMBERED_PAGES: Page[] = [
	'README.md',
	'CONTRIBUTING.md',
	'workflows/README.md',
	...inDocs.map((file) => `docs/${file}`),
].map((file) => ({ file, update: (text) => withNumbers(text, file) }));

/** Words for things that the code counts. */
const COUNTED = 'events?|endpoints?|operations?|resources|templates?|rows|tests';
const BY_HAND = new RegExp(`\\b\\d[\\d,]*(?: [a-z-]+){0,2}? (?:${COUNTED})\\b`, 'gi');

/** Finds numbers in a page's prose that the code counts but that have no marks, such as "25 events". */
export function numbersByHand(text: string): string[] {
	const prose = text
		.replace(/<!-- ([\w ]+): made by [\s\S]*?<!-- \1 end -->/g, '')
		.replace(MARKED, '')
		.replace(/```[\s\S]*?```/g, '');
	return prose.match(BY_HAND) ?? [];
}

/** Returns `file: text` for every unmarked number on any page. */
export function allNumbersByHand(): string[] {
	return NUMBERED_PAGES.flatMap(({ file }) =>
		numbersByHand(readPage(file)).map((found) => `${file}: ${found}`),
	);
}
