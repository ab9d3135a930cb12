import type { ICredentialType, INodeProperties, INodeType, NodeParameterValue } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import ts from 'typescript';

import { readSource, sourceFiles } from '../../scripts/texts/errorTexts';
import { saysAnything, textsOf, withoutPlaceholders } from '../../scripts/texts/resolve';
import type { Manifest } from '../package/tools';
import { ROOT } from '../package/tools';
import { expectNone } from '../support/expectNone';
import type { DisplayKind, DisplayText } from './displayTexts';
import { sharedTitles, textsOfCredential, textsOfNode } from './displayTexts';
import type { TextRule } from './textRules';
import { endsWithStop, noAbbreviation, sentencesOf, SHARED_RULES, startsLow } from './textRules';

/** A longer tooltip covers the field. */
const MAX_DESCRIPTION = 250;

/** n8n's rules for titles leave these words in lower case. */
const SMALL_WORDS = new Set(
	`a an and as at because but by en for if in neither nor of on only or over per so some than that the to up upon via
	vs when with without yet`.split(/\s+/),
);

const wordsOf = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

const plain = (text: string) => text.replace(/(?:\s*<br ?\/?>\s*)+/g, ' ').replace(/<[^>]*>/g, '');

/** A word with a capital or a dot inside, such as an address, has its own case. */
function isTitleCase(title: string): boolean {
	const words = title.split(/[\s-]+/);
	return words.every(
		(word, index) =>
			!/^\W*[a-z]/.test(word) ||
			/^\W*(?:v\d|e\.g)|.(?:[A-Z]|\.\w)/.test(word) ||
			(index > 0 && index < words.length - 1 && SMALL_WORDS.has(word)),
	);
}

interface DisplayRule extends TextRule {
	kinds: DisplayKind[];
	/** Whether it applies to the text with its markup. */
	withMarkup?: boolean;
	isBroken: (text: string, of?: Pick<DisplayText, 'title' | 'of'>) => boolean;
}

const PROSE: DisplayKind[] = ['description', 'hint', 'notice', 'panel'];
const ALL: DisplayKind[] = [...PROSE, 'title', 'example', 'action'];
const FILLED_IN: Array<INodeProperties['type']> = ['string', 'number', 'json', 'dateTime', 'color'];

const RULES: DisplayRule[] = [
	...SHARED_RULES.map((rule) => ({ ...rule, kinds: ALL })),
	{ ...noAbbreviation, kinds: PROSE },
	{ name: 'Title Case', kinds: ['title'], isBroken: (text) => !isTitleCase(text) },
	{ name: 'starts with a capital', kinds: PROSE, isBroken: startsLow },
	{
		// n8n removes them from notices, with the space between two sentences.
		name: 'no line breaks in notices',
		kinds: ['notice'],
		withMarkup: true,
		isBroken: (text) => /<br/i.test(text),
	},
	{
		name: 'no full stop after one sentence',
		kinds: [...PROSE, 'title', 'action'],
		isBroken: (text) => sentencesOf(text).length === 1 && endsWithStop(text),
	},
	{
		name: 'full stop after several sentences',
		kinds: PROSE,
		isBroken: (text) => sentencesOf(text).length > 1 && !endsWithStop(text),
	},
	{
		name: 'every sentence starts with a capital',
		kinds: PROSE,
		isBroken: (text) => sentencesOf(text).some(startsLow),
	},
	{
		name: `at most ${MAX_DESCRIPTION} characters`,
		kinds: ['description', 'hint'],
		isBroken: (text) => text.length > MAX_DESCRIPTION,
	},
	{
		name: 'does not repeat the title',
		kinds: ['description', 'hint'],
		isBroken: (text, of) => {
			const said = wordsOf(text).filter((word) => !['a', 'an', 'the'].includes(word));
			return said.join(' ') === wordsOf(of?.title ?? '').join(' ');
		},
	},
	{
		name: 'an example starts with "e.g."',
		kinds: ['example'],
		isBroken: (text, of) => FILLED_IN.includes(of?.of ?? 'string') && !text.startsWith('e.g. '),
	},
];

function brokenBy({ kind, text, title, of }: Omit<DisplayText, 'path'>): string[] {
	return RULES.filter(
		(rule) =>
			rule.kinds.includes(kind) &&
			rule.isBroken(rule.withMarkup ? text : plain(text), { title, of }),
	).map(({ name }) => name);
}

