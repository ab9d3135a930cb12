/** What the user wants, read from plain words. */

/** What is to be done in the end. */
export type Aim = 'lookUp' | 'times' | 'book' | 'move' | 'cancel' | 'delete' | 'note' | 'update';

export interface Wish {
	aim: Aim;
	email: string;
	firstName: string;
	lastName: string;
	/** The text of a note, in quotation marks in the message. */
	note: string;
	/** A time that the user names, in ISO 8601 with an offset. */
	at: string;
	/** A time zone in the user's words. */
	zone: string;
}

/** The first that fits counts. */
const AIMS: Array<[aim: Aim, words: RegExp]> = [
	['note', /\bnote\b/i],
	['cancel', /\bcancel\b/i],
	['delete', /\bdelete\b/i],
	['move', /\b(move|reschedule)\b/i],
	['book', /\bbook\b/i],
	['times', /\b(free|times|slots|available)\b/i],
	['update', /\b(set|update)\b/i],
];

/** Reads a message such as `Book a call for Ana Costa <ana@example.com> at 2026-11-23T10:00:00-05:00`. */
export function readWish(message: string): Wish {
	const first = (pattern: RegExp) => pattern.exec(message)?.[1] ?? '';
	const email = first(/([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/);
	const [, firstName = '', lastName = ''] =
		/\b([A-Z][a-z]+) ([A-Z][a-z]+) <[\w.+-]+@/.exec(message) ?? [];
	return {
		aim: AIMS.find(([, words]) => words.test(message))?.[0] ?? 'lookUp',
		email,
		firstName,
		lastName,
		note: first(/["“]([^"”]+)["”]/),
		at: first(/\b(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))/),
		zone: first(/\bin ([A-Z]\w+) time\b/),
	};
}
