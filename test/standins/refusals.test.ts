/* Planted wrong requests: the stand-in must refuse each as HighLevel does, or tests of the nodes would pass with it. */
import { SEED } from './highlevel';
import type { CallOptions } from './support/http';
import { useStandIn } from './support/standIn';

const api = useStandIn();
const { send } = api;

const calendarId = SEED.calendars.discovery;
const { locationId } = SEED;
const maria = SEED.contacts.maria;
const DAY = 86_400_000;
const booking = {
	calendarId,
	locationId,
	contactId: maria,
	startTime: '2030-01-07T10:00:00-05:00',
};
const slots = `/calendars/${calendarId}/free-slots`;
const window = { startDate: 1_893_456_000_000, endDate: 1_893_456_000_000 + DAY };
const search = '/contacts/search';

/** A wrong request, the status it must get, and a part of its message. */
type Planted = [name: string, path: string, options: CallOptions, status: number, message: string];

const PLANTED: Planted[] = [
	['no Version', `/contacts/${maria}`, { version: null }, 401, 'version header was not found.'],
	['an unknown Version', `/contacts/${maria}`, { version: 'v4' }, 401, 'version header is invalid'],
	['no token', `/contacts/${maria}`, { token: null }, 401, 'Invalid JWT'],
	[
		'an unknown private integration token',
		`/contacts/${maria}`,
		{ token: 'pit-00000000-0000-4000-8000-000000000000' },
		401,
		'Invalid Private Integration token',
	],
	[
		'a v3 path with a dated version',
		'/calendars/services/catalog',
		{ version: '2021-04-15', query: { locationId } },
		404,
		'Cannot GET /calendars/services/catalog',
	],
	[
		'a path that v3 removed',
		'/contacts/',
		{ query: { locationId } },
		400,
		'not available in API version v3. This endpoint was removed in version v3.',
	],
	[
		'a path that v3 renamed',
		`/contacts/${maria}/campaigns/removeAll`,
		{ method: 'DELETE' },
		400,
		'This endpoint was removed in version v3',
	],
	[
		'a path without its trailing slash',
		'/calendars',
		{ query: { locationId } },
		404,
		'Cannot GET /calendars',
	],
	['a path outside any API', '/nothing', {}, 401, 'not yet supported by the IAM Service'],
	['a method that the path does not have', `/contacts/${maria}/tags`, {}, 404, 'Cannot GET'],
	[
		'an empty ID in the path',
		'/contacts//tags',
		{ body: { tags: ['a'] } },
		404,
		'Cannot POST /contacts//tags',
	],
	['no location in the query', '/calendars/', {}, 403, 'does not have access to this location'],
	[
		'another location in the query',
		'/calendars/',
		{ query: { locationId: SEED.otherLocationId } },
		403,
		'does not have access to this location',
	],
	[
		'another location in the body',
		'/contacts/',
		{ body: { locationId: SEED.otherLocationId, email: 'a@example.com' } },
		403,
		'does not have access to this location',
	],
	[
		'another location in the path',
		`/locations/${SEED.otherLocationId}`,
		{},
		403,
		'does not have access to this location',
	],
	[
		'an unknown key',
		'/contacts/',
		{ body: { locationId, nickname: 'A' } },
		422,
		'property nickname should not exist',
	],
	[
		'a location in an update',
		`/contacts/${maria}`,
		{ method: 'PUT', body: { locationId, firstName: 'M' } },
		422,
		'property locationId should not exist',
	],
	[
		'v3 DND channels with a dated version',
		'/contacts/',
		{ version: '2021-07-28', body: { locationId, dndSettings: { email: { status: 'active' } } } },
		422,
		'dndSettings.property email should not exist',
	],
	[
		'dated DND channels with v3',
		'/contacts/',
		{ body: { locationId, dndSettings: { Email: { status: 'active' } } } },
		422,
		'dndSettings.property Email should not exist',
	],
	[
		'a wrong type',
		'/contacts/',
		{ body: { locationId, firstName: 7 } },
		422,
		'firstName must be a string',
	],
	[
		'null where it is not allowed',
		'/contacts/',
		{ body: { locationId, tags: null } },
		422,
		'tags must be an array',
	],
	[
		'a number sent as a string',
		'/calendars/',
		{ body: { locationId, name: 'A', slotDuration: '30' } },
		422,
		'slotDuration must be a number',
	],
	[
		'a value outside the enumeration',
		'/calendars/events/appointments',
		{ body: { ...booking, appointmentStatus: 'no_show' } },
		422,
		'appointmentStatus must be one of the following values',
	],
	[
		'a v3 status with a dated version',
		'/calendars/events/appointments',
		{ version: '2021-04-15', body: { ...booking, appointmentStatus: 'completed' } },
		422,
		'appointmentStatus must be one of the following values',
	],
	[
		'a missing required key',
		`/contacts/${maria}/tasks`,
		{ body: { dueDate: '2030-01-01T00:00:00Z', completed: false } },
		422,
		'title should not be empty',
	],
	[
		'an empty required key',
		`/contacts/${maria}/notes`,
		{ body: { body: '' } },
		422,
		'body should not be empty',
	],
	[
		'an unknown query parameter',
		'/calendars/',
		{ query: { locationId, search: 'x' } },
		422,
		'property search should not exist',
	],
	[
		'ISO dates for free slots',
		slots,
		{ query: { startDate: '2030-01-01', endDate: '2030-01-02' } },
		422,
		'startDate must be a number',
	],
	[
		'more than 31 days of free slots',
		slots,
		{ query: { startDate: window.startDate, endDate: window.startDate + 31 * DAY + 1 } },
		400,
		'more than 31 days',
	],
	[
		'an unknown time zone for free slots',
		slots,
		{ query: { ...window, timezone: 'Mars/Base' } },
		422,
		'timezone must be a valid IANA time zone',
	],
	[
		'a time without an offset',
		'/calendars/events/appointments',
		{ body: { ...booking, startTime: '2030-01-07T10:00:00' } },
		422,
		'startTime must be a valid ISO 8601 date string',
	],
	[
		'a time off the slot grid',
		'/calendars/events/appointments',
		{ body: { ...booking, startTime: '2030-01-07T10:07:00-05:00' } },
		400,
		'The slot you have selected is no longer available.',
	],
	[
		'an end before the start',
		'/calendars/events/appointments',
		{ body: { ...booking, endTime: '2030-01-07T09:00:00-05:00' } },
		400,
		'endTime',
	],
	[
		'events of no user, calendar or group',
		'/calendars/events',
		{ query: { locationId, startTime: '0', endTime: '1' } },
		422,
		'userId, calendarId or groupId is required',
	],
	[
		'a block slot for both a calendar and a user',
		'/calendars/events/block-slots',
		{
			body: {
				locationId,
				calendarId,
				assignedUserId: SEED.users.ada,
				startTime: '2030-01-07T10:00:00-05:00',
				endTime: '2030-01-07T11:00:00-05:00',
			},
		},
		400,
		'not both',
	],
	[
		'an unknown ID',
		'/contacts/AAAAAAAAAAAAAAAAAAAA',
		{},
		400,
		'Contact with id AAAAAAAAAAAAAAAAAAAA not found',
	],
	[
		'a duplicate',
		'/contacts/',
		{ body: { locationId, email: 'MARIA.lopez@example.com' } },
		400,
		'This location does not allow duplicated contacts.',
	],
	[
		"an update to another contact's e-mail",
		`/contacts/${maria}`,
		{ method: 'PUT', body: { email: 'john.smith@example.com' } },
		400,
		'This location does not allow duplicated contacts.',
	],
	[
		'an unknown user as a follower',
		`/contacts/${maria}/followers`,
		{ body: { followers: ['AAAAAAAAAAAAAAAAAAAA'] } },
		400,
		'User with id AAAAAAAAAAAAAAAAAAAA not found',
	],
	[
		'an unknown user as the author of a note',
		`/contacts/${maria}/notes`,
		{ body: { body: 'Called', userId: 'AAAAAAAAAAAAAAAAAAAA' } },
		400,
		'User with id AAAAAAAAAAAAAAAAAAAA not found',
	],
	[
		'a search without a page size',
		search,
		{ body: { locationId } },
		422,
		'pageLimit should not be empty',
	],
	[
		'a search without a location',
		search,
		{ body: { pageLimit: 10 } },
		422,
		'locationId should not be empty',
	],
	[
		'a page size of 501',
		search,
		{ body: { locationId, pageLimit: 501 } },
		422,
		'pageLimit must not be greater than 500',
	],
	[
		'a page beyond 10,000 contacts',
		search,
		{ body: { locationId, pageLimit: 500, page: 21 } },
		400,
		'10000',
	],
	[
		'the operator contains on email',
		search,
		{
			body: {
				locationId,
				pageLimit: 10,
				filters: [{ field: 'email', operator: 'contains', value: 'maria' }],
			},
		},
		400,
		'Invalid Operator (contains) passed for field email',
	],
	[
		'the operator gt on a date',
		search,
		{
			body: {
				locationId,
				pageLimit: 10,
				filters: [{ field: 'dateAdded', operator: 'gt', value: '2020-01-01' }],
			},
		},
		400,
		'Invalid Operator (gt) passed for field dateAdded',
	],
	[
		'an unknown operator',
		search,
		{
			body: {
				locationId,
				pageLimit: 10,
				filters: [{ field: 'email', operator: 'like', value: 'x' }],
			},
		},
		422,
		'operator must be one of the following values',
	],
	[
		'a sort field in snake_case',
		search,
		{ body: { locationId, pageLimit: 10, sort: [{ field: 'date_added', direction: 'asc' }] } },
		400,
		'Invalid field date_added',
	],
	[
		'a query that is too long',
		search,
		{ body: { locationId, pageLimit: 10, query: 'x'.repeat(76) } },
		422,
		'query must be shorter than or equal to 75',
	],
	[
		'an unknown kind of bulk tag change',
		'/contacts/bulk/tags/update/replace',
		{ body: { locationId, contacts: [maria], tags: ['a'] } },
		422,
		'type must be one of the following values: add, remove',
	],
	[
		'51 contacts for one business',
		'/contacts/bulk/business',
		{
			body: {
				locationId,
				businessId: SEED.businessId,
				ids: Array.from({ length: 51 }, (_one, at) => `id${at}`),
			},
		},
		422,
		'ids must contain no more than 50 elements',
	],
	[
		'a schedule in the time zone UTC',
		'/calendars/schedules',
		{ body: { locationId, name: 'A', userId: SEED.users.ada, timezone: 'UTC' } },
		422,
		'timezone must match',
	],
	[
		'a list of appointment notes without limit and offset',
		'/calendars/appointments/AAAAAAAAAAAAAAAAAAAA/notes',
		{},
		422,
		'limit should not be empty',
	],
	[
		'a notification that is not in an array',
		`/calendars/${calendarId}/notifications`,
		{ body: { receiverType: 'contact', channel: 'email', notificationType: 'booked' } },
		422,
		'body must be an array',
	],
	[
		'malformed JSON',
		'/contacts/',
		{ raw: { type: 'application/json', text: '{"locationId":' } },
		400,
		'JSON',
	],
	[
		'a team calendar without a team',
		'/calendars/',
		{ body: { locationId, name: 'A', calendarType: 'round_robin' } },
		422,
		'teamMembers should not be empty',
	],
];

