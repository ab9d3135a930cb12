import { SEED } from '../highlevel';
import type { Reply } from '../support/http';
import {
	anyText,
	body,
	checkFacts,
	inLocation,
	like,
	located,
	query,
	refusesUnknownKeys,
	requires,
	requiresLocation,
} from './facts';

const { locationId, groupId } = SEED;
const { maria, john } = SEED.contacts;
const { ada } = SEED.users;
const { discovery, team } = SEED.calendars;
const NOON = '2030-01-07T12:00:00-05:00';
const ONE = '2030-01-07T13:00:00-05:00';
const IN_RANGE = { startTime: '1893456000000', endTime: '1896134400000' };
const NOTE = { body: 'Called', userId: ada };
const APPOINTMENT = { calendarId: discovery, contactId: maria, startTime: NOON };
const BLOCK = { calendarId: discovery, startTime: NOON, endTime: ONE, title: 'Lunch' };
const EVENTS = '/calendars/events';
const BLOCKS = `${EVENTS}/block-slots`;
const BLOCKED = '/calendars/blocked-slots';
const APPOINTMENTS = `${EVENTS}/appointments`;

/** A resource that needs an appointment first. */
const BOOKED = {
	request: `POST ${APPOINTMENTS}`,
	options: located(APPOINTMENT),
	id: ({ body: made }: Reply) => made.id,
};

