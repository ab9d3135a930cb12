import { NodeApiError } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';

import { toNodeError } from '../../../shared/errors';
import type { Failure } from '../../../shared/failure';
import { refuseUndone } from '../../../shared/item';
import type { Field, ItemContext, RequestParts, Resource } from '../../../shared/operation';
import { whole } from '../../../shared/pagination';
import { isRecord, toWholeNumber } from '../../../shared/values';
import { APPOINTMENT } from '../../expected';
import {
	appointmentId,
	applyTo,
	clearable,
	details,
	detailsOfTimed,
	ifSlotTaken,
	newCalendarId,
	ONLY_IN_V3,
	readBack,
	toNotify,
} from '../../fields/appointment';
import { clearFields, withCleared } from '../../fields/clear';
import { eventSearch, refuseBackwardsRange } from '../../fields/events';
import { calendarId, contactId } from '../../fields/locators';
import { inputTimeZone } from '../../fields/timeZone';
import { endOfSlot, readFreeSlots } from '../../fields/slots';
import {
	endDate,
	newEnd,
	newStart,
	refuseBackwards,
	startDate,
	startTime,
} from '../../fields/times';

const SIMPLE = [
	'id',
	'title',
	'calendarId',
	'contactId',
	'assignedUserId',
	'appointmentStatus',
	'startTime',
	'endTime',
	'address',
	'isRecurring',
	'masterEventId',
	'dateAdded',
	'dateUpdated',
	'deleted',
] as const;

const READ = 'calendars/events.readonly';
const WRITE = 'calendars/events.write';
/** HighLevel's text for a time that is taken or no slot. */
const TAKEN = /slot you have selected is no longer available/i;
const LOST = 'slotIsTaken';
const DEFAULT_ATTEMPTS = 5;

const includeDeleted: Field = {
	displayName: 'Include Deleted',
	name: 'includeDeleted',
	type: 'boolean',
	default: false,
	description: 'Whether to return deleted appointments too, where HighLevel still gives them',
	send: { in: 'values' },
};

const attempts: Field = {
	displayName: 'Slots to Try',
	name: 'attempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: DEFAULT_ATTEMPTS,
	description:
		'How many free slots to try one after the other, since somebody else may be faster; 1 tries the first one only',
	send: { in: 'values', as: toWholeNumber(1, 50) },
};

const idOf = (value: unknown) => (typeof value === 'string' ? value : '');
const path = (id: string) => `/calendars/events/appointments/${encodeURIComponent(id)}`;

/** The right spelling of the status, beside the misspelt one that HighLevel may send alone. */
function output(record: IDataObject): IDataObject {
	const { appoinmentStatus } = record;
	if (appoinmentStatus === undefined || record.appointmentStatus !== undefined) return record;
	return { ...record, appointmentStatus: appoinmentStatus };
}

/** An appointment without the wrapper, which is `appointment` or `event` or missing. */
function appointmentOf(answer: IDataObject | IDataObject[]): IDataObject {
	if (!isRecord(answer)) return {};
	const { traceId: _, ...record } = answer;
	if (isRecord(record.appointment)) return record.appointment;
	return isRecord(record.event) ? record.event : record;
}

async function getAppointment(item: ItemContext, id: string): Promise<IDataObject> {
	return appointmentOf(
		await item.send(
			{ method: 'GET', path: path(id), query: {} },
			{ label: 'Get appointment', scope: READ, expects: APPOINTMENT },
		),
	);
}

function refuseStatus(item: ItemContext): void {
	const { appointmentStatus: status } = item.values;
	if (item.version === '2021' && typeof status === 'string' && ONLY_IN_V3.includes(status)) {
		throw item.refuse(
			`'Status' cannot be "${status}" in this API version`,
			"Choose v3 as the credential's 'API Version', or another status. Nothing was sent for this item.",
		);
	}
}

function check(item: ItemContext): void {
	const { values } = item;
	refuseStatus(item);
	refuseBackwards(item, values.startTime, values.endTime, ['Start', 'End']);
	if (values.rrule !== undefined && values.ignoreFreeSlotValidation !== true) {
		throw item.refuse(
			"'Recurrence Rule' needs 'Ignore Free Slot Validation'",
			"Without it HighLevel would book a single appointment. Add 'Ignore Free Slot Validation' and switch it on. Nothing was sent for this item.",
		);
	}
}

