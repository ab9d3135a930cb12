import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../../shared/expectation';
import { isRecord, recordsOf } from '../../../shared/values';
import type { Poll, PollEvent } from '../event';
import { fingerprint, refuseTooMany } from '../memory';
import { FAR_MS } from '../parts';
import { byUpdated, pastDays, watchEvents } from './appointment';
import { EXAMPLE_BOOKING } from './example';

async function readBookings(poll: Poll, from: number, to: number): Promise<IDataObject[]> {
	const query = { locationId: poll.location, startTime: String(from), endTime: String(to) };
	const answer = await poll.send(
		{ method: 'GET', path: '/calendars/services/bookings', query },
		{
			label: 'List service bookings',
			scope: 'calendars/events.readonly',
			expects: listUnder('bookings'),
			versions: ['v3'],
		},
	);
	const bookings = recordsOf(isRecord(answer) ? answer.bookings : undefined);
	refuseTooMany(poll, bookings.length, 'service bookings', "Choose fewer 'Past Days'.");
	return bookings.filter(({ deleted }) => deleted !== true);
}

export const serviceBookingChanged: PollEvent = {
	name: 'Service Booking Created or Updated',
	value: 'serviceBookingChanged',
	action: 'On service booking created or updated',
	description: "A booking of a service was made or changed; 'change' says which",
	fields: [pastDays],
	keys: ['pastDays'],
	watch: async (poll, memory) => {
		const read = async (from: number, to: number) => await readBookings(poll, from, to);
		const watched = await watchEvents(poll, memory, read, fingerprint);
		const items = watched.differences.map(
			({ before, record }): IDataObject => ({
				...record,
				change: before === undefined && watched.isNew(record) ? 'created' : 'updated',
			}),
		);
		return { items: watched.begun ? byUpdated(items) : [], memory: watched.memory() };
	},
	sample: async (poll) => {
		const booking = (await readBookings(poll, poll.now, FAR_MS))[0];
		return booking && { ...booking, change: 'created' };
	},
	example: { ...EXAMPLE_BOOKING, change: 'created' },
	source: 'The service bookings that start after the past days',
	cursor: 'A mark of the content of each booking',
	bound: 'One mark for each booking in that range, at most 20,000',
	calls: '1',
	misses:
		'What changed; deleted bookings; bookings that were moved to before the past days. Needs version v3, which is sent whatever the credential says',
};
