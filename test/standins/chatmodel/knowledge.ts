/** What the model has learned: from the user's message, and from what tools answered since. Nothing else. */
import { text } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Conversation, ToolCall } from './conversation';
import { answeredCalls, lastUserText } from './conversation';
import type { Outcome } from './outcome';
import { readOutcome } from './outcome';
import type { Wish } from './wish';
import { readWish } from './wish';

export interface Slot {
	start: string;
	end: string;
	calendarId: string;
}

/** A call with what came of it. */
export interface Step {
	call: ToolCall;
	outcome: Outcome;
}

export interface Knowledge {
	wish: Wish;
	steps: Step[];
	contactId: string;
	/** The appointment that the user speaks of. */
	appointmentId: string;
	/** As they were listed last. */
	slots: Slot[];
	/** Whether slots, contacts and appointments were looked for. */
	lookedFor: Set<'contact' | 'appointment' | 'slot'>;
	/** The starts at which a booking was refused. */
	refusedStarts: Set<string>;
}

/** The moment of a time, whatever its offset. */
export const moment = (time: string): number => Date.parse(time);

function isContact(record: JsonObject, { email }: Wish): boolean {
	return (
		typeof record.id === 'string' &&
		typeof record.email === 'string' &&
		record.email.toLowerCase() === email.toLowerCase()
	);
}

function isAppointment(record: JsonObject): boolean {
	return typeof record.id === 'string' && ('appointmentStatus' in record || 'startTime' in record);
}

const isSlot = (record: JsonObject) =>
	typeof record.start === 'string' && typeof record.calendarId === 'string' && !('id' in record);

function learn(known: Knowledge, records: JsonObject[]): void {
	const contact = records.find((one) => isContact(one, known.wish));
	if (contact) {
		known.contactId = text(contact, 'id') ?? '';
		known.lookedFor.add('contact');
	}
	const slots = records.filter(isSlot);
	if (slots.length > 0) {
		known.lookedFor.add('slot');
		known.slots = slots.map((one) => ({
			start: text(one, 'start') ?? '',
			end: text(one, 'end') ?? '',
			calendarId: text(one, 'calendarId') ?? '',
		}));
	}
	const appointments = records.filter(isAppointment);
	if (appointments.length > 0) {
		known.lookedFor.add('appointment');
		const open = appointments.find(({ appointmentStatus }) => appointmentStatus !== 'cancelled');
		known.appointmentId = open === undefined ? '' : (text(open, 'id') ?? '');
	}
}

/** Times that a call was made with. */
const timesIn = (args: JsonObject): string[] =>
	JSON.stringify(args).match(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g) ?? [];

/** Everything that the conversation tells. */
export function knowledgeOf(conversation: Conversation): Knowledge {
	const known: Knowledge = {
		wish: readWish(lastUserText(conversation)),
		steps: [],
		contactId: '',
		appointmentId: '',
		slots: [],
		lookedFor: new Set(),
		refusedStarts: new Set(),
	};
	for (const { call, text: answer } of answeredCalls(conversation)) {
		const outcome = readOutcome(answer);
		known.steps.push({ call, outcome });
		if (outcome.kind === 'done') learn(known, outcome.records);
		if (outcome.kind === 'refused') {
			for (const time of timesIn(call.args)) known.refusedStarts.add(time);
		}
	}
	return known;
}
