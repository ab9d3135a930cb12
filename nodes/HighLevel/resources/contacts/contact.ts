import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../shared/failure';
import type { Field, ItemContext, RequestParts, Resource } from '../../../shared/operation';
import { nextCursor, startAfter } from '../../../shared/pagination';
import { isAbsent, isRecord, textOf, toList } from '../../../shared/values';
import {
	customFields,
	details,
	detailsOfNew,
	email,
	firstName,
	lastName,
	phone,
	tagChange,
	tagsOfNew,
} from '../../fields/contact';
import { addFieldNames, withFieldNames } from '../../fields/customFieldNames';
import { contactId } from '../../fields/locators';
import { combineFilters, conditions, filtersJson, match, query, sort } from '../../fields/search';
import { CONTACT, DUPLICATE, TAGS } from '../../expected';
import { contactSearch } from '../../ranges';

/** What 'Simplify' keeps of a contact. */
export const SIMPLE_CONTACT = [
	'id',
	'name',
	'firstName',
	'lastName',
	'email',
	'phone',
	'companyName',
	'tags',
	'dateAdded',
	'dateUpdated',
] as const;

/** Where the answer also says whether the contact was made. */
const SIMPLE_WRITTEN = [...SIMPLE_CONTACT, 'new'] as const;
const SIMPLE_DUPLICATE = ['found', 'matchingField', ...SIMPLE_CONTACT] as const;

const WRITE = 'contacts.write';
const READ = 'contacts.readonly';
/** What HighLevel takes on create and upsert but refuses on update (OpenAPI: update-contact). */
const ONLY_ON_CREATE = ['locationId', 'gender', 'companyName'];

const ifExists: Field = {
	displayName: 'If Contact Exists',
	name: 'ifExists',
	type: 'options',
	default: 'fail',
	description:
		'What to do where the sub-account allows no duplicates and has a contact with this e-mail or phone',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Report the item as failed' },
		{ name: 'Return Existing', value: 'return', description: 'Leave the contact and return it' },
		{
			name: 'Update Existing',
			value: 'update',
			description: 'Write these values to the contact; its tags are kept and the new ones added',
		},
	],
	send: { in: 'values' },
};

const clearable = [
	{ name: 'Address', value: 'address1' },
	{ name: 'Assigned To', value: 'assignedTo' },
	{ name: 'City', value: 'city' },
	{ name: 'Country', value: 'country' },
	{ name: 'Date of Birth', value: 'dateOfBirth' },
	{ name: 'Email', value: 'email' },
	{ name: 'First Name', value: 'firstName' },
	{ name: 'Last Name', value: 'lastName' },
	{ name: 'Phone', value: 'phone' },
	{ name: 'Postal Code', value: 'postalCode' },
	{ name: 'Source', value: 'source' },
	{ name: 'State', value: 'state' },
	{ name: 'Time Zone', value: 'timezone' },
	{ name: 'Website', value: 'website' },
];

const clearFields: Field = {
	displayName: 'Clear Fields',
	name: 'clearFields',
	type: 'multiOptions',
	default: [],
	options: clearable,
	description: 'Fields to empty. An empty value elsewhere leaves the field as it is.',
	send: { in: 'values' },
};

const clearCustomFields: Field = {
	displayName: 'Clear Custom Field Names or IDs',
	name: 'clearCustomFields',
	type: 'multiOptions',
	default: [],
	typeOptions: { loadOptionsMethod: 'getCustomFields' },
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	send: { in: 'values' },
};

interface TagChange {
	mode: 'add' | 'remove' | 'replace';
	tags: string[];
}

function texts(value: unknown): string[] {
	if (isAbsent(value)) return [];
	const list = toList(value, { zone: 'UTC' });
	return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
}

/** @returns the tags that the fields 'Tag Names or IDs' and 'New Tags' name, each once */
export function tagNames({ tags, newTags }: IDataObject): string[] {
	return [...new Set([...texts(tags), ...texts(newTags)])];
}

