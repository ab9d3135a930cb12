// The event 'Field Changed'.

import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/operation';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { recordsOf, textsOf } from '../../../shared/values';
import { contactShape } from '../../records/contact';
import type { Baseline } from '../baseline';
import { readBaseline, takeBaseline } from '../baseline';
import { newestContact } from '../contactSearch';
import type { Poll, PollEvent } from '../event';
import { fingerprint, isEmpty } from '../fingerprint';
import { writeMarks } from '../marks';
import { EXAMPLE_CONTACT } from './example';

const MAX_FIELDS = 10;
/** Characters per field, of 6 bits each; one change in a billion leaves the mark the same. */
const MARK_LENGTH = 5;
const NO_VALUE = '-'.repeat(MARK_LENGTH);

/** A standard field of contacts. */
interface StandardField {
	name: string;
	value: string;
	/** Search filter: the contact has a value in this field. */
	search: IDataObject;
}

const exists = (field: string): IDataObject => ({ field, operator: 'exists' });

/** The standard fields that the search can filter by (API reference, contact search). */
const STANDARD: StandardField[] = [
	{ name: 'Address', value: 'address', search: exists('address') },
	{ name: 'Assigned User', value: 'assignedTo', search: exists('assignedTo') },
	{ name: 'City', value: 'city', search: exists('city') },
	{ name: 'Company Name', value: 'companyName', search: exists('companyName') },
	{ name: 'Country', value: 'country', search: exists('country') },
	{ name: 'Do Not Disturb', value: 'dnd', search: { field: 'dnd', operator: 'eq', value: true } },
	{ name: 'Email', value: 'email', search: exists('email') },
	{ name: 'First Name', value: 'firstName', search: exists('firstNameLowerCase') },
	{ name: 'Last Name', value: 'lastName', search: exists('lastNameLowerCase') },
	{ name: 'Phone', value: 'phone', search: exists('phone') },
	{ name: 'Postal Code', value: 'postalCode', search: exists('postalCode') },
	{ name: 'Source', value: 'source', search: exists('source') },
	{ name: 'State', value: 'state', search: exists('state') },
];

const standardFields: Field = {
	displayName: 'Fields',
	name: 'standardFields',
	type: 'multiOptions',
	default: [],
	options: STANDARD.map(({ name, value }) => ({ name, value })),
	description: 'Standard fields of contacts to watch',
};

const customFields: Field = {
	displayName: 'Custom Field Names or IDs',
	name: 'customFields',
	type: 'multiOptions',
	default: [],
	...multiOptionsFrom('getCustomFields'),
	hint: 'At most 10 fields, including those above',
};

/** A watched field. */
interface WatchedField {
	key: string;
	search: IDataObject;
	read: (contact: IDataObject) => unknown;
}

function watchedIn({ values }: Poll): WatchedField[] {
	const standard = textsOf(values.standardFields);
	return [
		...STANDARD.filter(({ value }) => standard.includes(value)).map(({ value, search }) => ({
			key: value,
			search,
			read: (contact: IDataObject) => (contact[value] === false ? undefined : contact[value]),
		})),
		...textsOf(values.customFields).map((id) => ({
			key: `customFields.${id}`,
			search: exists(`customFields.${id}`),
			read: (contact: IDataObject) =>
				recordsOf(contact.customFields).find((field) => field.id === id)?.value,
		})),
	];
}

/** A contact's mark has a part of `MARK_LENGTH` for each watched field. */
function baselineOf(poll: Poll, watched: WatchedField[]): Baseline {
	if (watched.length === 0 || watched.length > MAX_FIELDS) {
		throw poll.stop(
			watched.length === 0
				? 'No field is selected'
				: `${watched.length} fields are selected, and this event watches at most ${MAX_FIELDS}`,
			"Select up to 10 fields in 'Fields' and 'Custom Field Names or IDs'.",
		);
	}
	return {
		filters: [{ group: 'OR', filters: watched.map(({ search }) => search) }],
		markOf: (contact) => {
			const parts = watched.map(({ read }) => {
				const value = read(contact);
				return isEmpty(value) ? NO_VALUE : fingerprint(value, MARK_LENGTH);
			});
			return parts.every((part) => part === NO_VALUE) ? '' : parts.join('');
		},
		what: 'contacts with a value in one of these fields',
		instead: 'Watch fields that fewer contacts have',
	};
}

const part = (mark: string, at: number) =>
	mark.slice(at * MARK_LENGTH, (at + 1) * MARK_LENGTH) || NO_VALUE;

const valueOf = (field: WatchedField, contact: IDataObject): IDataObject => {
	const value = field.read(contact);
	return { field: field.key, value: isEmpty(value) ? null : (value as IDataObject['value']) };
};

export const fieldChanged: PollEvent = {
	name: 'Field Changed',
	value: 'fieldChanged',
	action: 'On contact field changed',
	description: 'A selected field of a contact changed or was cleared, custom fields included',
	fields: [standardFields, customFields],
	keys: ['standardFields', 'customFields'],
	notice:
		'On activation, the trigger reads the contacts that have a value in one of these fields: one call for every 500 of them, at most 20,000 contacts. After that, a poll takes one call, plus one for every 500 contacts that changed.',
	watch: async (poll, state) => {
		const watched = watchedIn(poll);
		const baseline = baselineOf(poll, watched);
		if (!state) return { items: [], state: await takeBaseline(poll, baseline) };
		const { changed, marks, stream } = await readBaseline(poll, state, baseline);
		const items = changed.map(({ contact, before, after }) => ({
			...contact,
			changedFields: watched
				.filter((_, at) => part(before, at) !== part(after, at))
				.map((field) => valueOf(field, contact)),
		}));
		return { items, state: { stream, marks: writeMarks(marks) } };
	},
	sample: async (poll) => {
		const watched = watchedIn(poll);
		const { filters } = baselineOf(poll, watched);
		const contact =
			(await newestContact(poll, 'dateUpdated', filters)) ??
			(await newestContact(poll, 'dateUpdated'));
		const shown = watched.slice(0, 1);
		return contact && { ...contact, changedFields: shown.map((one) => valueOf(one, contact)) };
	},
	example: { ...EXAMPLE_CONTACT, changedFields: [{ field: 'email', value: 'ada@example.com' }] },
	shape: contactShape,
	adds: ['changedFields'],
	source: 'Contact search: contacts that changed, compared with the fingerprints of their values',
	cursor: '`dateUpdated`, held back 5 minutes, and a fingerprint for each contact with a value',
	bound: '20,000 contacts and 10 fields; with more of them, activation and polls fail',
	calls:
		'1, plus 1 for every 500 contacts that changed in the last 10 minutes; on activation, 1 for every 500 contacts with a value',
	misses:
		'The previous value; a value that changed back between two polls. A new contact with a value counts as a change',
};
