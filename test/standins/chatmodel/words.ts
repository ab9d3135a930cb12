/** Words of names and descriptions, as a model reads them. */

/** Words in lower case: of `Start_Time` and `startTime`, start and time. E-mail is one word. */
export function wordsOf(text: string): string[] {
	return text
		.replace(/\be-mail/gi, 'email')
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== '');
}

/** The part of a tool's name or description that says what it does, without the product at the end. */
export function gist(text: string): string {
	const [sentence = ''] = text.replaceAll('_', ' ').split(/\.(?:\s|$)/);
	return sentence.replace(/ in [A-Z]\w+( [A-Z]\w+)*$/, '');
}
