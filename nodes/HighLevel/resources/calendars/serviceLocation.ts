// The operations of the resource 'Service Location'.

import type { Field, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { textField } from '../../fields/builders';
import { nameOf, optional, slugOf } from '../../fields/naming';
import { coverImage, serviceLocationId } from '../../fields/service';
import { GET_MANY } from '../getMany';

const name = nameOf('Location');
const slug = slugOf('Location');

const READ = 'calendars.readonly';
const WRITE = 'calendars.write';

const details: Field[] = [
	textField('Location Address', 'address', {
		placeholder: 'e.g. 789 5th Avenue, New York',
		description: 'Street address. If the booker is asked, a label such as Home Service.',
	}),
	coverImage,
	{
		displayName: 'Location Kind',
		name: 'locationType',
		type: 'options',
		default: 'offline',
		options: [
			{ name: 'Ask the Booker', value: 'ask_booker' },
			{ name: 'In Person (Offline)', value: 'offline' },
		],
	},
	textField('Phone', 'phone', { placeholder: 'e.g. +1-212-555-0174' }),
];

/** Places where services are provided; v3 only (OpenAPI: calendars-v3.json). */
export const serviceLocation: Resource = {
	name: 'Service Location',
	value: 'serviceLocation',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a service location',
			description: 'Create a place for services',
			request: 'POST /calendars/services/locations',
			scope: WRITE,
			versions: ['v3'],
			location: 'body',
			fields: [name, slug],
			optional: details,
			unwrap: ['serviceLocation'],
			orderedBy: ['slug'],
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a service location',
			description: 'Delete a place for services permanently',
			request: 'DELETE /calendars/services/locations/{serviceLocationId}',
			scope: WRITE,
			versions: ['v3'],
			fields: [serviceLocationId],
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a service location',
			description: 'Retrieve one place for services by its ID',
			request: 'GET /calendars/services/locations/{serviceLocationId}',
			scope: READ,
			versions: ['v3'],
			fields: [serviceLocationId],
			unwrap: ['serviceLocation'],
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many service locations',
			description: 'Retrieve the places for services of the sub-account',
			request: 'GET /calendars/services/locations',
			scope: READ,
			versions: ['v3'],
			location: 'query',
			paginate: wholeList,
			unwrap: ['serviceLocations'],
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a service location',
			description:
				'Update fields of a place for services. Fields that you do not add stay as they are.',
			request: 'PUT /calendars/services/locations/{serviceLocationId}',
			scope: WRITE,
			versions: ['v3'],
			fields: [serviceLocationId],
			optional: [...details, optional(name), optional(slug)],
			unwrap: ['serviceLocation'],
			repeatable: true,
		},
	],
};
