// The operations of the resource 'Contact'.

import type { Field, ItemContext, Resource } from '../../../shared/operation';
import { nextCursor, startAfter } from '../../../shared/pagination';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { isAbsent, isRecord } from '../../../shared/values';
import { DUPLICATE } from '../../expected';
import { details, detailsOfNew, email, firstName, lastName, phone } from '../../fields/contact';
import { addFieldNames } from '../../fields/customFieldNames';
import { customFields } from '../../fields/customFields';
import { contactId } from '../../fields/locators';
import { inNewNodes, inVersion1 } from '../../fields/nodeVersion';
import { conditions, filtersJson, match, query, sort } from '../../fields/search';
import { combineFilters } from '../../fields/searchFilters';
import { tagChange, tagChangeInVersion1, tagsOfNew, tagsOfNewInVersion1 } from '../../fields/tags';
import { contactSearch } from '../../ranges';
import { GET_MANY } from '../getMany';
import {
	clearContactFields,
	prepareChange,
	prepareNew,
	refuseNameless,
	refuseUnidentified,
} from './contactBody';
import { contactOutput, SIMPLE_CONTACT } from './contactRecord';
import {
	createContact,
	findOrCreateContact,
	ifExists,
	isRepeatableUpsert,
	updateContact,
	upsertContact,
} from './contactWrite';

/** Write responses also show whether the contact is new. */
const SIMPLE_WRITTEN = [...SIMPLE_CONTACT, 'new'] as const;
const SIMPLE_DUPLICATE = ['found', 'matchingField', ...SIMPLE_CONTACT] as const;

const WRITE = 'contacts.write';
const READ = 'contacts.readonly';

const clearCustomFields: Field = {
	displayName: 'Clear Field Names or IDs',
	name: 'clearCustomFields',
	type: 'multiOptions',
	default: [],
	...multiOptionsFrom('getCustomFields', 'Custom fields to clear.'),
	send: { in: 'values' },
};

/** What a model is told that found no contact. */
const NONE =
	'Ask the user whether the value is right, look for less of it with Contact > Get Many, or create the contact with Contact > Find or Create.';

/** A model gets the same as from an empty list. */
const notFound = ({ isTool }: ItemContext) => (isTool ? [] : { found: false });

/** HighLevel API documentation, issue 337. */
const secondaryEmailNotice: Field = {
	displayName:
		"If Email is a contact's secondary email, HighLevel makes it the primary one, and the old primary email is lost. To avoid this, use Find or Create, or Look Up and then Update.",
	name: 'secondaryEmailNotice',
	type: 'notice',
	default: '',
	send: false,
};

const identity = [firstName, lastName, email, phone];

