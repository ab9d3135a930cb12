import { SEED, startHighLevelStandIn } from './highlevel';
import type { HighLevelStandIn } from './highlevel';
import { isObject } from './highlevel/json';
import { call } from './support/http';
import type { CallOptions, Reply } from './support/http';

/*
 * Ten facts a resource that the official files state (or, marked live, that recorded answers show), each as raw HTTP against a
 * stand-in with one record of the resource. The tests in liveFacts.test.ts tell what else is known.
 */

const { locationId, groupId, serviceId, serviceLocationId, scheduleId, businessId } = SEED;
const { maria, john } = SEED.contacts;
const { ada, grace } = SEED.users;
const { discovery, team } = SEED.calendars;
const NOON = '2030-01-07T12:00:00-05:00';
const ONE = '2030-01-07T13:00:00-05:00';
const IN_RANGE = { startTime: '1893456000000', endTime: '1896134400000' };

/**
 * What happens, the request (`{id}` is the record that the resource's first request made), what goes with it, and the answer:
 * its status, and what it holds. A text is looked for in the answer.
 */
type Fact = [string, string, CallOptions, number, (object | string)?];

interface Subject {
	resource: string;
	/** Makes one record; `id` finds it in the answer. */
	first?: { request: string; options: CallOptions; id: (reply: Reply) => unknown };
	facts: Fact[];
}

const body = (given: object): CallOptions => ({ body: given });
const located = (given: object = {}): CallOptions => ({ body: { locationId, ...given } });
const query = (given: Record<string, string | number> = {}): CallOptions => ({ query: given });
const here = (given: Record<string, string | number> = {}) => query({ locationId, ...given });
const text: unknown = expect.any(String);
const has = (...parts: unknown[]): unknown => expect.arrayContaining(parts);
const like = (part: object): unknown => expect.objectContaining(part);
const under =
	(key: string, name = 'id') =>
	(reply: Reply): unknown => {
		const record = reply.body[key];
		return isObject(record) ? record[name] : undefined;
	};
const unknownKey = (path: string, given: object): Fact => [
	'a key that the file does not name is refused (live)',
	path,
	body({ ...given, colour: 'blue' }),
	422,
	'property colour should not exist',
];

const TASK = { title: 'Call', dueDate: '2030-01-07T12:00:00Z', completed: false };
const NOTE = { body: 'Called', userId: ada };
const GROUP = { name: 'Spa', description: 'Relax', slug: 'spa' };
const ROOM = {
	name: 'Blue',
	description: 'Ground floor',
	quantity: 1,
	outOfService: 0,
	capacity: 2,
	calendarIds: [],
};
const HOURS = [{ type: 'wday', day: 'monday', intervals: [{ from: '09:00', to: '17:00' }] }];
const SCHEDULE = { name: 'Week', userId: grace, timezone: 'America/New_York', rules: HOURS };
const EVENT_SCHEDULE = { timezone: 'America/New_York', rules: HOURS };
const SERVICE = { name: 'Cut', slug: 'cut', staff: [{ id: grace }] };
const PLACE = { name: 'Downtown', slug: 'downtown' };
const BOOKING = {
	contactId: maria,
	startTime: NOON,
	endTime: ONE,
	timezone: 'America/New_York',
	services: [{ id: serviceId, staffId: grace }],
};
const MESSAGE = { receiverType: 'contact', channel: 'email', notificationType: 'reminder' };
const APPOINTMENT = { calendarId: discovery, contactId: maria, startTime: NOON };
const BLOCK = { calendarId: discovery, startTime: NOON, endTime: ONE, title: 'Lunch' };

const TASKS = `/contacts/${maria}/tasks`;
const NOTES = `/contacts/${maria}/notes`;
const TAGS = `/contacts/${maria}/tags`;
const FOLLOWERS = `/contacts/${maria}/followers`;
const CAMPAIGN = `/contacts/${maria}/campaigns/${SEED.campaignId}`;
const WORKFLOW = `/contacts/${maria}/workflow/${SEED.workflowId}`;
const BUSINESS = '/contacts/bulk/business';
const BULK = '/contacts/bulk/tags/update';
const GROUPS = '/calendars/groups';
const ROOMS = '/calendars/resources/rooms';
const SCHEDULES = '/calendars/schedules';
const EVENT_SCHEDULES = `${SCHEDULES}/event-calendar/${discovery}`;
const CATALOG = '/calendars/services/catalog';
const PLACES = '/calendars/services/locations';
const BOOKINGS = '/calendars/services/bookings';
const NOTIFICATIONS = `/calendars/${discovery}/notifications`;
const EVENTS = '/calendars/events';
const BLOCKS = `${EVENTS}/block-slots`;
const BLOCKED = '/calendars/blocked-slots';
const APPOINTMENTS = `${EVENTS}/appointments`;

