// The operations of the resource 'Meeting Request'.

import { offSwitch } from '../../shared/builders';
import type { Field, Resource } from '../../shared/operation';
import { isRecord, textOf } from '../../shared/values';
import { readFor } from '../calls';
import { CHANGED, CREATED, listOrUnder, UNWRAP } from '../expected';
import { meetingRequestId, meetingType } from '../fields/locators';
import {
	contactEmails,
	dateEnd,
	dateStart,
	details,
	emailNotice,
	subject,
	type,
} from '../fields/meetingRequest';
import { inputTimeZone } from '../fields/times';
import { ANY_STATE, byState, findMeetingRequest, SIMPLE_MEETING_REQUEST } from '../meetingRequests';
import {
	cancelRequest,
	checkRequest,
	createRequest,
	notFound,
	rescheduleRequest,
} from './meetingRequestWrite';

const state: Field = {
	displayName: 'State',
	name: 'state',
	type: 'options',
	default: 'upcoming',
	options: [
		{ name: 'Active', value: 'active', description: 'Waiting for the invitees' },
		{ name: 'Any', value: ANY_STATE, description: 'All three states, one after another' },
		{ name: 'Closed', value: 'closed', description: 'Held, expired or cancelled' },
		{ name: 'Upcoming', value: 'upcoming', description: 'Booked, but not held yet' },
	],
};

const ignoreMissing: Field = {
	...offSwitch(
		'Ignore Missing',
		'ignoreMissing',
		'Whether to continue if the request does not exist, for example because it was cancelled earlier',
	),
	send: { in: 'values' },
};

const lists = {
	scope: '',
	unwrap: UNWRAP.meetingRequests,
	expects: listOrUnder(UNWRAP.meetingRequests),
	simple: SIMPLE_MEETING_REQUEST,
};

export const meetingRequest: Resource = {
	name: 'Meeting Request',
	value: 'meetingRequest',
	description: 'An invitation to meet within a window of time',
	operations: [
		{
			...lists,
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many meeting requests',
			description: 'Retrieve the meeting requests in one state or in all',
			request: 'GET /meeting/tasks',
			fields: [state],
			optional: [meetingType()],
			paginate: byState,
		},
		{
			...lists,
			name: 'Get',
			value: 'get',
			action: 'Get a meeting request',
			description: 'Retrieve a meeting request by its ID, whatever its state',
			request: 'GET /meeting/tasks',
			fields: [{ ...meetingRequestId, send: { in: 'values' } }],
			run: async (item) => {
				const id = textOf(item.values.meetingRequestId);
				const found = await findMeetingRequest(readFor(item), item.cached, id);
				if (!found) throw notFound(item, id);
				return found;
			},
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create a meeting request and email the invitees',
			description: 'Ask people to meet within a window. CalendarHero emails them at once.',
			request: 'POST /meeting/tasks',
			scope: '',
			fields: [
				emailNotice(
					'CalendarHero emails the invitees as soon as this runs. It has no test mode, so try it with an address of your own.',
				),
				{ ...subject, required: true },
				contactEmails,
				dateStart,
				dateEnd,
				type,
			],
			optional: details,
			options: [inputTimeZone],
			expects: CREATED,
			check: checkRequest,
			run: createRequest,
		},
		{
			name: 'Cancel',
			value: 'cancel',
			action: 'Cancel a meeting request and email the invitees',
			description:
				'Cancel a request or a booked meeting. CalendarHero emails the invitees and removes a booked event.',
			request: 'DELETE /meeting/tasks/{meetingRequestId}',
			scope: '',
			fields: [
				emailNotice(
					'CalendarHero emails the invitees that the meeting is cancelled, and removes a booked event from their calendars',
				),
				meetingRequestId,
			],
			options: [ignoreMissing],
			expects: CHANGED,
			run: cancelRequest,
		},
		{
			name: 'Send Reminder',
			value: 'remind',
			action: 'Send a reminder of a meeting request by email',
			description:
				'Email the invitation again to invitees who have not responded. CalendarHero does so by itself up to four times.',
			request: 'PUT /meeting/tasks/{meetingRequestId}/remind',
			scope: '',
			sends: 'query',
			fields: [
				emailNotice(
					'CalendarHero emails the invitees who have not responded. It does so by itself as well, up to four times.',
				),
				meetingRequestId,
			],
			expects: CHANGED,
			run: async (item) => {
				const response = await item.send(item.request);
				const message = isRecord(response) ? textOf(response.message) : '';
				const id = textOf(item.values.meetingRequestId);
				return { reminded: true, id, ...(message === '' ? {} : { message }) };
			},
		},
		{
			name: 'Reschedule',
			value: 'reschedule',
			action: 'Cancel a meeting request and create it again at another time',
			description:
				'Cancel a request and create a new one in another window, since CalendarHero has no call that moves one. Invitees get two emails, and the ID changes.',
			request: 'POST /meeting/tasks',
			scope: '',
			fields: [
				emailNotice(
					'CalendarHero cannot move a meeting. This cancels the request and creates a new one, so <b>invitees get two emails</b>: a cancellation and an invitation. The ID changes. Subject, invitees, type and length are taken over, but not the description and the location.',
				),
				{ ...meetingRequestId, send: { in: 'values' } },
				dateStart,
				dateEnd,
			],
			optional: [...details, subject, contactEmails, type],
			options: [inputTimeZone],
			orderedBy: ['meetingRequestId'],
			expects: CREATED,
			run: rescheduleRequest,
		},
	],
};
