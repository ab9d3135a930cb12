import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { transpileModule } from 'typescript';

import { expectNone } from '../support/expectNone';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const filesIn = (folder: string, ending: string) =>
	readdirSync(join(ROOT, folder))
		.filter((file) => file.endsWith(ending))
		.map((file) => `${folder}/${file}`);

const PAGES = [
	'README.md',
	'SECURITY.md',
	'CONTRIBUTING.md',
	'workflows/README.md',
	...filesIn('docs', '.md'),
];

/** Where n8n links to: the documentation of nodes and credentials. */
const POINTING = [
	...filesIn('nodes/HighLevel', '.node.json'),
	...filesIn('nodes/CalendarHero', '.node.json'),
	...filesIn('credentials', '.credentials.ts'),
];
const POINTER =
	/n8n-nodes-gohighlevel\/n8n-nodes-gohighlevel\/blob\/main\/([\w/.-]+)(?:#([\w-]+))?/g;

/** Anchors of a page's headings, as GitHub makes them. */
function anchors(markdown: string): string[] {
	return [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.trim()
			.replace(/\s/g, '-'),
	);
}

/** The pointers of a text that lead nowhere. */
function deadPointers(text: string): string[] {
	return [...text.matchAll(POINTER)]
		.filter(([, file = '', anchor]) => {
			if (!existsSync(join(ROOT, file))) return true;
			return anchor !== undefined && !anchors(read(file)).includes(anchor);
		})
		.map(([pointer]) => pointer);
}

test.each(POINTING)('%s leads to documentation that exists', (file) => {
	expect(read(file)).toMatch(POINTER);
	expectNone(deadPointers(read(file)), 'Correct these links.');
});

test('a link to a page or a heading that does not exist is found', () => {
	const link = (to: string) =>
		`github.com/n8n-nodes-gohighlevel/n8n-nodes-gohighlevel/blob/main/${to}`;
	expect(deadPointers(link('docs/nothing.md'))).toHaveLength(1);
	expect(deadPointers(link('docs/credentials.md#nothing'))).toHaveLength(1);
	expect(deadPointers(link('docs/credentials.md#oauth2-marketplace-app'))).toEqual([]);
});

/** The code samples of a page. */
const samples = (markdown: string) =>
	[...markdown.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```/gm)].map(
		([, , language = '', code = '']) => ({
			language,
			code,
		}),
	);

/** What is wrong with the samples of a page. */
function faultySamples(markdown: string): string[] {
	return samples(markdown).flatMap(({ language, code }) => {
		if (language === 'json') {
			try {
				JSON.parse(code);
			} catch (error) {
				return [`${String(error)}\n${code}`];
			}
		}
		if (['js', 'ts', 'javascript', 'typescript'].includes(language)) {
			const { diagnostics = [] } = transpileModule(code, { reportDiagnostics: true });
			return diagnostics.map(({ messageText }) => `${JSON.stringify(messageText)}\n${code}`);
		}
		return [];
	});
}

/** How many columns and how much text a row may have to be read without scrolling. */
const COLUMNS = 4;
const CELL = 230;
/** The bench's table has short numbers only. */
const NARROW = 16;

function wideTables(markdown: string): string[] {
	const rows = markdown.split('\n').filter((line) => /^\|.*\|$/.test(line));
	return rows.filter((row) => {
		const cells = row
			.slice(1, -1)
			.split(/(?<!\\)\|/)
			.map((cell) => cell.replace(/<!--.*?-->/g, '').trim());
		if (cells.some((cell) => cell.length > CELL)) return true;
		return cells.length > COLUMNS && cells.some((cell, at) => at > 1 && cell.length > NARROW + 10);
	});
}

describe.each(PAGES)('%s', (file) => {
	test('has samples that can be read by a program', () => {
		// The fragments of this page are compiled where they belong: contributing.test.ts.
		if (file === 'CONTRIBUTING.md') return;
		expectNone(faultySamples(read(file)), 'Correct these samples.');
	});

	test('has no table that is wider than a page', () => {
		expectNone(wideTables(read(file)), 'Split these rows, or make them a list.');
	});
});

test('a faulty sample and a wide table are found', () => {
	expect(faultySamples('```json\n{ "a": }\n```\n')).toHaveLength(1);
	expect(faultySamples('```ts\nconst = 1;\n```\n')).not.toEqual([]);
	expect(wideTables(`| a | ${'b'.repeat(300)} |`)).toHaveLength(1);
	expect(wideTables(`| a | b | ${'c'.repeat(40)} | d | e |`)).toHaveLength(1);
});
