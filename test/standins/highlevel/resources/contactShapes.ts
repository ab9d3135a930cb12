/** How the API shows a contact: in full, and as a row of a list. (The rows of the search: `search.ts`.) */
import { compact } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call } from '../call';
import type { Contact } from '../contactStore';

/** The DND channels in v3's spelling, and in that of the dated versions. */
const CHANNELS: Record<string, string> = {
	call: 'Call',
	email: 'Email',
	sms: 'SMS',
	whatsApp: 'WhatsApp',
	gmb: 'GMB',
	fb: 'FB',
};

/** First and last name, as far as there are any. */
export function fullName(contact: Contact): string {
	return [contact.firstName, contact.lastName].filter((part) => part !== null).join(' ');
}

/** The DND channels of a contact, spelled as the version set has them. */
export function showChannels(contact: Contact, set: Call['operation']['set']): JsonObject {
	return Object.fromEntries(
		Object.entries(contact.dndSettings).map(([channel, value]) => [
			set === 'v3' ? channel : (CHANNELS[channel] ?? channel),
			value,
		]),
	);
}

/** The DND channels as the stand-in stores them: in v3's spelling, whichever was sent. */
export function storedChannels(settings: JsonObject): JsonObject {
	const known = Object.fromEntries(Object.entries(CHANNELS).map(([v3, dated]) => [dated, v3]));
	return Object.fromEntries(
		Object.entries(settings).map(([channel, value]) => [known[channel] ?? channel, value]),
	);
}

/** A contact as the operations under /contacts/{contactId} show it; keys without a value are left out. */
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

/** A contact as the lists other than the search show it. */
export function listRow(contact: Contact): JsonObject {
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
