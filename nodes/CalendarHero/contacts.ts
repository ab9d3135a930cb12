// Reads contacts, and finds one by an email address.

import type { IDataObject } from 'n8n-workflow';

import type { Body } from '../shared/http';
import { isRecord, recordsAt, recordsOf, trimmedText } from '../shared/values';
import type { Read } from './calls';
import { get } from './calls';
import { listOrUnder, UNWRAP } from './expected';

/** The keys that 'Simplify' keeps. */
export const SIMPLE_CONTACT = [
	'id',
	'name',
	'email',
	'defaultEmail',
	'title',
	'organization',
	'telephone',
] as const;

/** @returns the records in a response that is a list, or has one under one of these keys */
export function recordsIn(body: Body, keys: string[]): IDataObject[] {
	if (Array.isArray(body)) return recordsOf(body);
	return keys.map((key) => recordsAt(body, key)).find((list) => list.length > 0) ?? [];
}

/** @returns the record in a response: under the first of these keys that has one, else the body itself */
export function recordIn(body: Body, keys: string[]): IDataObject {
	if (!isRecord(body)) return {};
	return keys.map((key) => body[key]).find(isRecord) ?? body;
}

/** @returns the texts of a value that may be one text or a list of them */
export function listOf(value: unknown): string[] {
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return list.map(trimmedText).filter((text) => text !== '');
}

/** Whether a contact has exactly this address; case does not matter. */
function hasEmail({ email, defaultEmail }: IDataObject, address: string): boolean {
	const wanted = address.toLowerCase();
	return [...listOf(email), ...listOf(defaultEmail)].some((one) => one.toLowerCase() === wanted);
}

/**
 * The contacts with an address. The search also returns contacts that merely resemble it, so they are compared here.
 *
 * @throws NodeApiError
 */
export async function contactsWithEmail(read: Read, address: string): Promise<IDataObject[]> {
	const body = await read(get('/contact', { search: address }), {
		label: 'Search contacts',
		expects: listOrUnder(UNWRAP.contacts),
	});
	return recordsIn(body, UNWRAP.contacts).filter((contact) => hasEmail(contact, address));
}

/** The address of a contact that is written to, and what it is called. */
export const mainEmail = (contact: IDataObject): string =>
	trimmedText(contact.defaultEmail) || (listOf(contact.email)[0] ?? '');
