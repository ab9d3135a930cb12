import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../../shared/expectation';
import type { Field } from '../../../shared/operation';
import { encodePart } from '../../../shared/request';
import { isRecord, recordsOf, toList } from '../../../shared/values';
import type { Poll, PollEvent } from '../event';
import {
	compare,
	forgetOldest,
	idOf,
	millisecondsOf,
	readMarks,
	refuseTooMany,
	writeMarks,
} from '../memory';
import { goneAsEmpty } from '../parts';
import { EXAMPLE_NOTE } from './example';

const MOST_CONTACTS = 50;

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

function contactsIn(poll: Poll): string[] {
	const given: unknown[] = Array.isArray(poll.values.contactIds) ? poll.values.contactIds : [];
	const ids = [...new Set(given.map(String))];
	if (ids.length <= MOST_CONTACTS) return ids;
	throw poll.stop(
		`${ids.length} contacts are named, and this event watches at most ${MOST_CONTACTS}`,
		'Name fewer contacts, or use the HighLevel Webhook Trigger: HighLevel tells it of every note.',
	);
}

/** The notes of the watched contacts, oldest first; none of a contact that is gone. */
async function readNotes(poll: Poll, contactIds: string[]): Promise<IDataObject[]> {
	const notes: IDataObject[] = [];
	for (const contactId of contactIds) {
		const answer = await poll.send(
			{ method: 'GET', path: `/contacts/${encodePart(contactId)}/notes`, query: {} },
			{
				label: 'List notes',
				scope: 'contacts.readonly',
				expects: listUnder('notes'),
				refused: goneAsEmpty,
			},
		);
		const own = recordsOf(isRecord(answer) ? answer.notes : undefined);
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
	watch: async (poll, memory) => {
		const notes = await readNotes(poll, contactsIn(poll));
		const known = readMarks(memory?.marks);
		const { differences, marks, present } = compare(known, notes, idOf, () => '');
		refuseTooMany(poll, present.size, 'notes', 'Name contacts with fewer notes.');
		// What is gone stays known while there is room: a list that once came short makes no note new.
		forgetOldest(marks, present);
		return {
			items: memory ? differences.map(({ record }) => record) : [],
			memory: { marks: writeMarks(marks) },
		};
	},
	sample: async (poll) => (await readNotes(poll, contactsIn(poll))).at(-1),
	example: EXAMPLE_NOTE,
	source: "The chosen contacts' notes, whole lists",
	cursor: 'The IDs of their notes',
	bound: '50 contacts, 20,000 notes; IDs of deleted ones are kept while there is room',
	calls: '1 for each chosen contact',
	misses: 'Notes of other contacts; notes that were deleted before the next poll',
};
