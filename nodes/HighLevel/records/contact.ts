// The shape of a contact.

import type { IDataObject } from 'n8n-workflow';

import { isAbsent, textOf } from '../../shared/values';
import type { RecordShape } from './shape';

/** The keys of a contact that 'Simplify' keeps. */
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

/** Adds the contact's full name where the endpoint sends it in parts or in lower case. */
export function withName(record: IDataObject): IDataObject {
	if (!isAbsent(record.name)) return { ...record };
	const fullName = `${textOf(record.firstName)} ${textOf(record.lastName)}`.trim();
	return { ...record, name: fullName || (record.contactName ?? null) };
}

/** Adds `name` and `address1`, for which the search has other keys. */
export function normaliseContact(record: IDataObject): IDataObject {
	const contact = withName(record);
	if (!('address1' in contact) && 'address' in contact) contact.address1 = contact.address;
	return contact;
}

export const contactShape: RecordShape = { simple: SIMPLE_CONTACT, normalise: normaliseContact };
