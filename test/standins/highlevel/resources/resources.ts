/** Calendar resources: rooms and equipment. */
import { number, omit, texts } from '../../shared/json';
import type { Call, Handlers } from '../call';
import type { Stored } from '../records';
import { badRequest, unknownRecord } from '../refusal';

import { calendarOf } from './calendars';
import { changeRecord, deleteRecord, ofLocation, newRecord, recordOf, showRecord } from './stored';

/** Rooms and equipment can be assigned to service calendars only, and equipment to no more than one. */
function checkCalendars(call: Call): void {
	const ids = texts(call.body, 'calendarIds');
	if (call.params.resourceType === 'equipments' && ids.length > 1) {
		throw badRequest('An equipment can be assigned to one service calendar only.');
	}
	for (const id of ids) {
		if (calendarOf(call, id).values.calendarType !== 'service_booking') {
			throw badRequest('Resources can be assigned to service calendars only.');
		}
	}
}

function resourceOf(call: Call): Stored {
	const id = call.params.id ?? '';
	const found = recordOf(call, call.state.resources, id, () => unknownRecord('Resource', id));
	if (found.values.resourceType !== call.params.resourceType) throw unknownRecord('Resource', id);
	return found;
}

const LIST = '/calendars/resources/{resourceType}';
const ONE = `${LIST}/{id}`;

export const resources: Handlers = {
	[`GET ${LIST}`]: (call) => {
		const rows = ofLocation(call, call.state.resources).filter(
			({ values }) => values.resourceType === call.params.resourceType,
		);
		const skip = number(call.query, 'skip') ?? 0;
		return { body: rows.slice(skip, skip + (number(call.query, 'limit') ?? 0)).map(showRecord) };
	},
	[`POST ${LIST}`]: (call) => {
		checkCalendars(call);
		const { resourceType } = call.params;
		const values = { isActive: true, ...omit(call.body, ['locationId']), resourceType };
		const resource = call.state.resources.put(newRecord(call, values));
		call.effect('resource.create', resource.id);
		return { body: showRecord(resource) };
	},
	[`GET ${ONE}`]: (call) => ({ body: showRecord(resourceOf(call)) }),
	[`PUT ${ONE}`]: (call) => {
		const before = resourceOf(call);
		checkCalendars(call);
		const values = omit(call.body, ['locationId']);
		const table = call.state.resources;
		return { body: showRecord(changeRecord(call, table, before, values, 'resource.update')) };
	},
	[`DELETE ${ONE}`]: (call) => {
		deleteRecord(call, call.state.resources, resourceOf(call), 'resource.delete');
		return { body: { success: true } };
	},
};
