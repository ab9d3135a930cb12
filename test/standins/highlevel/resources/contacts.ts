import type { Answer, Call, Handlers } from '../call';
import type { Contact } from '../contactStore';
import { compact, flag, isObject, number, objects, text, texts } from '../json';
import type { JsonObject } from '../json';
import { badRequest, notFound, unknownRecord, unprocessable } from '../refusal';
import type { Location, State } from '../state';
import { isoUtc } from '../times';

const TEXT_KEYS = [
	'firstName',
	'lastName',
	'address1',
	'city',
	'state',
	'postalCode',
	'country',
	'website',
	'timezone',
	'source',
	'gender',
	'companyName',
	'assignedTo',
] as const;

/** v3's channel names to those of the dated versions. */
const CHANNELS: Record<string, string> = {
	call: 'Call',
	email: 'Email',
	sms: 'SMS',
	whatsApp: 'WhatsApp',
	gmb: 'GMB',
	fb: 'FB',
};

/** The contact of this call's location, or the refusal of HighLevel: 400, not 404. */
export function contactOf(call: Call, id: string): Contact {
	const contact = call.state.contacts.get(id);
	if (contact === undefined || contact.locationId !== call.location?.id) {
		throw unknownRecord('Contact', id);
	}
	return contact;
}

/** A phone as it is kept: + and digits. */
export function plainPhone(value: string): string {
	return value.replace(/[^+0-9]/g, '');
}

/** Tags as they are kept: lower case, each once. */
export function plainTags(tags: readonly string[]): string[] {
	return [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== ''))];
}

/** `succeded` and `succeeded` side by side, as the API sends them. */
export const BOTH_FLAGS = { succeded: true, succeeded: true };

function birthday(value: string): string {
	const [date = ''] = value.split('T');
	const parts = date.split(/[-/._]/);
	const [year, month, day] = parts[0]?.length === 4 ? parts : [parts[2], parts[0], parts[1]];
	const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
	if (Number.isNaN(time)) throw unprocessable(['dateOfBirth must be a valid date string']);
	return isoUtc(time);
}

function channels(settings: JsonObject): JsonObject {
	const known = Object.fromEntries(Object.entries(CHANNELS).map(([v3, dated]) => [dated, v3]));
	return Object.fromEntries(
		Object.entries(settings).map(([channel, value]) => [known[channel] ?? channel, value]),
	);
}

/** Reads the values of custom fields; what lies under a wrong key is passed over, as the API does. */
function customFields(
	call: Call,
	locationId: string,
	before: Contact['customFields'],
): Contact['customFields'] {
	const values = new Map(before.map((field) => [field.id, field.value]));
	const keys = call.operation.set === 'v3' ? ['fieldValue', 'field_value'] : ['field_value'];
	for (const item of objects(call.body, 'customFields')) {
		const id = text(item, 'id');
		const key = text(item, 'key');
		const field = call.state.customFields.find(
			(one) =>
				one.locationId === locationId &&
				one.model === 'contact' &&
				(id === undefined
					? one.fieldKey.replace(/^contact\./, '') === key?.replace(/^contact\./, '')
					: one.id === id),
		);
		const name = keys.find((one) => item[one] !== undefined);
		if (field === undefined || name === undefined) continue;
		const value = item[name];
		const clears = value === null || value === '' || (Array.isArray(value) && value.length === 0);
		if (clears) values.delete(field.id);
		else values.set(field.id, value);
	}
	return [...values].map(([id, value]) => ({ id, value }));
}

/** The body's keys as a patch of a contact; keys that are not sent are not in it. */
function patchOf(call: Call, locationId: string, before: Contact | undefined): Partial<Contact> {
	const { body, state } = call;
	const patch: { -readonly [Key in keyof Contact]?: Contact[Key] } = {};
	const name = text(body, 'name')?.trim();
	if (name !== undefined && name !== '') {
		const [first = '', ...rest] = name.split(/\s+/);
		patch.firstName = first;
		patch.lastName = rest.length > 0 ? rest.join(' ') : null;
	}
	for (const key of TEXT_KEYS) {
		const value = body[key];
		if (value === null || value === '') patch[key] = null;
		else if (typeof value === 'string') patch[key] = value;
	}
	const email = body.email;
	if (email === null || email === '') patch.email = null;
	else if (typeof email === 'string') patch.email = email.trim().toLowerCase();
	const phone = body.phone;
	if (phone === null || phone === '') patch.phone = null;
	else if (typeof phone === 'string') patch.phone = plainPhone(phone);
	const born = body.dateOfBirth;
	if (born === null || born === '') patch.dateOfBirth = null;
	else if (typeof born === 'string') patch.dateOfBirth = birthday(born);
	const dnd = flag(body, 'dnd');
	if (dnd !== undefined) patch.dnd = dnd;
	if (isObject(body.dndSettings)) {
		patch.dndSettings = { ...before?.dndSettings, ...channels(body.dndSettings) };
	}
	if (isObject(body.inboundDndSettings)) patch.inboundDndSettings = body.inboundDndSettings;
	if (Array.isArray(body.tags)) {
		patch.tags = plainTags(texts(body, 'tags'));
		for (const tag of patch.tags) state.addTag(locationId, tag);
	}
	if (Array.isArray(body.customFields)) {
		patch.customFields = customFields(call, locationId, before?.customFields ?? []);
	}
	return patch;
}

