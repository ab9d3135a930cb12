/** Facts about HighLevel's API that its official files lack or get wrong. */
import type { Operation, Parameter, Schema } from './digest';

/**
 * A fact about HighLevel's API that its official files contradict or leave out, with how certain it is and where the
 * evidence stands. A row that only changes what is accepted has a `patch`; the others are implemented by the code that
 * `where` names.
 */
export interface Deviation {
	id: string;
	fact: string;
	/** Section of the project's HighLevel API notes. */
	source: string;
	/**
	 * `live`: seen in recorded answers; `spec`: official files and pages; `portal`: the newer documentation site;
	 * `report`: told in public issues; `noted`: stated in the notes without a mark.
	 */
	sure: 'live' | 'spec' | 'portal' | 'report' | 'noted';
	where: string;
	/** Changes the operations that it concerns; is called with all of them. */
	patch?: (operation: Operation) => void;
}

function keyOf(operation: Operation, key: string): Schema | undefined {
	return operation.body?.keys?.[key];
}

function onPath(path: string, change: (operation: Operation) => void, method?: string) {
	return (operation: Operation): void => {
		if (operation.path === path && (method === undefined || operation.method === method)) {
			change(operation);
		}
	};
}

function isContactWrite(operation: Operation): boolean {
	return ['create-contact', 'upsert-contact', 'update-contact'].includes(operation.operationId);
}

function parameter(name: string, schema: Schema, needed = true): Parameter {
	return { name, needed, ...schema };
}

const DOCUMENTED_OPERATORS = [
	'eq',
	'not_eq',
	'contains',
	'not_contains',
	'exists',
	'not_exists',
	'range',
];

/** Operators that the server knows, documented or not; it refuses others by name. */
export const SEARCH_OPERATORS = [
	...DOCUMENTED_OPERATORS,
	'gt',
	'gte',
	'lt',
	'lte',
	'wildcard',
	'match',
	'not_range',
	'contains_set',
	'nested',
	'has_child',
];

const TEXT = ['eq', 'not_eq', 'contains', 'not_contains', 'exists', 'not_exists'];
const EXACT = ['eq', 'not_eq', 'exists', 'not_exists'];
const TIME = ['range', 'exists', 'not_exists'];

/** The operators that each search field accepts. Source: HighLevel API notes, section 9 (the portal's search page). */
export const SEARCH_FIELDS: Record<string, string[]> = {
	id: EXACT,
	assignedTo: EXACT,
	followers: EXACT,
	source: TEXT,
	businessName: TEXT,
	country: TEXT,
	state: TEXT,
	postalCode: TEXT,
	contactName: TEXT,
	firstNameLowerCase: TEXT,
	lastNameLowerCase: TEXT,
	companyName: TEXT,
	address: TEXT,
	city: TEXT,
	email: EXACT,
	phone: TEXT,
	tags: TEXT,
	dnd: EXACT,
	isValidWhatsapp: EXACT,
	dateAdded: TIME,
	dateUpdated: TIME,
	lastEmailClickedDate: TIME,
	lastEmailOpenedDate: TIME,
};

/** The operators of `customFields.<id>`. */
export const SEARCH_CUSTOM_FIELD = [...TEXT, 'range'];

/** The fields that the search can sort by. */
export const SEARCH_SORT_FIELDS = [
	'dateAdded',
	'dateUpdated',
	'firstNameLowerCase',
	'lastNameLowerCase',
	'email',
	'source',
	'dnd',
];

const SEARCH_BODY: Schema = {
	type: 'object',
	required: ['locationId', 'pageLimit'],
	keys: {
		locationId: { type: 'string' },
		pageLimit: { type: 'number', minimum: 1, maximum: 500 },
		page: { type: 'number', minimum: 1 },
		query: { type: 'string', maxLength: 75 },
		filters: { type: 'array', items: { type: 'object' } },
		sort: {
			type: 'array',
			items: {
				type: 'object',
				required: ['field', 'direction'],
				keys: { field: { type: 'string' }, direction: { type: 'string', enum: ['asc', 'desc'] } },
			},
		},
		searchAfter: { type: 'array' },
	},
};