function tagChangeOf(item: ItemContext): TagChange | undefined {
	const { tagChange: change } = item.values;
	if (!isRecord(change)) return undefined;
	const tags = tagNames(change);
	const { mode } = change;
	if (mode === 'replace') return { mode, tags };
	if (mode !== 'add' && mode !== 'remove') return undefined;
	if (tags.length === 0) throw item.refuse(`'Tags' says to ${mode} tags but names none`);
	return { mode, tags };
}

/** The body with everything that several fields make together: custom fields, tags, cleared fields. */
function prepare(request: RequestParts, item: ItemContext): RequestParts {
	const body: IDataObject = { ...(isRecord(request.body) ? request.body : {}) };
	const { values } = item;
	const custom = [values.customFields, values.customFieldsJson].flatMap((given) =>
		Array.isArray(given) ? given.filter(isRecord) : [],
	);
	for (const id of texts(values.clearCustomFields)) custom.push({ id, fieldValue: '' });
	if (custom.length > 0) body.customFields = custom;
	for (const key of texts(values.clearFields)) {
		if (key in body)
			throw item.refuse(`'Clear Fields' names "${key}", which is also given a value`);
		// A date cannot be an empty text.
		body[key] = key === 'dateOfBirth' ? null : '';
	}
	const tags = tagNames(values);
	if (tags.length > 0) body.tags = tags;
	const change = tagChangeOf(item);
	if (change?.mode === 'replace') body.tags = change.tags;
	return { ...request, body };
}

async function changeTags(item: ItemContext, id: string, change: TagChange): Promise<IDataObject> {
	const adding = change.mode === 'add';
	const answer = await item.send(
		{
			method: adding ? 'POST' : 'DELETE',
			path: `/contacts/${encodeURIComponent(id)}/tags`,
			query: {},
			body: { tags: change.tags },
		},
		{
			repeatable: true,
			label: `${adding ? 'Add' : 'Remove'} tags of contact`,
			expects: TAGS,
		},
	);
	return isRecord(answer) ? answer : {};
}

function contactOf(answer: IDataObject | IDataObject[]): IDataObject {
	if (!isRecord(answer)) return {};
	return isRecord(answer.contact) ? answer.contact : answer;
}

/** Applies "add" or "remove" after the contact was written, and shows the tags that it has then. */
async function withTags(
	item: ItemContext,
	contact: IDataObject,
	change = tagChangeOf(item),
): Promise<IDataObject> {
	if (!change || change.mode === 'replace') return contact;
	const { tags } = await changeTags(item, textOf(contact.id), change);
	return Array.isArray(tags) ? { ...contact, tags } : contact;
}

async function getContact(item: ItemContext, id: string): Promise<IDataObject> {
	return contactOf(
		await item.send(
			{ method: 'GET', path: `/contacts/${encodeURIComponent(id)}`, query: {} },
			{ label: 'Get contact', scope: READ, expects: CONTACT },
		),
	);
}

const ID_OF_DUPLICATE = 'idOfDuplicate';

function duplicate({ status, body }: Failure): IDataObject | undefined {
	const meta = status === 400 && isRecord(body) ? body.meta : undefined;
	return isRecord(meta) && typeof meta.contactId === 'string'
		? { [ID_OF_DUPLICATE]: meta.contactId }
		: undefined;
}

async function updateExisting(item: ItemContext, id: string): Promise<IDataObject> {
	const { tags, ...values } = isRecord(item.request.body) ? item.request.body : {};
	const body = Object.fromEntries(
		Object.entries(values).filter(([key]) => !ONLY_ON_CREATE.includes(key)),
	);
	const written =
		Object.keys(body).length > 0
			? contactOf(
					await item.send(
						{ method: 'PUT', path: `/contacts/${encodeURIComponent(id)}`, query: {}, body },
						{ repeatable: true, label: 'Update contact', expects: CONTACT },
					),
				)
			: await getContact(item, id);
	const names = texts(tags);
	return names.length > 0 ? await withTags(item, written, { mode: 'add', tags: names }) : written;
}

