/** The README's numbered steps, as a program can follow them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const README = join(__dirname, '..', '..', '..', 'README.md');

/** One numbered step. */
export interface Step {
	text: string;
	/** What is bold: the words on the screen, a path such as "Settings > Community nodes" as its parts. */
	labels: string[];
	/** What is set as code: what is typed, or seen. */
	values: string[];
}

const matches = (text: string, pattern: RegExp): string[] =>
	[...text.matchAll(pattern)].map(([, found = '']) => found);

/**
 * Reads the numbered steps below a heading of the README.
 *
 * @throws {Error} when there is no such heading, or nothing is numbered below it
 */
export function stepsOf(heading: string, readme = readFileSync(README, 'utf8')): Step[] {
	const section = readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
	if (section === undefined) throw new Error(`The README has no heading "${heading}"`);
	const steps = section.match(/^\d+\. .*(?:\n {3}.*)*/gm) ?? [];
	if (steps.length === 0) throw new Error(`Nothing is numbered below "${heading}" in the README`);
	return steps.map((text) => ({
		text,
		labels: matches(text, /\*\*([^*]+)\*\*/g).flatMap((label) => label.split(' > ')),
		values: matches(text, /`([^`]+)`/g),
	}));
}