describe('wrong requests', () => {
	it.each(PLANTED)('refuses %s', async (_name, path, options, status, message) => {
		const reply = await send(path, options);
		expect(reply.status).toBe(status);
		expect(reply.text).toContain(JSON.stringify(message).slice(1, -1));
		expect(typeof reply.body.traceId).toBe('string');
		if (status === 422) expect(Array.isArray(reply.body.message)).toBe(true);
		else expect(typeof reply.body.message).toBe('string');
		const [entry] = api.standIn.log;
		expect(entry?.effect).toBeUndefined();
	});

	it('refuses a token without the scope with 401, not 403', async () => {
		const { value } = api.standIn.issuePrivateIntegration({ scopes: ['contacts.readonly'] });
		const reply = await send('/contacts/', {
			token: value,
			body: { locationId, email: 'new@example.com' },
		});
		expect(reply.status).toBe(401);
		expect(reply.body.message).toBe('The token is not authorized for this scope.');
		expect(api.standIn.state.contacts.size).toBe(2);
	});

	it('accepts the same requests once they are right', async () => {
		const right = [
			await send(`/contacts/${maria}`),
			await send('/calendars/', { query: { locationId } }),
			await send(slots, { query: window }),
			await send('/calendars/events/appointments', { body: booking }),
			await send(search, { body: { locationId, pageLimit: 500, page: 20 } }),
		];
		expect(right.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200]);
	});
});
