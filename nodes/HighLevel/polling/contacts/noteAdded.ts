// The event 'Note Added'.

import type { IDataObject } from 'n8n-workflow';

import { toList } from '../../../shared/convert';
import { listUnder } from '../../../shared/expectation';
import type { Field } from '../../../shared/operation';
import { encodePart } from '../../../shared/url';
import { recordsAt, textsOf } from '../../../shared/values';
import { idOf, millisecondsOf } from '../../record';
import { findNew, orWebhooks, refuseTooMany } from '../compare';
import type { Poll, PollEvent } from '../event';
import { notFoundAsResponse } from '../notFound';
import { EXAMPLE_NOTE } from './example';

const MAX_CONTACTS = 50;

const notedContacts: Field = {
	displayName: 'Contact IDs',
	name: 'contactIds',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. ve9EPM428h8vShlRW1KT, sx6wyHhbFdRXh302Lunr',
	description: 'The contacts whose notes to watch',
	hint: 'At most 50 IDs, separated by commas. Each costs one call per poll.',
	send: { as: toList },
};

function contactIdsIn(poll: Poll): string[] {
	const ids = [...new Set(textsOf(poll.values.contactIds))];
	if (ids.length <= MAX_CONTACTS) return ids;
	throw poll.stop(
		`${ids.length} contacts are given, and this event watches at most ${MAX_CONTACTS}`,
		'Enter fewer contacts, or use the HighLevel Webhook Trigger, which receives the notes of all contacts.',
	);
}

/** The notes of the watched contacts, oldest first; none for a contact that no longer exists. */
async function readNotes(poll: Poll, contactIds: string[]): Promise<IDataObject[]> {
	const notes: IDataObject[] = [];
	for (const contactId of contactIds) {
		const response = await poll.send(
			{ method: 'GET', path: `/contacts/${encodePart(contactId)}/notes`, query: {} },
			{
				label: 'List notes',
				scope: 'contacts.readonly',
				expects: listUnder('notes'),
				onRefusal: notFoundAsResponse,
			},
		);
		const own = recordsAt(response, 'notes');
		notes.push(...own.map((note) => ({ ...note, contactId: note.contactId ?? contactId })));
	}
	const at = (note: IDataObject) => millisecondsOf(note.dateAdded) ?? 0;
	return notes.sort((a, b) => at(a) - at(b));
}

export const noteAdded: PollEvent = {
	name: 'Note Added',
	value: 'noteAdded',
	action: 'On note added to a selected contact',
	description: 'A note was added to one of the selected contacts',
	fields: [notedContacts],
	keys: ['contactIds'],
	watch: async (poll, state) => {
		const notes = await readNotes(poll, contactIdsIn(poll));
		const count = new Set(notes.map(idOf)).size;
		refuseTooMany(poll, count, 'notes', orWebhooks('Enter contacts with fewer notes'));
		return findNew(state, notes);
	},
	sample: async (poll) => (await readNotes(poll, contactIdsIn(poll))).at(-1),
	example: EXAMPLE_NOTE,
	source: 'All notes of the selected contacts',
	cursor: 'The IDs of their notes',
	bound: '50 contacts and 20,000 notes; IDs of deleted notes are kept while there is room',
	calls: '1 for each selected contact',
	misses: 'Notes of other contacts; notes deleted before the next poll',
};
