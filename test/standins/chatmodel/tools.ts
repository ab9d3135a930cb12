/** Chooses tools by what their names and descriptions mean. */
import type { OfferedTool } from './conversation';
import { gist, wordsOf } from './words';

/** What a tool does, in words of its name and description. */
const VERBS = {
	find: ['find', 'get', 'look', 'lookup', 'search', 'list', 'show', 'retrieve', 'read', 'check'],
	make: ['create', 'add', 'make', 'upsert', 'new', 'write'],
	book: ['book', 'create', 'schedule', 'make'],
	move: ['reschedule', 'move', 'update', 'change'],
	update: ['update', 'change', 'set', 'edit'],
	cancel: ['cancel'],
	delete: ['delete'],
} as const;
export type Verb = keyof typeof VERBS;

/** What a tool works on. */
const NOUNS = {
	contact: ['contact', 'contacts', 'person', 'people', 'customer'],
	slot: ['slot', 'slots', 'times'],
	appointment: ['appointment', 'appointments', 'booking', 'bookings'],
	note: ['note', 'notes'],
	calendar: ['calendar', 'calendars'],
} as const;
export type Noun = keyof typeof NOUNS;

/** A tool that is wanted. */
export interface Want {
	verb: Verb;
	noun: Noun;
}

const nouns = Object.keys(NOUNS) as Noun[];
const has = (words: string[], some: readonly string[]) => words.some((one) => some.includes(one));

/** The noun that a text is about: the last one before `of`, `for` and the like. A contact's appointments are appointments. */
function subjectOf(text: string): Noun | undefined {
	const [head = ''] = text.split(/ (?:of|on|for|by|at|to|in|with|that) /);
	const words = wordsOf(head).reverse();
	const word = words.find((one) => nouns.some((noun) => has([one], NOUNS[noun])));
	return nouns.find((noun) => word !== undefined && has([word], NOUNS[noun]));
}

function fits({ name, description }: OfferedTool, { verb, noun }: Want): number {
	const score = [gist(name), gist(description)].map((text, index) => {
		const words = wordsOf(text);
		if (subjectOf(text) !== noun) return 0;
		if (!has(words, VERBS[verb])) return 0;
		const [main] = VERBS[verb];
		const [first = ''] = words;
		return (
			(index === 0 ? 4 : 2) + (words.includes(main) ? 2 : 0) + (has([first], VERBS[verb]) ? 1 : 0)
		);
	});
	return Math.max(0, ...score);
}

/** The tool that fits a want best; the first of several. */
export function chooseTool(tools: OfferedTool[], want: Want): OfferedTool | undefined {
	const scored = tools.map((tool) => ({ tool, score: fits(tool, want) }));
	const best = Math.max(0, ...scored.map(({ score }) => score));
	return best === 0 ? undefined : scored.find(({ score }) => score === best)?.tool;
}

/** Operations that an advice names, such as `Contact > Get Many`. */
const OPERATION = /\b([A-Z][a-z]+(?: [A-Z][a-z]+)?) > ([A-Z][a-z]+(?: (?:or|[A-Z][a-z]+))*)/g;
/** What an advice tells to do in words, such as `Get the free slots again`. */
const ORDER = /\b(get|find|list|look up|read|create)((?: [\w'’]+){1,6})/gi;

function wantOf(verbs: string, nounText: string): Want | undefined {
	const noun = subjectOf(nounText);
	const [first = ''] = wordsOf(verbs);
	const verb = (Object.keys(VERBS) as Verb[]).find((one) => has([first], VERBS[one]));
	if (noun === undefined || verb === undefined) return undefined;
	return { verb: verb === 'make' && noun === 'appointment' ? 'book' : verb, noun };
}

/**
 * The tool to call next by what a tool advised: one that the text names as it is called, or one that does what the operation
 * in the text does, or what the text tells to do. The first that is offered counts.
 */
export function advisedTool(tools: OfferedTool[], advice: string): OfferedTool | undefined {
	const named = tools.find(({ name }) => advice.includes(name));
	if (named !== undefined) return named;
	const operations = [...advice.matchAll(OPERATION)].map(([, resource = '', operation = '']) =>
		wantOf(operation, resource),
	);
	const orders = [...advice.matchAll(ORDER)].map(([, verb = '', rest = '']) => wantOf(verb, rest));
	for (const want of [...operations, ...orders]) {
		const tool = want === undefined ? undefined : chooseTool(tools, want);
		if (tool !== undefined) return tool;
	}
	return undefined;
}