checkFacts([
	{
		resource: 'appointment of a contact',
		first: BOOKED,
		facts: [
			[
				'the list comes under events',
				`GET /contacts/${maria}/appointments`,
				{},
				200,
				{ events: [like({ contactId: maria })] },
			],
			[
				'each has an ID',
				`GET /contacts/${maria}/appointments`,
				{},
				200,
				{ events: [like({ id: anyText })] },
			],
			[
				'each has its calendar',
				`GET /contacts/${maria}/appointments`,
				{},
				200,
				{ events: [like({ calendarId: discovery })] },
			],
			[
				'the status comes in both spellings',
				`GET /contacts/${maria}/appointments`,
				{},
				200,
				{ events: [like({ appointmentStatus: 'confirmed', appoinmentStatus: 'confirmed' })] },
			],
			[
				'a contact without appointments has an empty list',
				`GET /contacts/${john}/appointments`,
				{},
				200,
				{ events: [] },
			],
			requires('contactId', `POST ${APPOINTMENTS}`, located, APPOINTMENT),
			requires('calendarId', `POST ${APPOINTMENTS}`, located, APPOINTMENT),
			requires('startTime', `POST ${APPOINTMENTS}`, located, APPOINTMENT),
			[
				'the status for a no-show is noshow',
				`PUT ${APPOINTMENTS}/{id}`,
				body({ appointmentStatus: 'noshow' }),
				200,
			],
			[
				'no_show is refused',
				`PUT ${APPOINTMENTS}/{id}`,
				body({ appointmentStatus: 'no_show' }),
				422,
				'appointmentStatus',
			],
		],
	},
	{
		resource: 'appointment note',
		first: BOOKED,
		facts: [
			[
				'creating answers 201 with {note}',
				'POST /calendars/appointments/{id}/notes',
				body(NOTE),
				201,
				{ note: like({ body: 'Called' }) },
			],
			['body is required', 'POST /calendars/appointments/{id}/notes', body({}), 422, 'body'],
			[
				'more than 5,000 characters are refused',
				'POST /calendars/appointments/{id}/notes',
				body({ body: 'x'.repeat(5001) }),
				422,
				'body',
			],
			[
				'5,000 characters are accepted',
				'POST /calendars/appointments/{id}/notes',
				body({ body: 'x'.repeat(5000) }),
				201,
			],
			refusesUnknownKeys('POST /calendars/appointments/{id}/notes', NOTE),
			[
				'limit and offset are required to list',
				'GET /calendars/appointments/{id}/notes',
				{},
				422,
				'limit',
			],
			[
				'a page has at most 20',
				'GET /calendars/appointments/{id}/notes',
				query({ limit: 21, offset: 0 }),
				422,
				'limit',
			],
			[
				'the list comes under notes',
				'GET /calendars/appointments/{id}/notes',
				query({ limit: 20, offset: 0 }),
				200,
				{ notes: [] },
			],
			[
				'the list says whether there is more',
				'GET /calendars/appointments/{id}/notes',
				query({ limit: 20, offset: 0 }),
				200,
				{ hasMore: false },
			],
			[
				'a negative offset is refused',
				'GET /calendars/appointments/{id}/notes',
				query({ limit: 20, offset: -1 }),
				422,
				'offset',
			],
		],
	},
	{
		resource: 'event',
		first: BOOKED,
		facts: [
			[
				'the list comes under events',
				`GET ${EVENTS}`,
				inLocation({ calendarId: discovery, ...IN_RANGE }),
				200,
				{ events: [like({ contactId: maria })] },
			],
			[
				'events can be listed by user',
				`GET ${EVENTS}`,
				inLocation({ userId: ada, ...IN_RANGE }),
				200,
				{ events: expect.any(Array) as unknown },
			],
			[
				'events can be listed by group',
				`GET ${EVENTS}`,
				inLocation({ groupId, ...IN_RANGE }),
				200,
				{ events: expect.any(Array) as unknown },
			],
			requiresLocation(`GET ${EVENTS}`, query({ calendarId: discovery, ...IN_RANGE })),
			[
				'startTime is required',
				`GET ${EVENTS}`,
				inLocation({ calendarId: discovery, endTime: IN_RANGE.endTime }),
				422,
				'startTime',
			],
			[
				'endTime is required',
				`GET ${EVENTS}`,
				inLocation({ calendarId: discovery, startTime: IN_RANGE.startTime }),
				422,
				'endTime',
			],
			[
				'events outside the range are left out',
				`GET ${EVENTS}`,
				inLocation({ calendarId: discovery, startTime: '0', endTime: '1' }),
				200,
				{ events: [] },
			],
			[
				'events of other calendars are left out',
				`GET ${EVENTS}`,
				inLocation({ calendarId: team, ...IN_RANGE }),
				200,
				{ events: [] },
			],
			['deleting answers 201', `DELETE ${EVENTS}/{id}`, body({}), 201],
			['deleting answers succeeded', `DELETE ${EVENTS}/{id}`, body({}), 201, { succeeded: true }],
		],
	},
	{
		resource: 'block slot',
		first: { request: `POST ${BLOCKS}`, options: located(BLOCK), id: ({ body: made }) => made.id },
		facts: [
			[
				'creating answers 201 without a wrapper',
				`POST ${BLOCKS}`,
				located(BLOCK),
				201,
				{ id: anyText, title: 'Lunch' },
			],
			[
				'creating answers the calendar',
				`POST ${BLOCKS}`,
				located(BLOCK),
				201,
				{ calendarId: discovery },
			],
			requiresLocation(`POST ${BLOCKS}`, body(BLOCK)),
			['title must be a string', `POST ${BLOCKS}`, located({ ...BLOCK, title: 1 }), 422, 'title'],
			refusesUnknownKeys(`POST ${BLOCKS}`, { locationId, ...BLOCK }),
			[
				'updating answers 201',
				`PUT ${BLOCKS}/{id}`,
				located({ ...BLOCK, title: 'Tea' }),
				201,
				{ title: 'Tea' },
			],
			[
				'the list comes under events',
				`GET ${BLOCKED}`,
				inLocation({ calendarId: discovery, ...IN_RANGE }),
				200,
				{ events: [like({ title: 'Lunch' })] },
			],
			[
				'startTime is required to list',
				`GET ${BLOCKED}`,
				inLocation({ calendarId: discovery, endTime: IN_RANGE.endTime }),
				422,
				'startTime',
			],
			requiresLocation(`GET ${BLOCKED}`, query({ calendarId: discovery, ...IN_RANGE })),
			[
				'a block slot is deleted as an event',
				`DELETE ${EVENTS}/{id}`,
				body({}),
				201,
				{ succeeded: true },
			],
		],
	},
]);
