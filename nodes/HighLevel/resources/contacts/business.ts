// The operations of the resource 'Business' of contacts.

import type { IDataObject } from 'n8n-workflow';

import { textsUnder } from '../../../shared/expectation';
import type { Bundle, ItemContext, Resource } from '../../../shared/operation';
import { byOffset } from '../../../shared/pagination';
import { isRecord, textsOf } from '../../../shared/values';
import { contactIds, idsOf, refusedContact } from '../../fields/contactIds';
import { businessId } from '../../fields/contactRecords';
import { addFieldNames } from '../../fields/customFieldNames';
import { query } from '../../fields/search';
import { contactOutput, SIMPLE_CONTACT } from './contactRecord';

const WRITE = 'contacts.write';
/** A constant for the same reason as `GET_MANY` of `getMany.ts`. */
const GET_CONTACTS = 'getContacts';
/** Limits from the OpenAPI files: `ids` of `POST /contacts/bulk/business`, `limit` of `GET /contacts/business/{businessId}`. */
const IDS_PER_CALL = 50;
const PAGE_SIZE = 100;

/** Moves contacts into a business, or out of theirs if it is null. */
const setBusiness = (business: (item: ItemContext) => IDataObject[string]): Bundle => ({
	size: IDS_PER_CALL,
	ids: idsOf,
	request: (ids, item) => {
		const { body, ...rest } = item.request;
		const given = isRecord(body) ? body : {};
		return { ...rest, body: { ...given, businessId: business(item), ids } };
	},
	results: (ids, response, item) => {
		const changed = new Set(textsOf(response.ids));
		return ids.map((id) =>
			changed.has(id)
				? { contactId: id, businessId: business(item) }
				: refusedContact(id, 'HighLevel did not change this contact'),
		);
	},
	refused: refusedContact,
});

/** Companies that contacts belong to (OpenAPI: contacts-v3.json, business and bulk). */
export const contactBusiness: Resource = {
	name: 'Business',
	value: 'business',
	description: 'Companies that contacts belong to',
	initial: GET_CONTACTS,
	operations: [
		{
			name: 'Add Contacts',
			value: 'addContacts',
			action: 'Add contacts to a business',
			description:
				'Add contacts to a business, up to 50 per call, with one result for each contact',
			request: 'POST /contacts/bulk/business',
			scope: WRITE,
			location: 'body',
			fields: [businessId, contactIds],
			repeatable: true,
			expects: textsUnder('ids'),
			bundle: setBusiness(({ values }) => values.businessId),
		},
		{
			name: 'Get Contacts',
			value: GET_CONTACTS,
			action: 'Get many contacts of a business',
			description: 'Retrieve many contacts of a business',
			request: 'GET /contacts/business/{businessId}',
			scope: 'contacts.readonly',
			location: 'query',
			fields: [businessId],
			optional: [query],
			options: [addFieldNames],
			paginate: byOffset('skip', PAGE_SIZE),
			unwrap: ['contacts'],
			simple: SIMPLE_CONTACT,
			output: contactOutput,
		},
		{
			name: 'Remove Contacts',
			value: 'removeContacts',
			action: 'Remove contacts from their businesses',
			description:
				'Remove contacts from the business that they belong to, with one result for each contact',
			request: 'POST /contacts/bulk/business',
			scope: WRITE,
			location: 'body',
			fields: [contactIds],
			repeatable: true,
			expects: textsUnder('ids'),
			bundle: setBusiness(() => null),
		},
	],
};
