/** The notifications of calendars. */
import { flag, isObject, number } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import type { Owned } from '../records';
import { badRequest, unknownRecord } from '../refusal';

import { calendarOf } from './calendars';
import { changeRecord, newRecord } from './stored';

/** A notification is identified by `_id`, not by `id`. */
function show(notification: Owned): JsonObject {
	return { _id: notification.id, deleted: false, ...notification.values };
}

function notificationOf(call: Call): Owned {
	const calendar = calendarOf(call, call.params.calendarId ?? '');
	const id = call.params.notificationId ?? '';
	const found = call.state.notifications.get(id);
	if (found === undefined || found.ownerId !== calendar.id) throw unknownRecord('Notification', id);
	return found;
}

function refusePaging({ rawQuery }: Call): void {
	if (rawQuery.limit === undefined && rawQuery.skip === undefined) return;
	throw badRequest('The query could not be run: limit and skip must be numbers.');
}

const LIST = '/calendars/{calendarId}/notifications';
const ONE = `${LIST}/{notificationId}`;

export const notifications: Handlers = {
	[`GET ${LIST}`]: (call) => {
		if (call.settings.notificationsWithoutPaging) refusePaging(call);
		const calendar = calendarOf(call, call.params.calendarId ?? '');
		const active = flag(call.query, 'isActive');
		const deleted = flag(call.query, 'deleted') ?? false;
		const rows = call.state.notifications.where(
			({ ownerId, values }) =>
				ownerId === calendar.id &&
				(values.deleted === true) === deleted &&
				(active === undefined || values.isActive === active),
		);
		const skip = number(call.query, 'skip') ?? 0;
		return { body: rows.slice(skip, skip + (number(call.query, 'limit') ?? 100)).map(show) };
	},
	[`POST ${LIST}`]: (call) => {
		const calendar = calendarOf(call, call.params.calendarId ?? '');
		const made = call.list.filter(isObject).map((values) =>
			call.state.notifications.put({
				...newRecord(call, { isActive: true, ...values }),
				ownerId: calendar.id,
			}),
		);
		call.effect('notification.create', ...made.map((one) => one.id));
		return { body: made.map(show) };
	},
	[`GET ${ONE}`]: (call) => ({ body: show(notificationOf(call)) }),
	[`PUT ${ONE}`]: (call) => {
		const before = notificationOf(call);
		changeRecord(call, call.state.notifications, before, call.body, 'notification.update');
		return { body: { message: 'Notification updated successfully' } };
	},
	[`DELETE ${ONE}`]: (call) => {
		const before = notificationOf(call);
		const values = { deleted: true };
		changeRecord(call, call.state.notifications, before, values, 'notification.delete');
		return { body: { message: 'Notification deleted successfully' } };
	},
};