/** The contact that the location's duplicate rule finds for an e-mail and a phone, and by which field. */
export function findDuplicate(
	state: State,
	location: Location,
	email: string | null | undefined,
	phone: string | null | undefined,
): { contact: Contact; matchingField: 'email' | 'phone' } | undefined {
	for (const field of location.matchOrder) {
		const value = field === 'email' ? email : phone;
		if (value === null || value === undefined || value === '') continue;
		const [contact] =
			field === 'email'
				? state.contacts.byEmail(location.id, value)
				: state.contacts.byPhone(location.id, plainPhone(value));
		if (contact !== undefined) return { contact, matchingField: field };
	}
	return undefined;
}

function locationOf(call: Call): Location {
	if (call.location === undefined)
		throw new Error('the server lets no contact call through without a location');
	return call.location;
}

function insert(call: Call, patch: Partial<Contact>): Contact {
	const location = locationOf(call);
	const now = call.clock.now();
	const contact = call.state.addContact({
		locationId: location.id,
		...patch,
		country: patch.country ?? location.country,
		dateAdded: now,
		dateUpdated: now,
	});
	call.effect('contact.create', contact.id);
	return contact;
}

function update(call: Call, before: Contact, patch: Partial<Contact>): Contact {
	const contact = call.state.contacts.put({ ...before, ...patch, dateUpdated: call.clock.now() });
	call.effect('contact.update', contact.id);
	return contact;
}

function fullName(contact: Contact): string {
	return [contact.firstName, contact.lastName].filter((part) => part !== null).join(' ');
}

/** The DND channels of a contact in the spelling of the version set. */
export function showChannels(contact: Contact, set: Call['operation']['set']): JsonObject {
	return Object.fromEntries(
		Object.entries(contact.dndSettings).map(([channel, value]) => [
			set === 'v3' ? channel : (CHANNELS[channel] ?? channel),
			value,
		]),
	);
}

/** A contact as the operations under /contacts/{contactId} show it. Keys without a value are left out. */
export function showContact(contact: Contact, set: Call['operation']['set']): JsonObject {
	const dndSettings = showChannels(contact, set);
	const name = fullName(contact);
	const some = (value: string | null): string | undefined => value ?? undefined;
	const by = {
		source: 'INTEGRATION',
		channel: 'PUBLIC_API',
		sourceId: 'stand-in',
		timestamp: isoUtc(contact.dateUpdated),
	};
	return compact({
		id: contact.id,
		locationId: contact.locationId,
		name: name === '' ? undefined : name,
		firstName: some(contact.firstName),
		firstNameLowerCase: contact.firstName?.toLowerCase(),
		lastName: some(contact.lastName),
		lastNameLowerCase: contact.lastName?.toLowerCase(),
		fullNameLowerCase: name === '' ? undefined : name.toLowerCase(),
		email: some(contact.email),
		emailLowerCase: contact.email?.toLowerCase(),
		phone: some(contact.phone),
		address1: some(contact.address1),
		city: some(contact.city),
		state: some(contact.state),
		postalCode: some(contact.postalCode),
		country: some(contact.country),
		website: some(contact.website),
		timezone: some(contact.timezone),
		source: some(contact.source),
		gender: some(contact.gender),
		companyName: some(contact.companyName),
		assignedTo: some(contact.assignedTo),
		dateOfBirth: some(contact.dateOfBirth),
		type: 'lead',
		dnd: contact.dnd,
		dndSettings: Object.keys(dndSettings).length > 0 ? dndSettings : undefined,
		inboundDndSettings:
			Object.keys(contact.inboundDndSettings).length > 0 ? contact.inboundDndSettings : undefined,
		tags: contact.tags,
		customFields: contact.customFields,
		followers: contact.followers,
		businessId: some(contact.businessId),
		additionalEmails: contact.additionalEmails,
		additionalPhones: contact.additionalPhones,
		deleted: false,
		dateAdded: contact.dateAdded === null ? undefined : isoUtc(contact.dateAdded),
		dateUpdated: isoUtc(contact.dateUpdated),
		createdBy: { ...by, timestamp: isoUtc(contact.dateAdded ?? contact.dateUpdated) },
		lastUpdatedBy: by,
	});
}

