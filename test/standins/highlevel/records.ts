/** The records that the stand-in's stores hold, apart from contacts (`contactStore.ts`). */
import type { JsonObject } from '../shared/json';

export interface Location {
	id: string;
	companyId: string;
	name: string;
	/** IANA name. */
	timezone: string;
	/** Two-letter code. */
	country: string;
	email: string;
	phone: string;
	address: string;
	city: string;
	state: string;
	postalCode: string;
	website: string;
	allowDuplicateContact: boolean;
	/** The order in which fields are tried when looking for a duplicate contact. */
	matchOrder: Array<'email' | 'phone'>;
}

export interface User {
	id: string;
	companyId: string;
	locationIds: string[];
	firstName: string;
	lastName: string;
	email: string;
	phone: string;
	role: 'admin' | 'user';
}

export interface CustomField {
	id: string;
	locationId: string;
	name: string;
	/** `contact.<key>`. */
	fieldKey: string;
	dataType: string;
	picklistOptions?: string[];
	/** Values besides the options are accepted. */
	isAllowedCustomOption?: boolean;
	model: 'contact' | 'opportunity';
	position: number;
}

export interface Tag {
	id: string;
	locationId: string;
	name: string;
}

/** A record kept in the API's own keys, with the ID and the location stored beside them. */
export interface Stored {
	id: string;
	locationId: string;
	/** The keys as the API returns them, without `id` and `locationId`. */
	values: JsonObject;
	dateAdded: number;
	dateUpdated: number;
}

/** A record that belongs to another one: a task of a contact, a note of an appointment. */
export interface Owned extends Stored {
	ownerId: string;
}

export interface Calendar extends Stored {
	values: JsonObject & { name: string; calendarType: string };
}

/** A single appointment or one instance of a series. */
export interface Appointment {
	id: string;
	locationId: string;
	calendarId: string;
	contactId: string;
	groupId: string | null;
	title: string;
	appointmentStatus: string;
	assignedUserId: string | null;
	notes: string | null;
	address: string | null;
	meetingLocationType: string | null;
	meetingLocationId: string | null;
	/** Milliseconds since the epoch, as all times in these records. */
	startTime: number;
	endTime: number;
	rrule: string | null;
	masterEventId: string | null;
	toNotify: boolean;
	deleted: boolean;
	source: string;
	dateAdded: number;
	dateUpdated: number;
}

export interface BlockSlot {
	id: string;
	locationId: string;
	calendarId: string | null;
	assignedUserId: string | null;
	title: string;
	startTime: number;
	endTime: number;
	deleted: boolean;
	dateAdded: number;
	dateUpdated: number;
}

/** A record of which the API shows little more than its name: a campaign, a workflow, a business. */
export interface Named {
	id: string;
	locationId: string;
	name: string;
	status: string;
}

/** A contact added to a campaign or a workflow. */
export interface Enrolment {
	id: string;
	kind: 'campaign' | 'workflow';
	contactId: string;
	targetId: string;
	eventStartTime: string | null;
}
