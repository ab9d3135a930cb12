/** Block slots: times at which a calendar or a user is not available. */
import { compact, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoInZone, isoUtc, parseIso } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { BlockSlot } from '../records';
import { badRequest, unknownRecord, unprocessable } from '../refusal';
import { zoneOf } from '../slots';
import type { State } from '../state';

import { calendarOf } from './calendars';
import { scopeOf, windowOf } from './eventQuery';
import { requireUser } from './users';

function showBlock(state: State, block: BlockSlot): JsonObject {
	const zone = zoneOf(state, block.locationId);
	return compact({
		id: block.id,
		locationId: block.locationId,
		title: block.title,
		startTime: isoInZone(block.startTime, zone),
		endTime: isoInZone(block.endTime, zone),
		calendarId: block.calendarId ?? undefined,
		assignedUserId: block.assignedUserId ?? undefined,
		deleted: block.deleted,
		dateAdded: isoUtc(block.dateAdded),
		dateUpdated: isoUtc(block.dateUpdated),
	});
}

function blockOf(call: Call, id: string): BlockSlot {
	const block = call.state.blockSlots.get(id);
	if (block === undefined || block.deleted || block.locationId !== call.location?.id) {
		throw unknownRecord('Event', id);
	}
	return block;
}

/** Whose time is blocked: that of a calendar or of a user, never both. */
function ownerOf(
	call: Call,
): { calendarId: string | null; assignedUserId: string | null } | undefined {
	const calendarId = text(call.body, 'calendarId');
	const assignedUserId = text(call.body, 'assignedUserId');
	if (calendarId !== undefined && assignedUserId !== undefined) {
		throw badRequest('Either calendarId or assignedUserId can be provided, not both.');
	}
	if (calendarId !== undefined) {
		return { calendarId: calendarOf(call, calendarId).id, assignedUserId: null };
	}
	if (assignedUserId === undefined) return undefined;
	requireUser(call, assignedUserId);
	return { calendarId: null, assignedUserId };
}

function timesOf(call: Call, before?: BlockSlot): { startTime: number; endTime: number } {
	const zone = zoneOf(call.state, call.location?.id ?? '');
	const read = (key: 'startTime' | 'endTime'): number => {
		const given = text(call.body, key);
		const value = given === undefined ? before?.[key] : parseIso(given, zone);
		if (value === undefined) throw unprocessable([`${key} should not be empty`]);
		return value;
	};
	const times = { startTime: read('startTime'), endTime: read('endTime') };
	if (times.endTime <= times.startTime) {
		throw badRequest('endTime should be greater than startTime');
	}
	return times;
}

/** Deletes a block slot; false if the location has none with this ID. */
export function deleteBlockSlot(call: Call, id: string): boolean {
	const block = call.state.blockSlots.get(id);
	if (block === undefined || block.deleted || block.locationId !== call.location?.id) return false;
	call.state.blockSlots.put({ ...block, deleted: true, dateUpdated: call.clock.now() });
	call.effect('blockSlot.delete', id);
	return true;
}

export const blockSlots: Handlers = {
	'POST /calendars/events/block-slots': (call) => {
		const owner = ownerOf(call);
		if (owner === undefined) {
			throw badRequest('Either calendarId or assignedUserId must be provided.');
		}
		const now = call.clock.now();
		const block = call.state.blockSlots.put({
			id: call.state.newId(),
			locationId: call.location?.id ?? '',
			...owner,
			title: text(call.body, 'title') ?? '',
			...timesOf(call),
			deleted: false,
			dateAdded: now,
			dateUpdated: now,
		});
		call.effect('blockSlot.create', block.id);
		return { body: showBlock(call.state, block) };
	},
	'PUT /calendars/events/block-slots/{eventId}': (call) => {
		const before = blockOf(call, call.params.eventId ?? '');
		const block = call.state.blockSlots.put({
			...before,
			...ownerOf(call),
			title: text(call.body, 'title') ?? before.title,
			...timesOf(call, before),
			dateUpdated: call.clock.now(),
		});
		call.effect('blockSlot.update', block.id);
		return { body: showBlock(call.state, block) };
	},
	'GET /calendars/blocked-slots': (call) => {
		const { calendarIds, userId } = scopeOf(call);
		const window = windowOf(call);
		if (window === undefined) return { body: { events: [] } };
		const rows = call.state.blockSlots.where(
			(one) =>
				one.locationId === call.location?.id &&
				!one.deleted &&
				one.startTime <= window.to &&
				one.endTime >= window.from &&
				(calendarIds === undefined || calendarIds.includes(one.calendarId ?? '')) &&
				(userId === undefined || one.assignedUserId === userId),
		);
		return { body: { events: rows.map((one) => showBlock(call.state, one)) } };
	},
};
