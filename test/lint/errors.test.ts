import type { ErrorEntry, Kind } from '../../scripts/texts/errorTexts';
import { errorsIn, parseSource, readSource, sourceFiles } from '../../scripts/texts/errorTexts';
import { withoutPlaceholders } from '../../scripts/texts/resolve';
import { expectNone } from '../support/expectNone';
import type { TextRule } from './textRules';
import {
	endsWithStop,
	hasImperative,
	noAbbreviation,
	sentencesOf,
	SHARED_RULES,
	startsLow,
	withoutQuotes,
} from './textRules';

/** n8n shows more, but nobody reads it. */
const MAX_LENGTH = 500;

/** How a sentence goes on after a field's title. */
const AFTER_TITLE = new Set(
	'asks belongs cannot combines contains does ends exceeds gives has holds includes is lacks leads lists matches means must names needs repeats starts'.split(
		' ',
	),
);

const BLAME =
	/(?<![\w-])(?:you must|wrong(?:ly)?|illegal|failed to|bad|errors?|problems?|failures?|mistakes?|invalid)(?![\w-])/i;

interface ErrorRule extends TextRule {
	kinds: Kind[];
}

const ALL: Kind[] = ['value', 'message', 'advice', 'prose', 'hint', 'phrase'];

const RULES: ErrorRule[] = [
	...[...SHARED_RULES, noAbbreviation].map((rule) => ({ ...rule, kinds: ALL })),
	{
		name: 'no blame',
		kinds: ALL,
		isBroken: (text) => BLAME.test(withoutQuotes(text)),
	},
	{
		name: 'a status has words',
		kinds: ALL,
		isBroken: (text) => /(?<![\d,.])[45]\d\d(?![\d,.]| [a-z])/.test(withoutQuotes(text)),
	},
	{
		name: `at most ${MAX_LENGTH} characters`,
		kinds: ALL,
		isBroken: (text) => text.length > MAX_LENGTH,
	},
	{
		name: 'one sentence',
		kinds: ['value', 'message'],
		isBroken: (text) => sentencesOf(text).length > 1,
	},
	{ name: 'no full stop', kinds: ['value', 'message', 'phrase'], isBroken: endsWithStop },
	{
		name: 'starts with a capital',
		kinds: ['message', 'advice', 'prose', 'hint'],
		isBroken: startsLow,
	},
	{
		name: "continues after the field's title",
		kinds: ['value'],
		isBroken: (text) => !AFTER_TITLE.has(text.split(' ')[0] ?? ''),
	},
	{
		name: 'sentences with full stops',
		kinds: ['advice', 'prose', 'hint'],
		isBroken: (text) => !endsWithStop(text) && !/\(trace ID: X\)$/.test(text),
	},
	{
		name: 'every sentence starts with a capital',
		kinds: ['advice', 'prose', 'hint'],
		isBroken: (text) => sentencesOf(text).some(startsLow),
	},
	{ name: 'says what to do', kinds: ['advice', 'prose'], isBroken: (text) => !hasImperative(text) },
];

/** Stands for advice that is checked where it is written. */
const OTHER_ADVICE = '‹next›';

/** Receivers that add no advice of their own, so that it must be given. */
const UNADVISED = ['.stop', 'NodeApiError', 'NodeOperationError', 'toRefusal'];

/** The names of the rules that a text breaks. */
function brokenBy(kind: Kind, text: string): string[] {
	// Reads like a sentence that says what to do.
	const shown = withoutPlaceholders(text.replace(OTHER_ADVICE, 'Choose one.'), 'X');
	return RULES.filter((rule) => rule.kinds.includes(kind) && rule.isBroken(shown)).map(
		({ name }) => name,
	);
}

function faultsOf({ file, line, by, texts, advised }: ErrorEntry): string[] {
	const faults = texts.flatMap((one) =>
		brokenBy(one.kind, one.text).map((rule) => `${file}:${one.line} ${rule}: ${one.text}`),
	);
	if (UNADVISED.includes(by) && !advised) {
		faults.push(`${file}:${line} advice is missing: ${texts[0]?.text ?? ''}`);
	}
	// `toNodeError` says it for every ValueError of an item.
	const repeated = texts.find(
		({ text }) => by === 'ValueError' && text.includes('Nothing was sent'),
	);
	if (repeated) faults.push(`${file}:${repeated.line} says twice that nothing was sent`);
	return [...new Set(faults)];
}

describe('the errors in the sources', () => {
	const files = sourceFiles();
	const catalogue = files.map((file) => ({ file, ...errorsIn(readSource(file)) }));

	test('are all read', () => {
		expectNone(
			catalogue.flatMap(({ unread }) =>
				unread.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
			),
			'The scanner in scripts/texts cannot read these errors.',
		);
		expect(catalogue.flatMap(({ entries }) => entries).length).toBeGreaterThan(120);
	});

	test('follow the rules for texts', () => {
		expectNone(
			catalogue.flatMap(({ entries }) => entries).flatMap(faultsOf),
			'Rewrite these texts. What each kind of text is like: scripts/texts/errorTexts.ts.',
		);
	});
});

