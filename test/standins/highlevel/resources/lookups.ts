/** What integrations look up: locations, users, custom fields, tags, tasks, campaigns, workflows, businesses. */
import type { Answer } from '../../shared/answer';
import { compact, flag, number, omit, text, texts } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { CustomField, Location, User } from '../records';
import { badRequest, notFound, wrongLocation } from '../refusal';

import { showTask } from './tasks';

const ZONES = [
	'America/New_York',
	'America/Chicago',
	'America/Denver',
	'America/Phoenix',
	'America/Los_Angeles',
	'America/Chihuahua',
	'America/Sao_Paulo',
	'America/Argentina/Salta',
	'Europe/London',
	'Europe/Berlin',
	'Europe/Madrid',
	'Africa/Cairo',
	'Asia/Dubai',
	'Asia/Kolkata',
	'Asia/Singapore',
	'Asia/Tokyo',
	'Australia/Sydney',
	'Pacific/Auckland',
];

function showLocation(location: Location): JsonObject {
	return {
		...omit({ ...location }, ['allowDuplicateContact', 'matchOrder']),
		settings: {
			allowDuplicateContact: location.allowDuplicateContact,
			allowDuplicateOpportunity: false,
			allowFacebookNameMerge: false,
			disableContactTimezone: false,
		},
	};
}

function showUser(user: User): JsonObject {
	return {
		id: user.id,
		name: `${user.firstName} ${user.lastName}`,
		firstName: user.firstName,
		lastName: user.lastName,
		email: user.email,
		phone: user.phone,
		extension: '',
		deleted: false,
		permissions: {},
		roles: { type: 'account', role: user.role, locationIds: user.locationIds },
	};
}

function showField(field: CustomField): JsonObject {
	return compact({ ...field });
}

function pathLocation(call: Call): Location {
	const id = call.params.locationId ?? '';
	const location = call.state.locations.get(id);
	if (location === undefined || !mayRead(call, location)) throw wrongLocation();
	return location;
}

function mayRead(call: Call, location: Location): boolean {
	return call.token.kind === 'company'
		? location.companyId === call.token.companyId
		: location.id === call.token.locationId;
}

function slice<T>(rows: T[], call: Call, size: number): T[] {
	const skip = Number(call.query.skip ?? 0);
	return rows.slice(skip, skip + Number(call.query.limit ?? size));
}

function searchLocations(call: Call): Answer {
	const companyId = text(call.query, 'companyId');
	const email = text(call.query, 'email');
	const rows = call.state.locations.where(
		(location) =>
			mayRead(call, location) &&
			(companyId === undefined || location.companyId === companyId) &&
			(email === undefined || location.email === email),
	);
	if (call.query.order === 'desc') rows.reverse();
	return { body: { locations: slice(rows, call, 10).map(showLocation) } };
}

function usersOf(call: Call): Answer {
	const locationId = text(call.query, 'locationId') ?? '';
	const rows = call.state.users.where((user) => user.locationIds.includes(locationId));
	return { body: { users: rows.map(showUser) } };
}

function searchUsers(call: Call): Answer {
	const { query, token } = call;
	if (text(query, 'companyId') !== token.companyId) throw wrongLocation();
	const words = text(query, 'query')?.toLowerCase();
	const locationId = text(query, 'locationId') ?? token.locationId;
	const ids = text(query, 'ids')?.split(',');
	const rows = call.state.users.where(
		(user) =>
			user.companyId === token.companyId &&
			(locationId === undefined || user.locationIds.includes(locationId)) &&
			(ids === undefined || ids.includes(user.id)) &&
			(words === undefined ||
				`${user.firstName} ${user.lastName} ${user.email}`.toLowerCase().includes(words)),
	);
	return { body: { users: slice(rows, call, 25).map(showUser), count: rows.length } };
}

function oneUser(call: Call): Answer {
	const id = call.params.userId ?? '';
	const user = call.state.users.get(id);
	const mine =
		call.token.kind === 'company' || user?.locationIds.includes(call.token.locationId ?? '');
	if (user === undefined || mine !== true) throw badRequest(`User with id ${id} not found`);
	return { body: showUser(user) };
}

function customFields(call: Call): Answer {
	const location = pathLocation(call);
	const model = text(call.query, 'model') ?? 'contact';
	const rows = call.state.customFields.where(
		(field) => field.locationId === location.id && (model === 'all' || field.model === model),
	);
	return { body: { customFields: rows.map(showField) } };
}

function createCustomField(call: Call): Answer {
	const location = pathLocation(call);
	const options = texts(call.body, 'options');
	const field = call.state.addCustomField({
		locationId: location.id,
		name: text(call.body, 'name') ?? '',
		dataType: text(call.body, 'dataType') ?? 'TEXT',
		model: text(call.body, 'model') === 'opportunity' ? 'opportunity' : 'contact',
		...(options.length > 0 ? { picklistOptions: options } : {}),
	});
	call.effect('customField.create', field.id);
	return { body: { customField: showField(field) } };
}

