/** Contacts, and what is read below one contact. */
import type { Answer } from '../../shared/answer';
import { objects } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import { idOf, textOf, wrapped } from '../call';
import type { ContactValues, NewValue, Written } from '../changes';
import { asked, askedList, metaOf, page, pageOf, sorted, timeFilter } from '../listing';
import type { Contact } from '../records';
import { invalid, missing, noResult } from '../refusal';

/**
 * The contact with this ID.
 *
 * @throws {Refusal} 404, in ActiveCampaign's internal name for a contact
 */
export function contactOf(call: Call, id: string): Contact {
	const contact = call.state.contacts.get(id);
	if (contact === undefined) throw noResult('Subscriber', id);
	return contact;
}

function valuesIn(given: JsonObject): ContactValues {
	const values: ContactValues = {};
	for (const key of ['email', 'firstName', 'lastName', 'phone', 'orgname'] as const) {
		const value = textOf(given, key);
		if (value !== undefined) values[key] = value.trim();
	}
	if (values.email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.email)) {
		throw values.email === ''
			? missing('email')
			: invalid('Contact Email Address is not valid.', 'email_invalid', 'email');
	}
	return values;
}

/** The custom values of a body; a list of values becomes `||a||b||`. */
function fieldValuesIn(given: JsonObject): NewValue[] {
	return objects(given, 'fieldValues').flatMap((one) => {
		const field = textOf(one, 'field');
		const value = Array.isArray(one.value)
			? `||${one.value.map(String).join('||')}||`
			: (textOf(one, 'value') ?? '');
		return field === undefined ? [] : [{ field, value }];
	});
}

function written(call: Call, { contact, values }: Written, status: number): Answer {
	const { shapes } = call;
	return {
		status,
		body: {
			fieldValues: values.map((value) => shapes.fieldValue(value)),
			contact: shapes.writtenContact(contact),
		},
	};
}

function create(call: Call, given: JsonObject): Answer {
	const values = valuesIn(given);
	const { email } = values;
	if (email === undefined && !call.settings.allowNullEmail) throw missing('email');
	if (email !== undefined && call.state.contactByEmail(email) !== undefined) throw emailTaken();
	const result = call.changes.addContact(values, fieldValuesIn(given));
	call.effect('contact.create', result.contact.id);
	return written(call, result, 201);
}

function update(call: Call, contact: Contact, given: JsonObject): Answer {
	const values = valuesIn(given);
	const other = values.email === undefined ? undefined : call.state.contactByEmail(values.email);
	if (other !== undefined && other !== contact) throw emailTaken();
	const result = call.changes.updateContact('api', contact, values, fieldValuesIn(given));
	call.effect(result.changed ? 'contact.update' : 'contact.unchanged', contact.id);
	return written(call, result, 200);
}

function emailTaken(): Error {
	return invalid('Email address already exists in the system', 'duplicate', 'email');
}

/** Filters of automations, forms and segments, which the stand-in does not have: no contact passes. */
const EMPTY_FILTERS = ['formid', 'segmentid', 'seriesid', 'waitid'];

function passes(call: Call, contact: Contact): boolean {
	const { state } = call;
	const has = (text: string, part: string): boolean =>
		text.toLowerCase().includes(part.toLowerCase());
	const names = `${contact.firstName} ${contact.lastName}`;
	const everything = [contact.email, names, contact.phone, contact.orgname].join('\n');
	const tests: Record<string, (wanted: string) => boolean> = {
		email: (wanted) => contact.email === wanted.toLowerCase(),
		email_like: (wanted) => has(contact.email, wanted),
		phone: (wanted) => contact.phone === wanted,
		search: (wanted) => has(everything, wanted),
		id_greater: (wanted) => Number(contact.id) > Number(wanted),
		id_less: (wanted) => Number(contact.id) < Number(wanted),
		exclude: (wanted) => contact.id !== wanted,
		tagid: (wanted) => state.tagsOf(contact.id).some(({ id }) => id === wanted),
	};
	for (const [name, test] of Object.entries(tests)) {
		const wanted = asked(call, name);
		if (wanted !== undefined && !test(wanted)) return false;
	}
	if (EMPTY_FILTERS.some((name) => asked(call, name) !== undefined)) return false;
	const ids = askedList(call, 'ids');
	if (ids !== undefined && !ids.includes(contact.id)) return false;
	return passesLists(call, contact) && passesTimes(call, contact);
}

