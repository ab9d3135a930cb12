// The page that lists every error that a user can see.

import { errorsIn, readSource, sourceFiles } from '../texts/errorTexts';
import type { ErrorEntry, Kind } from '../texts/errorTexts';
import type { Page, Part } from './generated';
import { withPart } from './generated';

const PART: Part = { file: 'docs/development/errors.md', name: 'errors', command: 'docs:errors' };

/** The titles of the page's sections and the folders whose errors they list; the last one that fits counts. */
const SECTIONS: Array<[title: string, folder: string]> = [
	['Credentials', 'credentials/'],
	['Connection', 'nodes/HighLevel/'],
	['Lists and names', 'nodes/HighLevel/search/'],
	['Fields', 'nodes/HighLevel/fields/'],
	['Operations', 'nodes/HighLevel/resources/'],
	['Polling triggers', 'nodes/HighLevel/polling/'],
	['Webhook trigger', 'nodes/HighLevel/webhook/'],
	['CalendarHero', 'nodes/CalendarHero/'],
	['All services', 'nodes/shared/'],
];

const titleOf = (file: string): string =>
	SECTIONS.filter(([, folder]) => file.startsWith(folder)).at(-1)?.[0] ?? '';

const FACTS: Kind[] = ['value', 'message', 'prose', 'hint'];

/** An error as one line: its facts and its advice, each with its alternatives. */
function lineOf({ texts }: ErrorEntry): string {
	const facts = texts
		.filter(({ kind }) => FACTS.includes(kind))
		.map(({ kind, text }) => `**${kind === 'value' ? "'‹field›' " : ''}${text}**`);
	const advice = texts.filter(({ kind }) => kind === 'advice').map(({ text }) => text);
	return [facts, advice]
		.map((all) => [...new Set(all)].join(' / '))
		.join(' ')
		.trim();
}

/** A list of the errors for each section. */
export function errorsMarkdown(entries: ErrorEntry[]): string {
	const sections = SECTIONS.map(([title]) => {
		const lines = entries.filter(({ file }) => titleOf(file) === title).map(lineOf);
		const listed = [...new Set(lines)].filter((line) => line !== '').sort();
		return `## ${title}\n\n${listed.map((line) => `- ${line}`).join('\n')}`;
	});
	return sections.join('\n\n');
}

/** Every error in the sources. */
export const allErrors = (): ErrorEntry[] =>
	sourceFiles().flatMap((file) => errorsIn(readSource(file)).entries);

/** The page that lists the errors. */
export const ERROR_PAGES: Page[] = [
	{ file: PART.file, update: (text) => withPart(text, PART, errorsMarkdown(allErrors())) },
];
