// Creates and changes contacts.

import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../shared/operation';
import { idOf } from '../../shared/record';
import { isAbsent, textOf, textsOf, trimmedText } from '../../shared/values';
import { get, readFor } from '../calls';
import { contactsWithEmail, listOf, recordIn } from '../contacts';
import { CHANGED, CONTACT, CREATED } from '../expected';

const MAX_LISTED = 5;

/** Texts of several lists in their order, each once; case does not matter. */
function union(...lists: string[][]): string[] {
	const byKey = new Map<string, string>();
	for (const text of lists.flat()) {
		if (!byKey.has(text.toLowerCase())) byKey.set(text.toLowerCase(), text);
	}
	return [...byKey.values()];
}

const DETAILS = ['name', 'defaultEmail', 'title', 'organization', 'telephone'];

/** What the item says about a contact, without its emails. */
function detailsIn(values: IDataObject): IDataObject {
	const given = DETAILS.filter((key) => !isAbsent(values[key]));
	return Object.fromEntries(given.map((key) => [key, values[key]]));
}

/** Refuses a default email that the contact does not have. */
function withDefault(item: ItemContext, contact: IDataObject): IDataObject {
	const { defaultEmail } = item.values;
	const emails = listOf(contact.email).map((email) => email.toLowerCase());
	if (isAbsent(defaultEmail) || emails.includes(textOf(defaultEmail).toLowerCase())) return contact;
	throw item.refuse(
		`'Default Email' is not one of the contact's emails: ${textOf(defaultEmail)}`,
		"Nothing was changed. Add it to the emails, or leave 'Default Email' empty.",
	);
}

/** Creates the contact. CalendarHero answers with the ID alone, so the rest of the output is what was sent. */
export async function createContact(item: ItemContext): Promise<IDataObject> {
	const { values } = item;
	const email = union(listOf(values.email), textsOf(values.additionalEmails));
	const body = withDefault(item, { name: email[0], ...detailsIn(values), email });
	const response = await item.send(
		{ method: 'POST', path: '/contact', query: {}, body },
		{ expects: CREATED, repeatable: false },
	);
	const created = recordIn(response, ['data']);
	return { id: idOf(created), ...body, ...created };
}

async function readContact(item: ItemContext, id: string): Promise<IDataObject> {
	const body = await readFor(item)(get(`/contact/${encodeURIComponent(id)}`, { basic: true }), {
		label: 'Get contact',
		expects: CONTACT,
	});
	return recordIn(body, ['contact', 'data']);
}

/**
 * Sends the whole contact, since CalendarHero may drop what an update leaves out, and reads it again, since the response
 * does not have it.
 */
async function putContact(
	item: ItemContext,
	id: string,
	contact: IDataObject,
): Promise<IDataObject> {
	const { id: _, _id, ...body } = contact;
	await item.send(
		{ method: 'PUT', path: `/contact/${encodeURIComponent(id)}`, query: {}, body },
		{ label: 'Update contact', expects: CHANGED, repeatable: true },
	);
	return await readContact(item, id);
}

const CLEARED: IDataObject = { telephone: [], title: '', organization: '' };

export async function updateContact(item: ItemContext): Promise<IDataObject> {
	const { values } = item;
	const id = textOf(values.contactId);
	const details = detailsIn(values);
	const cleared = textsOf(values.clearFields);
	const both = cleared.find((key) => key in details);
	if (both !== undefined) {
		throw item.refuse(`'Clear Fields' names "${both}", which is also given a value`);
	}
	const present = await readContact(item, id);
	const emails = textsOf(values.emails);
	const email = emails.length > 0 ? emails : listOf(present.email);
	if (email.length === 0) {
		throw item.refuse(
			'The contact has no email, and CalendarHero updates none without one',
			"Nothing was changed. Add 'Emails' under 'Update Fields'.",
		);
	}
	const merged: IDataObject = { ...present, ...details, email };
	for (const key of cleared) merged[key] = CLEARED[key];
	// The present default may be one of the emails that are replaced.
	const isLost = !email.includes(trimmedText(merged.defaultEmail));
	if (isLost && isAbsent(values.defaultEmail)) delete merged.defaultEmail;
	return await putContact(item, id, withDefault(item, merged));
}

/** Updates the only contact with the email, adding emails and phone numbers to those that it has, or creates one. */
export async function upsertContact(item: ItemContext): Promise<IDataObject> {
	const { values } = item;
	const address = textOf(values.email);
	const found = await contactsWithEmail(readFor(item), address);
	const ids = [...new Set(found.map(idOf))].filter((id) => id !== '');
	const [id] = ids;
	if (id === undefined) return { ...(await createContact(item)), new: true };
	if (ids.length > 1) {
		throw item.refuse(
			`${ids.length} contacts have the email "${address}"`,
			`Nothing was changed. Use 'Update' with the ID of one of them: ${ids.slice(0, MAX_LISTED).join(', ')}.`,
		);
	}
	const present = await readContact(item, id);
	const merged: IDataObject = {
		...present,
		...detailsIn(values),
		email: union(listOf(present.email), [address], textsOf(values.additionalEmails)),
	};
	const telephone = union(listOf(present.telephone), textsOf(values.telephone));
	if (telephone.length > 0) merged.telephone = telephone;
	return { ...(await putContact(item, id, withDefault(item, merged))), new: false };
}