/**
 * Adds what reading gives, where that option is on. The writing has happened, so a refused reading does not fail the item: it
 * is told as `readBackError`.
 */
async function withReadBack(item: ItemContext, written: IDataObject): Promise<IDataObject> {
	const id = idOf(written.id);
	if (item.values.readBack !== true || id === '') return written;
	try {
		return { ...written, ...(await getAppointment(item, id)) };
	} catch (error) {
		if (!(error instanceof NodeApiError)) throw toNodeError(item.node, error, item.itemIndex);
		return { ...written, readBackError: error.message };
	}
}

function taken({ status, message }: Failure): IDataObject | undefined {
	return status === 400 && TAKEN.test(message) ? { [LOST]: true, reason: message } : undefined;
}

async function create(item: ItemContext): Promise<IDataObject> {
	const { ifSlotTaken: choice, calendarId: calendar, contactId: contact } = item.values;
	if (choice !== 'continue') {
		return await withReadBack(item, appointmentOf(await item.send(item.request)));
	}
	const answer = await item.send(item.request, { refused: taken });
	if (isRecord(answer) && answer[LOST] === true) {
		const { reason } = answer;
		const { startTime: start } = item.values;
		return { booked: false, reason, calendarId: calendar, contactId: contact, startTime: start };
	}
	return { booked: true, ...(await withReadBack(item, appointmentOf(answer))) };
}

/** Books the first free slot; one that is lost meanwhile gives way to the next. */
async function bookFirst(item: ItemContext): Promise<IDataObject> {
	const { values } = item;
	const { calendarId: calendar, contactId: contact, assignedUserId: user } = values;
	const most = Number(values.attempts ?? DEFAULT_ATTEMPTS);
	const search = {
		calendarId: idOf(calendar),
		from: Number(values.startDate),
		to: Number(values.endDate),
		query: user === undefined ? {} : { userId: user },
	};
	let tried = 0;
	for await (const { start } of readFreeSlots(item, search)) {
		const body = { ...(isRecord(item.request.body) ? item.request.body : {}), startTime: start };
		const answer = await item.send({ ...item.request, body }, { refused: taken });
		tried += 1;
		if (!isRecord(answer) || answer[LOST] !== true) {
			const end = await endOfSlot(item, search.calendarId, start);
			const written = { booked: true, startTime: start, endTime: end, ...appointmentOf(answer) };
			return await withReadBack(item, written);
		}
		if (tried >= most) break;
	}
	const reason =
		tried === 0
			? 'There is no free slot in this range'
			: `Each of the ${tried} free slots that were tried was taken meanwhile`;
	if (values.ifSlotTaken !== 'continue') {
		throw item.refuse(
			reason,
			tried === 0
				? 'Choose a wider range, or check the hours, the minimum notice and the team of the calendar. Nothing was booked for this item.'
				: "Run the item again, or raise 'Slots to Try'. Nothing was booked for this item.",
		);
	}
	return { booked: false, reason, calendarId: calendar, contactId: contact };
}

/** The ID to work on: the appointment's own, or that of the series it belongs to. */
async function target(item: ItemContext): Promise<string> {
	const { appointmentId, applyTo: choice } = item.values;
	const id = idOf(appointmentId);
	if (choice !== 'series') return id;
	const { masterEventId } = await getAppointment(item, id);
	return idOf(masterEventId) || id;
}

async function write(item: ItemContext, body: IDataObject): Promise<IDataObject> {
	const answer = await item.send({ ...item.request, path: path(await target(item)), body });
	return await withReadBack(item, appointmentOf(answer));
}

async function update(item: ItemContext): Promise<IDataObject> {
	const { body } = item.request;
	return await write(item, isRecord(body) ? body : {});
}

async function cancel(item: ItemContext): Promise<IDataObject> {
	const { body } = item.request;
	return await write(item, { appointmentStatus: 'cancelled', ...(isRecord(body) ? body : {}) });
}

async function remove(item: ItemContext): Promise<IDataObject> {
	const id = await target(item);
	const parts: RequestParts = {
		...item.request,
		path: `/calendars/events/${encodeURIComponent(id)}`,
	};
	refuseUndone(item, await item.send(parts));
	return { deleted: true, id };
}

