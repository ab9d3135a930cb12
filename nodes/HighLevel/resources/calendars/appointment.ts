// The operations of the resource 'Appointment'.

import type { IDataObject } from 'n8n-workflow';

import type { Field, ItemContext, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { recordsAt } from '../../../shared/values';
import {
	appointmentId,
	applyTo,
	clearable,
	details,
	detailsOfTimed,
	ignoreDateRange,
	ignoreFreeSlotValidation,
	ifSlotTaken,
	newCalendarId,
	readBack,
	toNotify,
} from '../../fields/appointment';
import { clearFields, withCleared } from '../../fields/clear';
import { eventSearch, refuseBackwardsRange } from '../../fields/events';
import { calendarId, contactId, user } from '../../fields/locators';
import {
	endDate,
	newEnd,
	newStart,
	refuseBackwards,
	startDate,
	startTime,
} from '../../fields/times';
import { inputTimeZone } from '../../fields/timeZone';
import { SIMPLE_APPOINTMENT } from '../../records/appointment';
import { appointmentForModel } from '../../records/appointmentForModel';
import { GET_MANY } from '../getMany';
import { APPOINTMENT_KEYS, appointmentOutput } from './appointmentRecord';
import { rescheduleAppointment } from './appointmentReschedule';
import {
	cancelAppointment,
	checkAppointment,
	createAppointment,
	deleteAppointment,
	refuseStatus,
	updateAppointment,
} from './appointmentWrite';
import { attempts, bookFirstSlot } from './bookFirst';

const READ = 'calendars/events.readonly';
const WRITE = 'calendars/events.write';

const includeDeleted: Field = {
	displayName: 'Include Deleted',
	name: 'includeDeleted',
	type: 'boolean',
	default: false,
	description: 'Whether to also return deleted appointments that HighLevel still lists',
	send: { in: 'values' },
};

async function getAppointments(item: ItemContext): Promise<IDataObject[]> {
	const response = await item.send(item.request);
	return recordsAt(response, 'events')
		.filter(({ deleted }) => deleted !== true || item.values.includeDeleted === true)
		.slice(0, item.limit);
}

/** Bookings of the same calendar or user are sent in the order of the items. */
const ORDERED_BY = ['calendarId', 'assignedUserId'];

/** Bookings of contacts (OpenAPI: calendars-v3.json, calendars.json). */
export const appointment: Resource = {
	name: 'Appointment',
	value: 'appointment',
	initial: GET_MANY,
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get an appointment by its ID',
			description: 'Retrieve one appointment. A deleted one has deleted: true.',
			request: 'GET /calendars/events/appointments/{eventId}',
			scope: READ,
			fields: [appointmentId],
			unwrap: APPOINTMENT_KEYS,
			simple: SIMPLE_APPOINTMENT,
			output: appointmentOutput,
			forModel: appointmentForModel,
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Book an appointment at a free slot',
			description:
				"Create a new appointment. HighLevel's response has no start and no end. The option Read Back adds them.",
			request: 'POST /calendars/events/appointments',
			scope: WRITE,
			location: 'body',
			fields: [
				calendarId,
				contactId,
				{
					...startTime,
					description:
						"Use the 'start' of a free slot, unchanged. Other times are refused unless 'Ignore Free Slot Validation' is on.",
				},
			],
			optional: [
				...details,
				...detailsOfTimed,
				{ ...newEnd, description: "If empty, HighLevel adds the calendar's slot duration" },
			],
			options: [ifSlotTaken, readBack, inputTimeZone],
			unwrap: APPOINTMENT_KEYS,
			orderedBy: ORDERED_BY,
			check: checkAppointment,
			run: createAppointment,
			output: appointmentOutput,
			forModel: appointmentForModel,
		},
		{
			name: 'Book First Free Slot',
			value: 'bookFirst',
			action: 'Book the first free slot in a range for a contact',
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
			unwrap: APPOINTMENT_KEYS,
			orderedBy: ORDERED_BY,
			check: (item) => {
				refuseStatus(item);
				refuseBackwards(item, item.values.startDate, item.values.endDate, [
					'Search From',
					'Search To',
				]);
			},
			run: bookFirstSlot,
			output: appointmentOutput,
			forModel: appointmentForModel,
		},
		{
			name: 'Cancel',
			value: 'cancel',
			action: 'Cancel an appointment',
			description: 'Set the status of an appointment to cancelled. It stays in the calendar.',
			request: 'PUT /calendars/events/appointments/{eventId}',
			scope: WRITE,
			fields: [appointmentId],
			options: [applyTo, readBack, { ...toNotify, send: { in: 'body' } }],
			unwrap: APPOINTMENT_KEYS,
			run: cancelAppointment,
			output: appointmentOutput,
			forModel: appointmentForModel,
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
			run: deleteAppointment,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many appointments of a calendar in a range',
			description: 'Retrieve many appointments that start in a range',
			request: 'GET /calendars/events',
			scope: READ,
			location: 'query',
			fields: eventSearch,
			options: [includeDeleted, inputTimeZone],
			paginate: wholeList,
			ifNone:
				"Try a wider range, or the contact's own appointments with Appointment > Get Many of a contact.",
			unwrap: ['events'],
			simple: SIMPLE_APPOINTMENT,
			check: refuseBackwardsRange,
			run: getAppointments,
			output: appointmentOutput,
			forModel: appointmentForModel,
		},
		{
			name: 'Reschedule',
			value: 'reschedule',
			action: 'Reschedule an appointment to a free slot',
			description:
				'Move an appointment to another time. It keeps its duration unless you add an end.',
			request: 'PUT /calendars/events/appointments/{eventId}',
			scope: WRITE,
			fields: [
				appointmentId,
				{
					...startTime,
					description:
						"Use the 'start' of a free slot, unchanged. Other times are refused unless 'Ignore Free Slot Validation' is on.",
				},
			],
			optional: [
				user('Assigned To', 'assignedUserId', 'Another team member of the calendar'),
				newCalendarId,
				{ ...newEnd, description: 'If empty, the appointment stays as long as it is' },
				ignoreDateRange,
				ignoreFreeSlotValidation,
				toNotify,
			],
			options: [applyTo, ifSlotTaken, readBack, inputTimeZone],
			unwrap: APPOINTMENT_KEYS,
			check: checkAppointment,
			run: rescheduleAppointment,
			output: appointmentOutput,
			forModel: appointmentForModel,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update the details of an appointment',
			description:
				"Update fields of an appointment or its series. HighLevel's response has no start and no end. The option Read Back adds them.",
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
			unwrap: APPOINTMENT_KEYS,
			check: checkAppointment,
			prepare: withCleared('clearAppointmentFields'),
			run: updateAppointment,
			output: appointmentOutput,
			forModel: appointmentForModel,
		},
	],
};
