/**
 * What the model does next. It works towards what the user wants: looks up what it does not know, calls the tool that does
 * it, and follows the advice of a tool that refused. It knows only what n8n offers and what tools answered.
 */
import type { Values } from './arguments';
import { fillArguments } from './arguments';
import type { Conversation, OfferedTool } from './conversation';
import type { Knowledge, Step } from './knowledge';
import { knowledgeOf, moment } from './knowledge';
import type { Want } from './tools';
import { advisedTool, chooseTool } from './tools';
import type { Wish } from './wish';

/** Mistakes that models make. */
export interface Habits {
	/** What it takes for the contact's ID until a tool refuses it; undefined: it looks the contact up. */
	idOf: 'email' | 'madeUp' | undefined;
}

/** The next call without its ID, or the text that ends the model's turn. */
export type Move =
	| { tool: string; args: Record<string, unknown>; advised: boolean }
	| { text: string; misunderstood?: string };

const FIND_CONTACT: Want = { verb: 'find', noun: 'contact' };
const MAKE_CONTACT: Want = { verb: 'make', noun: 'contact' };
const FIND_SLOTS: Want = { verb: 'find', noun: 'slot' };
const FIND_APPOINTMENTS: Want = { verb: 'find', noun: 'appointment' };
/** The tool that does what the user wants, once everything is known. */
const DOES: Record<Exclude<Wish['aim'], 'lookUp' | 'times'>, Want> = {
	book: { verb: 'book', noun: 'appointment' },
	move: { verb: 'move', noun: 'appointment' },
	cancel: { verb: 'cancel', noun: 'appointment' },
	delete: { verb: 'delete', noun: 'appointment' },
	note: { verb: 'make', noun: 'note' },
	update: { verb: 'update', noun: 'contact' },
};

/** An ID as models make them up. */
const MADE_UP = 'abc123def456ghi789jk';
const DAY_MS = 86_400_000;
const ENOUGH_CALLS = 12;

/** A time zone of the world that a person may mean, by its city. */
const zoneOf = (city: string) =>
	Intl.supportedValuesOf('timeZone').find((zone) => zone.endsWith(`/${city}`)) ?? city;

class Planner {
	private readonly wish: Wish;
	private readonly last: Step | undefined;
	private readonly hasFailed: boolean;

	constructor(
		private readonly known: Knowledge,
		private readonly tools: OfferedTool[],
		private readonly habits: Habits,
	) {
		this.wish = known.wish;
		this.last = known.steps.at(-1);
		this.hasFailed = known.steps.some(({ outcome }) => outcome.kind === 'refused');
	}

	next(): Move {
		if (this.known.steps.length >= ENOUGH_CALLS) return { text: 'I gave up after too many calls.' };
		const { last } = this;
		switch (last?.outcome.kind) {
			case 'silent':
				return { text: `${last.call.tool} said nothing, so I cannot go on.` };
			case 'rejected':
				return { text: 'You did not allow it, so nothing was changed.' };
			case 'refused':
				return this.recover(last, last.outcome);
			case 'unknown':
				return this.checkAfter(last, last.outcome.advice);
			case 'nothing':
				return this.withoutResult(last, last.outcome.text);
			default:
				return this.proceed();
		}
	}

	/** After a refusal, what the advice says. Without advice there is no way on. */
	private recover({ call }: Step, { text, advice }: { text: string; advice: string }): Move {
		if (/time zone/i.test(text) && /\b[A-Z]\w+\/[A-Z]\w+/.test(advice)) {
			const tool = this.tools.find(({ name }) => name === call.tool);
			if (tool !== undefined) return this.call(tool, true);
		}
		const tool = advisedTool(this.tools, advice);
		if (tool === undefined) return { text: `I do not know how to go on. ${text}` };
		return this.call(tool, true);
	}

	/** After a write that may have happened, what the advice says, once; never the same call again. */
	private checkAfter({ call }: Step, advice: string): Move {
		const tool = advisedTool(this.tools, advice);
		if (tool === undefined || tool.name === call.tool) return { text: `It may be done. ${advice}` };
		return this.call(tool, true);
	}

	private withoutResult({ call }: Step, text: string): Move {
		const isTool = (want: Want) => chooseTool(this.tools, want)?.name === call.tool;
		if (isTool(FIND_CONTACT)) {
			if (!['book', 'note'].includes(this.wish.aim)) return { text: 'There is no such contact.' };
			const advised = advisedTool(
				this.tools.filter(({ name }) => name !== call.tool),
				text,
			);
			return advised === undefined ? this.use(MAKE_CONTACT) : this.call(advised, true);
		}
		if (isTool(FIND_SLOTS)) return { text: `No time is free. ${text}` };
		return { text: `Nothing was found. ${text}` };
	}

