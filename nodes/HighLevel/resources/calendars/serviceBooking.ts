// The operations of the resource 'Service Booking'.

import type { RequestParts } from '../../../shared/http';
import type { ItemContext, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { isAbsent, isRecord } from '../../../shared/values';
import { refuseBackwardsRange } from '../../fields/events';
import { contactId } from '../../fields/locators';
import { bookingId } from '../../fields/service';
import {
	bookingDetails,
	bookingPlace,
	bookingRules,
	bookingStatus,
	newBookingStatus,
	services,
} from '../../fields/serviceBooking';
import {
	endTime,
	newEnd,
	newStart,
	rangeEnd,
	rangeStart,
	refuseBackwards,
	startTime,
	timezone,
} from '../../fields/times';
import { normaliseBooking, SIMPLE_BOOKING } from '../../records/serviceBooking';
import { GET_MANY } from '../getMany';

const READ = 'calendars/events.readonly';
const WRITE = 'calendars/events.write';

/** The response to a write may contain warnings. */
const SIMPLE_WRITTEN = [...SIMPLE_BOOKING, 'messages'] as const;

/** Bookings that could conflict are sent in the order of the items. */
const ORDERED_BY = ['contactId', 'startTime', 'serviceLocationId'];

function refuseEndBeforeStart(item: ItemContext): void {
	refuseBackwards(item, item.values.startTime, item.values.endTime, ['Start Time', 'End Time']);
}

/** HighLevel requires a zone for each new booking: the one in which its times were interpreted. */
function withZone(request: RequestParts, { zone }: ItemContext): RequestParts {
	const body = isRecord(request.body) ? request.body : {};
	return { ...request, body: { timezone: zone, ...body } };
}

/** Bookings of services; v3 only (OpenAPI: calendars-v3.json). */
export const serviceBooking: Resource = {
	name: 'Service Booking',
	value: 'serviceBooking',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a service booking',
			description: 'Book one or more services for a contact',
			request: 'POST /calendars/services/bookings',
			scope: WRITE,
			versions: ['v3'],
			location: 'body',
			fields: [contactId, startTime, endTime, services],
			optional: [...bookingDetails, newBookingStatus],
			options: bookingRules,
			unwrap: ['booking'],
			orderedBy: ORDERED_BY,
			simple: SIMPLE_WRITTEN,
			check: (item) => {
				if (isAbsent(item.values.services)) throw item.refuse("'Services' is empty");
				refuseEndBeforeStart(item);
			},
			prepare: withZone,
			output: normaliseBooking,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a service booking',
			description: 'Delete a service booking permanently. To cancel it, update its status.',
			request: 'DELETE /calendars/services/bookings/{bookingId}',
			scope: WRITE,
			versions: ['v3'],
			fields: [bookingId],
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a service booking',
			description: 'Retrieve one service booking by its ID',
			request: 'GET /calendars/services/bookings/{bookingId}',
			scope: READ,
			versions: ['v3'],
			fields: [bookingId],
			unwrap: ['booking'],
			simple: SIMPLE_BOOKING,
			output: normaliseBooking,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many service bookings',
			description: 'Retrieve the service bookings within a range of time',
			request: 'GET /calendars/services/bookings',
			scope: READ,
			versions: ['v3'],
			location: 'query',
			fields: [rangeStart, rangeEnd],
			optional: [bookingPlace, timezone],
			paginate: wholeList,
			unwrap: ['bookings'],
			simple: SIMPLE_BOOKING,
			check: refuseBackwardsRange,
			output: normaliseBooking,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a service booking',
			description: 'Move or change a service booking. Fields that you do not add stay as they are.',
			request: 'PUT /calendars/services/bookings/{bookingId}',
			scope: WRITE,
			versions: ['v3'],
			fields: [bookingId, services],
			optional: [...bookingDetails, bookingStatus, newEnd, newStart],
			options: bookingRules,
			unwrap: ['booking'],
			orderedBy: ORDERED_BY,
			simple: SIMPLE_WRITTEN,
			check: refuseEndBeforeStart,
			output: normaliseBooking,
		},
	],
};
