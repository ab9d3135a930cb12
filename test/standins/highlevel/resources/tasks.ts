import type { Call, Handlers } from '../call';
import { pick, text } from '../json';
import type { JsonObject } from '../json';
import { notFound } from '../refusal';
import type { Owned } from '../state';
import { isoUtc } from '../times';

import { BOTH_FLAGS, contactOf } from './contacts';

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

function taskOf(call: Call): Owned {
	const contact = contactOf(call, call.params.contactId ?? '');
	const id = call.params.taskId ?? '';
	const task = call.state.tasks.get(id);
	if (task === undefined || task.ownerId !== contact.id) {
		throw notFound(`Task with id ${id} not found`);
	}
	return task;
}

function change(call: Call, values: JsonObject): Owned {
	const before = taskOf(call);
	const task = call.state.tasks.put({
		...before,
		values: { ...before.values, ...values },
		dateUpdated: call.clock.now(),
	});
	call.effect('task.update', task.id);
	return task;
}

export const tasks: Handlers = {
	'GET /contacts/{contactId}/tasks': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const rows = call.state.tasks.where((task) => task.ownerId === contact.id);
		return { body: { tasks: rows.map(showTask) } };
	},
	'POST /contacts/{contactId}/tasks': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const now = call.clock.now();
		const task = call.state.tasks.put({
			id: call.state.newId(),
			locationId: contact.locationId,
			ownerId: contact.id,
			values: valuesOf(call),
			dateAdded: now,
			dateUpdated: now,
		});
		call.effect('task.create', task.id);
		return { body: { task: showTask(task) } };
	},
	'GET /contacts/{contactId}/tasks/{taskId}': (call) => ({
		body: { task: showTask(taskOf(call)) },
	}),
	'PUT /contacts/{contactId}/tasks/{taskId}': (call) => ({
		body: { task: showTask(change(call, valuesOf(call))) },
	}),
	'PUT /contacts/{contactId}/tasks/{taskId}/completed': (call) => ({
		body: { task: showTask(change(call, pick(call.body, ['completed']))) },
	}),
	'DELETE /contacts/{contactId}/tasks/{taskId}': (call) => {
		const task = taskOf(call);
		call.state.tasks.delete(task.id);
		call.effect('task.delete', task.id);
		return { body: BOTH_FLAGS };
	},
};
