/** Contacts, except for the search (`search.ts`) and what they are members of (`membership.ts`). */
import type { Answer } from '../../shared/answer';
import { compact, number, text, texts } from '../../shared/json';
import type { Call, Handlers } from '../call';
import { notFound, unprocessable } from '../refusal';

import { fullName, listRow, showContact } from './contactShapes';
import {
	BOTH_FLAGS,
	contactOf,
	create,
	findDuplicate,
	locationOf,
	plainPhone,
	update,
	upsert,
} from './contactWrites';

function page<T>(rows: T[], skip: number, limit: number): T[] {
	return rows.slice(skip, skip + limit);
}

function byBusiness(call: Call): Answer {
	const { query, params, location } = call;
	const limit = Math.min(100, Number(text(query, 'limit') ?? 25));
	const skip = Number(text(query, 'skip') ?? 0);
	const words = text(query, 'query')?.toLowerCase();
	const rows = call.state.contacts.where(
		(contact) =>
			contact.locationId === location?.id &&
			contact.businessId === params.businessId &&
			(words === undefined || fullName(contact).toLowerCase().includes(words)),
	);
	return { body: { contacts: page(rows, skip, limit).map(listRow), count: rows.length } };
}

/** The dated versions' list, newest first; its cursor is a time and an ID. */
function listAll(call: Call): Answer {
	const { query, location } = call;
	const limit = number(query, 'limit') ?? 20;
	if (limit > 100 || limit < 1) throw unprocessable(['limit must not be greater than 100']);
	const after = number(query, 'startAfter');
	const afterId = text(query, 'startAfterId');
	const words = text(query, 'query')?.toLowerCase();
	const view = call.state.contacts.view(location?.id ?? '', 'dateAdded');
	const newestFirst = [...view.rows].reverse().concat(view.without);
	const matching = newestFirst.filter(
		(contact) =>
			words === undefined ||
			[fullName(contact), contact.email ?? '', contact.phone ?? ''].some((value) =>
				value.toLowerCase().includes(words),
			),
	);
	let start = 0;
	if (afterId !== undefined) {
		start = matching.findIndex((contact) => contact.id === afterId) + 1;
		if (start === 0 && after !== undefined) {
			start = matching.findIndex((contact) => (contact.dateAdded ?? 0) < after);
			if (start < 0) start = matching.length;
		}
	}
	const rows = page(matching, start, limit);
	const last = rows.at(-1);
	const more = start + rows.length < matching.length && last !== undefined;
	const next = more ? { startAfter: last.dateAdded, startAfterId: last.id } : {};
	const nextPage = more ? Math.floor((start + rows.length) / limit) + 1 : null;
	return {
		body: {
			contacts: rows.map(listRow),
			meta: { total: matching.length, nextPage, ...next },
			count: rows.length,
		},
	};
}

function duplicate(call: Call): Answer {
	const location = locationOf(call);
	const email = text(call.query, 'email');
	const phone = text(call.query, 'number');
	const found = findDuplicate(call.state, location, email, phone);
	if (found === undefined) return { body: { contact: null } };
	return {
		body: {
			contact: showContact(found.contact, call.operation.set),
			matchingField: found.matchingField,
		},
	};
}

function lookup(call: Call): Answer {
	const location = locationOf(call);
	const email = text(call.query, 'email');
	const phone = text(call.query, 'phone');
	if ((email === undefined) === (phone === undefined)) {
		throw unprocessable(['exactly one of email or phone should be provided']);
	}
	const limit = number(call.query, 'limit') ?? 20;
	const found =
		email !== undefined
			? call.state.contacts.byEmail(location.id, email)
			: call.state.contacts.byPhone(location.id, plainPhone(phone ?? ''));
	const cursor = text(call.query, 'nextCursor');
	const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64url').toString());
	if (!Number.isInteger(start)) throw unprocessable(['nextCursor is not valid']);
	const rows = page(found, start, limit);
	const end = start + rows.length;
	return {
		body: compact({
			contacts: rows.map((contact) => showContact(contact, 'v3')),
			nextCursor: end < found.length ? Buffer.from(String(end)).toString('base64url') : undefined,
		}),
	};
}

export const contacts: Handlers = {
	'POST /contacts/': create,
	'POST /contacts/upsert': upsert,
	'GET /contacts/': listAll,
	'GET /contacts/lookup': lookup,
	'GET /contacts/search/duplicate': duplicate,
	'GET /contacts/business/{businessId}': byBusiness,
	'GET /contacts/{contactId}': (call) => ({
		body: {
			contact: showContact(contactOf(call, call.params.contactId ?? ''), call.operation.set),
		},
	}),
	'PUT /contacts/{contactId}': update,
	'DELETE /contacts/{contactId}': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		call.state.contacts.delete(contact.id);
		call.effect('contact.delete', contact.id);
		return { body: BOTH_FLAGS };
	},
	'POST /contacts/bulk/business': (call) => {
		const ids = texts(call.body, 'ids');
		const businessId = text(call.body, 'businessId') ?? null;
		if (businessId !== null && call.state.businesses.get(businessId) === undefined) {
			throw notFound(`Business with id ${businessId} not found`);
		}
		const known = ids.map((id) => contactOf(call, id));
		for (const contact of known) {
			call.state.contacts.put({ ...contact, businessId, dateUpdated: call.clock.now() });
		}
		call.effect('contact.business', ...ids);
		return { body: { success: true, ids } };
	},
};