	private proceed(): Move {
		const { aim } = this.wish;
		const { known } = this;
		if (aim === 'times') {
			return known.lookedFor.has('slot')
				? { text: `These times are free: ${known.slots.map(({ start }) => start).join(', ')}` }
				: this.use(FIND_SLOTS);
		}
		if (this.isDone) return { text: `Done: ${aim}.` };
		if (known.contactId === '' && this.wrongId === undefined) {
			return this.hasDone(FIND_CONTACT)
				? { text: 'There is no such contact.' }
				: this.use(FIND_CONTACT);
		}
		if (aim === 'lookUp') return { text: `The contact's ID is ${known.contactId}.` };
		const isAboutAppointment = aim === 'move' || aim === 'cancel' || aim === 'delete';
		if (isAboutAppointment && !known.lookedFor.has('appointment')) {
			return this.use(FIND_APPOINTMENTS);
		}
		if (isAboutAppointment && known.appointmentId === '')
			return { text: 'There is no appointment.' };
		if ((aim === 'book' || aim === 'move') && this.start === undefined) {
			if (known.lookedFor.has('slot')) return { text: 'No time is free.' };
			return this.use(FIND_SLOTS);
		}
		return this.use(DOES[aim]);
	}

	/** Whether the tool that does what the user wants has done it. A write that may have happened counts. */
	private get isDone(): boolean {
		const { aim } = this.wish;
		if (aim === 'lookUp' || aim === 'times') return false;
		return this.hasDone(DOES[aim]);
	}

	private hasDone(want: Want): boolean {
		const name = chooseTool(this.tools, want)?.name;
		return this.known.steps.some(
			({ call, outcome }) =>
				call.tool === name && (outcome.kind === 'done' || outcome.kind === 'unknown'),
		);
	}

	private get wrongId(): string | undefined {
		if (this.hasFailed) return undefined;
		return { email: this.wish.email, madeUp: MADE_UP, none: undefined }[this.habits.idOf ?? 'none'];
	}

	/** The time that the user named, or the free one that is nearest to it, or the first. */
	private get start(): string | undefined {
		const { slots, refusedStarts } = this.known;
		const { at } = this.wish;
		if (at !== '' && !refusedStarts.has(at)) return at;
		const open = slots.map(({ start }) => start).filter((start) => !refusedStarts.has(start));
		if (at === '') return open[0];
		const distance = (start: string) => Math.abs(moment(start) - moment(at));
		return open.sort((one, other) => distance(one) - distance(other))[0];
	}

	private get values(): Values {
		const { wish, known } = this;
		const start = this.start;
		const end = known.slots.find((slot) => slot.start === start)?.end;
		const wasZoneRefused = known.steps.some(
			({ outcome }) => outcome.kind === 'refused' && /time zone/i.test(outcome.text),
		);
		const given = (value: string | undefined) => (value === '' ? undefined : value);
		return {
			email: given(wish.email),
			searchText: given(wish.email),
			firstName: given(wish.firstName),
			lastName: given(wish.lastName),
			noteText: given(wish.note),
			contact: given(this.wrongId ?? known.contactId),
			appointment: given(known.appointmentId),
			calendar: given(known.slots[0]?.calendarId),
			start: given(start),
			end: given(end),
			from: new Date(Date.now()).toISOString(),
			to: new Date(Date.now() + 14 * DAY_MS).toISOString(),
			zone: given(wasZoneRefused ? zoneOf(wish.zone) : wish.zone),
			question: `Shall I do this: ${wish.aim}, for ${wish.email}?`,
			title: `Call with ${wish.firstName || wish.email}`,
			count: 5,
			customFields: wish.note === '' ? undefined : wish.note,
		};
	}

	private use(want: Want): Move {
		const tool = chooseTool(this.tools, want);
		if (tool === undefined) return { text: `I have no tool to ${want.verb} a ${want.noun}.` };
		return this.call(tool, false);
	}

	private call(tool: OfferedTool, advised: boolean): Move {
		const filled = fillArguments(tool, this.values);
		if ('args' in filled) return { tool: tool.name, args: filled.args, advised };
		const { misunderstood } = filled;
		return { text: `I cannot call this tool: ${misunderstood}`, misunderstood };
	}
}

/** What the model does next in a conversation. */
export function nextMove(conversation: Conversation, habits: Habits): Move {
	return new Planner(knowledgeOf(conversation), conversation.tools, habits).next();
}
