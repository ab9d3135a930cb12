// The operations of the resource 'Contact'.

import { offSwitch } from '../../shared/builders';
import type { Resource } from '../../shared/operation';
import { wholeList } from '../../shared/pagination';
import { isAbsent, pickKeys } from '../../shared/values';
import { SIMPLE_CONTACT } from '../contacts';
import { CHANGED, CONTACT, COUNT, countIn, CREATED, listOrUnder, UNWRAP } from '../expected';
import { changes, filters, newDetails } from '../fields/contact';
import { emailField } from '../fields/emails';
import { contactId } from '../fields/locators';
import { createContact, updateContact, upsertContact } from './contactWrite';

const insights = offSwitch(
	'Include Insights',
	'insights',
	'Whether to add what CalendarHero knows about the person, such as jobs and profiles',
);

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	description: "An entry of the user's address book",
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many contacts',
			description: 'Retrieve contacts by a search or by a group, such as the recent ones',
			request: 'GET /contact',
			scope: '',
			optional: filters,
			paginate: wholeList,
			unwrap: UNWRAP.contacts,
			expects: listOrUnder(UNWRAP.contacts),
			simple: SIMPLE_CONTACT,
			check: (item) => {
				if (isAbsent(item.values.search) || isAbsent(item.values.filter)) return;
				throw item.refuse("'Search Text' and 'Contact Group' cannot be combined");
			},
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a contact',
			description: 'Retrieve a contact by its ID or email',
			request: 'GET /contact/{contactId}',
			scope: '',
			fields: [contactId],
			options: [{ ...insights, send: { in: 'values' } }],
			unwrap: ['contact', 'data'],
			expects: CONTACT,
			simple: SIMPLE_CONTACT,
			prepare: (request, { values }) => ({
				...request,
				query: { basic: values.insights !== true },
			}),
			output: (record, { simple, values }) => {
				if (!simple || values.insights !== true) return record;
				const known: readonly string[] = SIMPLE_CONTACT;
				const others = Object.keys(record).filter((key) => !known.includes(key));
				return { ...record, insights: pickKeys(record, others) };
			},
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create a contact',
			description: 'Create a contact, even if there is already one with this email',
			request: 'POST /contact',
			scope: '',
			fields: [emailField({ required: true })],
			optional: newDetails,
			expects: CREATED,
			orderedBy: ['email'],
			run: createContact,
		},
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update a contact',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
			request: 'POST /contact',
			scope: '',
			fields: [emailField({ required: true })],
			optional: newDetails,
			expects: CREATED,
			orderedBy: ['email'],
			simple: [...SIMPLE_CONTACT, 'new'],
			run: upsertContact,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a contact',
			description: 'Change only the given fields of a contact',
			request: 'PUT /contact/{contactId}',
			scope: '',
			fields: [contactId],
			optional: changes,
			expects: CHANGED,
			repeatable: true,
			simple: SIMPLE_CONTACT,
			run: updateContact,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a contact',
			description: 'Delete a contact permanently',
			request: 'DELETE /contact/{contactId}',
			scope: '',
			fields: [contactId],
			expects: CHANGED,
			repeatable: true,
		},
		{
			name: 'Count',
			value: 'count',
			action: 'Count the contacts',
			description: 'Retrieve the number of contacts',
			request: 'GET /contact/count',
			scope: '',
			expects: COUNT,
			run: async (item) => ({ count: countIn(await item.send(item.request)) ?? null }),
		},
	],
};
