/** Calendar groups. */
import { pick, text } from '../../shared/json';
import type { Call, Handlers } from '../call';
import type { Stored } from '../records';
import { badRequest, unknownRecord } from '../refusal';

import { changeRecord, deleteRecord, ofLocation, newRecord, recordOf, showRecord } from './stored';

const KEYS = ['name', 'description', 'slug', 'isActive'] as const;

function groupOf(call: Call): Stored {
	return recordOf(call, call.state.groups, call.params.groupId ?? '', (id) =>
		unknownRecord('Calendar group', id),
	);
}

function slugIsFree(call: Call, except?: string): boolean {
	const slug = text(call.body, 'slug');
	return !ofLocation(call, call.state.groups).some(
		(group) => group.values.slug === slug && group.id !== except,
	);
}

export const groups: Handlers = {
	'GET /calendars/groups': (call) => ({
		body: { groups: ofLocation(call, call.state.groups).map(showRecord) },
	}),
	'POST /calendars/groups': (call) => {
		if (!slugIsFree(call)) throw badRequest('The slug is already in use.');
		const group = call.state.groups.put(
			newRecord(call, { isActive: true, ...pick(call.body, KEYS) }),
		);
		call.effect('group.create', group.id);
		return { body: { group: showRecord(group) } };
	},
	'POST /calendars/groups/validate-slug': (call) => ({ body: { available: slugIsFree(call) } }),
	'PUT /calendars/groups/{groupId}': (call) => {
		const group = groupOf(call);
		if (!slugIsFree(call, group.id)) throw badRequest('The slug is already in use.');
		const values = pick(call.body, KEYS);
		const changed = changeRecord(call, call.state.groups, group, values, 'group.update');
		return { body: { group: showRecord(changed) } };
	},
	'DELETE /calendars/groups/{groupId}': (call) => {
		deleteRecord(call, call.state.groups, groupOf(call), 'group.delete');
		return { body: { success: true } };
	},
	'PUT /calendars/groups/{groupId}/status': (call) => {
		const values = pick(call.body, ['isActive']);
		changeRecord(call, call.state.groups, groupOf(call), values, 'group.status');
		return { body: { success: true } };
	},
};