async function create(item: ItemContext): Promise<IDataObject> {
	const { ifExists: choice } = item.values;
	const answer = await item.send(
		item.request,
		choice === 'return' || choice === 'update' ? { refused: duplicate } : {},
	);
	const id = isRecord(answer) ? answer[ID_OF_DUPLICATE] : undefined;
	if (typeof id !== 'string') return { ...contactOf(answer), new: true };
	const existing =
		choice === 'update' ? await updateExisting(item, id) : await getContact(item, id);
	return { ...existing, new: false };
}

/** Looks by the sub-account's own rule for duplicates, creates where nobody is found, and returns who came first if two do so at once. */
async function findOrCreate(item: ItemContext): Promise<IDataObject> {
	const { email: mail, phone: number } = item.values;
	const found = contactOf(
		await item.send(
			{
				method: 'GET',
				path: '/contacts/search/duplicate',
				query: {
					locationId: item.location,
					...(isAbsent(mail) ? {} : { email: mail }),
					...(isAbsent(number) ? {} : { number }),
				},
			},
			{ label: 'Find contact', scope: READ, repeatable: true, expects: DUPLICATE },
		),
	);
	if (typeof found.id === 'string') return { ...(await getContact(item, found.id)), new: false };
	const answer = await item.send(item.request, { refused: duplicate });
	const id = isRecord(answer) ? answer[ID_OF_DUPLICATE] : undefined;
	return typeof id === 'string'
		? { ...(await getContact(item, id)), new: false }
		: { ...contactOf(answer), new: true };
}

async function upsert(item: ItemContext): Promise<IDataObject> {
	const answer = await item.send(item.request);
	const contact = await withTags(item, contactOf(answer));
	const made = isRecord(answer) ? answer.new : undefined;
	// Null: sent again after a lost answer, so that "not new" may mean the first sending.
	return { ...contact, new: made === null ? null : made === true };
}

async function update(item: ItemContext): Promise<IDataObject> {
	const { body } = item.request;
	if (isRecord(body) && Object.keys(body).length > 0) {
		return await withTags(item, contactOf(await item.send(item.request)));
	}
	return await withTags(item, await getContact(item, textOf(item.values.contactId)));
}

function refuseNothing(item: ItemContext): void {
	const { email: mail, phone: number, firstName: first, lastName: last, name } = item.values;
	if ([mail, number, first, last, name].every(isAbsent)) {
		throw item.refuse("The contact has neither 'Email' nor 'Phone' nor a name");
	}
}

function refuseUnidentified(item: ItemContext): void {
	if (isAbsent(item.values.email) && isAbsent(item.values.phone)) {
		throw item.refuse(
			"'Email' and 'Phone' are both empty",
			'One of them is needed to find the contact to update. Nothing was sent for this item.',
		);
	}
}

/** Upsert may be sent twice where it finds the contact again. */
function findsAgain({ body }: RequestParts): boolean {
	if (!isRecord(body) || body.createNewIfDuplicateAllowed === true) return false;
	return !isAbsent(body.email) || !isAbsent(body.phone);
}

/** The search's rows are another projection than the record: the same keys for both. */
function alike(record: IDataObject, { simple }: ItemContext): IDataObject {
	const same: IDataObject = { ...record };
	if (isAbsent(same.name)) {
		const whole = `${textOf(record.firstName)} ${textOf(record.lastName)}`.trim();
		same.name = whole || (record.contactName ?? null);
	}
	if (!simple && !('address1' in same) && 'address' in same) same.address1 = same.address;
	return same;
}

/** Shapes a contact of any endpoint alike, with the names of its custom fields where they are asked for. */
export const contactOutput = async (record: IDataObject, item: ItemContext): Promise<IDataObject> =>
	await withFieldNames(alike(record, item), item);

const identity = [firstName, lastName, email, phone];

