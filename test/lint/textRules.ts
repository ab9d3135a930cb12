/** Rules for texts that users read: those that all texts share, and helpers for the others. */

/** A rule for a text: what it demands, and whether a text breaks it. */
export interface TextRule {
	name: string;
	isBroken: (text: string) => boolean;
}

const isAnyOf = (words: string): ((text: string) => boolean) => {
	const pattern = new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`, 'i');
	return (text) => pattern.test(text);
};

/** Without HighLevel's own words in double quotes, and titles and values in single ones. */
export function withoutQuotes(text: string): string {
	return text.replace(/"[^"]*"/g, '""').replace(/(?<![\w'])'[^']+'(?!\w)/g, "''");
}

/** The sentences of a text. */
export function sentencesOf(text: string): string[] {
	return withoutQuotes(text)
		.replace(/\be\.g\./g, 'eg')
		.split(/(?<=[.!?])\s+/)
		.filter((sentence) => sentence !== '');
}

export const startsLow = (text: string) => /^[a-z]/.test(text);

export const endsWithStop = (text: string) => /\.["')]?$/.test(text);

/** Each as it begins a sentence or a clause that says what to do. */
const IMPERATIVES = new Set(
	`add allow ask book call change check choose clear click complete connect copy correct create delete divide
	edit enable enter fill find get give increase keep leave link look make map mark move name narrow open paste
	publish put raise refresh remove repeat replace report resend retry run save see select send set shorten split
	switch tell tick try turn update use wait watch write`.split(/\s+/),
);

/** Whether a text tells its reader to do something. */
export function hasImperative(text: string): boolean {
	return withoutQuotes(text)
		.split(/[.:,]\s+(?:(?:and|or|then|first|also)\s+)*|\s(?:and|or|then)\s+/)
		.some((clause) => IMPERATIVES.has((/^[A-Za-z]+/.exec(clause.trim())?.[0] ?? '').toLowerCase()));
}

const jargon = isAnyOf(
	'booleans?|endpoints?|exceptions?|null|parse[ds]?|parsing|payloads?|regex|regular expressions?|schemas?|stack|undefined',
);
const response = isAnyOf('answer(?:s|ed|ing)?');
const mail = isAnyOf('e-mails?');
const exampleGiven = isAnyOf('e\\.g|i\\.e|etc');

/** For every text that a user reads. */
export const SHARED_RULES: TextRule[] = [
	{ name: 'no jargon', isBroken: (text) => jargon(withoutQuotes(text)) },
	{ name: '"response", not "answer"', isBroken: (text) => response(withoutQuotes(text)) },
	{ name: '"email", not "e-mail"', isBroken: mail },
	// A value such as a recurrence rule may contain some.
	{ name: 'no semicolon', isBroken: (text) => /;(?:\s|$)/.test(withoutQuotes(text)) },
	{ name: 'straight quotes', isBroken: (text) => /[‘’“”]/.test(text) },
	{ name: 'single spaces', isBroken: (text) => / {2}|^\s|\s$|[\t\n]/.test(text) },
];

/** For texts in sentences. */
export const noAbbreviation: TextRule = {
	name: '"for example", not "e.g."',
	isBroken: (text) => exampleGiven(withoutQuotes(text)),
};
