// The shape of a service booking.

import type { RecordShape } from './shape';
import { withIdFrom } from './shape';

/** The keys of a service booking that 'Simplify' keeps. */
export const SIMPLE_BOOKING = [
	'id',
	'title',
	'status',
	'startTime',
	'endTime',
	'timezone',
	'contactId',
	'serviceLocationId',
	'services',
] as const;

export const normaliseBooking = withIdFrom('bookingId');

export const bookingShape: RecordShape = { simple: SIMPLE_BOOKING, normalise: normaliseBooking };
