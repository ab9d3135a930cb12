// The operations of the resource 'Schedule'.

import { DONE, recordUnder } from '../../../shared/expectation';
import type { Field, ItemContext, Operation, Resource } from '../../../shared/operation';
import { byOffset } from '../../../shared/pagination';
import { isAbsent } from '../../../shared/values';
import { calendarIds } from '../../fields/calendarIds';
import { calendarId } from '../../fields/locators';
import { nameOf, optional } from '../../fields/naming';
import { rules, scheduleId, scheduleTimezone, scheduleUser } from '../../fields/schedule';
import { GET_MANY } from '../getMany';

const name = nameOf('Schedule');

const READ = 'calendars.readonly';
const WRITE = 'calendars.write';

const calendarFilter: Field = { ...optional(calendarId), displayName: 'Calendar' };

/** Adds the linked IDs, since HighLevel's response contains only `success`. */
const linked: Operation['output'] = (record, { values }) => ({
	scheduleId: values.scheduleId,
	calendarId: values.calendarId,
	...record,
});

/** The schedule of an event calendar has no ID of its own (OpenAPI: getCalendarSchedule). */
const OF_EVENT_CALENDAR = recordUnder(['schedule'], ['calendarId', 'id', '_id']);

function refuseNoHours(item: ItemContext): void {
	if (isAbsent(item.values.rules)) throw item.refuse("'Hours' is empty");
}

/** Availability of users and of event calendars (OpenAPI: calendars-v3.json, calendars.json). */
export const schedule: Resource = {
	name: 'Schedule',
	value: 'schedule',
	initial: GET_MANY,
	operations: [
		{
			name: 'Add Calendar',
			value: 'addCalendar',
			action: 'Add a calendar to a schedule',
			description: 'Let a calendar follow a schedule',
			request: 'PUT /calendars/schedules/{id}/associations/{calendarId}',
			scope: WRITE,
			sends: 'query',
			fields: [scheduleId, calendarId],
			repeatable: true,
			expects: DONE,
			output: linked,
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create a schedule',
			description: 'Create a schedule with the availability of a user',
			request: 'POST /calendars/schedules',
			scope: WRITE,
			location: 'body',
			fields: [name, scheduleUser, scheduleTimezone, ...rules],
			optional: [calendarIds],
			unwrap: ['schedule'],
			orderedBy: ['userId'],
		},
		{
			name: 'Create Event Calendar Schedule',
			value: 'createEventCalendarSchedule',
			action: 'Create the schedule of an event calendar',
			description: 'Create the availability of a calendar without a team (event calendar)',
			request: 'POST /calendars/schedules/event-calendar/{calendarId}',
			scope: WRITE,
			versions: ['v3'],
			fields: [calendarId, scheduleTimezone, ...rules],
			unwrap: ['schedule'],
			expects: OF_EVENT_CALENDAR,
			check: refuseNoHours,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a schedule',
			description: 'Delete a schedule permanently',
			request: 'DELETE /calendars/schedules/{id}',
			scope: WRITE,
			fields: [scheduleId],
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a schedule',
			description: 'Retrieve one schedule by its ID',
			request: 'GET /calendars/schedules/{id}',
			scope: READ,
			fields: [scheduleId],
			unwrap: ['schedule'],
		},
		{
			name: 'Get Event Calendar Schedule',
			value: 'getEventCalendarSchedule',
			action: 'Get the schedule of an event calendar',
			description: 'Retrieve the availability of a calendar without a team (event calendar)',
			request: 'GET /calendars/schedules/event-calendar/{calendarId}',
			scope: READ,
			versions: ['v3'],
			fields: [calendarId],
			unwrap: ['schedule'],
			expects: OF_EVENT_CALENDAR,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many schedules',
			description: 'Retrieve the schedules of a user',
			request: 'GET /calendars/schedules/search',
			scope: READ,
			location: 'query',
			fields: [scheduleUser],
			optional: [calendarFilter],
			paginate: byOffset('skip', 500),
			unwrap: ['schedules'],
		},
		{
			name: 'Remove Calendar',
			value: 'removeCalendar',
			action: 'Remove a calendar from a schedule',
			description: 'Stop a calendar from following a schedule',
			request: 'DELETE /calendars/schedules/{id}/associations/{calendarId}',
			scope: WRITE,
			fields: [scheduleId, calendarId],
			repeatable: true,
			expects: DONE,
			output: linked,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a schedule',
			description: 'Update a schedule. Fields that you do not add stay as they are.',
			request: 'PUT /calendars/schedules/{id}',
			scope: WRITE,
			fields: [scheduleId, ...rules],
			optional: [optional(name), optional(scheduleTimezone)],
			unwrap: ['schedule'],
			repeatable: true,
		},
		{
			name: 'Update Event Calendar Schedule',
			value: 'updateEventCalendarSchedule',
			action: 'Update the schedule of an event calendar',
			description: 'Update the availability of a calendar without a team (event calendar)',
			request: 'PUT /calendars/schedules/event-calendar/{calendarId}',
			scope: WRITE,
			versions: ['v3'],
			fields: [calendarId, ...rules],
			optional: [optional(scheduleTimezone)],
			unwrap: ['schedule'],
			expects: OF_EVENT_CALENDAR,
			repeatable: true,
		},
	],
};
