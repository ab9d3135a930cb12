// The operations of the resource 'Notification'.

import type { IDataObject } from 'n8n-workflow';

import { bareList, DONE, either, textUnder } from '../../../shared/expectation';
import type { RequestParts } from '../../../shared/http';
import type { ItemContext, Resource } from '../../../shared/operation';
import { isRecord, textsOf } from '../../../shared/values';
import { calendarId } from '../../fields/locators';
import { optional } from '../../fields/naming';
import {
	channel,
	notificationDeleted,
	notificationDetails,
	notificationId,
	notificationType,
	receiverType,
} from '../../fields/notification';
import { getNotifications, notificationPages } from './notificationList';
import { GET_MANY } from '../getMany';

const READ = 'calendars/events.readonly';
const WRITE = 'calendars/events.write';

/** Stands for the sub-account's admin among user IDs (OpenAPI: CreateCalendarNotificationDTO). */
const ADMIN = 'sub_account_admin';

/** HighLevel responds with just a sentence (OpenAPI: update-event-notification, delete-event-notification). */
const SAYS_DONE = either(textUnder('message'), DONE);

/** HighLevel expects users and the admin in one list. */
function withReceivers({ values, request }: ItemContext): IDataObject {
	const body = isRecord(request.body) ? request.body : {};
	const chosen = textsOf(values.selectedUsers);
	if (values.includeAdmin === true) chosen.push(ADMIN);
	return chosen.length > 0 ? { ...body, selectedUsers: [...new Set(chosen)] } : body;
}

const withId = (record: IDataObject): IDataObject =>
	'_id' in record ? { id: record._id, ...record } : record;

/** Messages that a calendar sends (OpenAPI: calendars-v3.json, calendars.json). */
export const notification: Resource = {
	name: 'Notification',
	value: 'notification',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a notification of a calendar',
			description: 'Add a notification to a calendar',
			request: 'POST /calendars/{calendarId}/notifications',
			scope: WRITE,
			fields: [calendarId, notificationType, receiverType, channel],
			optional: notificationDetails,
			// The endpoint accepts a list; each item is one notification.
			prepare: (request: RequestParts, item) => ({ ...request, body: [withReceivers(item)] }),
			expects: bareList,
			output: withId,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a notification of a calendar',
			description: 'Delete a notification permanently',
			request: 'DELETE /calendars/{calendarId}/notifications/{notificationId}',
			scope: WRITE,
			fields: [calendarId, notificationId],
			expects: SAYS_DONE,
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a notification of a calendar',
			description: 'Retrieve one notification by its ID',
			request: 'GET /calendars/{calendarId}/notifications/{notificationId}',
			scope: READ,
			fields: [calendarId, notificationId],
			output: withId,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many notifications of a calendar',
			description: 'Retrieve the notifications of a calendar',
			request: 'GET /calendars/{calendarId}/notifications',
			scope: READ,
			fields: [calendarId],
			optional: [
				{
					displayName: 'Notification Active',
					name: 'isActive',
					type: 'boolean',
					default: true,
					description: 'Whether to return active notifications instead of inactive ones',
				},
				{
					displayName: 'Deleted Notifications',
					name: 'deleted',
					type: 'boolean',
					default: false,
					description: 'Whether to return deleted notifications instead of the others',
				},
			],
			paginate: notificationPages,
			run: getNotifications,
			output: withId,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a notification of a calendar',
			description: 'Update fields of a notification. Fields that you do not add stay as they are.',
			request: 'PUT /calendars/{calendarId}/notifications/{notificationId}',
			scope: WRITE,
			fields: [calendarId, notificationId],
			optional: [
				...notificationDetails,
				optional(channel),
				notificationDeleted,
				optional(notificationType),
				optional(receiverType),
			],
			prepare: (request, item) => ({ ...request, body: withReceivers(item) }),
			expects: SAYS_DONE,
			output: (record, { values }) => ({ id: values.notificationId, ...record }),
		},
	],
};
