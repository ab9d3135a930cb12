// The operations of the resource 'Calendar'.

import { DONE, either } from '../../../shared/expectation';
import type { Field, ItemContext, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { isRecord, recordsOf } from '../../../shared/values';
import { CALENDAR } from '../../expected';
import { calendarType, clearable, details, groupOfCalendar } from '../../fields/calendar';
import { messages } from '../../fields/calendarNotifications';
import { bookingPage } from '../../fields/calendarPage';
import { slotBufferUnit, slots } from '../../fields/calendarSlots';
import { teamMembers } from '../../fields/calendarTeam';
import { clearFields, withCleared } from '../../fields/clear';
import { locationConfigurations } from '../../fields/locationConfiguration';
import { calendarId } from '../../fields/locators';
import { nameOf, optional } from '../../fields/naming';
import { availabilities, availabilityChanges, openHours } from '../../fields/openHours';
import { normaliseCalendar, SIMPLE_CALENDAR } from '../../records/calendar';
import { GET_MANY } from '../getMany';

const name = nameOf('Calendar');

const READ = 'calendars.readonly';
const WRITE = 'calendars.write';

/** Fields shared by create and update. */
const PANELS: Field[] = [
	teamMembers,
	locationConfigurations,
	...openHours,
	slots,
	bookingPage,
	messages,
];

const NEEDS_TEAM = ['round_robin', 'collective', 'class_booking', 'service_booking'];

/** Refuses a team that the calendar's type does not allow (API reference, calendar types). */
function refuseTeam(item: ItemContext): void {
	const members = recordsOf(item.values.teamMembers);
	const primary = members.filter(({ isPrimary }) => isPrimary === true).length;
	const { calendarType: type } = item.values;
	if (typeof type === 'string' && NEEDS_TEAM.includes(type) && members.length === 0) {
		throw item.refuse("'Team Members' is empty, but calendars of this type need a team");
	}
	if (type === 'personal' && members.length !== 1) {
		throw item.refuse("'Team Members' must name exactly one user for a personal calendar");
	}
	if (primary > 1 || (type === 'collective' && primary !== 1)) {
		throw item.refuse("Exactly one of the 'Team Members' must be primary");
	}
}

function check(item: ItemContext): void {
	refuseTeam(item);
	const { slots: rules } = item.values;
	const notice = isRecord(rules) ? rules.allowBookingAfterUnit : undefined;
	if (notice === 'mins' && item.version === '2021') {
		throw item.refuse(
			"'Minimum Scheduling Notice Unit' cannot be minutes in this API version",
			"Choose v3 as the credential's 'API Version', or another unit. Nothing was sent for this item.",
		);
	}
}

/** Calendars of the sub-account (OpenAPI: calendars-v3.json, calendars.json). */
export const calendar: Resource = {
	name: 'Calendar',
	value: 'calendar',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a calendar',
			description: 'Create a new calendar',
			request: 'POST /calendars/',
			scope: WRITE,
			location: 'body',
			fields: [name, calendarType, ...PANELS],
			optional: [...details, ...availabilities, slotBufferUnit],
			unwrap: ['calendar'],
			simple: SIMPLE_CALENDAR,
			check,
			output: normaliseCalendar,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a calendar',
			description: 'Delete a calendar permanently',
			request: 'DELETE /calendars/{calendarId}',
			scope: WRITE,
			fields: [calendarId],
			expects: either(DONE, CALENDAR),
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a calendar',
			description: 'Retrieve one calendar by its ID',
			request: 'GET /calendars/{calendarId}',
			scope: READ,
			fields: [calendarId],
			unwrap: ['calendar'],
			simple: SIMPLE_CALENDAR,
			output: normaliseCalendar,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many calendars',
			description: 'Retrieve many calendars, including drafts',
			request: 'GET /calendars/',
			scope: READ,
			location: 'query',
			optional: [
				groupOfCalendar,
				{
					displayName: 'Show Drafts',
					name: 'showDrafted',
					type: 'boolean',
					default: true,
					description: 'Whether to include calendars that are not active',
				},
			],
			paginate: wholeList,
			unwrap: ['calendars'],
			simple: SIMPLE_CALENDAR,
			output: normaliseCalendar,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a calendar',
			description: 'Update fields of a calendar. Fields that you do not add stay as they are.',
			request: 'PUT /calendars/{calendarId}',
			scope: WRITE,
			fields: [calendarId, ...PANELS],
			optional: [
				optional(name),
				...details,
				...availabilityChanges,
				clearFields('clearCalendarFields', clearable),
			],
			unwrap: ['calendar'],
			simple: SIMPLE_CALENDAR,
			check,
			prepare: withCleared('clearCalendarFields'),
			output: normaliseCalendar,
		},
	],
};