function passesLists(call: Call, contact: Contact): boolean {
	const list = asked(call, 'listid');
	const status = asked(call, 'status') ?? '-1';
	if (list === undefined && status === '-1') return true;
	return call.state
		.listsOf(contact.id)
		.some(
			(one) =>
				(list === undefined || one.list === list) &&
				(status === '-1' || String(one.status) === status),
		);
}

function passesTimes(call: Call, { cdate, udate }: Contact): boolean {
	const after = (name: string, time: number): boolean =>
		time > (timeFilter(call, name) ?? -Infinity);
	const before = (name: string, time: number): boolean =>
		time < (timeFilter(call, name) ?? Infinity);
	return (
		after('created_after', cdate) &&
		before('created_before', cdate) &&
		after('updated_after', udate) &&
		before('updated_before', udate)
	);
}

function list(call: Call): Answer {
	const found = call.state.contacts.where((contact) => passes(call, contact));
	const rows = sorted(call, found, {
		id: ({ id }) => Number(id),
		cdate: ({ cdate }) => cdate,
		email: ({ email }) => email,
		first_name: ({ firstName }) => firstName.toLowerCase(),
		last_name: ({ lastName }) => lastName.toLowerCase(),
		name: ({ firstName, lastName }) => `${firstName} ${lastName}`.toLowerCase(),
		score: () => 0,
	});
	const listed = page(call, rows);
	const { limit, offset } = pageOf(call);
	const input = {
		limit,
		offset,
		search: asked(call, 'search') ?? null,
		listid: Number(asked(call, 'listid') ?? 0),
		tagid: Number(asked(call, 'tagid') ?? 0),
		status: Number(asked(call, 'status') ?? -1),
	};
	return {
		body: {
			scoreValues: [],
			contacts: listed.rows.map((contact) => ({
				...call.shapes.contact(contact),
				scoreValues: [],
			})),
			meta: { ...metaOf(listed), page_input: input },
		},
	};
}

function one(call: Call): Answer {
	const contact = contactOf(call, idOf(call));
	const { shapes, state } = call;
	return {
		body: {
			contactAutomations: [],
			contactLists: listsOf(call, contact),
			contactData: [],
			deals: state.deals
				.where((deal) => deal.contact === contact.id)
				.map((deal) => shapes.deal(deal)),
			fieldValues: state.valuesOf(contact.id).map((value) => shapes.fieldValue(value)),
			geoIps: [],
			accountContacts: [],
			contact: shapes.contact(contact),
		},
	};
}

function listsOf(call: Call, contact: Contact): JsonObject[] {
	return call.state
		.listsOf(contact.id)
		.map((membership) => call.shapes.contactList(membership, String(membership.status)));
}

export const contacts: Handlers = {
	'POST /contacts': (call) => create(call, wrapped(call, 'contact')),
	'POST /contact/sync': (call) => {
		const given = wrapped(call, 'contact');
		const known = call.state.contactByEmail(textOf(given, 'email')?.trim() ?? '');
		return known === undefined ? create(call, given) : update(call, known, given);
	},
	'GET /contacts': list,
	'GET /contacts/{id}': one,
	'PUT /contacts/{id}': (call) =>
		update(call, contactOf(call, idOf(call)), wrapped(call, 'contact')),
	'DELETE /contacts/{id}': (call) => {
		const contact = contactOf(call, idOf(call));
		call.changes.deleteContact(contact);
		call.effect('contact.delete', contact.id);
		return { body: {} };
	},
	'GET /contacts/{id}/fieldValues': (call) => {
		const values = call.state.valuesOf(contactOf(call, idOf(call)).id);
		return { body: { fieldValues: values.map((value) => call.shapes.fieldValue(value)) } };
	},
	'GET /contacts/{id}/contactTags': (call) => {
		const { id } = contactOf(call, idOf(call));
		const links = call.state.contactTags.where(({ contact }) => contact === id);
		return { body: { contactTags: links.map((link) => call.shapes.contactTag(link)) } };
	},
	'GET /contacts/{id}/contactLists': (call) => ({
		body: { contactLists: listsOf(call, contactOf(call, idOf(call))) },
	}),
	'GET /contacts/{id}/notes': (call) => {
		const { id } = contactOf(call, idOf(call));
		const notes = call.changes.notesOf(id, 'Subscriber');
		return { body: { notes: notes.map((note) => call.shapes.note(note)) } };
	},
};