/** People and companies of the sub-account (OpenAPI: contacts-v3.json, contacts.json). */
export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a contact',
			description: 'Create a new contact',
			request: 'POST /contacts/',
			scope: WRITE,
			location: 'body',
			fields: [...identity, ifExists, customFields, ...tagsOfNew],
			optional: [...details, ...detailsOfNew, ...tagsOfNewInVersion1],
			options: [addFieldNames],
			unwrap: ['contact'],
			orderedBy: ['email', 'phone'],
			simple: SIMPLE_WRITTEN,
			check: refuseNameless,
			prepare: prepareNew,
			run: createContact,
			output: contactOutput,
		},
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update a contact',
			description: 'Create a new contact, or update the current one if it already exists (upsert)',
			request: 'POST /contacts/upsert',
			scope: WRITE,
			location: 'body',
			fields: [
				secondaryEmailNotice,
				firstName,
				lastName,
				{
					...email,
					description:
						"A contact's secondary email becomes its primary one, and the old primary one is lost",
				},
				{
					...phone,
					description:
						"Include the country code, for example +15551234567. If the email and the phone belong to two contacts, HighLevel updates the one that the sub-account's duplicate setting looks for first, and ignores the other value.",
				},
				customFields,
				...tagChange,
			],
			optional: [
				...details,
				...detailsOfNew,
				tagChangeInVersion1,
				{
					displayName: 'Create Duplicate if Allowed',
					name: 'createNewIfDuplicateAllowed',
					type: 'boolean',
					default: false,
					description:
						'Whether to create another contact instead of updating, if the sub-account allows duplicates',
				},
			],
			options: [addFieldNames],
			unwrap: ['contact'],
			repeatable: isRepeatableUpsert,
			changes: ['new'],
			orderedBy: ['email', 'phone'],
			simple: SIMPLE_WRITTEN,
			check: refuseUnidentified,
			prepare: prepareChange,
			run: upsertContact,
			output: contactOutput,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a contact',
			description: 'Delete a contact permanently',
			request: 'DELETE /contacts/{contactId}',
			scope: WRITE,
			fields: [contactId],
			repeatable: true,
		},
		{
			name: 'Find Duplicate',
			value: 'findDuplicate',
			action: 'Find the contact that a new one would duplicate',
			description:
				"Find the contact with this email or phone, using the sub-account's duplicate setting",
			request: 'GET /contacts/search/duplicate',
			scope: READ,
			location: 'query',
			fields: [email, { ...phone, send: { ...phone.send, key: 'number' } }],
			options: [addFieldNames],
			expects: DUPLICATE,
			simple: SIMPLE_DUPLICATE,
			check: refuseUnidentified,
			run: async (item) => {
				const response = await item.send(item.request);
				const { contact: found, matchingField = null } = isRecord(response) ? response : {};
				return isRecord(found) && !isAbsent(found)
					? { found: true, matchingField, ...found }
					: notFound(item);
			},
			ifNone: NONE,
			output: async (record, item) => {
				const { found, matchingField, ...person } = record;
				return found === true
					? { found, matchingField, ...(await contactOutput(person, item)) }
					: { found: false };
			},
		},
		{
			name: 'Find or Create',
			value: 'findOrCreate',
			action: 'Find or create a contact',
			description: 'Find the contact with this email or phone and leave it unchanged, or create it',
			request: 'POST /contacts/',
			scope: WRITE,
			location: 'body',
			fields: [...identity, customFields, ...tagsOfNew],
			optional: [...details, ...detailsOfNew, ...tagsOfNewInVersion1],
			options: [addFieldNames],
			unwrap: ['contact'],
			orderedBy: ['email', 'phone'],
			simple: SIMPLE_WRITTEN,
			check: refuseUnidentified,
			prepare: prepareNew,
			run: findOrCreateContact,
			output: contactOutput,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a contact by its ID or email',
			description: 'Retrieve one contact by its ID, email or phone',
			request: 'GET /contacts/{contactId}',
			scope: READ,
			fields: [contactId],
			options: [addFieldNames],
			unwrap: ['contact'],
			simple: SIMPLE_CONTACT,
			output: contactOutput,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many contacts by search text or conditions',
			description: 'Retrieve many contacts, filtered and sorted',
			request: 'POST /contacts/search',
			scope: READ,
			location: 'body',
			fields: [conditions, match].map(inNewNodes),
			optional: [inVersion1(conditions), filtersJson, inVersion1(match), query, sort],
			options: [addFieldNames],
			paginate: contactSearch,
			unwrap: ['contacts'],
			ifNone: NONE,
			simple: SIMPLE_CONTACT,
			prepare: (request, item) => {
				const filters = combineFilters(item.values);
				if (filters.length === 0 || !isRecord(request.body)) return request;
				return { ...request, body: { ...request.body, filters } };
			},
			output: contactOutput,
		},
		{
			name: 'Get Many (Superseded)',
			value: 'getAllLegacy',
			action: 'Get many contacts with the superseded list',
			description:
				"Retrieve many contacts through HighLevel's older list, which Get Many has replaced",
			request: 'GET /contacts/',
			scope: READ,
			versions: ['2021'],
			location: 'query',
			optional: [query],
			options: [addFieldNames],
			paginate: startAfter(100),
			unwrap: ['contacts'],
			simple: SIMPLE_CONTACT,
			output: contactOutput,
		},
		{
			name: 'Look Up',
			value: 'lookup',
			action: 'Look up contacts by email or phone',
			description:
				'Find many contacts by an exact email or phone, secondary ones included (requires OAuth2)',
			request: 'GET /contacts/lookup',
			scope: READ,
			versions: ['v3'],
			location: 'query',
			fields: [
				{
					displayName: 'Look Up By',
					name: 'lookUpBy',
					type: 'options',
					default: 'email',
					options: [
						{ name: 'Email', value: 'email' },
						{ name: 'Phone', value: 'phone' },
					],
					send: { in: 'values' },
				},
				{ ...email, required: true, show: { lookUpBy: ['email'] } },
				{ ...phone, required: true, show: { lookUpBy: ['phone'] } },
			],
			options: [addFieldNames],
			paginate: nextCursor(20),
			ifNone: NONE,
			unwrap: ['contacts'],
			simple: SIMPLE_CONTACT,
			output: contactOutput,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a contact',
			description: 'Update only the given fields of a contact',
			request: 'PUT /contacts/{contactId}',
			scope: WRITE,
			fields: [contactId, customFields, ...tagChange],
			optional: [
				clearCustomFields,
				clearContactFields,
				...details,
				email,
				firstName,
				lastName,
				phone,
				tagChangeInVersion1,
			],
			options: [addFieldNames],
			unwrap: ['contact'],
			repeatable: true,
			simple: SIMPLE_CONTACT,
			prepare: prepareChange,
			run: updateContact,
			output: contactOutput,
		},
	],
};
