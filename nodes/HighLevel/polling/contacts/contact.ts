// The events 'Contact Created' and 'Contact Updated'.

import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/operation';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { isRecord } from '../../../shared/values';
import { millisecondsOf } from '../../record';
import { contactShape } from '../../records/contact';
import type { Stamp } from '../contactSearch';
import { newestContact } from '../contactSearch';
import type { Poll, PollEvent, State } from '../event';
import { beginStream, readStream } from '../stream';
import { EXAMPLE_CONTACT } from './example';

/** HighLevel sets the dates of a new contact one after the other, at most this far apart. */
const CREATION_MS = 1000;

const filters: Field = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Assigned To Names or IDs',
			name: 'assignedTo',
			type: 'multiOptions',
			default: [],
			...multiOptionsFrom('getUsers'),
		},
		{
			displayName: 'Tag Names or IDs',
			name: 'tags',
			type: 'multiOptions',
			default: [],
			...multiOptionsFrom('getTags'),
			hint: 'Only contacts that have at least one of these tags',
		},
	],
};

/** A search filter: the field has any of these values. */
export function anyOf(field: string, values: unknown): IDataObject[] {
	const list: unknown[] = Array.isArray(values) ? values : [];
	const alternatives = list.map((value) => ({ field, operator: 'eq', value }));
	return alternatives.length > 0 ? [{ group: 'OR', filters: alternatives }] : [];
}

function chosenFilters({ values }: Poll): IDataObject[] {
	const given = isRecord(values.filters) ? values.filters : {};
	return [...anyOf('tags', given.tags), ...anyOf('assignedTo', given.assignedTo)];
}

/** Shared by both events: the stream by a date, filtered by `keep`. */
function streamed(stamp: Stamp, keep: (contact: IDataObject) => boolean) {
	return {
		fields: [filters],
		watch: async (poll: Poll, state: State | undefined) => {
			if (!state) return { items: [], state: await beginStream(poll, stamp) };
			const read = await readStream(poll, state, stamp, chosenFilters(poll));
			return { items: read.contacts.filter(keep), state: read.state };
		},
		sample: async (poll: Poll) => await newestContact(poll, stamp, chosenFilters(poll)),
		example: EXAMPLE_CONTACT,
		shape: contactShape,
		source: 'Contact search, 500 per page',
		cursor: `\`${stamp}\`, held back 5 minutes for contacts that the search shows late`,
		bound:
			'ID and date of each contact of the last 10 minutes, or of the last two polls. A poll emits at most 10,000; the next one emits the rest',
		calls: '1, plus 1 for every 500 changes of the last 10 minutes',
	};
}

/** Whether a contact changed after it was created. */
function isChange({ dateAdded, dateUpdated }: IDataObject): boolean {
	const added = millisecondsOf(dateAdded);
	const updated = millisecondsOf(dateUpdated);
	return added === undefined || updated === undefined || updated - added > CREATION_MS;
}

export const contactCreated: PollEvent = {
	name: 'Contact Created',
	value: 'contactCreated',
	action: 'On contact created',
	description: 'A contact was created',
	...streamed('dateAdded', () => true),
	misses:
		'Contacts deleted, or no longer matching the filters, before the next poll; contacts that the search shows more than 5 minutes late',
};

export const contactUpdated: PollEvent = {
	name: 'Contact Updated',
	value: 'contactUpdated',
	action: 'On contact updated',
	description: 'Anything about a contact changed, tags and Do Not Disturb included',
	...streamed('dateUpdated', isChange),
	misses:
		'What changed: several changes between two polls are emitted as one, with the newest values. Changes within a second of the creation; changes that the search shows more than 5 minutes late',
};
