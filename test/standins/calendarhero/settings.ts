/** The readings of CalendarHero's API between which the stand-in can be switched. */
import type { Latency } from '../shared/parts';

/** A limit on requests; CalendarHero documents none. */
export interface RateLimit {
	/** Requests in the interval. */
	max: number;
	/** Milliseconds of real time. */
	intervalMs: number;
	/** Whether a 429 says when to try again. */
	retryAfter: boolean;
}

/** Where sources disagree or nobody knows; `facts.ts` says how sure each reading is. */
export interface Readings {
	/** `basic` forbids custom meeting types and directories; sharing takes `team`. */
	plan: 'basic' | 'professional' | 'team';
	/** The status of an invalid body or parameter. */
	invalidStatus: 400 | 422;
	/** What a refusal has as its body. */
	refusalBody: 'message' | 'error' | 'errors' | 'text' | 'empty';
	rateLimit: RateLimit | null;

	/** Whether a search also finds addresses and names that merely contain the text. */
	contactSearch: 'loose' | 'exact';
	/** What a search without `search` and `filter` answers. */
	contactsWithoutSearch: 'all' | 'none';
	countShape: 'number' | 'count' | 'total';
	/** What becomes of fields that an update leaves out. */
	leftOutContactFields: 'kept' | 'dropped';

	/** The page size where `take` is left out, and the largest. */
	taskPage: number;
	taskPageMax: number;
	taskListShape: 'array' | 'tasks' | 'requests';
	/** Whether a window as long as the meeting is booked at once or waits for the invitee. */
	exactWindow: 'books' | 'waits';
	pastWindow: 'refused' | 'accepted';
	/** What the entries of `contacts` hold: `{ id }`, or `{ email, name }`. */
	inviteesAs: 'ids' | 'addresses';
	/** What the entries of `locations` are: `{ name }`, or texts. */
	locationsAs: 'objects' | 'texts';
	/** The status of cancelling what is closed already; 204 changes nothing. */
	cancelClosedStatus: 204 | 400 | 404;
	/** A reminder for a request that is not active. */
	remindNotActive: 'refused' | 'ignored';

	meetingTypesShape: 'object' | 'array';
	/** What `onlyTypes` answers. */
	onlyTypesShape: 'names' | 'object';
	/** The field with a meeting type's scheduling link; null: none. */
	typeLinkField: 'link' | 'schedulingLink' | 'url' | null;
	directoriesShape: 'array' | 'object';

	/** Whether reading a webhook shows its address. */
	hookAnswer: 'full' | 'withoutUrl';
	/** What reading a webhook answers where none is registered. */
	noHookAnswer: 404 | 204 | 'emptyObject' | 'emptyText';
	deleteMissingHookStatus: 200 | 404;
	/** Whether a query in the address survives. */
	hookUrlQuery: 'kept' | 'dropped';
	sampleShape: 'object' | 'array';
	/** Whose ID the deliveries of `meeting_started` and `meeting_completed` hold. */
	startedCarries: 'requestId' | 'meetingId';
	/** Where the delivery of `new_contact_added` has the contact. */
	contactDelivery: 'flat' | 'contact' | 'data';
}

export type Settings = Readings & Latency;

/** What the stand-in does unless told otherwise. */
export const USUAL_READINGS: Readings = {
	plan: 'professional',
	invalidStatus: 400,
	refusalBody: 'message',
	rateLimit: null,
	contactSearch: 'loose',
	contactsWithoutSearch: 'all',
	countShape: 'number',
	leftOutContactFields: 'kept',
	taskPage: 5,
	taskPageMax: 50,
	taskListShape: 'array',
	exactWindow: 'books',
	pastWindow: 'refused',
	inviteesAs: 'ids',
	locationsAs: 'objects',
	cancelClosedStatus: 404,
	remindNotActive: 'refused',
	meetingTypesShape: 'object',
	onlyTypesShape: 'names',
	typeLinkField: null,
	directoriesShape: 'array',
	hookAnswer: 'full',
	noHookAnswer: 404,
	deleteMissingHookStatus: 404,
	hookUrlQuery: 'kept',
	sampleShape: 'object',
	startedCarries: 'requestId',
	contactDelivery: 'flat',
};
