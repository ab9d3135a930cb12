// Creates and updates contacts, and handles duplicates.

import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../shared/failure';
import type { RequestParts } from '../../../shared/http';
import type { Field, ItemContext } from '../../../shared/operation';
import { isAbsent, isRecord, textOf, textsOf } from '../../../shared/values';
import { CONTACT, DUPLICATE } from '../../expected';
import { contactIn, getContact } from './contactRecord';
import { withTagChange } from './contactTags';
import { refuseUnknownCustomFields } from './knownCustomFields';

/** Keys that HighLevel accepts on create and upsert but refuses on update (OpenAPI: update-contact). */
const ONLY_ON_CREATE = ['locationId', 'gender', 'companyName'];

/** What `createContact` does about a duplicate. */
export const ifExists: Field = {
	displayName: 'If Contact Exists',
	name: 'ifExists',
	type: 'options',
	default: 'fail',
	description:
		'What to do if the sub-account allows no duplicates and already has a contact with this email or phone',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Report the item as failed' },
		{ name: 'Return Existing', value: 'return', description: 'Return the contact unchanged' },
		{
			name: 'Update Existing',
			value: 'update',
			description:
				'Write these values to the contact, except Company Name and Gender, which HighLevel accepts for new contacts only. Its tags are kept and the new ones added.',
		},
	],
	send: { in: 'values' },
};

/** Creates the contact; on a duplicate, does what 'If Contact Exists' says. */
export async function createContact(item: ItemContext): Promise<IDataObject> {
	await refuseUnknownCustomFields(item);
	switch (item.values.ifExists) {
		case 'return':
			return await createOr(getContact, item);
		case 'update':
			return await createOr(updateExisting, item);
		default:
			return { ...contactIn(await item.send(item.request)), new: true };
	}
}

/**
 * Finds the contact by the sub-account's own rule for duplicates, and creates it if there is none. On a concurrent create,
 * returns the contact that won.
 */
export async function findOrCreateContact(item: ItemContext): Promise<IDataObject> {
	await refuseUnknownCustomFields(item);
	const { email, phone } = item.values;
	const found = contactIn(
		await item.send(
			{
				method: 'GET',
				path: '/contacts/search/duplicate',
				query: {
					locationId: item.location,
					...(isAbsent(email) ? {} : { email }),
					...(isAbsent(phone) ? {} : { number: phone }),
				},
			},
			{
				label: 'Find contact',
				scope: 'contacts.readonly',
				repeatable: true,
				expects: DUPLICATE,
			},
		),
	);
	if (typeof found.id !== 'string') return await createOr(getContact, item);
	return { ...(await getContact(item, found.id)), new: false };
}

/** Key under which the ID of a duplicate is passed on as a response. */
const DUPLICATE_ID = 'idOfDuplicate';

function duplicateAsResponse({ status, body }: Failure): IDataObject | undefined {
	const meta = status === 400 && isRecord(body) ? body.meta : undefined;
	return isRecord(meta) && typeof meta.contactId === 'string'
		? { [DUPLICATE_ID]: meta.contactId }
		: undefined;
}

/** Creates the contact. If HighLevel refuses it as a duplicate, passes the existing one to `useExisting`. */
async function createOr(
	useExisting: (item: ItemContext, id: string) => Promise<IDataObject>,
	item: ItemContext,
): Promise<IDataObject> {
	const response = await item.send(item.request, { onRefusal: duplicateAsResponse });
	const id = isRecord(response) ? response[DUPLICATE_ID] : undefined;
	if (typeof id !== 'string') return { ...contactIn(response), new: true };
	return { ...(await useExisting(item, id)), new: false };
}

/** Writes the values of a new contact to an existing one; keeps its tags and adds the new ones. */
async function updateExisting(item: ItemContext, id: string): Promise<IDataObject> {
	const { tags, ...values } = isRecord(item.request.body) ? item.request.body : {};
	const body = Object.fromEntries(
		Object.entries(values).filter(([key]) => !ONLY_ON_CREATE.includes(key)),
	);
	const contact =
		Object.keys(body).length > 0
			? contactIn(
					await item.send(
						{ method: 'PUT', path: `/contacts/${encodeURIComponent(id)}`, query: {}, body },
						{ repeatable: true, label: 'Update contact', expects: CONTACT },
					),
				)
			: await getContact(item, id);
	const names = textsOf(tags);
	return names.length > 0
		? await withTagChange(item, contact, { mode: 'add', tags: names })
		: contact;
}

export async function upsertContact(item: ItemContext): Promise<IDataObject> {
	await refuseUnknownCustomFields(item);
	const response = await item.send(item.request);
	const contact = await withTagChange(item, contactIn(response));
	const isNew = isRecord(response) ? response.new : undefined;
	// Null: the request was repeated after a lost response, so the first one may have created the contact.
	return { ...contact, new: isNew === null ? null : isNew === true };
}

/** An upsert that looks for an existing contact finds it again, so it can be sent twice. */
export function isRepeatableUpsert({ body }: RequestParts): boolean {
	if (!isRecord(body) || body.createNewIfDuplicateAllowed === true) return false;
	return !isAbsent(body.email) || !isAbsent(body.phone);
}

export async function updateContact(item: ItemContext): Promise<IDataObject> {
	await refuseUnknownCustomFields(item);
	const { body } = item.request;
	const isEmpty = !isRecord(body) || Object.keys(body).length === 0;
	const contact = isEmpty
		? await getContact(item, textOf(item.values.contactId))
		: contactIn(await item.send(item.request));
	return await withTagChange(item, contact);
}
