import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/operation';
import { isRecord } from '../../../shared/values';
import type { Memory, Poll, PollEvent } from '../event';
import { millisecondsOf } from '../memory';
import type { Stamp } from '../stream';
import { beginStream, newestContact, readStream } from '../stream';
import { EXAMPLE_CONTACT } from './example';

/** HighLevel writes the stamps of a new contact one after the other. */
const MAKING_MS = 1000;

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
			typeOptions: { loadOptionsMethod: 'getUsers' },
			description:
				'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
		{
			displayName: 'Tag Names or IDs',
			name: 'tags',
			type: 'multiOptions',
			default: [],
			typeOptions: { loadOptionsMethod: 'getTags' },
			description:
				'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			hint: 'Only contacts that carry at least one of these tags when they are read',
		},
	],
};

/** One of several values, as the search takes it. */
export function anyOf(field: string, values: unknown): IDataObject[] {
	const list: unknown[] = Array.isArray(values) ? values : [];
	const alternatives = list.map((value) => ({ field, operator: 'eq', value }));
	return alternatives.length > 0 ? [{ group: 'OR', filters: alternatives }] : [];
}

function chosen({ values }: Poll): IDataObject[] {
	const given = isRecord(values.filters) ? values.filters : {};
	return [...anyOf('tags', given.tags), ...anyOf('assignedTo', given.assignedTo)];
}

/** What all events of this kind share: the stream by a stamp, and what of it is kept. */
function streamed(stamp: Stamp, keep: (contact: IDataObject) => boolean) {
	return {
		fields: [filters],
		watch: async (poll: Poll, memory: Memory | undefined) => {
			if (!memory) return { items: [], memory: await beginStream(poll, stamp) };
			const read = await readStream(poll, memory, stamp, chosen(poll));
			return { items: read.contacts.filter(keep), memory: read.memory };
		},
		sample: async (poll: Poll) => await newestContact(poll, stamp, chosen(poll)),
		example: EXAMPLE_CONTACT,
		source: 'Contact search, 500 a page',
		cursor: `\`${stamp}\`, held back 5 minutes for what the search shows late`,
		bound:
			'ID and stamp of each contact that came in the last 10 minutes, or in the last two polls; a poll gives at most 10,000, the rest comes with the next',
		calls: '1, and 1 more for every 500 changes of the last 10 minutes',
	};
}

function isChange({ dateAdded, dateUpdated }: IDataObject): boolean {
	const made = millisecondsOf(dateAdded);
	const changed = millisecondsOf(dateUpdated);
	return made === undefined || changed === undefined || changed - made > MAKING_MS;
}

export const contactCreated: PollEvent = {
	name: 'Contact Created',
	value: 'contactCreated',
	action: 'On contact created',
	description: 'A contact was added, by whatever way',
	...streamed('dateAdded', () => true),
	misses:
		'Contacts that were deleted, or stopped matching the filters, before they were read; what the search shows more than 5 minutes late',
};

export const contactUpdated: PollEvent = {
	name: 'Contact Updated',
	value: 'contactUpdated',
	action: 'On contact updated',
	description: 'Anything about a contact changed, tags and Do Not Disturb included',
	...streamed('dateUpdated', isChange),
	misses:
		'What changed: several changes between two polls come as one, with the newest values. Changes within a second of the making of the contact; what the search shows more than 5 minutes late',
};
