// The operations of the resource 'Event'.

import type { Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { eventSearch, refuseBackwardsRange } from '../../fields/events';
import { idTextInVersion1 } from '../../fields/nodeVersion';
import { inputTimeZone } from '../../fields/timeZone';
import { GET_MANY } from '../getMany';

const EXAMPLE_ID = '0TkCdp9PfvLeWKYRRvIz';

const eventId = idTextInVersion1(
	{
		displayName: 'Event ID',
		placeholder: `e.g. ${EXAMPLE_ID}`,
		description: 'ID of an appointment, a series or a block slot',
	},
	{
		displayName: 'Event',
		name: 'eventId',
		searchListMethod: 'searchEvents',
		placeholder: EXAMPLE_ID,
		idsFrom: 'Event > Get Many',
		description: 'An appointment or a block slot. By ID takes a series as well.',
	},
);

/** Everything in the calendars, exactly as HighLevel returns it (OpenAPI: get-calendar-events, delete-event). */
export const event: Resource = {
	name: 'Event',
	value: 'event',
	initial: GET_MANY,
	operations: [
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete an appointment or block slot',
			description: 'Delete an appointment, a series or a block slot by its ID',
			request: 'DELETE /calendars/events/{eventId}',
			scope: 'calendars/events.write',
			sends: 'body',
			fields: eventId,
			repeatable: true,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many events in a range',
			description:
				'Retrieve many events of every kind that start in a range, including deleted ones',
			request: 'GET /calendars/events',
			scope: 'calendars/events.readonly',
			location: 'query',
			fields: eventSearch,
			options: [inputTimeZone],
			paginate: wholeList,
			unwrap: ['events'],
			check: refuseBackwardsRange,
		},
	],
};
