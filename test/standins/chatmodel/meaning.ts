/** What an argument of a tool means, by its name and its description and by nothing else. */
import { wordsOf } from './words';

export type Meaning =
	| 'email'
	| 'searchText'
	| 'firstName'
	| 'lastName'
	| 'phone'
	| 'noteText'
	| 'contact'
	| 'appointment'
	| 'calendar'
	| 'start'
	| 'end'
	| 'from'
	| 'to'
	| 'zone'
	| 'title'
	| 'question'
	| 'count'
	| 'customFields';

/** Words that must all be there, and others that must not. The first that fits counts. */
const MEANINGS: Array<[meaning: Meaning, all: string[][], none?: string[]]> = [
	['zone', [['zone', 'timezone']]],
	['customFields', [['custom'], ['field', 'fields']]],
	['noteText', [['note'], ['text', 'body', 'content']]],
	['title', [['title']]],
	['question', [['question']]],
	['firstName', [['first'], ['name']]],
	['lastName', [['last'], ['name']]],
	['phone', [['phone']]],
	['email', [['email']]],
	['searchText', [['search'], ['text', 'words', 'query']]],
	[
		'from',
		[
			['search', 'earliest', 'range', 'looking'],
			['from', 'start', 'earliest'],
		],
	],
	[
		'to',
		[
			['search', 'latest', 'range', 'looking'],
			['to', 'until', 'end', 'latest'],
		],
	],
	[
		'start',
		[
			['start', 'starts'],
			['time', 'slot', 'appointment'],
		],
	],
	[
		'end',
		[
			['end', 'ends'],
			['time', 'slot', 'appointment'],
		],
	],
	['count', [['limit', 'count', 'number', 'many', 'most']]],
	['appointment', [['appointment', 'event']], ['start', 'end', 'status']],
	['contact', [['contact']], ['name']],
	['calendar', [['calendar']]],
];

function meaningOf(text: string): Meaning | undefined {
	const words = wordsOf(text);
	const hasOne = (some: string[]) => some.some((one) => words.includes(one));
	return MEANINGS.find(([, all, none = []]) => all.every(hasOne) && !hasOne(none))?.[0];
}

/** @returns undefined for an argument that neither its name nor its description explains */
export function understand(name: string, description = ''): Meaning | undefined {
	return meaningOf(name) ?? meaningOf(description.split(/\.\s/)[0] ?? '');
}
