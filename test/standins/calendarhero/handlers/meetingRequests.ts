/** Meeting requests ("meeting tasks"), and the events in the calendar. */
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call, Handlers } from '../call';
import { newRequestOf } from '../newRequest';
import { queryFlag, queryNumber, queryText, requiredTime } from '../read';
import { REQUEST_STATES } from '../records';
import type { Meeting, MeetingRequest } from '../records';
import { invalid, notFound } from '../refusal';

/** A request as the list shows it; an invitee's fields have other names than a contact's. */
function showRequest(request: MeetingRequest): JsonObject {
	const { id, status, type, meetingLength, subject, invitees, dateAdded, dateUpdated } = request;
	return {
		id,
		taskStatus: status,
		dates: [isoUtc(request.start ?? request.windowStart), isoUtc(request.end ?? request.windowEnd)],
		meetingType: type,
		meetingLength,
		info: subject,
		contacts: invitees.map(({ name, emails }) => ({ contactName: name, contactEmails: emails })),
		dateAdded: isoUtc(dateAdded),
		dateUpdated: isoUtc(dateUpdated),
	};
}

function showMeeting({ id, description, start, end, contacts, ...rest }: Meeting): JsonObject {
	return {
		id,
		description,
		dateStart: isoUtc(start),
		dateEnd: isoUtc(end),
		dateAdded: isoUtc(rest.dateAdded),
		dateUpdated: isoUtc(rest.dateUpdated),
		contacts,
	};
}

function requestOf(call: Call): MeetingRequest {
	const request = call.state.requests.get(call.params.id ?? '');
	if (request === undefined) throw notFound('Meeting request');
	return request;
}

function countsByType(requests: MeetingRequest[]): JsonObject {
	const counts: Record<string, number> = {};
	for (const { type } of requests) counts[type] = (counts[type] ?? 0) + 1;
	return counts;
}

/** The requests of a tab, newest first. */
function listRequests(call: Call): unknown {
	const { settings } = call;
	const state = queryText(call, 'state') ?? 'active';
	if (!REQUEST_STATES.some((one) => one === state)) {
		throw invalid(settings, `state must be one of ${REQUEST_STATES.join(', ')}`);
	}
	const type = queryText(call, 'type');
	const skip = queryNumber(call, 'skip', 0) ?? 0;
	const take = Math.min(queryNumber(call, 'take', 1) ?? settings.taskPage, settings.taskPageMax);
	const chosen = call.state.requests
		.where((one) => one.state === state && (type === undefined || one.type === type))
		.reverse();
	const page = chosen.slice(skip, skip + take).map(showRequest);
	if (queryFlag(call, 'tally')) return { tasks: page, tally: countsByType(chosen) };
	return settings.taskListShape === 'array' ? page : { [settings.taskListShape]: page };
}

function listMeetings(call: Call): JsonObject[] {
	const start = requiredTime(call, call.query, 'start');
	const end = requiredTime(call, call.query, 'end');
	if (end < start) throw invalid(call.settings, 'end must not be before start');
	return call.state.meetings
		.where((meeting) => meeting.start < end && meeting.end > start)
		.sort((left, right) => left.start - right.start)
		.map(showMeeting);
}

/** Nobody knows the shape: an entry for each meeting type, of a month `YYYY-MM` if one is given. */
function categories(call: Call): JsonObject[] {
	const month = queryText(call, 'month') ?? '';
	const meetings = call.state.meetings.where(({ start }) => isoUtc(start).startsWith(month));
	const names = new Set(meetings.map(({ type }) => type ?? 'other'));
	return [...names].map((category) => {
		const own = meetings.filter(({ type }) => (type ?? 'other') === category);
		const ms = own.reduce((sum, { start, end }) => sum + end - start, 0);
		return { category, count: own.length, minutes: ms / 60_000 };
	});
}

export const meetingRequests: Handlers = {
	'GET /meeting': (call) => ({ body: listMeetings(call) }),

	'GET /meeting/categories': (call) => ({ body: categories(call) }),

	'GET /meeting/tasks': (call) => ({ body: listRequests(call) }),

	'POST /meeting/tasks': (call) => {
		const { id } = call.life.create(newRequestOf(call));
		call.effect('request.create', id);
		return { body: { id } };
	},

	'DELETE /meeting/tasks/{id}': (call) => {
		const { id, state } = requestOf(call);
		if (state === 'closed') {
			const status = call.settings.cancelClosedStatus;
			if (status === 404) throw notFound('Meeting request');
			if (status === 400) throw invalid(call.settings, 'The meeting request is closed');
			return { status, body: '' };
		}
		void call.life.cancel(id);
		call.effect('request.cancel', id);
		return { status: 204, body: '' };
	},

	'PUT /meeting/tasks/{id}/remind': (call) => {
		const { id, state } = requestOf(call);
		if (state === 'active') {
			call.life.remind(id);
			call.effect('request.remind', id);
		} else if (call.settings.remindNotActive === 'refused') {
			throw invalid(call.settings, 'Only an active meeting request can be reminded of');
		}
		return { body: { message: 'Reminder sent' } };
	},
};
