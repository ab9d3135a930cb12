// Sample data for the contact events, for accounts without real records.

import type { IDataObject } from 'n8n-workflow';

/** Sample data: a contact, in the form in which the contact search returns contacts. */
export const EXAMPLE_CONTACT: IDataObject = {
	id: 've9EPM428h8vShlRW1KT',
	locationId: 'C2QujeCh8ZnC7al2InWR',
	contactName: 'ada example',
	firstName: 'Ada',
	lastName: 'Example',
	companyName: null,
	email: 'ada@example.com',
	phone: '+12025550143',
	address: null,
	city: null,
	state: null,
	postalCode: null,
	country: 'US',
	website: null,
	timezone: null,
	source: null,
	assignedTo: null,
	dateOfBirth: null,
	dnd: false,
	tags: ['customer'],
	customFields: [],
	followers: [],
	additionalEmails: [],
	additionalPhones: [],
	dateAdded: '2026-01-15T09:30:00.000Z',
	dateUpdated: '2026-01-16T11:00:00.000Z',
};

/** Sample data: a task, in the form in which the task search returns tasks. */
export const EXAMPLE_TASK: IDataObject = {
	id: 'sx6wyHhbFdRXh302Lunr',
	title: 'Call Ada',
	body: 'Ask about the offer',
	dueDate: '2026-01-20T15:00:00.000Z',
	completed: false,
	contactId: 've9EPM428h8vShlRW1KT',
};

/** Sample data: a note. */
export const EXAMPLE_NOTE: IDataObject = {
	id: 'gH3mB9xQ2kPzWv7LtY5c',
	body: '<p>Prefers mornings</p>',
	bodyText: 'Prefers mornings',
	contactId: 've9EPM428h8vShlRW1KT',
	dateAdded: '2026-01-16T11:00:00.000Z',
};