/** People and companies of the sub-account (OpenAPI: contacts-v3.json, contacts.json). */
export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a contact',
			description: 'Create a new contact',
			request: 'POST /contacts/',
			scope: WRITE,
			location: 'body',
			fields: [...identity, ifExists, customFields],
			optional: [...details, ...detailsOfNew, ...tagsOfNew],
			options: [addFieldNames],
			unwrap: ['contact'],
			orderedBy: ['email', 'phone'],
			simple: SIMPLE_WRITTEN,
			check: refuseNothing,
			prepare,
			run: create,
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
				firstName,
				lastName,
				email,
				{
					...phone,
					description:
						'With the country code, as +15551234567. Where email and phone belong to two contacts, HighLevel updates the one that the duplicate setting of the sub-account looks for first, and passes the other value over.',
				},
				customFields,
			],
			optional: [
				...details,
				...detailsOfNew,
				tagChange,
				{
					displayName: 'Create New if Duplicates Are Allowed',
					name: 'createNewIfDuplicateAllowed',
					type: 'boolean',
					default: false,
					description:
						'Whether to create one more contact where the sub-account allows duplicates, instead of updating',
				},
			],
			options: [addFieldNames],
			unwrap: ['contact'],
			repeatable: findsAgain,
			changes: ['new'],
			orderedBy: ['email', 'phone'],
			simple: SIMPLE_WRITTEN,
			check: refuseUnidentified,
			prepare,
			run: upsert,
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
				'Find the contact with this e-mail or phone, by the duplicate setting of the sub-account',
			request: 'GET /contacts/search/duplicate',
			scope: READ,
			location: 'query',
			fields: [email, { ...phone, send: { ...phone.send, key: 'number' } }],
			options: [addFieldNames],
			expects: DUPLICATE,
			simple: SIMPLE_DUPLICATE,
			check: refuseUnidentified,
			run: async (item) => {
				const answer = await item.send(item.request);
				const found = isRecord(answer) && isRecord(answer.contact) ? answer.contact : {};
				const matchingField = isRecord(answer) ? (answer.matchingField ?? null) : null;
				return isAbsent(found) ? { found: false } : { found: true, matchingField, ...found };
			},
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
			description: 'Find the contact with this e-mail or phone and leave it as it is, or create it',
			request: 'POST /contacts/',
			scope: WRITE,
			location: 'body',
			fields: [...identity, customFields],
			optional: [...details, ...detailsOfNew, ...tagsOfNew],
			options: [addFieldNames],
			unwrap: ['contact'],
			orderedBy: ['email', 'phone'],
			simple: SIMPLE_WRITTEN,
			check: refuseUnidentified,
			prepare,
			run: findOrCreate,
			output: contactOutput,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a contact',
			description: 'Retrieve one contact by its ID',
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
			action: 'Get many contacts',
			description: 'Retrieve many contacts, filtered and sorted',
			request: 'POST /contacts/search',
			scope: READ,
			location: 'body',
			optional: [conditions, filtersJson, match, query, sort],
			options: [addFieldNames],
			paginate: contactSearch,
			unwrap: ['contacts'],
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
				"Retrieve many contacts with HighLevel's older list, which it has superseded by the search of Get Many",
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
				'Find many contacts by an exact e-mail or phone, additional ones included; needs OAuth2',
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
			unwrap: ['contacts'],
			simple: SIMPLE_CONTACT,
			output: contactOutput,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a contact',
			description: 'Update fields of a contact; what is not given stays as it is',
			request: 'PUT /contacts/{contactId}',
			scope: WRITE,
			fields: [contactId, customFields],
			optional: [
				clearCustomFields,
				clearFields,
				...details,
				email,
				firstName,
				lastName,
				phone,
				tagChange,
			],
			options: [addFieldNames],
			unwrap: ['contact'],
			repeatable: true,
			simple: SIMPLE_CONTACT,
			prepare,
			run: update,
			output: contactOutput,
		},
	],
};