function oneTag(call: Call) {
	const location = pathLocation(call);
	const id = call.params.tagId ?? '';
	const tag = call.state.tags.get(id);
	if (tag === undefined || tag.locationId !== location.id) {
		throw notFound(`Tag with id ${id} not found`);
	}
	return tag;
}

function searchTasks(call: Call): Answer {
	const location = pathLocation(call);
	const { body } = call;
	const contactIds = texts(body, 'contactId');
	const assigned = texts(body, 'assignedTo');
	const completed = flag(body, 'completed');
	const words = text(body, 'query')?.toLowerCase();
	const businessId = text(body, 'businessId');
	const rows = call.state.tasks.where(({ locationId, ownerId, values }) => {
		if (locationId !== location.id) return false;
		if (contactIds.length > 0 && !contactIds.includes(ownerId)) return false;
		if (assigned.length > 0 && !assigned.includes(text(values, 'assignedTo') ?? '')) return false;
		if (completed !== undefined && values.completed !== completed) return false;
		if (businessId !== undefined && call.state.contacts.get(ownerId)?.businessId !== businessId) {
			return false;
		}
		return words === undefined || (text(values, 'title') ?? '').toLowerCase().includes(words);
	});
	const skip = number(body, 'skip') ?? 0;
	const shown = rows.slice(skip, skip + (number(body, 'limit') ?? 25));
	return { body: { tasks: shown.map(showTask) } };
}

export const lookups: Handlers = {
	'GET /locations/search': searchLocations,
	'GET /locations/{locationId}': (call) => ({
		body: { location: showLocation(pathLocation(call)) },
	}),
	'GET /locations/{locationId}/timezones': (call) => {
		pathLocation(call);
		return { body: { timeZones: ZONES } };
	},
	'GET /locations/{locationId}/customFields': customFields,
	'POST /locations/{locationId}/customFields': createCustomField,
	'GET /locations/{locationId}/customFields/{id}': (call) => {
		const location = pathLocation(call);
		const id = call.params.id ?? '';
		const field = call.state.customFields.get(id);
		if (field === undefined || field.locationId !== location.id) {
			throw notFound(`Custom field with id ${id} not found`);
		}
		return { body: { customField: showField(field) } };
	},
	'GET /locations/{locationId}/tags': (call) => {
		const location = pathLocation(call);
		return { body: { tags: call.state.tags.where((tag) => tag.locationId === location.id) } };
	},
	'POST /locations/{locationId}/tags': (call) => {
		const location = pathLocation(call);
		const name = (text(call.body, 'name') ?? '').trim().toLowerCase();
		if (call.state.tags.find((tag) => tag.locationId === location.id && tag.name === name)) {
			throw badRequest('The tag name is already exist.');
		}
		const tag = call.state.addTag(location.id, name);
		call.effect('tag.create', tag.id);
		return { body: { tag } };
	},
	'GET /locations/{locationId}/tags/{tagId}': (call) => ({ body: { tag: oneTag(call) } }),
	'DELETE /locations/{locationId}/tags/{tagId}': (call) => {
		const tag = oneTag(call);
		call.state.tags.delete(tag.id);
		call.effect('tag.delete', tag.id);
		return { body: { succeded: true } };
	},
	'POST /locations/{locationId}/tasks/search': searchTasks,
	'GET /users/': usersOf,
	'GET /users/search': searchUsers,
	'GET /users/{userId}': oneUser,
	'GET /campaigns/': (call) => {
		const status = text(call.query, 'status');
		const rows = call.state.campaigns.where(
			(one) =>
				one.locationId === call.location?.id && (status === undefined || one.status === status),
		);
		return { body: { campaigns: rows } };
	},
	'GET /workflows/': (call) => {
		const at = isoUtc(call.clock.now());
		const rows = call.state.workflows.where((one) => one.locationId === call.location?.id);
		return {
			body: {
				workflows: rows.map((one) => ({ ...one, version: 1, createdAt: at, updatedAt: at })),
			},
		};
	},
	'GET /businesses/': (call) => {
		const rows = call.state.businesses.where((one) => one.locationId === call.location?.id);
		return {
			body: {
				businesses: slice(rows, call, 100).map(({ id, locationId, name }) => ({
					id,
					locationId,
					name,
				})),
			},
		};
	},
	'GET /businesses/{businessId}': (call) => {
		const id = call.params.businessId ?? '';
		const business = call.state.businesses.get(id);
		if (business === undefined || business.locationId !== call.location?.id) {
			throw notFound(`Business with id ${id} not found`);
		}
		return { body: { business: { id, locationId: business.locationId, name: business.name } } };
	},
};
