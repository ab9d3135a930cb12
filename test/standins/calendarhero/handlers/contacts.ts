/** Contacts. */
import { pick } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import { checkAddresses, optionalText, optionalTexts, queryFlag, queryText } from '../read';
import type { Contact } from '../records';
import { invalid, notFound } from '../refusal';

const KEYS = [
	'id',
	'name',
	'email',
	'defaultEmail',
	'title',
	'organization',
	'telephone',
	'providerId',
	'userId',
] as const;

/** A contact as the search shows it. */
function showContact(contact: Contact): JsonObject {
	return pick({ ...contact }, KEYS);
}

/** Nobody knows the names of the insights; these are made up. */
function insightsOf({ name, title, organization }: Contact): JsonObject {
	return {
		photo: '',
		jobs: [{ title, organization }],
		socialProfiles: [{ network: 'linkedin', name }],
		news: [],
	};
}

function contactOf(call: Call): Contact {
	const contact = call.state.contacts.get(call.params.id ?? '');
	if (contact === undefined) throw notFound('Contact');
	return contact;
}

/** The fields of a body, checked; those left out are missing. */
function fieldsOf(call: Call, more: boolean): Partial<Contact> & { email: string[] } {
	const { body, settings } = call;
	const email = optionalTexts(call, body, 'email');
	if (email === undefined || email.length === 0) throw invalid(settings, 'email is required');
	checkAddresses(call, 'email', email);
	const fields: Partial<Contact> = {};
	for (const key of ['name', 'title', 'organization', 'defaultEmail'] as const) {
		const value = optionalText(call, body, key);
		if (value !== undefined) fields[key] = value;
	}
	const { defaultEmail } = fields;
	if (defaultEmail !== undefined && !email.includes(defaultEmail)) {
		throw invalid(settings, 'defaultEmail must be one of email');
	}
	const telephone = optionalTexts(call, body, 'telephone');
	if (telephone !== undefined) fields.telephone = telephone;
	if (more) {
		const providerId = optionalTexts(call, body, 'providerId');
		if (providerId !== undefined) fields.providerId = providerId;
		const userId = optionalText(call, body, 'userId');
		if (userId !== undefined) fields.userId = userId;
	}
	return { ...fields, email };
}

function update(call: Call): Contact {
	const before = contactOf(call);
	const fields = fieldsOf(call, true);
	const kept: Contact =
		call.settings.leftOutContactFields === 'kept'
			? before
			: { ...before, name: '', title: '', organization: '', telephone: [], providerId: [] };
	const after = { ...kept, ...fields, lastUsed: call.clock.now() };
	if (!after.email.includes(after.defaultEmail)) after.defaultEmail = after.email[0] ?? '';
	return call.state.contacts.put(after);
}

/** Contacts that share an address, as one with the ID of the oldest. */
function merged(contacts: Contact[]): Contact[] {
	const people: Contact[] = [];
	const union = (left: string[], right: string[]) => [
		...left,
		...right.filter((one) => !left.some((known) => known.toLowerCase() === one.toLowerCase())),
	];
	for (const contact of contacts) {
		const at = people.findIndex(
			({ email }) => union(email, contact.email).length < email.length + contact.email.length,
		);
		const known = people[at];
		if (known === undefined) people.push(contact);
		else {
			people[at] = {
				...known,
				email: union(known.email, contact.email),
				telephone: union(known.telephone, contact.telephone),
				providerId: union(known.providerId, contact.providerId),
			};
		}
	}
	return people;
}

function found(call: Call, search: string): (contact: Contact) => boolean {
	const wanted = search.toLowerCase();
	const exact = call.settings.contactSearch === 'exact';
	const fits = (value: string) =>
		exact ? value.toLowerCase() === wanted : value.toLowerCase().includes(wanted);
	if (wanted.startsWith('@')) {
		return ({ email }) => email.some((one) => one.toLowerCase().endsWith(wanted));
	}
	return wanted.includes('@') ? ({ email }) => email.some(fits) : ({ name }) => fits(name);
}

function filtered(call: Call, filter: string): Contact[] {
	const contacts = call.state.contacts.all();
	if (filter === 'popular') {
		return contacts
			.filter(({ invitations }) => invitations > 0)
			.sort((left, right) => right.invitations - left.invitations);
	}
	if (filter === 'recent') return contacts.sort((left, right) => right.lastUsed - left.lastUsed);
	if (!/^[a-z]$/i.test(filter)) {
		throw invalid(call.settings, 'filter must be popular, recent or a letter');
	}
	return contacts.filter(({ name }) => name.toLowerCase().startsWith(filter.toLowerCase()));
}

function search(call: Call): JsonObject[] {
	const wanted = queryText(call, 'search');
	const filter = queryText(call, 'filter');
	const all = queryFlag(call, 'all');
	const includeTeams = queryFlag(call, 'includeTeams');
	if (wanted !== undefined && filter !== undefined) {
		throw invalid(call.settings, 'search and filter exclude each other');
	}
	let contacts: Contact[];
	if (wanted !== undefined) contacts = call.state.contacts.where(found(call, wanted));
	else if (filter !== undefined) contacts = filtered(call, filter);
	else contacts = call.settings.contactsWithoutSearch === 'all' ? call.state.contacts.all() : [];
	const people = (all ? contacts : merged(contacts)).map(showContact);
	if (!includeTeams) return people;
	const start = filter?.length === 1 ? filter.toLowerCase() : undefined;
	const teams = call.state.teams.where(({ name }) => {
		const text = name.toLowerCase();
		if (wanted !== undefined) return text.includes(wanted.toLowerCase());
		return start === undefined || text.startsWith(start);
	});
	return [...people, ...teams.map((team) => ({ ...team }))];
}

export const contacts: Handlers = {
	'GET /contact': (call) => ({ body: search(call) }),

	'POST /contact': (call) => {
		const { id } = call.state.addContact(fieldsOf(call, false));
		call.effect('contact.create', id);
		return { body: { id } };
	},

	'GET /contact/count': ({ state, settings }) => {
		const { size } = state.contacts;
		return { body: settings.countShape === 'number' ? size : { [settings.countShape]: size } };
	},

	'GET /contact/{id}': (call) => {
		const contact = contactOf(call);
		const insights = queryFlag(call, 'basic') ? {} : insightsOf(contact);
		return { body: { ...showContact(contact), ...insights } };
	},

	'PUT /contact/{id}': (call) => {
		const { id } = update(call);
		call.effect('contact.update', id);
		return { body: { message: 'Contact updated' } };
	},

	'DELETE /contact/{id}': (call) => {
		const { id } = contactOf(call);
		call.state.contacts.delete(id);
		call.effect('contact.delete', id);
		return { body: { message: 'Contact deleted' } };
	},
};
