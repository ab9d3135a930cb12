/** The catalog of services, and the service locations; v3 only. */
import { objects, omit, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import type { Stored } from '../records';
import { unknownRecord } from '../refusal';

import { changeRecord, deleteRecord, ofLocation, newRecord, recordOf, showRecord } from './stored';
import { requireUser } from './users';

function serviceOf(call: Call): Stored {
	return recordOf(call, call.state.services, call.params.serviceId ?? '', (id) =>
		unknownRecord('Service', id),
	);
}

function placeOf(call: Call): Stored {
	return recordOf(call, call.state.serviceLocations, call.params.serviceLocationId ?? '', (id) =>
		unknownRecord('Service location', id),
	);
}

/** The variations after a write: one with an ID changes a known one, one without is new, an empty list removes all. */
function variationsOf(call: Call, before: JsonObject[]): JsonObject[] {
	return objects(call.body, 'variations').map((sent) => {
		const id = text(sent, 'id');
		if (id === undefined) return { id: call.state.newId(), ...sent };
		const known = before.find((one) => one.id === id);
		if (known === undefined) throw unknownRecord('Variation', id);
		return { ...known, ...sent };
	});
}

function checkStaff(call: Call): void {
	for (const member of objects(call.body, 'staff')) requireUser(call, text(member, 'id') ?? '');
}

export const services: Handlers = {
	'GET /calendars/services/catalog': (call) => {
		const category = text(call.query, 'serviceCategoryId');
		const hidden = call.query.isPrivate;
		const rows = ofLocation(call, call.state.services).filter(
			({ values }) =>
				(category === undefined || values.serviceCategoryId === category) &&
				(hidden === undefined || values.isPrivate === hidden),
		);
		return { body: { services: rows.map(showRecord) } };
	},
	'POST /calendars/services/catalog': (call) => {
		checkStaff(call);
		const values = {
			isPrivate: false,
			...omit(call.body, ['locationId']),
			variations: variationsOf(call, []),
		};
		const service = call.state.services.put(newRecord(call, values));
		call.effect('service.create', service.id);
		return { body: { service: showRecord(service) } };
	},
	'GET /calendars/services/catalog/{serviceId}': (call) => ({
		body: { service: showRecord(serviceOf(call)) },
	}),
	'PUT /calendars/services/catalog/{serviceId}': (call) => {
		const before = serviceOf(call);
		checkStaff(call);
		const variations =
			call.body.variations === undefined
				? {}
				: { variations: variationsOf(call, objects(before.values, 'variations')) };
		const values = { ...call.body, ...variations };
		const service = changeRecord(call, call.state.services, before, values, 'service.update');
		return { body: { service: showRecord(service) } };
	},
	'DELETE /calendars/services/catalog/{serviceId}': (call) => {
		deleteRecord(call, call.state.services, serviceOf(call), 'service.delete');
		return { body: { success: true, message: 'Service deleted successfully' } };
	},
	'GET /calendars/services/locations': (call) => ({
		body: { serviceLocations: ofLocation(call, call.state.serviceLocations).map(showRecord) },
	}),
	'POST /calendars/services/locations': (call) => {
		const values = { isActive: true, isPrivate: false, ...omit(call.body, ['locationId']) };
		const place = call.state.serviceLocations.put(newRecord(call, values));
		call.effect('serviceLocation.create', place.id);
		return { body: showRecord(place) };
	},
	'GET /calendars/services/locations/{serviceLocationId}': (call) => ({
		body: showRecord(placeOf(call)),
	}),
	'PUT /calendars/services/locations/{serviceLocationId}': (call) => {
		const table = call.state.serviceLocations;
		const place = changeRecord(call, table, placeOf(call), call.body, 'serviceLocation.update');
		return { body: showRecord(place) };
	},
	'DELETE /calendars/services/locations/{serviceLocationId}': (call) => {
		const table = call.state.serviceLocations;
		deleteRecord(call, table, placeOf(call), 'serviceLocation.delete');
		return { body: { success: true, message: 'Service location deleted successfully' } };
	},
};