const SUBJECTS: Subject[] = [
	{
		resource: 'task',
		first: { request: `POST ${TASKS}`, options: body(TASK), id: under('task') },
		facts: [
			[
				'create answers 201 with {task}',
				`POST ${TASKS}`,
				body(TASK),
				201,
				{ task: like({ title: 'Call', completed: false }) },
			],
			[
				'completed is required',
				`POST ${TASKS}`,
				body({ ...TASK, completed: undefined }),
				422,
				'completed',
			],
			[
				'a due date is required',
				`POST ${TASKS}`,
				body({ ...TASK, dueDate: undefined }),
				422,
				'dueDate',
			],
			['a title is required', `POST ${TASKS}`, body({ ...TASK, title: undefined }), 422, 'title'],
			[
				'completed is a boolean',
				`POST ${TASKS}`,
				body({ ...TASK, completed: 'no' }),
				422,
				'completed',
			],
			unknownKey(`POST ${TASKS}`, TASK),
			['the list is under tasks', `GET ${TASKS}`, {}, 200, { tasks: [like({ title: 'Call' })] }],
			['one is under task', `GET ${TASKS}/{id}`, {}, 200, { task: like({ title: 'Call' }) }],
			[
				'update is partial',
				`PUT ${TASKS}/{id}`,
				body({ body: 'Ask' }),
				200,
				{ task: like({ title: 'Call', body: 'Ask' }) },
			],
			[
				'completing takes completed alone',
				`PUT ${TASKS}/{id}/completed`,
				body({ completed: true }),
				200,
				{ task: like({ completed: true }) },
			],
			['delete answers succeeded', `DELETE ${TASKS}/{id}`, {}, 200, { succeeded: true }],
		],
	},
	{
		resource: 'note',
		first: { request: `POST ${NOTES}`, options: body(NOTE), id: under('note') },
		facts: [
			[
				'create answers 201 with {note}',
				`POST ${NOTES}`,
				body(NOTE),
				201,
				{ note: like({ userId: ada }) },
			],
			['a body is required', `POST ${NOTES}`, body({ userId: ada }), 422, 'body'],
			['the author may be left out', `POST ${NOTES}`, body({ body: 'x' }), 201],
			[
				'title, color and pinned are known',
				`POST ${NOTES}`,
				body({ ...NOTE, title: 'T', color: '#fff', pinned: true }),
				201,
				{ note: like({ title: 'T', pinned: true }) },
			],
			['pinned is a boolean', `POST ${NOTES}`, body({ ...NOTE, pinned: 'yes' }), 422, 'pinned'],
			unknownKey(`POST ${NOTES}`, NOTE),
			['the list is under notes', `GET ${NOTES}`, {}, 200, { notes: [like({ contactId: maria })] }],
			['one is under note', `GET ${NOTES}/{id}`, {}, 200, { note: like({ contactId: maria }) }],
			[
				'update answers {note}',
				`PUT ${NOTES}/{id}`,
				body({ body: 'Done' }),
				200,
				{ note: like({ bodyText: 'Done' }) },
			],
			['delete answers succeeded', `DELETE ${NOTES}/{id}`, {}, 200, { succeeded: true }],
		],
	},
	{
		resource: 'tag',
		facts: [
			[
				'adding answers 201 with all tags',
				`POST ${TAGS}`,
				body({ tags: ['new'] }),
				201,
				{ tags: has('new') },
			],
			[
				'what was added is told beside',
				`POST ${TAGS}`,
				body({ tags: ['new'] }),
				201,
				{ tagsAdded: ['new'] },
			],
			['tags are required to add', `POST ${TAGS}`, body({}), 422, 'tags'],
			['tags are a list', `POST ${TAGS}`, body({ tags: 'new' }), 422, 'tags'],
			[
				'removing is a DELETE with a body',
				`DELETE ${TAGS}`,
				body({ tags: ['vip'] }),
				200,
				{ tags: expect.not.arrayContaining(['vip']) as unknown },
			],
			['tags are required to remove', `DELETE ${TAGS}`, body({}), 422, 'tags'],
			unknownKey(`POST ${TAGS}`, { tags: ['new'] }),
			[
				'bulk adding answers 201',
				`POST ${BULK}/add`,
				located({ contacts: [maria, john], tags: ['new'] }),
				201,
				{ errorCount: 0 },
			],
			[
				'bulk answers tell each contact',
				`POST ${BULK}/add`,
				located({ contacts: [maria], tags: ['new'] }),
				201,
				{ responses: [like({ contactId: maria })] },
			],
			[
				'bulk knows add and remove alone',
				`POST ${BULK}/replace`,
				located({ contacts: [maria], tags: ['new'] }),
				422,
			],
			[
				'contacts are required in bulk',
				`POST ${BULK}/add`,
				located({ tags: ['new'] }),
				422,
				'contacts',
			],
			[
				'the location is required in bulk (live)',
				`POST ${BULK}/add`,
				body({ contacts: [maria], tags: ['new'] }),
				403,
				'does not have access to this location',
			],
		],
	},
	{
		resource: 'follower',
		facts: [
			[
				'adding answers 201 with all followers',
				`POST ${FOLLOWERS}`,
				body({ followers: [ada] }),
				201,
				{ followers: has(ada) },
			],
			[
				'who was added is told beside',
				`POST ${FOLLOWERS}`,
				body({ followers: [ada] }),
				201,
				{ followersAdded: [ada] },
			],
			[
				'several go in one call',
				`POST ${FOLLOWERS}`,
				body({ followers: [ada, grace] }),
				201,
				{ followers: has(ada, grace) },
			],
			['followers are required to add', `POST ${FOLLOWERS}`, body({}), 422, 'followers'],
			['followers are a list', `POST ${FOLLOWERS}`, body({ followers: ada }), 422, 'followers'],
			unknownKey(`POST ${FOLLOWERS}`, { followers: [ada] }),
			[
				'removing answers 200 with who is left',
				`DELETE ${FOLLOWERS}`,
				body({ followers: [ada] }),
				200,
				{ followers: [] },
			],
			[
				'who was removed is told beside',
				`DELETE ${FOLLOWERS}`,
				body({ followers: [ada] }),
				200,
				{ followersRemoved: expect.any(Array) as unknown },
			],
			['followers are required to remove', `DELETE ${FOLLOWERS}`, body({}), 422, 'followers'],
			[
				'the contact carries them (live)',
				`GET /contacts/${maria}`,
				{},
				200,
				{ contact: like({ followers: expect.any(Array) as unknown }) },
			],
		],
	},
	{
		resource: 'campaign',
		first: { request: `POST ${CAMPAIGN}`, options: body({}), id: () => SEED.campaignId },
		facts: [
			['adding answers 201', `POST ${CAMPAIGN}`, body({}), 201],
			['adding answers succeeded', `POST ${CAMPAIGN}`, body({}), 201, { succeeded: true }],
			['the older spelling stands beside', `POST ${CAMPAIGN}`, body({}), 201, { succeded: true }],
			['removing answers 200', `DELETE ${CAMPAIGN}`, {}, 200],
			['removing answers succeeded', `DELETE ${CAMPAIGN}`, {}, 200, { succeeded: true }],
			[
				'removing from all is remove-all in v3',
				`DELETE /contacts/${maria}/campaigns/remove-all`,
				{},
				200,
				{ succeeded: true },
			],
			[
				'removing from all is removeAll in the dated version',
				`DELETE /contacts/${maria}/campaigns/removeAll`,
				{ version: '2021-07-28' },
				200,
			],
			[
				'an unknown contact is refused with 400 (noted)',
				`POST /contacts/AbCdEfGhIjKlMnOpQrSt/campaigns/${SEED.campaignId}`,
				body({}),
				400,
			],
			['there is no way to read enrolments', `GET ${CAMPAIGN}`, {}, 404],
			['there is no way to change one', `PUT ${CAMPAIGN}`, body({}), 404],
		],
	},
	{
		resource: 'workflow',
		first: { request: `POST ${WORKFLOW}`, options: body({}), id: () => SEED.workflowId },
		facts: [
			['adding answers 200, not 201', `POST ${WORKFLOW}`, body({}), 200],
			['adding answers succeeded', `POST ${WORKFLOW}`, body({}), 200, { succeeded: true }],
			[
				'a start time may go with it',
				`POST ${WORKFLOW}`,
				body({ eventStartTime: '2030-01-07T12:00:00+01:00' }),
				200,
			],
			[
				'the start time is a text',
				`POST ${WORKFLOW}`,
				body({ eventStartTime: 12 }),
				422,
				'eventStartTime',
			],
			unknownKey(`POST ${WORKFLOW}`, {}),
			['removing answers 200', `DELETE ${WORKFLOW}`, body({}), 200, { succeeded: true }],
			[
				'removing may name the start time too',
				`DELETE ${WORKFLOW}`,
				body({ eventStartTime: '2030-01-07T12:00:00+01:00' }),
				200,
			],
			[
				'the word of the path is singular',
				`POST /contacts/${maria}/workflows/${SEED.workflowId}`,
				body({}),
				404,
			],
			['there is no way to read enrolments', `GET ${WORKFLOW}`, {}, 404],
			[
				'workflows are listed elsewhere',
				'GET /workflows/',
				here(),
				200,
				{ workflows: has(like({ id: SEED.workflowId })) },
			],
		],
	},
	{
		resource: 'business',
		first: {
			request: `POST ${BUSINESS}`,
			options: located({ ids: [maria], businessId }),
			id: () => businessId,
		},
		facts: [
			[
				'setting answers 200',
				`POST ${BUSINESS}`,
				located({ ids: [john], businessId }),
				200,
				{ success: true },
			],
			[
				'setting answers the contacts',
				`POST ${BUSINESS}`,
				located({ ids: [john], businessId }),
				200,
				{ ids: [john] },
			],
			[
				'null takes away',
				`POST ${BUSINESS}`,
				located({ ids: [maria], businessId: null }),
				200,
				{ success: true },
			],
			[
				'the business is required, null or not',
				`POST ${BUSINESS}`,
				located({ ids: [maria] }),
				422,
				'businessId',
			],
			['contacts are required', `POST ${BUSINESS}`, located({ businessId }), 422, 'ids'],
			[
				'50 contacts at most',
				`POST ${BUSINESS}`,
				located({ ids: Array<string>(51).fill(maria), businessId }),
				422,
				'ids',
			],
			[
				'the location is required (live)',
				`POST ${BUSINESS}`,
				body({ ids: [maria], businessId }),
				403,
				'does not have access to this location',
			],
			unknownKey(`POST ${BUSINESS}`, { locationId, ids: [maria], businessId }),
			[
				'its contacts are under contacts',
				'GET /contacts/business/{id}',
				here(),
				200,
				{ contacts: [like({ id: maria })] },
			],
			['and counted', 'GET /contacts/business/{id}', here(), 200, { count: 1 }],
			[
				'the location is required to read them (live)',
				'GET /contacts/business/{id}',
				{},
				403,
				'does not have access to this location',
			],
		],
	},
	{
		resource: 'appointment of a contact',
		first: {
			request: `POST ${APPOINTMENTS}`,
			options: located(APPOINTMENT),
			id: ({ body: made }) => made.id,
		},
		facts: [
			[
				'the list is under events',
				`GET /contacts/${maria}/appointments`,
				{},
				200,
				{ events: [like({ contactId: maria })] },
			],
			[
				'each has its ID',
				`GET /contacts/${maria}/appointments`,
				{},
				200,
				{ events: [like({ id: text })] },
			],
			[
				'each names its calendar',
				`GET /contacts/${maria}/appointments`,
				{},
				200,
				{ events: [like({ calendarId: discovery })] },
			],
			[
				'the status has two spellings',
				`GET /contacts/${maria}/appointments`,
				{},
				200,
				{ events: [like({ appointmentStatus: 'confirmed', appoinmentStatus: 'confirmed' })] },
			],
			[
				'a contact without any has an empty list',
				`GET /contacts/${john}/appointments`,
				{},
				200,
				{ events: [] },
			],
			[
				'booking needs a contact',
				`POST ${APPOINTMENTS}`,
				located({ ...APPOINTMENT, contactId: undefined }),
				422,
				'contactId',
			],
			[
				'booking needs a calendar',
				`POST ${APPOINTMENTS}`,
				located({ ...APPOINTMENT, calendarId: undefined }),
				422,
				'calendarId',
			],
			[
				'booking needs a start',
				`POST ${APPOINTMENTS}`,
				located({ ...APPOINTMENT, startTime: undefined }),
				422,
				'startTime',
			],
			[
				'who did not show up is noshow',
				`PUT ${APPOINTMENTS}/{id}`,
				body({ appointmentStatus: 'noshow' }),
				200,
			],
			[
				'and not no_show',
				`PUT ${APPOINTMENTS}/{id}`,
				body({ appointmentStatus: 'no_show' }),
				422,
				'appointmentStatus',
			],
		],
	},
	{
		resource: 'calendar group',
		facts: [
			[
				'create answers 201 with {group}',
				`POST ${GROUPS}`,
				located(GROUP),
				201,
				{ group: like(GROUP) },
			],
			[
				'a description is required',
				`POST ${GROUPS}`,
				located({ ...GROUP, description: undefined }),
				422,
				'description',
			],
			['a slug is required', `POST ${GROUPS}`, located({ ...GROUP, slug: undefined }), 422, 'slug'],
			[
				'the list is under groups',
				`GET ${GROUPS}`,
				here(),
				200,
				{ groups: has(like({ id: groupId })) },
			],
			[
				'the location is required to list (live)',
				`GET ${GROUPS}`,
				{},
				403,
				'does not have access to this location',
			],
			['a slash at the end is not known', `GET ${GROUPS}/`, here(), 404],
			['update wants all three', `PUT ${GROUPS}/${groupId}`, body({ name: 'Spa' }), 422, 'slug'],
			[
				'update answers {group}',
				`PUT ${GROUPS}/${groupId}`,
				body(GROUP),
				200,
				{ group: like(GROUP) },
			],
			[
				'status answers success',
				`PUT ${GROUPS}/${groupId}/status`,
				body({ isActive: false }),
				200,
				{ success: true },
			],
			['status wants isActive', `PUT ${GROUPS}/${groupId}/status`, body({}), 422, 'isActive'],
			['delete answers success', `DELETE ${GROUPS}/${groupId}`, {}, 200, { success: true }],
			unknownKey(`POST ${GROUPS}`, { locationId, ...GROUP }),
		],
	},
	{
		resource: 'appointment note',
		first: {
			request: `POST ${APPOINTMENTS}`,
			options: located(APPOINTMENT),
			id: ({ body: made }) => made.id,
		},
		facts: [
			[
				'create answers 201 with {note}',
				'POST /calendars/appointments/{id}/notes',
				body(NOTE),
				201,
				{ note: like({ body: 'Called' }) },
			],
			['a body is required', 'POST /calendars/appointments/{id}/notes', body({}), 422, 'body'],
			[
				'5000 characters at most',
				'POST /calendars/appointments/{id}/notes',
				body({ body: 'x'.repeat(5001) }),
				422,
				'body',
			],
			[
				'5000 are taken',
				'POST /calendars/appointments/{id}/notes',
				body({ body: 'x'.repeat(5000) }),
				201,
			],
			unknownKey('POST /calendars/appointments/{id}/notes', NOTE),
			[
				'limit and offset are required to list',
				'GET /calendars/appointments/{id}/notes',
				{},
				422,
				'limit',
			],
			[
				'20 a page at most',
				'GET /calendars/appointments/{id}/notes',
				query({ limit: 21, offset: 0 }),
				422,
				'limit',
			],
			[
				'the list is under notes',
				'GET /calendars/appointments/{id}/notes',
				query({ limit: 20, offset: 0 }),
				200,
				{ notes: [] },
			],
			[
				'and says whether more follow',
				'GET /calendars/appointments/{id}/notes',
				query({ limit: 20, offset: 0 }),
				200,
				{ hasMore: false },
			],
			[
				'the offset is not negative',
				'GET /calendars/appointments/{id}/notes',
				query({ limit: 20, offset: -1 }),
				422,
				'offset',
			],
		],
	},
	{
		resource: 'event',
		first: {
			request: `POST ${APPOINTMENTS}`,
			options: located(APPOINTMENT),
			id: ({ body: made }) => made.id,
		},
		facts: [
			[
				'the list is under events',
				`GET ${EVENTS}`,
				here({ calendarId: discovery, ...IN_RANGE }),
				200,
				{ events: [like({ contactId: maria })] },
			],
			[
				'a user has a list too',
				`GET ${EVENTS}`,
				here({ userId: ada, ...IN_RANGE }),
				200,
				{ events: expect.any(Array) as unknown },
			],
			[
				'a group has one',
				`GET ${EVENTS}`,
				here({ groupId, ...IN_RANGE }),
				200,
				{ events: expect.any(Array) as unknown },
			],
			[
				'the location is required (live)',
				`GET ${EVENTS}`,
				query({ calendarId: discovery, ...IN_RANGE }),
				403,
				'does not have access to this location',
			],
			[
				'a start is required',
				`GET ${EVENTS}`,
				here({ calendarId: discovery, endTime: IN_RANGE.endTime }),
				422,
				'startTime',
			],
			[
				'an end is required',
				`GET ${EVENTS}`,
				here({ calendarId: discovery, startTime: IN_RANGE.startTime }),
				422,
				'endTime',
			],
			[
				'what lies outside of the range is left out',
				`GET ${EVENTS}`,
				here({ calendarId: discovery, startTime: '0', endTime: '1' }),
				200,
				{ events: [] },
			],
			[
				'another calendar has its own',
				`GET ${EVENTS}`,
				here({ calendarId: team, ...IN_RANGE }),
				200,
				{ events: [] },
			],
			['delete answers 201', `DELETE ${EVENTS}/{id}`, body({}), 201],
			['delete answers succeeded', `DELETE ${EVENTS}/{id}`, body({}), 201, { succeeded: true }],
		],
	},
	{
		resource: 'block slot',
		first: { request: `POST ${BLOCKS}`, options: located(BLOCK), id: ({ body: made }) => made.id },
		facts: [
			[
				'create answers 201 without a wrapper',
				`POST ${BLOCKS}`,
				located(BLOCK),
				201,
				{ id: text, title: 'Lunch' },
			],
			['the calendar is told', `POST ${BLOCKS}`, located(BLOCK), 201, { calendarId: discovery }],
			[
				'the location is required (live)',
				`POST ${BLOCKS}`,
				body(BLOCK),
				403,
				'does not have access to this location',
			],
			['the title is a text', `POST ${BLOCKS}`, located({ ...BLOCK, title: 1 }), 422, 'title'],
			unknownKey(`POST ${BLOCKS}`, { locationId, ...BLOCK }),
			[
				'update answers 201',
				`PUT ${BLOCKS}/{id}`,
				located({ ...BLOCK, title: 'Tea' }),
				201,
				{ title: 'Tea' },
			],
			[
				'the list is under events',
				`GET ${BLOCKED}`,
				here({ calendarId: discovery, ...IN_RANGE }),
				200,
				{ events: [like({ title: 'Lunch' })] },
			],
			[
				'a start is required to list',
				`GET ${BLOCKED}`,
				here({ calendarId: discovery, endTime: IN_RANGE.endTime }),
				422,
				'startTime',
			],
			[
				'the location is required to list (live)',
				`GET ${BLOCKED}`,
				query({ calendarId: discovery, ...IN_RANGE }),
				403,
				'does not have access to this location',
			],
			['it is deleted as an event', `DELETE ${EVENTS}/{id}`, body({}), 201, { succeeded: true }],
		],
	},
	{
		resource: 'notification',
		first: {
			request: `POST ${NOTIFICATIONS}`,
			options: body([MESSAGE]),
			id: ({ list: [made] }) => (isObject(made) ? made._id : undefined),
		},
		facts: [
			[
				'a receiver is required',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, receiverType: undefined }]),
				422,
				'receiverType',
			],
			[
				'a channel is required',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, channel: undefined }]),
				422,
				'channel',
			],
			[
				'an occasion is required',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, notificationType: undefined }]),
				422,
				'notificationType',
			],
			[
				'WhatsApp is a channel',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, channel: 'whatsapp' }]),
				200,
			],
			[
				'a fax is none',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, channel: 'fax' }]),
				422,
				'channel',
			],
			[
				'a guest may receive it',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, receiverType: 'guest' }]),
				200,
			],
			[
				'times are an offset and a unit',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, beforeTime: [{ timeOffset: 1, unit: 'hours' }] }]),
				200,
			],
			[
				'one has no wrapper',
				`GET ${NOTIFICATIONS}/{id}`,
				{},
				200,
				{ notificationType: 'reminder' },
			],
			[
				'update answers a message',
				`PUT ${NOTIFICATIONS}/{id}`,
				body({ subject: 'Hi' }),
				200,
				{ message: text },
			],
			['update knows deleted', `PUT ${NOTIFICATIONS}/{id}`, body({ deleted: true }), 200],
			['delete answers a message', `DELETE ${NOTIFICATIONS}/{id}`, {}, 200, { message: text }],
		],
	},
	{
		resource: 'calendar resource',
		first: { request: `POST ${ROOMS}`, options: located(ROOM), id: ({ body: made }) => made.id },
		facts: [
			[
				'create answers 201 without a wrapper',
				`POST ${ROOMS}`,
				located(ROOM),
				201,
				{ name: 'Blue', capacity: 2 },
			],
			['the kind is told', `POST ${ROOMS}`, located(ROOM), 201, { resourceType: 'rooms' }],
			[
				'a capacity is required',
				`POST ${ROOMS}`,
				located({ ...ROOM, capacity: undefined }),
				422,
				'capacity',
			],
			[
				'a quantity is required, of rooms too',
				`POST ${ROOMS}`,
				located({ ...ROOM, quantity: undefined }),
				422,
				'quantity',
			],
			[
				'calendars are required, be it none',
				`POST ${ROOMS}`,
				located({ ...ROOM, calendarIds: undefined }),
				422,
				'calendarIds',
			],
			[
				'rooms and equipments are all there is',
				'POST /calendars/resources/cars',
				located(ROOM),
				422,
			],
			['limit and skip are required to list', `GET ${ROOMS}`, here(), 422, 'limit'],
			[
				'equipment has a list of its own',
				'GET /calendars/resources/equipments',
				here({ limit: 10, skip: 0 }),
				200,
			],
			['one has no wrapper', `GET ${ROOMS}/{id}`, {}, 200, { name: 'Blue' }],
			[
				'update is partial',
				`PUT ${ROOMS}/{id}`,
				located({ capacity: 5 }),
				200,
				{ name: 'Blue', capacity: 5 },
			],
			['delete answers success', `DELETE ${ROOMS}/{id}`, {}, 200, { success: true }],
		],
	},
	{
		resource: 'schedule',
		first: { request: `POST ${SCHEDULES}`, options: located(SCHEDULE), id: under('schedule') },
		facts: [
			[
				'create answers 201 with {schedule}',
				`POST ${SCHEDULES}`,
				located(SCHEDULE),
				201,
				{ schedule: like({ name: 'Week' }) },
			],
			[
				'a user is required',
				`POST ${SCHEDULES}`,
				located({ ...SCHEDULE, userId: undefined }),
				422,
				'userId',
			],
			[
				'UTC is refused',
				`POST ${SCHEDULES}`,
				located({ ...SCHEDULE, timezone: 'UTC' }),
				422,
				'timezone',
			],
			[
				'so is a zone of three parts',
				`POST ${SCHEDULES}`,
				located({ ...SCHEDULE, timezone: 'America/Argentina/Salta' }),
				422,
				'timezone',
			],
			[
				'24:00 is no time',
				`POST ${SCHEDULES}`,
				located({
					...SCHEDULE,
					rules: [{ ...HOURS[0], intervals: [{ from: '09:00', to: '24:00' }] }],
				}),
				422,
			],
			['a user is required to search', `GET ${SCHEDULES}/search`, here(), 422, 'userId'],
			[
				'500 a page at most',
				`GET ${SCHEDULES}/search`,
				here({ userId: grace, limit: 501 }),
				422,
				'limit',
			],
			[
				'the list is under schedules',
				`GET ${SCHEDULES}/search`,
				here({ userId: grace }),
				200,
				{ schedules: has(like({ name: 'Week' })) },
			],
			[
				'one is under schedule',
				`GET ${SCHEDULES}/{id}`,
				{},
				200,
				{ schedule: like({ userId: grace }) },
			],
			[
				'update is partial',
				`PUT ${SCHEDULES}/{id}`,
				body({ name: 'Summer' }),
				200,
				{ schedule: like({ name: 'Summer', userId: grace }) },
			],
			[
				'a calendar is linked by PUT',
				`PUT ${SCHEDULES}/${scheduleId}/associations/${discovery}`,
				{},
				200,
				{ success: true },
			],
			[
				'and let go by DELETE',
				`DELETE ${SCHEDULES}/${scheduleId}/associations/${discovery}`,
				{},
				200,
				{ success: true },
			],
			['delete answers success', `DELETE ${SCHEDULES}/{id}`, {}, 200, { success: true }],
		],
	},
	{
		resource: 'event-calendar schedule',
		first: {
			request: `POST ${EVENT_SCHEDULES}`,
			options: body(EVENT_SCHEDULE),
			id: under('schedule', 'calendarId'),
		},
		facts: [
			[
				'create answers 201 with {schedule}',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body(EVENT_SCHEDULE),
				201,
				{ schedule: like({ timezone: 'America/New_York' }) },
			],
			[
				'rules are required',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ timezone: 'America/New_York' }),
				422,
				'rules',
			],
			[
				'a zone is required',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ rules: HOURS }),
				422,
				'timezone',
			],
			[
				'a rule has a type',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ ...EVENT_SCHEDULE, rules: [{ day: 'monday', intervals: [] }] }),
				422,
				'type',
			],
			[
				'a weekday is written out',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ ...EVENT_SCHEDULE, rules: [{ ...HOURS[0], day: 'mon' }] }),
				422,
				'day',
			],
			[
				'a day without hours is taken',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ ...EVENT_SCHEDULE, rules: [{ type: 'date', date: '2030-12-24', intervals: [] }] }),
				201,
			],
			[
				'one is under schedule',
				`GET ${EVENT_SCHEDULES}`,
				{},
				200,
				{ schedule: like({ rules: [like({ day: 'monday' })] }) },
			],
			[
				'update is partial',
				`PUT ${EVENT_SCHEDULES}`,
				body({ timezone: 'Europe/Berlin' }),
				200,
				{ schedule: like({ timezone: 'Europe/Berlin', rules: [like({ day: 'monday' })] }) },
			],
			[
				'it knows no name',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ ...EVENT_SCHEDULE, name: 'Week' }),
				422,
				'name',
			],
			[
				'the dated version does not know it',
				`GET ${EVENT_SCHEDULES}`,
				{ version: '2021-04-15' },
				404,
			],
		],
	},
	{
		resource: 'service',
		facts: [
			[
				'create answers 201 with {service}',
				`POST ${CATALOG}`,
				located(SERVICE),
				201,
				{ service: like({ slug: 'cut' }) },
			],
			[
				'a name is required',
				`POST ${CATALOG}`,
				located({ ...SERVICE, name: undefined }),
				422,
				'name',
			],
			[
				'staff is required',
				`POST ${CATALOG}`,
				located({ ...SERVICE, staff: undefined }),
				422,
				'staff',
			],
			[
				'staff are objects with an ID',
				`POST ${CATALOG}`,
				located({ ...SERVICE, staff: [{}] }),
				422,
				'id',
			],
			[
				'durations are minutes or hours',
				`POST ${CATALOG}`,
				located({ ...SERVICE, serviceDuration: 1, serviceDurationUnit: 'days' }),
				422,
				'serviceDurationUnit',
			],
			[
				'a deposit is a share or a sum',
				`POST ${CATALOG}`,
				located({ ...SERVICE, payment: { amount: 10, deposit: 5, depositType: 'half' } }),
				422,
				'depositType',
			],
			[
				'a variation has a name',
				`POST ${CATALOG}`,
				located({ ...SERVICE, variations: [{}] }),
				422,
				'name',
			],
			unknownKey(`POST ${CATALOG}`, { locationId, ...SERVICE }),
			[
				'the list is under services',
				`GET ${CATALOG}`,
				here(),
				200,
				{ services: has(like({ id: serviceId })) },
			],
			[
				'private ones can be asked for',
				`GET ${CATALOG}`,
				here({ isPrivate: 'true' }),
				200,
				{ services: [] },
			],
			[
				'one is under service',
				`GET ${CATALOG}/${serviceId}`,
				{},
				200,
				{ service: like({ id: serviceId }) },
			],
			[
				'delete answers success and a message',
				`DELETE ${CATALOG}/${serviceId}`,
				{},
				200,
				{ success: true, message: text },
			],
		],
	},
	{
		resource: 'service location',
		facts: [
			[
				'create answers 201 without a wrapper',
				`POST ${PLACES}`,
				located(PLACE),
				201,
				{ id: text, name: 'Downtown' },
			],
			['a name is required', `POST ${PLACES}`, located({ slug: 'downtown' }), 422, 'name'],
			['a slug is required', `POST ${PLACES}`, located({ name: 'Downtown' }), 422, 'slug'],
			[
				'the booker may be asked',
				`POST ${PLACES}`,
				located({ ...PLACE, locationType: 'ask_booker', address: 'Home' }),
				201,
				{ locationType: 'ask_booker' },
			],
			[
				'there is no online place',
				`POST ${PLACES}`,
				located({ ...PLACE, locationType: 'online' }),
				422,
				'locationType',
			],
			unknownKey(`POST ${PLACES}`, { locationId, ...PLACE }),
			[
				'the list is under serviceLocations',
				`GET ${PLACES}`,
				here(),
				200,
				{ serviceLocations: has(like({ id: serviceLocationId })) },
			],
			[
				'one has no wrapper',
				`GET ${PLACES}/${serviceLocationId}`,
				{},
				200,
				{ id: serviceLocationId },
			],
			[
				'update is partial',
				`PUT ${PLACES}/${serviceLocationId}`,
				body({ phone: '+12125550174' }),
				200,
				{ id: serviceLocationId, phone: '+12125550174' },
			],
			[
				'delete answers success and a message',
				`DELETE ${PLACES}/${serviceLocationId}`,
				{},
				200,
				{ success: true, message: text },
			],
		],
	},
	{
		resource: 'service booking',
		first: {
			request: `POST ${BOOKINGS}`,
			options: located(BOOKING),
			id: ({ body: made }) => made.bookingId,
		},
		facts: [
			[
				'a contact is required',
				`POST ${BOOKINGS}`,
				located({ ...BOOKING, contactId: undefined }),
				422,
				'contactId',
			],
			[
				'an end is required',
				`POST ${BOOKINGS}`,
				located({ ...BOOKING, endTime: undefined }),
				422,
				'endTime',
			],
			[
				'a zone is required',
				`POST ${BOOKINGS}`,
				located({ ...BOOKING, timezone: undefined }),
				422,
				'timezone',
			],
			[
				'services are required',
				`POST ${BOOKINGS}`,
				located({ ...BOOKING, services: undefined }),
				422,
				'services',
			],
			[
				'a new one is confirmed or new',
				`POST ${BOOKINGS}`,
				located({ ...BOOKING, status: 'cancelled' }),
				422,
				'status',
			],
			[
				'an add-on has an ID',
				`POST ${BOOKINGS}`,
				located({ ...BOOKING, services: [{ id: serviceId, addOns: [{ quantity: 1 }] }] }),
				422,
				'id',
			],
			[
				'the list is under bookings',
				`GET ${BOOKINGS}`,
				here(IN_RANGE),
				200,
				{ bookings: [like({ contactId: maria })] },
			],
			['one has no wrapper', `GET ${BOOKINGS}/{id}`, {}, 200, { contactId: maria }],
			[
				'who did not show up is no_show',
				`PUT ${BOOKINGS}/{id}`,
				body({ status: 'no_show' }),
				200,
				{ status: 'no_show' },
			],
			['and not noshow', `PUT ${BOOKINGS}/{id}`, body({ status: 'noshow' }), 422, 'status'],
			[
				'delete answers success and a message',
				`DELETE ${BOOKINGS}/{id}`,
				{},
				200,
				{ success: true, message: text },
			],
			[
				'the dated version does not know it',
				`GET ${BOOKINGS}/{id}`,
				{ version: '2021-04-15' },
				404,
			],
		],
	},
];

