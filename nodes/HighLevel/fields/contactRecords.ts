// Resource locators for records that belong to a contact: tasks, notes, businesses.

import { locator } from '../../shared/locator';
import * as find from '../search/finders';

const EXAMPLE_ID = 'lJpzYrWdpkC2hX6t2yue';

/** A task of the contact in `contactId`. */
export const taskId = locator({
	displayName: 'Task',
	name: 'taskId',
	searchListMethod: 'searchTasks',
	placeholder: EXAMPLE_ID,
	idsFrom: 'Task > Get Many',
	required: true,
});

/** A note of the contact in `contactId`. The API calls it `id`, which is too vague among other fields. */
export const noteId = locator({
	displayName: 'Note',
	name: 'noteId',
	searchListMethod: 'searchNotes',
	placeholder: EXAMPLE_ID,
	idsFrom: 'Note > Get Many',
	required: true,
	send: { key: 'id' },
});

/** A business of the sub-account. */
export const businessId = locator({
	displayName: 'Business',
	name: 'businessId',
	searchListMethod: 'searchBusinesses',
	find: find.business,
	example: 'Acme Inc',
	placeholder: '63b7ec34ea409a9a8bd2a4ff',
	required: true,
});
