/** The tasks of contacts. */
import { pick, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { Owned } from '../records';

import { contactRecords } from './contactRecords';

const KEYS = ['title', 'body', 'assignedTo', 'completed'] as const;

/** A task as every operation shows it. */
export function showTask(task: Owned): JsonObject {
	return { id: task.id, ...task.values, contactId: task.ownerId };
}

function valuesOf(call: Call): JsonObject {
	const due = text(call.body, 'dueDate');
	return {
		...pick(call.body, KEYS),
		...(due === undefined ? {} : { dueDate: isoUtc(Date.parse(due)) }),
	};
}

const records = contactRecords({
	name: 'task',
	idParameter: 'taskId',
	table: (state) => state.tasks,
	valuesOf,
	show: showTask,
});

export const tasks: Handlers = {
	'GET /contacts/{contactId}/tasks': records.list,
	'POST /contacts/{contactId}/tasks': records.create,
	'GET /contacts/{contactId}/tasks/{taskId}': records.get,
	'PUT /contacts/{contactId}/tasks/{taskId}': records.update,
	'PUT /contacts/{contactId}/tasks/{taskId}/completed': records.updateWith((call) =>
		pick(call.body, ['completed']),
	),
	'DELETE /contacts/{contactId}/tasks/{taskId}': records.remove,
};
