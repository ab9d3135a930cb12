// Writes or checks the generated parts of a page, between two marks.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Mistake } from '../lib/command';

const ROOT = join(__dirname, '..', '..');

/** A part of a page that a script generates, between two marks. */
export interface Part {
	/** The page's path from the project's root. */
	file: string;
	/** Its name in the marks. */
	name: string;
	/** The npm script that writes it. */
	command: string;
}

/**
 * Returns the page's text with a part updated.
 *
 * @throws Mistake when the page lacks the part's marks
 */
export function withPart(text: string, { file, name, command }: Part, markdown: string): string {
	const start = `<!-- ${name}: made by npm run ${command} -->`;
	const end = `<!-- ${name} end -->`;
	const from = text.indexOf(start);
	const to = text.indexOf(end);
	if (from < 0 || to < from) {
		throw new Mistake(
			`${file} lacks the marks "${start}" and "${end}": put them where the ${name} belong.`,
		);
	}
	return `${text.slice(0, from + start.length)}\n\n${markdown}\n\n${text.slice(to)}`;
}

/** A page, and how to update it. */
export interface Page {
	file: string;
	update: (text: string) => string;
}

/** The text of a file, by its path from the project's root. */
export const readPage = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Writes a part into its page. */
export function writePart(part: Part, markdown: string): void {
	writeFileSync(join(ROOT, part.file), withPart(readPage(part.file), part, markdown));
}

/** The outdated pages, each once. */
export function outdatedPages(pages: Page[]): string[] {
	const outdated = pages.filter(({ file, update }) => readPage(file) !== update(readPage(file)));
	return [...new Set(outdated.map(({ file }) => file))];
}

/**
 * Writes the outdated pages; with `--check`, only lists them.
 *
 * @returns the exit code
 */
export function updatePages(pages: Page[], command: string, argv: string[]): number {
	const outdated = outdatedPages(pages);
	if (outdated.length === 0) {
		console.log('The documentation is current.');
		return 0;
	}
	if (argv.includes('--check')) {
		console.error(`Not current: ${outdated.join(', ')}. Run: npm run ${command}`);
		return 1;
	}
	for (const { file, update } of pages) writeFileSync(join(ROOT, file), update(readPage(file)));
	console.log(`Written: ${outdated.join(', ')}`);
	return 0;
}
