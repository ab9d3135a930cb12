// Marks: what a trigger remembers about each record, and their text form.

/** What is remembered about each record, by ID, in the order in which they were added. */
export type Marks = Map<string, string>;

/** Characters as `%u0020`, which percent-encoding never produces. */
const toUnits = (text: string): string =>
	text.replace(/[^]/g, (unit) => `%u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const fromUnits = (text: string): string =>
	text.replace(/%u([0-9a-f]{4})/g, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);

/** Percent-encodes any text. Half of a surrogate pair, which has no encoding, becomes `%ud83d`. */
export function encodeText(text: string): string {
	return text
		.split(/(\p{Cs})/u)
		.map((part, index) => (index % 2 === 1 ? toUnits(part) : encodeURIComponent(part)))
		.join('');
}

/** Reads what `encodeText` wrote. */
export function decodeText(text: string): string {
	return text
		.split(/(%u[0-9a-f]{4})/)
		.map((part, index) => (index % 2 === 1 ? fromUnits(part) : decodeURIComponent(part)))
		.join('');
}

/** Encodes whitespace, which separates entries, and text that has no encoding or looks like one. Older versions wrote none. */
const encodeMark = (mark: string): string => mark.replace(/\s|%(?=u)|\p{Cs}/gu, toUnits);

/**
 * Marks as one text, `ID=mark ID=mark`: n8n wraps every object in the static data in a proxy, so 20,000 entries would be
 * slow.
 */
export function writeMarks(marks: Marks): string {
	return [...marks].map(([id, mark]) => `${encodeText(id)}=${encodeMark(mark)}`).join(' ');
}

/** Reads what `writeMarks` wrote; returns no marks for anything but text. */
export function readMarks(text: unknown): Marks {
	const marks: Marks = new Map();
	if (typeof text !== 'string' || text === '') return marks;
	for (const entry of text.split(' ')) {
		const at = entry.indexOf('=');
		if (at > 0) marks.set(decodeText(entry.slice(0, at)), fromUnits(entry.slice(at + 1)));
	}
	return marks;
}
