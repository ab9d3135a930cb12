// The event 'Note Added'.

import type { IDataObject } from 'n8n-workflow';

import { toList } from '../../../shared/convert';
import { listUnder } from '../../../shared/expectation';
import type { Field } from '../../../shared/operation';
import { encodePart } from '../../../shared/url';
import { recordsAt, textsOf } from '../../../shared/values';
import { idOf, millisecondsOf } from '../../record';
import { findNew, refuseTooMany } from '../compare';
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
	description: 'The contacts whose notes are watched',
	hint: 'IDs separated by commas, at most 50; each contact costs one call a poll',
	send: { as: toList },
};

function contactIdsIn(poll: Poll): string[] {
	const ids = [...new Set(textsOf(poll.values.contactIds))];
	if (ids.length <= MAX_CONTACTS) return ids;
	throw poll.stop(
		`${ids.length} contacts are named, and this event watches at most ${MAX_CONTACTS}`,
		'Name fewer contacts, or use the HighLevel Webhook Trigger: HighLevel tells it of every note.',
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
	action: 'On note added to a chosen contact',
	description: 'One of the chosen contacts got a note',
	fields: [notedContacts],
	keys: ['contactIds'],
	watch: async (poll, state) => {
		const notes = await readNotes(poll, contactIdsIn(poll));
		const count = new Set(notes.map(idOf)).size;
		refuseTooMany(poll, count, 'notes', 'Name contacts with fewer notes.');
		return findNew(state, notes);
	},
	sample: async (poll) => (await readNotes(poll, contactIdsIn(poll))).at(-1),
	example: EXAMPLE_NOTE,
	source: "The chosen contacts' notes, whole lists",
	cursor: 'The IDs of their notes',
	bound: '50 contacts, 20,000 notes; IDs of deleted ones are kept while there is room',
	calls: '1 for each chosen contact',
	misses: 'Notes of other contacts; notes that were deleted before the next poll',
};