describe('the rules for texts', () => {
	/** A text that breaks a rule, and the same without the fault. */
	const PLANTED: Array<[rule: string, kind: Kind, broken: string, mended: string]> = [
		['no jargon', 'message', 'The payload could not be parsed', 'The call could not be read'],
		['"response", not "answer"', 'message', 'No answer arrived', 'No response arrived'],
		['"email", not "e-mail"', 'value', 'is not an e-mail address', 'is not an email address'],
		['no semicolon', 'advice', 'Open it; it is empty.', 'Open it. It is empty.'],
		['straight quotes', 'advice', 'Choose ‘By ID’.', "Choose 'By ID'."],
		['single spaces', 'advice', 'Choose  one.', 'Choose one.'],
		['"for example", not "e.g."', 'advice', 'Choose one, e.g. v3.', 'Choose one, for example v3.'],
		['no blame', 'message', 'The token is invalid', 'HighLevel does not accept the token'],
		['no blame', 'message', 'Your request had an error', 'HighLevel said "an error"'],
		['a status has words', 'message', 'HighLevel sent a 429', 'HighLevel sent 500 contacts'],
		['at most 500 characters', 'message', `A${'a'.repeat(500)}`, `A${'a'.repeat(499)}`],
		['one sentence', 'message', "It is empty. 'ID' too", "It and 'ID. Or not' are empty"],
		['no full stop', 'value', 'is empty.', 'is empty'],
		['starts with a capital', 'message', 'the token has expired', "'Token' has expired"],
		["continues after the field's title", 'value', 'not an ID', 'is not an ID'],
		['sentences with full stops', 'advice', 'Choose one', 'Choose one.'],
		['sentences with full stops', 'prose', 'It is empty. Fill it in', 'It is empty. Fill it in.'],
		[
			'every sentence starts with a capital',
			'advice',
			'Choose one. it is needed.',
			'Choose one. It is needed.',
		],
		['says what to do', 'advice', 'The token has expired.', 'If it has expired, connect again.'],
		['says what to do', 'prose', 'It is new.', 'It is new. Use it.'],
	];

	test.each(PLANTED)('%s (%s)', (rule, kind, broken, mended) => {
		expect(brokenBy(kind, broken)).toContain(rule);
		expect(brokenBy(kind, mended)).toEqual([]);
	});

	test('have a planted text each', () => {
		const planted = new Set(PLANTED.map(([rule]) => rule));
		expect(RULES.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
	});
});

describe('the scanner', () => {
	const scan = (code: string, file = 'nodes/planted.ts') => errorsIn(parseSource(file, code));
	const textsIn = (code: string, file?: string) =>
		scan(code, file).entries.flatMap(({ texts }) =>
			texts.map(({ kind, line, text }) => `${line} ${kind}: ${text}`),
		);

	test.each([
		['a value', "new ValueError('is A', 'Do B.')", ['1 value: is A', '1 advice: Do B.']],
		['a field', "new FieldError(title, 'is A')", ['1 value: is A']],
		['a refusal', "item.refuse('A',\n'Do B.')", ['1 message: A', '2 advice: Do B.']],
		['a poll that stops', "poll.stop('A', 'Do B.')", ['1 message: A', '1 advice: Do B.']],
		['a failed node', "toRefusal(node, 'A', 'B.')", ['1 message: A', '1 advice: B.']],
		[
			"n8n's own classes",
			"new NodeApiError(node, {}, { message: 'A', description: 'B.' })",
			['1 message: A', '1 advice: B.'],
		],
		['advice', "const a = { message: 'A', next: 'B.' };", ['1 message: A', '1 advice: B.']],
		['an own class', "class A extends Error { constructor() { super('B'); } }", ['1 message: B']],
		['a hint', "this.addExecutionHints({ message: 'A.' })", ['1 hint: A.']],
		['what is expected', "const a = { what: 'a list' };", ['1 phrase: a list']],
		[
			'a placeholder',
			'new ValueError(`is longer than ${MAX_LENGTH} characters`)',
			['1 value: is longer than ‹MAX_LENGTH› characters'],
		],
		[
			'both branches, constants and functions',
			"const A = 'is';\nfunction b() { return 'B'; }\nnew ValueError(`${A} ${c ? b() : 7}`)",
			['3 value: is B', '3 value: is 7'],
		],
		[
			'a variable in its own block',
			"{ const a = 'A'; }\n{ const a = 'B'; throw new Error(a); }",
			['2 message: B'],
		],
	])('reads %s', (_, code, texts) => {
		expect(textsIn(code)).toEqual(texts);
	});

	test('reads the test of a credential as one text', () => {
		const code = "const rule = { message: 'A. Do B.' };";
		expect(textsIn(code, 'credentials/planted.ts')).toEqual(['1 prose: A. Do B.']);
	});

	test.each([
		['a text that a function passes on', 'const fail = (a: string) => new ValueError(a);'],
		['an unknown class', "new SomeError('is A')"],
	])('reports %s', (_, code) => {
		const { unread } = scan(code);
		expect(unread).toEqual([
			{ file: 'nodes/planted.ts', line: 1, reason: expect.stringContaining('RECEIVERS') },
		]);
	});

	test('reports a refusal without advice, with its place', () => {
		const [entry] = scan("\nthrow new NodeOperationError(node, 'There is no A');").entries;
		expect(entry && faultsOf(entry)).toEqual([
			'nodes/planted.ts:2 advice is missing: There is no A',
		]);
	});
});
