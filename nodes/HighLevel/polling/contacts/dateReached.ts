// The event 'Date Field Reached'.

import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { toWholeNumber } from '../../../shared/convert';
import { toTimeZone } from '../../../shared/convertTime';
import type { Field } from '../../../shared/operation';
import { optionsFrom } from '../../../shared/standardFields';
import { ValueError } from '../../../shared/valueErrors';
import { recordsOf, textOf } from '../../../shared/values';
import { contactShape } from '../../records/contact';
import type { Baseline } from '../baseline';
import { readBaseline, takeBaseline } from '../baseline';
import { contactsById, newestContact } from '../contactSearch';
import type { Poll, PollEvent } from '../event';
import type { Marks } from '../marks';
import { writeMarks } from '../marks';
import type { ReachedDay } from './daysBetween';
import { daysBetween } from './daysBetween';
import { EXAMPLE_CONTACT } from './example';

const BIRTHDAY = 'dateOfBirth';
/** If n8n's clock goes back by more than this, it was wrong before. */
const MAX_SET_BACK_MS = 48 * 3_600_000;

const dateField: Field = {
	displayName: 'Date Field Name or ID',
	name: 'dateField',
	type: 'options',
	required: true,
	default: '',
	...optionsFrom('getDateFields'),
};

const everyYear: Field = {
	displayName: 'Every Year',
	name: 'everyYear',
	type: 'boolean',
	default: true,
	description:
		'Whether the date recurs every year, as a birthday does. February 29 counts as February 28 in other years.',
};

const daysBefore: Field = {
	displayName: 'Days Before',
	name: 'daysBefore',
	type: 'number',
	typeOptions: { minValue: -365, maxValue: 365 },
	default: 0,
	description:
		'How many days before the date to start the workflow. A negative number means days after it.',
	send: { as: toWholeNumber(-365, 365) },
};

const timeOfDay: Field = {
	displayName: 'Time of Day',
	name: 'timeOfDay',
	type: 'string',
	required: true,
	default: '09:00',
	placeholder: 'e.g. 09:00',
	description: 'When to start the workflow on that day, as hours and minutes of a 24-hour clock',
	send: {
		as: (value) => {
			const text = textOf(value).trim();
			if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) {
				throw new ValueError('is not a time such as 09:00');
			}
			return text;
		},
	},
};

const dateZone: Field = {
	displayName: 'Time Zone Name or ID',
	name: 'dateZone',
	type: 'options',
	default: '',
	...optionsFrom('getTimezonesOrDefault'),
	hint: "Time zone of the time above. If empty, it is the workflow's time zone.",
	send: { as: toTimeZone },
};

/** @returns the calendar day of a contact's value, as YYYYMMDD; '' if it has none */
function dayOf(value: unknown): string {
	// HighLevel sends a date as text, as ISO 8601 at midnight UTC, or as milliseconds.
	const date =
		typeof value === 'number'
			? DateTime.fromMillis(value, { zone: 'utc' })
			: DateTime.fromISO(textOf(value).trim().slice(0, 10), { zone: 'utc' });
	return date.isValid ? date.toFormat('yyyyLLdd') : '';
}

function readDay(contact: IDataObject, field: string): string {
	if (field === BIRTHDAY) return dayOf(contact.dateOfBirth);
	return dayOf(recordsOf(contact.customFields).find(({ id }) => id === field)?.value);
}

function baselineOf({ values }: Poll): Baseline {
	const field = textOf(values.dateField);
	return {
		// The search cannot filter by date of birth, so all contacts are read for it.
		filters: field === BIRTHDAY ? [] : [{ field: `customFields.${field}`, operator: 'exists' }],
		markOf: (contact) => readDay(contact, field),
		what: 'contacts with this date',
		instead: 'Watch a date that fewer contacts have',
	};
}

function settingsOf({ values, zone }: Poll) {
	return {
		zone: textOf(values.dateZone) || zone,
		time: textOf(values.timeOfDay),
		before: Number(values.daysBefore ?? 0),
		yearly: values.everyYear === true,
	};
}

/** Clock changes must not fire a date twice or skip a year. */
function advance(until: number, now: number): number {
	return until - now > MAX_SET_BACK_MS ? now : Math.max(until, now);
}

const iso = (day: string) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;

/** The contacts whose date is reached on these days, in their current state; forgets those that no longer exist. */
async function reachedOn(poll: Poll, days: ReachedDay[], marks: Marks): Promise<IDataObject[]> {
	const entries = days.flatMap(({ day, matches }) =>
		[...marks].filter(([, mark]) => matches(mark)).map(([id, mark]) => ({ id, mark, day })),
	);
	const contacts = await contactsById(poll, [...new Set(entries.map(({ id }) => id))]);
	return entries.flatMap(({ id, mark, day }) => {
		const contact = contacts.get(id);
		if (!contact) {
			marks.delete(id);
			return [];
		}
		return [{ ...contact, reachedDate: iso(day), fieldDate: iso(mark) }];
	});
}

export const dateReached: PollEvent = {
	name: 'Date Field Reached',
	value: 'dateReached',
	action: 'On date field reached',
	description: 'The day in a date field, such as a birthday, was reached or is some days away',
	fields: [dateField, everyYear, daysBefore, timeOfDay, dateZone],
	keys: ['dateField'],
	notice:
		'On activation, the trigger reads the contacts that have this date (for the date of birth, all contacts): one call for every 500 of them. It remembers at most 20,000 dates. After that, a poll takes one call, plus one for every 500 contacts that changed.',
	watch: async (poll, state) => {
		const baseline = baselineOf(poll);
		if (!state) {
			const taken = await takeBaseline(poll, baseline);
			return { items: [], state: { ...taken, until: poll.now } };
		}
		const { marks, stream } = await readBaseline(poll, state, baseline);
		const days = daysBetween(Number(state.until), poll.now, settingsOf(poll));
		const items = await reachedOn(poll, days, marks);
		const until = advance(Number(state.until), poll.now);
		return { items, state: { stream, marks: writeMarks(marks), until } };
	},
	sample: async (poll) => {
		const field = textOf(poll.values.dateField);
		const { filters } = baselineOf(poll);
		const contact = await newestContact(poll, 'dateUpdated', filters);
		if (!contact) return undefined;
		const day = readDay(contact, field);
		const today = DateTime.fromMillis(poll.now, { zone: settingsOf(poll).zone }).toISODate();
		return { ...contact, reachedDate: today, fieldDate: day === '' ? null : iso(day) };
	},
	example: {
		...EXAMPLE_CONTACT,
		dateOfBirth: '1990-01-16T00:00:00.000Z',
		reachedDate: '2026-01-16',
		fieldDate: '1990-01-16',
	},
	shape: contactShape,
	adds: ['reachedDate', 'fieldDate'],
	source: 'Contact search: contacts that changed; the remembered dates',
	cursor: "`dateUpdated`, held back 5 minutes; the date of each contact that has one; n8n's clock",
	bound: '20,000 contacts with the date; with more of them, activation and polls fail',
	calls:
		'1, plus 1 for every 500 contacts that changed in the last 10 minutes and for every 100 whose date is reached; on activation, 1 for every 500 contacts with the date (date of birth: of all contacts)',
	misses: 'Dates set after they had passed; dates of birth without a year',
};
