/** Writing contacts: what a body changes, the location's duplicate rule, create, update and upsert. */
import type { Answer } from '../../shared/answer';
import type { Refusal } from '../../shared/answer';
import { flag, isObject, objects, text, texts } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call } from '../call';
import type { Contact } from '../contactStore';
import type { Location } from '../records';
import { badRequest, unknownRecord, unprocessable } from '../refusal';
import type { State } from '../state';

import { fullName, showContact, storedChannels } from './contactShapes';

type MatchingField = 'email' | 'phone';

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

/** The API sends both `succeded` and `succeeded`. */
export const BOTH_FLAGS = { succeded: true, succeeded: true };

/** A contact of the call's location; HighLevel refuses unknown ones with 400, not 404. */
export function contactOf(call: Call, id: string): Contact {
	const contact = call.state.contacts.get(id);
	if (contact === undefined || contact.locationId !== call.location?.id) {
		throw unknownRecord('Contact', id);
	}
	return contact;
}

/** The location of a call; the pipeline lets no request for contacts through without one. */
export function locationOf(call: Call): Location {
	if (call.location === undefined)
		throw new Error('A request for contacts came through without a location');
	return call.location;
}

/** A phone number as it is stored: + and digits. */
export function plainPhone(value: string): string {
	return value.replace(/[^+0-9]/g, '');
}

/** Tags as they are stored: in lower case, without repetitions. */
export function plainTags(tags: readonly string[]): string[] {
	return [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== ''))];
}

function birthday(value: string): string {
	const [date = ''] = value.split('T');
	const parts = date.split(/[-/._]/);
	const [year, month, day] = parts[0]?.length === 4 ? parts : [parts[2], parts[0], parts[1]];
	const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
	if (Number.isNaN(time)) throw unprocessable(['dateOfBirth must be a valid date string']);
	return isoUtc(time);
}

/** The custom fields after a write; values under a wrong key are ignored, as the API does. */
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

/** What the body changes in a contact; keys that are not sent are left out. */
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
		patch.dndSettings = { ...before?.dndSettings, ...storedChannels(body.dndSettings) };
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

/** The contacts of a location with this e-mail or phone. */
function contactsWith(
	state: State,
	locationId: string,
	field: MatchingField,
	value: string,
): Contact[] {
	return field === 'email'
		? state.contacts.byEmail(locationId, value)
		: state.contacts.byPhone(locationId, plainPhone(value));
}

/** The contact that the location's duplicate rule finds by e-mail or phone, and the field that matched. */
export function findDuplicate(
	state: State,
	location: Location,
	email: string | null | undefined,
	phone: string | null | undefined,
): { contact: Contact; matchingField: MatchingField } | undefined {
	for (const field of location.matchOrder) {
		const value = field === 'email' ? email : phone;
		if (value === null || value === undefined || value === '') continue;
		const [contact] = contactsWith(state, location.id, field, value);
		if (contact !== undefined) return { contact, matchingField: field };
	}
	return undefined;
}

function duplicateOf(contact: Contact, matchingField: MatchingField): Refusal {
	return badRequest('This location does not allow duplicated contacts.', {
		meta: { contactId: contact.id, contactName: fullName(contact), matchingField },
	});
}

/** Refuses an update that would give a contact the e-mail or phone of another one. */
function refuseTaken(call: Call, before: Contact, patch: Partial<Contact>): void {
	const location = locationOf(call);
	if (location.allowDuplicateContact) return;
	for (const matchingField of location.matchOrder) {
		const value = patch[matchingField];
		if (typeof value !== 'string') continue;
		const owners = contactsWith(call.state, location.id, matchingField, value);
		const owner = owners.find((contact) => contact.id !== before.id);
		if (owner !== undefined) {
			throw duplicateOf(owner, matchingField);
		}
	}
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

function change(call: Call, before: Contact, patch: Partial<Contact>): Contact {
	const contact = call.state.contacts.put({ ...before, ...patch, dateUpdated: call.clock.now() });
	call.effect('contact.update', contact.id);
	return contact;
}

/** POST /contacts/. */
export function create(call: Call): Answer {
	const location = locationOf(call);
	const patch = patchOf(call, location.id, undefined);
	if (!location.allowDuplicateContact) {
		const found = findDuplicate(call.state, location, patch.email, patch.phone);
		if (found !== undefined) {
			throw duplicateOf(found.contact, found.matchingField);
		}
	}
	return { body: { contact: showContact(insert(call, patch), call.operation.set) } };
}

/** PUT /contacts/{contactId}. */
export function update(call: Call): Answer {
	const before = contactOf(call, call.params.contactId ?? '');
	const patch = patchOf(call, before.locationId, before);
	if (patch.email !== undefined || patch.phone !== undefined) refuseTaken(call, before, patch);
	const contact = change(call, before, patch);
	return { body: { ...BOTH_FLAGS, contact: showContact(contact, call.operation.set) } };
}

/** An additional e-mail or phone that becomes the primary one is no longer additional; the old primary one is lost. */
function promoted(before: Contact, { email, phone }: Partial<Contact>): Partial<Contact> {
	return {
		additionalEmails: before.additionalEmails.filter((one) => one.toLowerCase() !== email),
		additionalPhones: before.additionalPhones.filter((one) => one !== phone),
	};
}

/** POST /contacts/upsert. */
export function upsert(call: Call): Answer {
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
	const { gender: _dropped, ...patch } = patchOf(call, location.id, found.contact);
	// The other field is silently ignored if it belongs to another contact.
	const other = found.matchingField === 'email' ? 'phone' : 'email';
	const value = patch[other];
	if (typeof value === 'string') {
		const owners = contactsWith(call.state, location.id, other, value);
		if (owners.some((owner) => owner.id !== found.contact.id)) delete patch[other];
	}
	const contact = change(call, found.contact, { ...patch, ...promoted(found.contact, patch) });
	return { body: { new: false, contact: showContact(contact, call.operation.set), ...BOTH_FLAGS } };
}