async function getAll(item: ItemContext): Promise<IDataObject[]> {
	const answer = await item.send(item.request);
	const events = isRecord(answer) && Array.isArray(answer.events) ? answer.events : [];
	return events
		.filter(isRecord)
		.filter(({ deleted }) => deleted !== true || item.values.includeDeleted === true)
		.slice(0, item.wanted);
}

const WRAPPERS = ['appointment', 'event'];
/** Bookings of one calendar or assignee keep the order of the items. */
const BOOKING = ['calendarId', 'assignedUserId'];

/** Bookings of contacts (OpenAPI: calendars-v3.json, calendars.json). */
export const appointment: Resource = {
	name: 'Appointment',
	value: 'appointment',
	// A new node starts with the first: it only reads, and its panel opens fast.
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get an appointment',
			description: 'Retrieve one appointment by its ID; a deleted one has deleted: true',
			request: 'GET /calendars/events/appointments/{eventId}',
			scope: READ,
			fields: [appointmentId],
			unwrap: WRAPPERS,
			simple: SIMPLE,
			output,
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create an appointment',
			description:
				"Create a new appointment. HighLevel's answer has no start and no end; the option Read Back adds them.",
			request: 'POST /calendars/events/appointments',
			scope: WRITE,
			location: 'body',
			fields: [
				calendarId,
				contactId,
				{
					...startTime,
					description:
						"The 'start' of a free slot, unchanged. Other times are refused unless told to ignore this.",
				},
			],
			optional: [
				...details,
				...detailsOfTimed,
				{ ...newEnd, description: "Left out, HighLevel adds the calendar's slot duration" },
			],
			options: [ifSlotTaken, readBack, inputTimeZone],
			unwrap: WRAPPERS,
			orderedBy: BOOKING,
			check,
			run: create,
			output,
		},
		{
			name: 'Book First Free Slot',
			value: 'bookFirst',
			action: 'Book the first free slot',
			description: 'Find the first free slot in a range and book it for a contact',
			request: 'POST /calendars/events/appointments',
			scope: WRITE,
			location: 'body',
			fields: [
				calendarId,
				contactId,
				{ ...startDate, send: { ...startDate.send, in: 'values' } },
				{ ...endDate, send: { ...endDate.send, in: 'values' } },
			],
			optional: details,
			options: [attempts, ifSlotTaken, readBack, inputTimeZone],
			unwrap: WRAPPERS,
			orderedBy: BOOKING,
			check: (item) => {
				refuseStatus(item);
				refuseBackwards(item, item.values.startDate, item.values.endDate, ['From', 'To']);
			},
			run: bookFirst,
			output,
		},
		{
			name: 'Cancel',
			value: 'cancel',
			action: 'Cancel an appointment',
			description: 'Set the status of an appointment to cancelled; it stays in the calendar',
			request: 'PUT /calendars/events/appointments/{eventId}',
			scope: WRITE,
			fields: [appointmentId],
			options: [applyTo, readBack, { ...toNotify, send: { in: 'body' } }],
			unwrap: WRAPPERS,
			run: cancel,
			output,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete an appointment',
			description: 'Delete an appointment, or the series it belongs to',
			request: 'DELETE /calendars/events/{eventId}',
			scope: WRITE,
			sends: 'body',
			fields: [appointmentId],
			options: [applyTo],
			repeatable: true,
			run: remove,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many appointments',
			description: 'Retrieve many appointments that start in a range',
			request: 'GET /calendars/events',
			scope: READ,
			location: 'query',
			fields: eventSearch,
			options: [includeDeleted, inputTimeZone],
			paginate: whole,
			unwrap: ['events'],
			simple: SIMPLE,
			check: refuseBackwardsRange,
			run: getAll,
			output,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update an appointment',
			description:
				"Update fields of an appointment or its series. HighLevel's answer has no start and no end; the option Read Back adds them.",
			request: 'PUT /calendars/events/appointments/{eventId}',
			scope: WRITE,
			fields: [appointmentId],
			optional: [
				...details,
				...detailsOfTimed,
				newCalendarId,
				clearFields('clearAppointmentFields', clearable),
				newEnd,
				newStart,
			],
			options: [applyTo, readBack, inputTimeZone],
			unwrap: WRAPPERS,
			check,
			prepare: withCleared('clearAppointmentFields'),
			run: update,
			output,
		},
	],
};
