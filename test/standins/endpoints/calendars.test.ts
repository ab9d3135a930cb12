import { SEED } from '../highlevel';
import { isObject } from '../shared/json';
import {
	anyText,
	body,
	checkFacts,
	containing,
	inLocation,
	like,
	listed,
	located,
	recordUnder,
	refusesUnknownKeys,
	requires,
	requiresLocation,
} from './facts';

const { locationId, groupId, scheduleId } = SEED;
const { grace } = SEED.users;
const { discovery, team } = SEED.calendars;
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
const MESSAGE = { receiverType: 'contact', channel: 'email', notificationType: 'reminder' };
const GROUPS = '/calendars/groups';
const ROOMS = '/calendars/resources/rooms';
const SCHEDULES = '/calendars/schedules';
const EVENT_SCHEDULES = `${SCHEDULES}/event-calendar/${discovery}`;
const NOTIFICATIONS = `/calendars/${discovery}/notifications`;

checkFacts([
	{
		resource: 'calendar group',
		facts: [
			[
				'creating answers 201 with {group}',
				`POST ${GROUPS}`,
				located(GROUP),
				201,
				{ group: like(GROUP) },
			],
			requires('description', `POST ${GROUPS}`, located, GROUP),
			requires('slug', `POST ${GROUPS}`, located, GROUP),
			[
				'the list comes under groups',
				`GET ${GROUPS}`,
				inLocation(),
				200,
				{ groups: containing(like({ id: groupId })) },
			],
			requiresLocation(`GET ${GROUPS}`, {}),
			['a trailing slash is not found', `GET ${GROUPS}/`, inLocation(), 404],
			[
				'an update requires all three keys',
				`PUT ${GROUPS}/${groupId}`,
				body({ name: 'Spa' }),
				422,
				'slug',
			],
			[
				'updating answers {group}',
				`PUT ${GROUPS}/${groupId}`,
				body(GROUP),
				200,
				{ group: like(GROUP) },
			],
			[
				'changing the status answers success',
				`PUT ${GROUPS}/${groupId}/status`,
				body({ isActive: false }),
				200,
				{ success: true },
			],
			[
				'isActive is required to change the status',
				`PUT ${GROUPS}/${groupId}/status`,
				body({}),
				422,
				'isActive',
			],
			['deleting answers success', `DELETE ${GROUPS}/${groupId}`, {}, 200, { success: true }],
			refusesUnknownKeys(`POST ${GROUPS}`, { locationId, ...GROUP }),
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
			requires('receiverType', `POST ${NOTIFICATIONS}`, listed, MESSAGE),
			requires('channel', `POST ${NOTIFICATIONS}`, listed, MESSAGE),
			requires('notificationType', `POST ${NOTIFICATIONS}`, listed, MESSAGE),
			[
				'whatsapp is a channel',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, channel: 'whatsapp' }]),
				200,
			],
			[
				'fax is not a channel',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, channel: 'fax' }]),
				422,
				'channel',
			],
			[
				'guest is a receiver',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, receiverType: 'guest' }]),
				200,
			],
			[
				'beforeTime takes an offset and a unit',
				`POST ${NOTIFICATIONS}`,
				body([{ ...MESSAGE, beforeTime: [{ timeOffset: 1, unit: 'hours' }] }]),
				200,
			],
			[
				'a single one has no wrapper',
				`GET ${NOTIFICATIONS}/{id}`,
				{},
				200,
				{ notificationType: 'reminder' },
			],
			[
				'updating answers a message',
				`PUT ${NOTIFICATIONS}/{id}`,
				body({ subject: 'Hi' }),
				200,
				{ message: anyText },
			],
			['an update accepts deleted', `PUT ${NOTIFICATIONS}/{id}`, body({ deleted: true }), 200],
			['deleting answers a message', `DELETE ${NOTIFICATIONS}/{id}`, {}, 200, { message: anyText }],
		],
	},
	{
		resource: 'calendar resource',
		first: { request: `POST ${ROOMS}`, options: located(ROOM), id: ({ body: made }) => made.id },
		facts: [
			[
				'creating answers 201 without a wrapper',
				`POST ${ROOMS}`,
				located(ROOM),
				201,
				{ name: 'Blue', capacity: 2 },
			],
			[
				'creating answers the resource type',
				`POST ${ROOMS}`,
				located(ROOM),
				201,
				{ resourceType: 'rooms' },
			],
			requires('capacity', `POST ${ROOMS}`, located, ROOM),
			requires('quantity', `POST ${ROOMS}`, located, ROOM),
			requires('calendarIds', `POST ${ROOMS}`, located, ROOM),
			[
				'the only types are rooms and equipments',
				'POST /calendars/resources/cars',
				located(ROOM),
				422,
			],
			['limit and skip are required to list', `GET ${ROOMS}`, inLocation(), 422, 'limit'],
			[
				'equipment is listed separately',
				'GET /calendars/resources/equipments',
				inLocation({ limit: 10, skip: 0 }),
				200,
			],
			['a single one has no wrapper', `GET ${ROOMS}/{id}`, {}, 200, { name: 'Blue' }],
			[
				'an update changes only the keys sent',
				`PUT ${ROOMS}/{id}`,
				located({ capacity: 5 }),
				200,
				{ name: 'Blue', capacity: 5 },
			],
			['deleting answers success', `DELETE ${ROOMS}/{id}`, {}, 200, { success: true }],
		],
	},
	{
		resource: 'schedule',
		first: {
			request: `POST ${SCHEDULES}`,
			options: located(SCHEDULE),
			id: recordUnder('schedule'),
		},
		facts: [
			[
				'creating answers 201 with {schedule}',
				`POST ${SCHEDULES}`,
				located(SCHEDULE),
				201,
				{ schedule: like({ name: 'Week' }) },
			],
			requires('userId', `POST ${SCHEDULES}`, located, SCHEDULE),
			[
				'the time zone UTC is refused',
				`POST ${SCHEDULES}`,
				located({ ...SCHEDULE, timezone: 'UTC' }),
				422,
				'timezone',
			],
			[
				'a time zone with three parts is refused',
				`POST ${SCHEDULES}`,
				located({ ...SCHEDULE, timezone: 'America/Argentina/Salta' }),
				422,
				'timezone',
			],
			[
				'the time 24:00 is refused',
				`POST ${SCHEDULES}`,
				located({
					...SCHEDULE,
					rules: [{ ...HOURS[0], intervals: [{ from: '09:00', to: '24:00' }] }],
				}),
				422,
			],
			['userId is required to search', `GET ${SCHEDULES}/search`, inLocation(), 422, 'userId'],
			[
				'a page has at most 500',
				`GET ${SCHEDULES}/search`,
				inLocation({ userId: grace, limit: 501 }),
				422,
				'limit',
			],
			[
				'the list comes under schedules',
				`GET ${SCHEDULES}/search`,
				inLocation({ userId: grace }),
				200,
				{ schedules: containing(like({ name: 'Week' })) },
			],
			[
				'a single one comes under schedule',
				`GET ${SCHEDULES}/{id}`,
				{},
				200,
				{ schedule: like({ userId: grace }) },
			],
			[
				'an update changes only the keys sent',
				`PUT ${SCHEDULES}/{id}`,
				body({ name: 'Summer' }),
				200,
				{ schedule: like({ name: 'Summer', userId: grace }) },
			],
			[
				'PUT associates a calendar',
				`PUT ${SCHEDULES}/${scheduleId}/associations/${discovery}`,
				{},
				200,
				{ success: true },
			],
			[
				'DELETE removes the association',
				`DELETE ${SCHEDULES}/${scheduleId}/associations/${discovery}`,
				{},
				200,
				{ success: true },
			],
			['deleting answers success', `DELETE ${SCHEDULES}/{id}`, {}, 200, { success: true }],
		],
	},
	{
		resource: 'event-calendar schedule',
		first: {
			request: `POST ${EVENT_SCHEDULES}`,
			options: body(EVENT_SCHEDULE),
			id: recordUnder('schedule', 'calendarId'),
		},
		facts: [
			[
				'creating answers 201 with {schedule}',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body(EVENT_SCHEDULE),
				201,
				{ schedule: like({ timezone: 'America/New_York' }) },
			],
			[
				'rules is required',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ timezone: 'America/New_York' }),
				422,
				'rules',
			],
			[
				'timezone is required',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ rules: HOURS }),
				422,
				'timezone',
			],
			[
				'a rule requires a type',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ ...EVENT_SCHEDULE, rules: [{ day: 'monday', intervals: [] }] }),
				422,
				'type',
			],
			[
				'weekdays are spelled out',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ ...EVENT_SCHEDULE, rules: [{ ...HOURS[0], day: 'mon' }] }),
				422,
				'day',
			],
			[
				'a date without hours is accepted',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ ...EVENT_SCHEDULE, rules: [{ type: 'date', date: '2030-12-24', intervals: [] }] }),
				201,
			],
			[
				'a single one comes under schedule',
				`GET ${EVENT_SCHEDULES}`,
				{},
				200,
				{ schedule: like({ rules: [like({ day: 'monday' })] }) },
			],
			[
				'an update changes only the keys sent',
				`PUT ${EVENT_SCHEDULES}`,
				body({ timezone: 'Europe/Berlin' }),
				200,
				{ schedule: like({ timezone: 'Europe/Berlin', rules: [like({ day: 'monday' })] }) },
			],
			[
				'name is refused',
				`POST ${SCHEDULES}/event-calendar/${team}`,
				body({ ...EVENT_SCHEDULE, name: 'Week' }),
				422,
				'name',
			],
			[
				'the dated version does not have it',
				`GET ${EVENT_SCHEDULES}`,
				{ version: '2021-04-15' },
				404,
			],
		],
	},
]);
