// Resource locators for contacts, meeting requests, meeting types and directories.

import { locator } from '../../shared/locator';
import type { Field } from '../../shared/operation';
import { contactByEmail } from '../search/finders';

const EXAMPLE_ID = '65f0c1a27be4d9003c8a1f10';

/** The contact that an operation works on. */
export const contactId = locator({
	displayName: 'Contact',
	name: 'contactId',
	searchListMethod: 'searchContacts',
	find: { email: contactByEmail },
	placeholder: EXAMPLE_ID,
	idsFrom: "Contact > Get Many, by the contact's email or name",
	required: true,
});

/** The meeting request that an operation works on. */
export const meetingRequestId = locator({
	displayName: 'Meeting Request',
	name: 'meetingRequestId',
	searchListMethod: 'searchMeetingRequests',
	placeholder: '65f1d3f97be4d9003c8a2b44',
	idsFrom: 'Meeting Request > Get Many',
	required: true,
});

/** The directory that an operation works on. */
export const directoryId = locator({
	displayName: 'Directory',
	name: 'directoryId',
	searchListMethod: 'searchDirectories',
	placeholder: '3f1c9a52-7d0e-4a6b-9c55-0d2a8e4b7f10',
	idsFrom: 'Directory > Get Many',
	required: true,
});

/** A meeting type, which has a name instead of an ID. */
export const meetingType = (more: Partial<Field> = {}): Field => ({
	displayName: 'Meeting Type',
	name: 'type',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose meeting type...',
			typeOptions: { searchListMethod: 'searchMeetingTypes', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. call',
		},
	],
	...more,
});