export const DEVIATIONS: Deviation[] = [
	{
		id: 'search-grammar',
		fact: 'POST /contacts/search has an empty body schema in the official files; the server requires locationId and pageLimit and accepts page, query, filters, sort and searchAfter',
		source: 'HighLevel API notes, section 9',
		sure: 'portal',
		where: 'here and resources/search.ts',
		patch: onPath('/contacts/search', (operation) => {
			operation.body = SEARCH_BODY;
		}),
	},
	{
		id: 'contact-lookup',
		fact: 'GET /contacts/lookup exists in v3 for OAuth tokens only: locationId, exactly one of email or phone, limit up to 20, nextCursor',
		source: 'HighLevel API notes, section 8.1',
		sure: 'portal',
		where: 'test/contract/api-overlay.json and resources/contacts.ts',
	},
	{
		id: 'bulk-tags-type',
		fact: 'the path parameter type of the bulk tag operation is add or remove, which the official files do not declare',
		source: 'HighLevel API notes, section 8.1',
		sure: 'spec',
		where: 'here',
		patch: onPath('/contacts/bulk/tags/update/{type}', (operation) => {
			operation.pathParameters = [parameter('type', { type: 'string', enum: ['add', 'remove'] })];
		}),
	},
	{
		id: 'bulk-scope',
		fact: 'the two bulk operations declare no security; they work with contacts.write',
		source: 'HighLevel API notes, section 3',
		sure: 'report',
		where: 'here',
		patch: (operation) => {
			if (operation.path.startsWith('/contacts/bulk/')) {
				operation.security = [{ token: 'bearer', scopes: ['contacts.write'] }];
			}
		},
	},
	{
		id: 'bulk-business-size',
		fact: 'bulk business accepts at most 50 ids (the official file applies the 50 to the length of an id); a businessId of null removes the business',
		source: 'HighLevel API notes, section 8.1',
		sure: 'spec',
		where: 'here',
		patch: onPath('/contacts/bulk/business', (operation) => {
			const ids = keyOf(operation, 'ids');
			if (ids !== undefined) Object.assign(ids, { maxItems: 50, items: { type: 'string' } });
		}),
	},
	{
		id: 'appointment-note-id',
		fact: 'the path parameter noteId of appointment notes is not declared in the official files',
		source: 'HighLevel API notes, section 10.1',
		sure: 'spec',
		where: 'here',
		patch: onPath('/calendars/appointments/{appointmentId}/notes/{noteId}', (operation) => {
			if (!operation.pathParameters.some((one) => one.name === 'noteId')) {
				operation.pathParameters.push(parameter('noteId', { type: 'string' }));
			}
		}),
	},
	{
		id: 'custom-field-items',
		fact: 'a custom field value under a wrong key is silently dropped and the call answers 200; a field is identified by id or by key',
		source: 'HighLevel API notes, section 8.3',
		sure: 'report',
		where: 'here and resources/contacts.ts',
		patch: (operation) => {
			if (!isContactWrite(operation)) return;
			const items = keyOf(operation, 'customFields')?.items;
			if (items === undefined) return;
			items.lenient = true;
			items.required = [];
			for (const key of ['field_value', 'fieldValue']) {
				if (items.keys?.[key] !== undefined) items.keys[key] = {};
			}
		},
	},
	{
		id: 'contact-formats',
		fact: 'e-mail, phone (E.164), country (two letters) and date of birth (a string, although the official files say object) are validated',
		source: 'HighLevel API notes, sections 7 and 8.2',
		sure: 'report',
		where: 'here',
		patch: (operation) => {
			if (!isContactWrite(operation)) return;
			const rules = { email: 'email', phone: 'phone', country: 'country' } as const;
			for (const [key, rule] of Object.entries(rules)) {
				const schema = keyOf(operation, key);
				if (schema !== undefined) schema.rule = rule;
			}
			if (operation.body?.keys?.dateOfBirth !== undefined) {
				operation.body.keys.dateOfBirth = { type: 'string', nullable: true, rule: 'birthday' };
			}
		},
	},
	{
		id: 'dnd-key-case',
		fact: 'the channels of dndSettings are Call, Email, SMS, WhatsApp, GMB, FB under dated versions and call, email, sms, whatsApp, gmb, fb under v3',
		source: 'HighLevel API notes, section 8.2',
		sure: 'spec',
		where: 'the digest and resources/contacts.ts',
	},
	{
		id: 'block-slot-required',
		fact: 'a block slot has a calendar or a user, not both; the official files declare calendarId as required',
		source: 'HighLevel API notes, section 10.4',
		sure: 'report',
		where: 'here and resources/blockSlots.ts',
		patch: (operation) => {
			if (operation.path.startsWith('/calendars/events/block-slots') && operation.body) {
				operation.body.required = (operation.body.required ?? []).filter(
					(key) => key !== 'calendarId',
				);
			}
		},
	},
	{
		id: 'event-times',
		fact: 'appointments and block slots require ISO 8601 with an offset',
		source: 'HighLevel API notes, section 7',
		sure: 'spec',
		where: 'here',
		patch: (operation) => {
			const events =
				operation.path.startsWith('/calendars/events/') ||
				operation.path.startsWith('/calendars/services/bookings');
			if (!events) return;
			for (const key of ['startTime', 'endTime']) {
				const schema = keyOf(operation, key);
				if (schema !== undefined) schema.rule = 'isoWithOffset';
			}
		},
	},
	{
		id: 'task-due-date',
		fact: 'the due date of a task is ISO 8601 with an offset and comes back in UTC',
		source: 'HighLevel API notes, section 7',
		sure: 'spec',
		where: 'here and resources/tasks.ts',
		patch: (operation) => {
			const due = operation.path.includes('/tasks') ? keyOf(operation, 'dueDate') : undefined;
			if (due !== undefined) due.rule = 'isoWithOffset';
		},
	},
	{
		id: 'delete-bodies',
		fact: 'deleting an event accepts an empty body and works without one',
		source: 'HighLevel API notes, section 10.1',
		sure: 'spec',
		where: 'here',
		patch: (operation) => {
			if (operation.method === 'DELETE' && (operation.body?.required ?? []).length === 0) {
				operation.bodyRequired = false;
			}
		},
	},
	{
		id: 'free-slots-look-busy',
		fact: 'the free slots call accepts the undocumented parameter enableLookBusy',
		source: 'HighLevel API notes, section 10.2',
		sure: 'report',
		where: 'here',
		patch: onPath('/calendars/{calendarId}/free-slots', (operation) => {
			operation.tolerated.push('enableLookBusy');
		}),
	},
	{
		id: 'token-operations',
		fact: 'the token call declares no Version in the dated sets and works without one',
		source: 'HighLevel API notes, sections 1.1 and 2.3',
		sure: 'spec',
		where: 'oauth.ts',
	},
	{
		id: 'upsert-secondary-email',
		fact: 'an upsert that names an additional e-mail of a contact makes it the primary one; the old primary one is lost',
		source: 'HighLevel API notes, section 8.4 (API docs issue 337)',
		sure: 'report',
		where: 'resources/contactWrites.ts',
	},
	{
		id: 'upsert-gender',
		fact: 'an upsert of an existing contact answers 200 and silently drops gender',
		source: 'HighLevel API notes, section 8.4 (API docs issue 313)',
		sure: 'report',
		where: 'resources/contactWrites.ts',
	},
	{
		id: 'notifications-paging',
		fact: 'a list of notifications with limit and skip may be answered 400; off unless switched on',
		source: 'HighLevel API notes, section 10.8 (API docs issue 3)',
		sure: 'report',
		where: 'resources/notifications.ts',
	},
	{
		id: 'refused-create',
		fact: 'a contact that is refused with 422 may have been created; off unless switched on',
		source: 'HighLevel API notes, section 8.4 (API docs issue 64)',
		sure: 'report',
		where: 'requestPipeline.ts',
	},
	{
		id: 'exchange-not-installed',
		fact: 'an agency token is not exchanged for a location without the app: 400, 401 or 403',
		source: 'HighLevel API notes, section 2.5',
		sure: 'report',
		where: 'oauth.ts',
	},
	{
		id: 'installed-locations-page-size',
		fact: 'v3 accepts a pageSize from 1 to 100, which the official file says in words only',
		source: 'HighLevel API notes, section 2.5',
		sure: 'spec',
		where: 'installedLocations.ts',
	},
	{
		id: 'contact-success-flags',
		fact: 'update, upsert and delete of contacts answer both succeded and succeeded',
		source: 'HighLevel API notes, section 8.2',
		sure: 'live',
		where: 'resources/contacts.ts',
	},
	{
		id: 'appointment-answers',
		fact: 'creating and updating an appointment answers without a wrapper and without startTime and endTime, with appointmentStatus and appoinmentStatus and status "booked"',
		source: 'HighLevel API notes, section 10.3',
		sure: 'live',
		where: 'resources/appointments.ts',
	},
	{
		id: 'appointment-wrapper',
		fact: 'reading an appointment answers {appointment}, although the official files say {event}; a deleted one can still be read, with deleted true',
		source: 'HighLevel API notes, section 10.3',
		sure: 'live',
		where: 'resources/appointments.ts',
	},
	{
		id: 'appointment-offset',
		fact: 'times come back with the offset of the location, whatever offset was sent',
		source: 'HighLevel API notes, section 7',
		sure: 'live',
		where: 'resources/appointments.ts',
	},
	{
		id: 'contact-appointments-wall-clock',
		fact: 'the appointments of a contact have local times of the location, without an offset',
		source: 'HighLevel API notes, section 7',
		sure: 'noted',
		where: 'resources/appointments.ts',
	},
	{
		id: 'calendar-delete',
		fact: 'deleting a calendar answers {message: "calendar deleted", calendar}; the official files say {success}',
		source: 'HighLevel API notes, section 10.1',
		sure: 'live',
		where: 'resources/calendars.ts',
	},
	{
		id: 'events-iso-times',
		fact: 'lists of events take milliseconds as a string; an ISO time yields an empty list with 200',
		source: 'HighLevel API notes, section 7',
		sure: 'noted',
		where: 'resources/appointments.ts',
	},
	{
		id: 'free-slots-trace',
		fact: 'traceId is a key beside the dates of the free slots; days without slots are left out',
		source: 'HighLevel API notes, section 10.2',
		sure: 'noted',
		where: 'server.ts and resources/freeSlots.ts',
	},
	{
		id: 'bare-arrays',
		fact: 'lists of calendar resources and notifications are bare arrays, so they have no traceId',
		source: 'HighLevel API notes, section 6',
		sure: 'spec',
		where: 'resources/resources.ts and resources/notifications.ts',
	},
	{
		id: 'note-html',
		fact: 'the body of a note comes back as HTML, with the plain text in bodyText',
		source: 'HighLevel API notes, section 8.5',
		sure: 'live',
		where: 'resources/notes.ts',
	},
];

/** The operations of the digest and the overlay, with the patches above applied to them. */
export function applyDeviations(operations: Operation[]): Operation[] {
	for (const operation of operations) {
		for (const { patch } of DEVIATIONS) patch?.(operation);
	}
	return operations;
}
