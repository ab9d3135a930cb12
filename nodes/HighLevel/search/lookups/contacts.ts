// The lists of contacts, their tasks and their notes.

import { searchAfter } from '../../../shared/pagination';
import { isRecord, trimmedText } from '../../../shared/values';
import { idOf } from '../../record';
import { MAX_SEARCH_LENGTH } from '../../searchLength';
import type { Lookup } from '../lookup';
import { nameWith, noteEntry } from './entries';
import { underContact } from './requests';

const APP = 'https://app.gohighlevel.com/v2/location';

export const contacts: Lookup = {
	label: 'List contacts',
	scope: 'contacts.readonly',
	requests: ({ location }) => [
		{
			method: 'POST',
			path: '/contacts/search',
			query: {},
			body: { locationId: location, sort: [{ field: 'dateAdded', direction: 'desc' }] },
		},
	],
	unwrap: 'contacts',
	paginate: searchAfter,
	search: (parts, text) => ({
		...parts,
		body: {
			...(isRecord(parts.body) ? parts.body : {}),
			query: text.slice(0, MAX_SEARCH_LENGTH),
		},
	}),
	entry: (contact, { location }) => ({
		name: nameWith(trimmedText(contact.email) || trimmedText(contact.phone), contact),
		value: idOf(contact),
		url: `${APP}/${encodeURIComponent(location)}/contacts/detail/${encodeURIComponent(idOf(contact))}`,
	}),
};

/** The tasks of the chosen contact. */
export const tasks: Lookup = {
	label: 'List tasks of the contact',
	scope: 'contacts.readonly',
	requests: underContact('tasks'),
	unwrap: 'tasks',
	entry: (task) => {
		const day = trimmedText(task.dueDate).slice(0, 10);
		const title = trimmedText(task.title) || idOf(task);
		const name = day ? `${day} · ${title}` : title;
		return { name: task.completed === true ? `${name} (done)` : name, value: idOf(task) };
	},
};

/** The notes of the chosen contact. */
export const notes: Lookup = {
	label: 'List notes of the contact',
	scope: 'contacts.readonly',
	requests: underContact('notes'),
	unwrap: 'notes',
	entry: noteEntry,
};
