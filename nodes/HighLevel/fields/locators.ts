// Resource locators for contacts, calendars and users.

import { locator } from '../../shared/locator';
import * as find from '../search/finders';

const EXAMPLE_ID = 've9EPM428h8vShlRW1KT';
const APP = 'https://app.gohighlevel.com/v2/location/abc';

/** The contact that an operation works on. */
export const contactId = locator({
	displayName: 'Contact',
	name: 'contactId',
	searchListMethod: 'searchContacts',
	find: find.contact,
	placeholder: EXAMPLE_ID,
	idsFrom: "Contact > Get Many, by the contact's email, phone or name",
	url: {
		placeholder: `${APP}/contacts/detail/${EXAMPLE_ID}`,
		regex: '^https?://[^/]+/(?:[^/?#]+/)*contacts/detail/([0-9A-Za-z]+)(?:[/?#].*)?$',
	},
	required: true,
});

/** The calendar that an operation works on. */
export const calendarId = locator({
	displayName: 'Calendar',
	name: 'calendarId',
	searchListMethod: 'searchCalendars',
	find: find.calendar,
	example: 'Discovery Call',
	placeholder: EXAMPLE_ID,
	idsFrom: 'Calendar > Get Many',
	required: true,
});

/** A user of the sub-account; the operation chooses the field's name and title. */
export const user = (displayName: string, name: string, description?: string) =>
	locator({
		displayName,
		name,
		kind: 'user',
		searchListMethod: 'searchUsers',
		find: find.user,
		example: 'Ada Lovelace',
		placeholder: EXAMPLE_ID,
		...(description ? { description } : {}),
	});