let standIn: HighLevelStandIn;

beforeAll(async () => {
	standIn = await startHighLevelStandIn({ limiter: { max: 1_000_000 } });
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

async function send(request: string, options: CallOptions, id = ''): Promise<Reply> {
	const [method = '', path = ''] = request.split(' ');
	return await call(standIn, path.replace('{id}', id), { ...options, method });
}

describe.each(SUBJECTS)('$resource', ({ first, facts }) => {
	const cases = facts.map(([what, request, options, status, wanted]) => ({
		what,
		request,
		options,
		status,
		wanted,
	}));
	test.each(cases)('$what', async ({ request, options, status, wanted }) => {
		let id = '';
		if (first) {
			const made = await send(first.request, first.options);
			id = String(first.id(made));
			expect([made.status < 300, id]).toEqual([true, expect.stringMatching(/^[\w-]{10,}$/)]);
		}
		const reply = await send(request, options, id);
		expect([reply.status, reply.text]).toEqual([status, expect.any(String)]);
		if (typeof wanted === 'string') expect(reply.text).toContain(wanted);
		else if (wanted) expect(reply.body).toMatchObject(wanted);
	});
});

test('there are ten facts a resource', () => {
	expect(SUBJECTS.filter(({ facts }) => facts.length < 10).map(({ resource }) => resource)).toEqual(
		[],
	);
});
