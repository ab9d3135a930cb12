// The operation of the resource 'Meeting': events in the user's calendars, whether or not CalendarHero booked them.

import type { Resource } from '../../shared/operation';
import { wholeList } from '../../shared/pagination';
import { listOrUnder, UNWRAP } from '../expected';
import { inputTimeZone, rangeEnd, rangeStart, refuseBackwards } from '../fields/times';

export const meeting: Resource = {
	name: 'Meeting',
	value: 'meeting',
	description: "An event in the user's connected calendars (read-only)",
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many meetings in a range',
			description:
				"Retrieve the events in the user's calendars in a range, including those that CalendarHero did not book. Their IDs differ from those of meeting requests.",
			request: 'GET /meeting',
			scope: '',
			fields: [rangeStart, rangeEnd],
			options: [inputTimeZone],
			paginate: wholeList,
			unwrap: UNWRAP.meetings,
			expects: listOrUnder(UNWRAP.meetings),
			simple: ['id', 'description', 'dateStart', 'dateEnd', 'contacts'],
			check: (item) =>
				refuseBackwards(item, item.values.start, item.values.end, ['Search From', 'Search To']),
		},
	],
};
