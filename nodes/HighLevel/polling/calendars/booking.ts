// The event 'Service Booking Created or Updated'.

import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../../shared/expectation';
import { recordsAt } from '../../../shared/values';
import { bookingShape } from '../../records/serviceBooking';
import { refuseTooMany } from '../compare';
import type { Poll, PollEvent } from '../event';
import { fingerprint } from '../fingerprint';
import type { Range } from './eventRange';
import {
	byUpdated,
	comingRange,
	compareEvents,
	isDeleted,
	pastDays,
	rangeQuery,
} from './eventRange';
import { EXAMPLE_BOOKING } from './example';

/** The service bookings in a range, without deleted ones; one call. */
async function readBookings(poll: Poll, range: Range): Promise<IDataObject[]> {
	const response = await poll.send(
		{
			method: 'GET',
			path: '/calendars/services/bookings',
			query: { locationId: poll.location, ...rangeQuery(range) },
		},
		{
			label: 'List service bookings',
			scope: 'calendars/events.readonly',
			expects: listUnder('bookings'),
			versions: ['v3'],
		},
	);
	const bookings = recordsAt(response, 'bookings');
	refuseTooMany(poll, bookings.length, 'service bookings', "Select fewer 'Past Days'.");
	return bookings.filter((booking) => !isDeleted(booking));
}

export const serviceBookingChanged: PollEvent = {
	name: 'Service Booking Created or Updated',
	value: 'serviceBookingChanged',
	action: 'On service booking created or updated',
	description: "A service was booked or its booking changed. The key 'change' says which.",
	fields: [pastDays],
	keys: ['pastDays'],
	watch: async (poll, state) => {
		const read = async (range: Range) => await readBookings(poll, range);
		const changes = await compareEvents(poll, state, read, fingerprint);
		const items = changes.differences.map(
			({ before, record }): IDataObject => ({
				...record,
				change: before === undefined && changes.isNew(record) ? 'created' : 'updated',
			}),
		);
		return { items: changes.isFirst ? [] : byUpdated(items), state: changes.state() };
	},
	sample: async (poll) => {
		const booking = (await readBookings(poll, comingRange(poll)))[0];
		return booking && { ...booking, change: 'created' };
	},
	example: { ...EXAMPLE_BOOKING, change: 'created' },
	shape: bookingShape,
	adds: ['change'],
	source: 'The service bookings from the past days on',
	cursor: 'A fingerprint of each booking',
	bound: 'One mark for each booking in that range, at most 20,000',
	calls: '1',
	misses:
		'What changed; deleted bookings; bookings moved to before the past days. Always uses API version v3, whatever the credential says',
};
