// Converts deliveries from apps and workflows to one form.

import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/values';

/** A delivery from either source, in the one form that the node emits. */
export interface HighLevelEvent extends IDataObject {
	/** The `type` of an app's webhook; of a workflow's, the name that the user chose. */
	event: string;
	locationId: string | null;
	contactId: string | null;
	/** Set on events of an agency. */
	companyId: string | null;
	appId: string | null;
	/** The delivery's ID, the same on every redelivery; workflows send none. */
	webhookId: string | null;
	/** When the event was sent, ISO 8601. */
	timestamp: string | null;
	source: 'app' | 'workflow';
	/** The record of the event. */
	data: IDataObject;
	/** The body as it arrived. */
	raw: IDataObject;
}

/** Text without surrounding whitespace; null if there is none. */
const textOrNull = (value: unknown): string | null =>
	typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

const ENVELOPE = new Set(['type', 'timestamp', 'webhookId', 'versionId', 'locationId', 'appId']);

function without(record: IDataObject, drop: (key: string) => boolean): IDataObject {
	return Object.fromEntries(Object.entries(record).filter(([key]) => !drop(key)));
}

/**
 * An app's webhook. The event's fields are alongside those of the envelope; those of an appointment are under `appointment`.
 *
 * @returns undefined if the body names no event
 */
export function normaliseAppWebhook(body: IDataObject): HighLevelEvent | undefined {
	const event = textOrNull(body.type);
	if (event === null) return undefined;
	const data = isRecord(body.appointment)
		? body.appointment
		: without(body, (key) => ENVELOPE.has(key));
	const isContact = /^Contact[A-Z]/.test(event);
	const isLocation = /^Location[A-Z]/.test(event);
	return {
		event,
		locationId: textOrNull(body.locationId) ?? (isLocation ? textOrNull(body.id) : null),
		contactId: textOrNull(isContact ? body.id : data.contactId),
		companyId: textOrNull(body.companyId),
		appId: textOrNull(body.appId),
		webhookId: textOrNull(body.webhookId),
		timestamp: textOrNull(body.timestamp),
		source: 'app',
		data,
		raw: body,
	};
}

/** The fixed keys of a workflow's webhook, with the API's names for them. */
const CONTACT_KEYS = new Map(
	Object.entries({
		contact_id: 'id',
		first_name: 'firstName',
		last_name: 'lastName',
		full_name: 'name',
		email: 'email',
		phone: 'phone',
		tags: 'tags',
		address1: 'address1',
		city: 'city',
		state: 'state',
		country: 'country',
		postal_code: 'postalCode',
		full_address: 'fullAddress',
		timezone: 'timezone',
		date_created: 'dateAdded',
		date_of_birth: 'dateOfBirth',
		contact_source: 'source',
		contact_type: 'type',
		company_name: 'companyName',
		website: 'website',
	}),
);

/** Further fixed keys. All other keys of the top level are custom fields, by display name. */
const PARTS = new Set([
	...['location', 'user', 'workflow', 'triggerData', 'contact', 'attributionSource'],
	...['customData', 'calendar', 'payment', 'order', 'opportunity', 'note', 'task', 'message'],
	...['invoice', 'campaign', 'appointment', 'event', 'contactId', 'locationId', 'location_id'],
]);

/** The event's name if a workflow sends none. */
export const WORKFLOW_EVENT = 'WorkflowWebhook';

function tagsOf(value: unknown): string[] {
	const tags: unknown[] = typeof value === 'string' ? value.split(',') : [];
	const list: unknown[] = Array.isArray(value) ? value : tags;
	return list.map((tag) => String(tag).trim()).filter((tag) => tag !== '');
}

/** Adds the appointment's status under the correct key if HighLevel sends only the misspelt one. */
function correctCalendar(calendar: IDataObject): IDataObject {
	if (calendar.appoinmentStatus === undefined || calendar.appointmentStatus !== undefined) {
		return calendar;
	}
	return { ...calendar, appointmentStatus: calendar.appoinmentStatus };
}

/** The body without the secret that authenticated it. */
function withoutSecret(body: IDataObject, secretKey: string): IDataObject {
	const isSecret = (key: string) => key === secretKey;
	const rest = without(body, isSecret);
	if (isRecord(rest.customData)) rest.customData = without(rest.customData, isSecret);
	return rest;
}

/**
 * What a workflow's Webhook or Custom Webhook action sends: contact fields in snake case, custom fields by display name,
 * and objects. The contact's fields get the API's names, and its tags become a list.
 *
 * @param secretKey the key of `customData` or of the top level that contains the secret, which is removed; '' for none
 */
export function normaliseWorkflowWebhook(body: IDataObject, secretKey: string): HighLevelEvent {
	const raw = secretKey === '' ? body : withoutSecret(body, secretKey);
	const customData = isRecord(raw.customData) ? raw.customData : {};
	const location = isRecord(raw.location) ? raw.location : {};
	const entries = Object.entries(raw);
	const contact: IDataObject = {};
	for (const [key, value] of entries) {
		const name = CONTACT_KEYS.get(key);
		if (name !== undefined) contact[name] = key === 'tags' ? tagsOf(value) : value;
	}
	const customFields = without(raw, (key) => CONTACT_KEYS.has(key) || PARTS.has(key));
	// The body's `contact` says only where the contact came from.
	const data: IDataObject = { contact, customFields };
	if (isRecord(raw.contact)) data.attribution = raw.contact;
	for (const [key, value] of entries) {
		if (!PARTS.has(key) || key === 'contact' || key === 'attributionSource') continue;
		data[key] = key === 'calendar' && isRecord(value) ? correctCalendar(value) : value;
	}
	return {
		event: textOrNull(customData.event) ?? textOrNull(raw.event) ?? WORKFLOW_EVENT,
		locationId:
			textOrNull(location.id) ?? textOrNull(raw.locationId) ?? textOrNull(raw.location_id),
		contactId: textOrNull(raw.contact_id) ?? textOrNull(raw.contactId),
		companyId: null,
		appId: null,
		webhookId: null,
		timestamp: null,
		source: 'workflow',
		data,
		raw,
	};
}
