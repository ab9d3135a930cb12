// Extracts the text of HTML.

/** Far more of a page than is ever shown. */
const MAX_PAGE_LENGTH = 100_000;

/** @returns the text of an HTML page or fragment, without its tags */
export function withoutTags(page: string): string {
	const read = page.slice(0, MAX_PAGE_LENGTH);
	return /<\w/.test(read) ? read.replace(/<[^<>]*>/g, ' ') : read;
}
