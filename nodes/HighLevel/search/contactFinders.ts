// Finds contacts by email and by phone.

import type { IDataObject } from 'n8n-workflow';

import type { Finder } from '../../shared/finder';
import { ValueError } from '../../shared/valueErrors';
import { isRecord, recordAt, recordsAt, textOf, trimmedText } from '../../shared/values';
import { CONTACTS, DUPLICATE } from '../expected';
import { MAX_SEARCH_LENGTH } from '../searchLength';
import type { LookupContext } from './context';
import { lookupWith } from './context';
import { oneOf, rememberOutcome } from '../../shared/found';
import { nameWith } from './lookups/entries';

/** A way to reach a contact. */
interface Reach {
	/** In words, for messages. */
	what: string;
	/** The field of a contact, and the parameter of the duplicate check. */
	field: 'email' | 'phone';
	parameter: 'email' | 'number';
	/** The filter of the contact search. */
	filter: (value: string) => IDataObject;
	/** Brings a value into the form in which it is searched for; throws a `ValueError` for one that cannot be found. */
	normalise: (text: string) => string;
	/** Whether a contact has this value. */
	has: (contact: IDataObject, value: string) => boolean;
}

const scope = 'contacts.readonly';
/** More contacts than anybody tells apart in an error. */
const PAGE_SIZE = 100;

/** @returns the main and the additional values of a contact; additional ones are records or text */
function valuesOf(contact: IDataObject, key: string, additional: string): string[] {
	const list: unknown = contact[additional];
	const more: unknown[] = Array.isArray(list) ? list : [];
	return [contact[key], ...more.map((one) => (isRecord(one) ? one[key] : one))].map(trimmedText);
}

const EMAIL: Reach = {
	what: 'email',
	field: 'email',
	parameter: 'email',
	filter: (value) => ({ field: 'email', operator: 'eq', value }),
	normalise: (text) => {
		if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new ValueError('is not an email address');
		return text.toLowerCase();
	},
	has: (contact, email) =>
		valuesOf(contact, 'email', 'additionalEmails').some((one) => one.toLowerCase() === email),
};

const digitsIn = (phone: string) => phone.replace(/\D/g, '');
/** The digits of a number without country code that are also in the number with it. */
const endOf = (phone: string) => digitsIn(phone).replace(/^0/, '');

const PHONE: Reach = {
	what: 'phone number',
	field: 'phone',
	parameter: 'number',
	filter: (phone) =>
		phone.startsWith('+')
			? { field: 'phone', operator: 'eq', value: phone }
			: { field: 'phone', operator: 'contains', value: endOf(phone) },
	normalise: (text) => {
		if (!/^\+?[\d\s().\-/]{3,}$/.test(text)) throw new ValueError('is not a phone number');
		return `${/^(\+|00)/.test(text) ? '+' : ''}${digitsIn(text).replace(/^00/, '')}`;
	},
	// HighLevel stores numbers with the country code, so one given without is the end of it.
	has: (contact, phone) =>
		valuesOf(contact, 'phone', 'additionalPhones').some((one) =>
			phone.startsWith('+')
				? digitsIn(one) === digitsIn(phone)
				: digitsIn(one).endsWith(endOf(phone)),
		),
};

/**
 * Finds a contact by an exact value. Two endpoints are asked, because each of them misses something: the search
 * (`POST /contacts/search`) finds every contact with the value, but not yet one that was written in the last seconds; the
 * duplicate check (`GET /contacts/search/duplicate`) knows that one already, but returns one of several, and only what the
 * sub-account's setting for duplicates looks for. So the search is asked first, and the duplicate check if it finds none.
 */
function contactBy(reach: Reach): Finder {
	return async (text, context) => {
		const value = reach.normalise(text);
		const found = await rememberOutcome(context, `contact ${reach.field} ${value}`, async () => {
			const account = lookupWith(context.client, context.chosen);
			const searched = await search(reach, value, account);
			return searched.length > 0 ? searched : await checkDuplicate(reach, value, account);
		});
		if (found.length === 0) {
			throw new ValueError(
				`matches no contact with the ${reach.what} "${text}"`,
				"Check the value, or create the contact first, for example with 'Find or Create'.",
				{
					notFound: true,
					next: `Ask the user whether the ${reach.what} is right, or create the contact with Contact > Find or Create. Nothing was changed.`,
				},
			);
		}
		return oneOf(found, `contacts with the ${reach.what} "${text}"`, (contact) =>
			nameWith('', contact),
		);
	};
}

async function search(
	{ filter, has }: Reach,
	value: string,
	{ location, send }: LookupContext,
): Promise<IDataObject[]> {
	// The search refuses longer values.
	if (value.length > MAX_SEARCH_LENGTH) return [];
	const body = { locationId: location, pageLimit: PAGE_SIZE, filters: [filter(value)] };
	const response = await send(
		{ method: 'POST', path: '/contacts/search', query: {}, body },
		{ label: 'Search contacts', scope, expects: CONTACTS },
	);
	return recordsAt(response, 'contacts').filter((contact) => has(contact, value));
}

async function checkDuplicate(
	{ parameter, has }: Reach,
	value: string,
	{ location, send }: LookupContext,
): Promise<IDataObject[]> {
	const query = { locationId: location, [parameter]: value };
	const response = await send(
		{ method: 'GET', path: '/contacts/search/duplicate', query },
		{ label: 'Find contact', scope, expects: DUPLICATE },
	);
	const contact = recordAt(response, 'contact') ?? {};
	return textOf(contact.id) !== '' && has(contact, value) ? [contact] : [];
}

export const contactByEmail = contactBy(EMAIL);
export const contactByPhone = contactBy(PHONE);
