// Cuts text to the length that errors show.

/** Longest text from outside that an error shows, in characters. */
const MAX_SHOWN_LENGTH = 500;

/** @returns the text cut to a length, never in the middle of a character */
export function shorten(text: string, length = MAX_SHOWN_LENGTH): string {
	if (text.length <= length) return text;
	return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** @returns the three parts together, the middle one cut so that the last one still shows */
export function shortenBetween(before: string, text: string, after: string): string {
	return `${before}${shorten(text, MAX_SHOWN_LENGTH - before.length - after.length)}${after}`;
}
