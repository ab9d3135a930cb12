/** What the stand-in stores. Times are milliseconds since the epoch. */
import type { JsonObject } from '../shared/json';

/** An address-book entry of the user. */
export interface Contact {
	id: string;
	name: string;
	email: string[];
	defaultEmail: string;
	title: string;
	organization: string;
	telephone: string[];
	providerId: string[];
	userId: string;
	/** How often it was invited: the order of `filter=popular`. */
	invitations: number;
	/** When it was last added, changed or invited: the order of `filter=recent`. */
	lastUsed: number;
}

/** A group of contacts, which the contact search shows on demand. */
export interface Team {
	id: string;
	name: string;
	contactIds: string[];
}

export interface Invitee {
	contactId: string;
	name: string;
	emails: string[];
	answer: 'none' | 'picked' | 'declined';
}

export const REQUEST_STATES = ['active', 'upcoming', 'closed'] as const;
/** The tab that a request is on: waiting for invitees; booked and not yet held; held, expired or cancelled. */
export type RequestState = (typeof REQUEST_STATES)[number];

/** `scheduled` and `rescheduled` were seen; the others are guesses. */
export type RequestStatus =
	| 'pending'
	| 'scheduled'
	| 'rescheduled'
	| 'completed'
	| 'expired'
	| 'cancelled';

/** A meeting request ("meeting task") with its whole life. */
export interface MeetingRequest {
	id: string;
	subject: string;
	description: string;
	/** The name of its meeting type. */
	type: string;
	/** Minutes. */
	meetingLength: number;
	windowStart: number;
	windowEnd: number;
	/** When the meeting is; null until it is booked. */
	start: number | null;
	end: number | null;
	state: RequestState;
	status: RequestStatus;
	started: boolean;
	invitees: Invitee[];
	/** The event in the calendar; null unless it is booked. */
	meetingId: string | null;
	/** What else was sent with it: location, locations and seats. */
	details: JsonObject;
	dateAdded: number;
	dateUpdated: number;
}

/** An event in the user's calendar, whether CalendarHero booked it or not. */
export interface Meeting {
	id: string;
	/** Acts as the title. */
	description: string;
	start: number;
	end: number;
	contacts: Array<{ name: string; email: string[] }>;
	/** The meeting type of the request that it came from. */
	type: string | null;
	dateAdded: number;
	dateUpdated: number;
}

/** A meeting type; its ID is its name. */
export interface MeetingType {
	id: string;
	builtIn: boolean;
	/** Each setting under its name, as `{ value }`. */
	settings: JsonObject;
}

/** A public page that groups meeting types. */
export interface Directory {
	/** A UUID. */
	id: string;
	values: JsonObject;
}

/** The one webhook of an event. */
export interface Hook {
	id: string;
	event: string;
	hookUrl: string;
}

/**
 * `invitation` goes out when a request is made, `confirmation` when an invitee picked a time, `update` when a booked
 * meeting moved, `cancellation` and `reminder` on cancel and remind.
 */
export type MailKind = 'invitation' | 'confirmation' | 'update' | 'cancellation' | 'reminder';

/** An e-mail that the real service would have sent; one for each recipient. */
export interface Mail {
	readonly kind: MailKind;
	/** One address. */
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly requestId: string;
	readonly at: number;
}