/** The places in the sources that write a text, also as a template. */
function placesOf(): (text: string) => string[] {
	const literals = new Map<string, string[]>();
	const templates: Array<{ parts: string[]; place: string }> = [];
	for (const file of sourceFiles()) {
		const source = readSource(file);
		const visit = (node: ts.Node): void => {
			const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
			const place = `${file}:${line + 1}`;
			if (ts.isStringLiteralLike(node)) {
				literals.set(node.text, [...(literals.get(node.text) ?? []), place]);
			} else if (ts.isTemplateExpression(node) || ts.isBinaryExpression(node)) {
				for (const text of textsOf(node).filter(saysAnything)) {
					const parts = withoutPlaceholders(text, '\n').split('\n');
					if (parts.join('').length > 7) templates.push({ parts, place });
				}
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	const matches = (text: string, [first = '', ...rest]: string[]): boolean => {
		if (!text.startsWith(first) || !text.endsWith(rest.at(-1) ?? first)) return false;
		let from = first.length;
		return rest.every((part) => {
			const at = text.indexOf(part, from);
			from = at + part.length;
			return at >= 0;
		});
	};
	return (text) =>
		literals.get(text) ??
		templates.filter(({ parts }) => matches(text, parts)).map(({ place }) => place);
}

async function instanceOf(built: string): Promise<unknown> {
	const file = built.replace(/^dist\//, '').replace(/\.js$/, '');
	const exported: unknown = await import(join(ROOT, file));
	const name = basename(file).replace(/\.(node|credentials)$/, '');
	const created: unknown = Reflect.get(Object(exported), name);
	if (typeof created !== 'function') throw new Error(`${file} has no class ${name}`);
	return Reflect.construct(created, []);
}

const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
describe('what the editor shows', () => {
	let nodes: INodeType[];
	let credentials: ICredentialType[];
	let texts: DisplayText[];

	beforeAll(async () => {
		nodes = (await Promise.all(manifest.n8n.nodes.map(instanceOf))) as INodeType[];
		credentials = (await Promise.all(
			manifest.n8n.credentials.map(instanceOf),
		)) as ICredentialType[];
		texts = [
			...nodes.flatMap(({ description }) => textsOfNode(description)),
			...credentials.flatMap(textsOfCredential),
		];
	});

	test('follows the rules for texts', () => {
		expect(texts.length).toBeGreaterThan(2000);
		const find = placesOf();
		const faults = texts.flatMap((one) => {
			const broken = brokenBy(one);
			if (broken.length === 0) return [];
			const places = find(one.text);
			return broken.map((rule) => `${places[0] ?? one.path} ${rule}: ${one.text}`);
		});
		expectNone([...new Set(faults)], 'Rewrite these texts.');
	});

	test('has each title once in what is shown together', () => {
		expectNone(
			[
				...nodes.flatMap(({ description: { properties, displayName } }) =>
					sharedTitles(properties, displayName),
				),
				...credentials.flatMap(({ properties, displayName }) =>
					sharedTitles(properties, displayName),
				),
			],
			'Give these fields titles of their own.',
		);
	});
});

describe('the rules for texts', () => {
	/** A text that breaks a rule, and the same without the fault. */
	const PLANTED: Array<[rule: string, kind: DisplayKind, broken: string, mended: string]> = [
		['no jargon', 'description', 'The payload to send', 'The body to send'],
		['"response", not "answer"', 'hint', 'Waits for the answer', 'Waits for the response'],
		['"email", not "e-mail"', 'title', 'E-Mail Address', 'Email Address'],
		['no semicolon', 'description', 'Choose it; it helps', 'Choose it, since it helps'],
		['straight quotes', 'notice', 'Choose “By ID”', "Choose 'By ID'"],
		['no line breaks in notices', 'notice', 'Save it.<br />Close it.', 'Save it. Close it.'],
		['single spaces', 'action', 'Get  a contact', 'Get a contact'],
		['"for example", not "e.g."', 'description', 'A tag, e.g. new', 'A tag, for example new'],
		['Title Case', 'title', 'Do not disturb', 'Do Not Disturb'],
		['Title Case', 'title', 'From list', 'From List'],
		['starts with a capital', 'description', 'the user to book', 'The user to book'],
		['no full stop after one sentence', 'description', 'The user to book.', 'The user to book'],
		['no full stop after one sentence', 'action', 'Get a contact.', 'Get a contact'],
		['full stop after several sentences', 'hint', 'It is new. Use it', 'It is new. Use it.'],
		['every sentence starts with a capital', 'panel', 'It is new. use it.', 'It is new. Use it.'],
		['at most 250 characters', 'description', 'A'.repeat(251), 'A'.repeat(250)],
		['does not repeat the title', 'description', 'The title', 'The title of the note'],
		['an example starts with "e.g."', 'example', 'pit-…', 'e.g. pit-…'],
	];

	const broken = (kind: DisplayKind, text: string, of?: DisplayText['of']) =>
		brokenBy({ kind, text, title: 'Title', of });

	test.each(PLANTED)('%s (%s)', (rule, kind, faulty, mended) => {
		expect(broken(kind, faulty)).toContain(rule);
		expect(broken(kind, mended)).toEqual([]);
	});

	test('have a planted text each', () => {
		const planted = new Set(PLANTED.map(([rule]) => rule));
		expect(RULES.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
	});

	test('let a button and a list speak for themselves', () => {
		expect(broken('example', 'Choose a contact...', 'options')).toEqual([]);
		expect(broken('example', 'Add field', 'collection')).toEqual([]);
	});

	test.each(['v3 (Current)', 'Reply to the Contact', 'marketplace.example.com', 'Read-Only ID'])(
		'take %s as Title Case',
		(title) => expect(broken('title', title)).toEqual([]),
	);
});

describe('the texts of a node', () => {
	const field = (displayName: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
		displayName,
		name: displayName,
		type: 'string',
		default: '',
		...more,
	});
	const properties: INodeProperties[] = [
		field('A', { description: 'B', placeholder: 'C', hint: 'D' }),
		field('E', { type: 'notice' }),
		field('F', {
			type: 'fixedCollection',
			typeOptions: { multipleValueButtonText: 'G' },
			options: [{ displayName: 'H', name: 'h', values: [field('I')] }],
		}),
		field('J', {
			type: 'options',
			options: [{ name: 'K', value: 'k', description: 'L', action: 'M' }],
		}),
		field('N', { type: 'collection', options: [field('O')] }),
		field('P', {
			type: 'resourceLocator',
			modes: [{ displayName: 'Q', name: 'q', type: 'list', placeholder: 'R', hint: 'S' }],
		}),
		field('T', { type: 'hidden' }),
	];
	const credential: ICredentialType = { name: 'x', displayName: 'X', properties };

	test('are all found', () => {
		const found = textsOfCredential(credential).map(({ text }) => text);
		expect(found.sort()).toEqual([...'ABCDEFGHIJKLMNOPQRSX']);
		expect(textsOfCredential(credential).map(({ path }) => path)).toContain('X > F > H > I');
	});

	test('are traced to the line that writes them', () => {
		const find = placesOf();
		const [place = '', ...others] = find('Max number of results to return');
		expect(others).toEqual([]);
		const [file = '', line] = place.split(':');
		const written = readFileSync(join(ROOT, file), 'utf8').split('\n')[Number(line) - 1];
		expect(written).toContain('Max number of results to return');
	});

	test.each([
		['side by side', field('A', { name: 'b' }), ['X > A']],
		['in a collection', field('Z', { options: [field('A'), field('A')] }), ['X > Z > A']],
		[
			'in a group',
			field('Z', {
				options: [{ displayName: 'Y', name: 'y', values: [field('A'), field('A')] }],
			}),
			['X > Z > Y > A'],
		],
		['of a hidden field', field('A', { type: 'hidden' }), []],
	])('have titles that are told apart: %s', (_, other, shared) => {
		expect(sharedTitles([field('A'), other], 'X')).toEqual(shared);
	});

	test('may have one title for fields that are never shown together', () => {
		const shown = (value: string | number, key = 'operation') =>
			field('A', { displayOptions: { show: { [key]: [value] } } });
		expect(sharedTitles([shown('get'), shown('create')], 'X')).toEqual([]);
		expect(sharedTitles([shown('get'), shown('get')], 'X')).toEqual(['X > A']);
		expect(sharedTitles([shown(1, '@version'), shown(1.1, '@version')], 'X')).toEqual([]);
		expect(sharedTitles([shown('get'), shown(1, '@version')], 'X')).toEqual(['X > A']);
		const hidden = (value: NodeParameterValue | { _cnd: { not: NodeParameterValue } }) =>
			field('A', { displayOptions: { hide: { other: [value] } } });
		expect(sharedTitles([hidden(''), hidden({ _cnd: { not: '' } })], 'X')).toEqual([]);
		expect(sharedTitles([hidden(''), hidden({ _cnd: { not: 'b' } })], 'X')).toEqual(['X > A']);
	});
});
