// Divides texts into sentences.

/** @returns the sentences of a text; a full stop inside single quotes, such as that of a title, ends none */
export function sentencesIn(text: string): string[] {
	return text.split(/(?<=[.!?]) (?=[A-Z'"])/).filter((sentence) => sentence.trim() !== '');
}