/** The shorter row of the lists of contacts other than the search. */
function listRow(contact: Contact): JsonObject {
	return compact({
		id: contact.id,
		locationId: contact.locationId,
		contactName: fullName(contact),
		firstName: contact.firstName,
		lastName: contact.lastName,
		companyName: contact.companyName,
		email: contact.email,
		phone: contact.phone,
		dnd: contact.dnd,
		type: 'lead',
		source: contact.source,
		assignedTo: contact.assignedTo,
		city: contact.city,
		state: contact.state,
		postalCode: contact.postalCode,
		address1: contact.address1,
		country: contact.country,
		website: contact.website,
		timezone: contact.timezone,
		tags: contact.tags,
		customFields: contact.customFields,
		followers: contact.followers,
		businessId: contact.businessId,
		additionalEmails: contact.additionalEmails,
		dateAdded: contact.dateAdded === null ? null : isoUtc(contact.dateAdded),
		dateUpdated: isoUtc(contact.dateUpdated),
	});
}

function create(call: Call): Answer {
	const location = locationOf(call);
	const patch = patchOf(call, location.id, undefined);
	if (!location.allowDuplicateContact) {
		const found = findDuplicate(call.state, location, patch.email, patch.phone);
		if (found !== undefined) {
			throw badRequest('This location does not allow duplicated contacts.', {
				meta: {
					contactId: found.contact.id,
					contactName: fullName(found.contact),
					matchingField: found.matchingField,
				},
			});
		}
	}
	return { body: { contact: showContact(insert(call, patch), call.operation.set) } };
}

function upsert(call: Call): Answer {
	const location = locationOf(call);
	const { createNewIfDuplicateAllowed } = call.body;
	const email = text(call.body, 'email')?.trim().toLowerCase();
	const found = findDuplicate(call.state, location, email, text(call.body, 'phone'));
	const asNew = createNewIfDuplicateAllowed === true && location.allowDuplicateContact;
	if (found === undefined || asNew) {
		const contact = insert(call, patchOf(call, location.id, undefined));
		return {
			body: { new: true, contact: showContact(contact, call.operation.set), ...BOTH_FLAGS },
		};
	}
	const patch = patchOf(call, location.id, found.contact);
	// The field that did not decide and belongs to another contact is passed over without a word.
	const other = found.matchingField === 'email' ? 'phone' : 'email';
	const value = patch[other];
	if (typeof value === 'string') {
		const owners =
			other === 'email'
				? call.state.contacts.byEmail(location.id, value)
				: call.state.contacts.byPhone(location.id, value);
		if (owners.some((owner) => owner.id !== found.contact.id)) delete patch[other];
	}
	const contact = update(call, found.contact, patch);
	return { body: { new: false, contact: showContact(contact, call.operation.set), ...BOTH_FLAGS } };
}

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

/** The older list, newest first, with its cursor of a stamp and an id. */
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
	'PUT /contacts/{contactId}': (call) => {
		const before = contactOf(call, call.params.contactId ?? '');
		const patch = patchOf(call, before.locationId, before);
		if (patch.email !== undefined || patch.phone !== undefined) refuseTaken(call, before, patch);
		const contact = update(call, before, patch);
		return { body: { ...BOTH_FLAGS, contact: showContact(contact, call.operation.set) } };
	},
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

/** Refuses an update that would give a contact the e-mail or phone of another one. */
function refuseTaken(call: Call, before: Contact, patch: Partial<Contact>): void {
	const location = locationOf(call);
	if (location.allowDuplicateContact) return;
	for (const matchingField of location.matchOrder) {
		const value = patch[matchingField];
		if (typeof value !== 'string') continue;
		const owners =
			matchingField === 'email'
				? call.state.contacts.byEmail(location.id, value)
				: call.state.contacts.byPhone(location.id, value);
		const owner = owners.find((contact) => contact.id !== before.id);
		if (owner !== undefined) {
			throw badRequest('This location does not allow duplicated contacts.', {
				meta: { contactId: owner.id, contactName: fullName(owner), matchingField },
			});
		}
	}
}
