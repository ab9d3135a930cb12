// The operations of the resource 'Calendar Resource': rooms and equipment.

import type { Convert } from '../../../shared/convert';
import { locator } from '../../../shared/locator';
import type { Field, Resource } from '../../../shared/operation';
import { byOffset } from '../../../shared/pagination';
import { ValueError } from '../../../shared/valueErrors';
import { isRecord } from '../../../shared/values';
import { RESOURCE } from '../../expected';
import { countField } from '../../fields/builders';
import { calendarIds, toCalendarIds } from '../../fields/calendarIds';
import { descriptionOf, nameOf, optional } from '../../fields/naming';
import { resourceShape } from '../../records/others';
import { GET_MANY } from '../getMany';
import * as find from '../../search/finders';

const name = nameOf('Resource');
const description = descriptionOf('Resource');

const READ = 'calendars/resources.readonly';
const WRITE = 'calendars/resources.write';

const resourceType: Field = {
	displayName: 'Resource Type',
	name: 'resourceType',
	type: 'options',
	default: 'rooms',
	options: [
		{ name: 'Equipment', value: 'equipments' },
		{ name: 'Room', value: 'rooms' },
	],
};

const resourceId = locator({
	displayName: 'Room or Equipment',
	name: 'resourceId',
	searchListMethod: 'searchResources',
	find: find.resource,
	example: 'Room 1',
	placeholder: '65e5f6dfacf123513228d384',
	required: true,
	send: { key: 'id' },
});

/** HighLevel accepts at most 100 calendars per room or piece of equipment (OpenAPI: CreateCalendarResourceDTO). */
const MAX_CALENDARS = 100;

const toResourceCalendars: Convert = (value) => {
	const ids = toCalendarIds(value);
	if (ids.length > MAX_CALENDARS) {
		throw new ValueError(
			`names ${ids.length} calendars, and HighLevel accepts at most ${MAX_CALENDARS}`,
		);
	}
	return ids;
};

const resourceCalendars: Field = {
	...calendarIds,
	description: 'Service calendars. Equipment belongs to one, a room to any number up to 100.',
	send: { as: toResourceCalendars },
};

/** HighLevel requires all three numbers of a new room and of new equipment (OpenAPI: CreateCalendarResourceDTO). */
const capacity = countField('Capacity', 'capacity', 1, {
	required: true,
	description: 'How many people fit into the room',
});
const quantity = countField('Quantity', 'quantity', 1, {
	required: true,
	description: 'How many pieces of the equipment there are',
});
const outOfService = countField('Out of Service', 'outOfService', 0, {
	required: true,
	description: 'How many pieces of the equipment cannot be used',
});

/** Rooms and equipment of service calendars (OpenAPI: calendars-v3.json, calendars.json). */
export const resource: Resource = {
	name: 'Calendar Resource',
	value: 'resource',
	description: 'Rooms and equipment (Services V1), deprecated by HighLevel in v3',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a room or equipment',
			description: 'Create a room or a piece of equipment (deprecated by HighLevel in v3)',
			request: 'POST /calendars/resources/{resourceType}',
			scope: WRITE,
			location: 'body',
			fields: [resourceType, name, description, capacity, quantity, outOfService],
			optional: [resourceCalendars],
			prepare: (request) => ({
				...request,
				// HighLevel requires the list, even an empty one.
				body: { calendarIds: [], ...(isRecord(request.body) ? request.body : {}) },
			}),
			expects: RESOURCE,
			output: resourceShape.normalise,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a room or equipment',
			description:
				'Delete a room or a piece of equipment permanently (deprecated by HighLevel in v3)',
			request: 'DELETE /calendars/resources/{resourceType}/{id}',
			scope: WRITE,
			fields: [resourceType, resourceId],
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a room or equipment',
			description: 'Retrieve a room or a piece of equipment (deprecated by HighLevel in v3)',
			request: 'GET /calendars/resources/{resourceType}/{id}',
			scope: READ,
			fields: [resourceType, resourceId],
			expects: RESOURCE,
			output: resourceShape.normalise,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many rooms or equipment',
			description:
				'Retrieve many rooms or many pieces of equipment (deprecated by HighLevel in v3)',
			request: 'GET /calendars/resources/{resourceType}',
			scope: READ,
			location: 'query',
			fields: [resourceType],
			paginate: byOffset('skip', 50),
			output: resourceShape.normalise,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a room or equipment',
			description: 'Update a room or a piece of equipment (deprecated by HighLevel in v3)',
			request: 'PUT /calendars/resources/{resourceType}/{id}',
			scope: WRITE,
			location: 'body',
			fields: [resourceType, resourceId],
			optional: [
				{
					displayName: 'Resource Active',
					name: 'isActive',
					type: 'boolean',
					default: true,
					description: 'Whether it can be booked',
				},
				resourceCalendars,
				optional(capacity),
				optional(description),
				optional(name),
				optional(outOfService),
				optional(quantity),
			],
			repeatable: true,
			expects: RESOURCE,
			output: resourceShape.normalise,
		},
	],
};
