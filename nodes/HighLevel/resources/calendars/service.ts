// The operations of the resource 'Service'.

import type { RequestParts } from '../../../shared/http';
import type { ItemContext, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { isRecord } from '../../../shared/values';
import { nameOf, optional, slugOf } from '../../fields/naming';
import {
	changedVariations,
	isPrivate,
	newVariations,
	removeAllVariations,
	serviceCategoryId,
	serviceDetails,
	serviceId,
	staff,
} from '../../fields/service';
import { GET_MANY } from '../getMany';

const name = nameOf('Service');
const slug = slugOf('Service');

const READ = 'calendars.readonly';
const WRITE = 'calendars.write';

const SIMPLE = [
	'id',
	'name',
	'slug',
	'serviceDuration',
	'serviceDurationUnit',
	'payment',
	'isPrivate',
	'staff',
	'variations',
] as const;

function refuseBoth(item: ItemContext): void {
	const { values } = item;
	if (values.removeAllVariations === true && values.variations !== undefined) {
		throw item.refuse("'Remove All Variations' is on, but 'Variations' is not empty");
	}
}

/** Not repeatable with variations that have no ID: sending them twice would add them twice. */
function isRepeatableUpdate({ body }: RequestParts): boolean {
	const variations = isRecord(body) && Array.isArray(body.variations) ? body.variations : [];
	return variations.every((one) => isRecord(one) && one.id !== undefined);
}

/** Services that can be booked, with staff, prices and variations; v3 only (OpenAPI: calendars-v3.json). */
export const service: Resource = {
	name: 'Service',
	value: 'service',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a service',
			description: 'Create a new service',
			request: 'POST /calendars/services/catalog',
			scope: WRITE,
			versions: ['v3'],
			location: 'body',
			fields: [name, slug, staff],
			optional: [...serviceDetails, newVariations],
			unwrap: ['service'],
			orderedBy: ['slug'],
			simple: SIMPLE,
			check: (item) => {
				if (item.values.staff === undefined) throw item.refuse("'Staff' is empty");
			},
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a service',
			description: 'Delete a service permanently',
			request: 'DELETE /calendars/services/catalog/{serviceId}',
			scope: WRITE,
			versions: ['v3'],
			fields: [serviceId],
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a service',
			description: 'Retrieve one service by its ID',
			request: 'GET /calendars/services/catalog/{serviceId}',
			scope: READ,
			versions: ['v3'],
			fields: [serviceId],
			unwrap: ['service'],
			simple: SIMPLE,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many services',
			description: 'Retrieve the services of the sub-account',
			request: 'GET /calendars/services/catalog',
			scope: READ,
			versions: ['v3'],
			location: 'query',
			optional: [
				serviceCategoryId,
				{ ...isPrivate, description: 'Whether to return private services instead of public ones' },
			],
			paginate: wholeList,
			unwrap: ['services'],
			simple: SIMPLE,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a service',
			description: 'Update fields of a service. Fields that you do not add stay as they are.',
			request: 'PUT /calendars/services/catalog/{serviceId}',
			scope: WRITE,
			versions: ['v3'],
			fields: [serviceId, staff],
			optional: [
				...serviceDetails,
				changedVariations,
				optional(name),
				removeAllVariations,
				optional(slug),
			],
			unwrap: ['service'],
			repeatable: isRepeatableUpdate,
			simple: SIMPLE,
			check: refuseBoth,
			prepare: (request, { values }) =>
				values.removeAllVariations === true && isRecord(request.body)
					? { ...request, body: { ...request.body, variations: [] } }
					: request,
		},
	],
};
