// How polls read tasks.

import type { IDataObject } from 'n8n-workflow';

import { listUnder, recordUnder } from '../../../shared/expectation';
import type { Field } from '../../../shared/operation';
import type { Strategy } from '../../../shared/pagination';
import { byOffset, readPages } from '../../../shared/pagination';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { encodePart } from '../../../shared/url';
import { isRecord, recordsAt, textOf, textsOf } from '../../../shared/values';
import type { Purpose } from '../../purpose';
import { refuseTooMany } from '../compare';
import type { Poll } from '../event';
import { isNotFoundResponse, notFoundAsResponse } from '../notFound';

/** Whose tasks are read. */
export const taskUsers: Field = {
	displayName: 'Assigned To Names or IDs',
	name: 'taskUsers',
	type: 'multiOptions',
	default: [],
	...multiOptionsFrom('getUsers'),
	hint: 'Only tasks of these users. If empty, those of all users.',
};

const SEARCH: Purpose = {
	label: 'Search tasks',
	scope: 'locations/tasks.readonly',
	expects: listUnder('tasks'),
};

/** Pages of the task search; `skip` and `limit` go into the body. */
const pages: Strategy = {
	...byOffset('skip', 100),
	page: ({ body, ...parts }, limit, { records }) => ({
		...parts,
		body: { ...(isRecord(body) ? body : {}), skip: records, limit },
	}),
};

async function* searchTasks(
	poll: Poll,
	completed: boolean,
	limit?: number,
): AsyncGenerator<IDataObject[]> {
	const body: IDataObject = { completed };
	const users = poll.values.taskUsers;
	if (Array.isArray(users) && users.length > 0) body.assignedTo = users;
	yield* readPages(pages, {
		parts: {
			method: 'POST',
			path: `/locations/${encodePart(poll.location)}/tasks/search`,
			query: {},
			body,
		},
		limit,
		send: async (parts) => await poll.send(parts, SEARCH),
		unwrap: (response) => recordsAt(response, 'tasks'),
	});
}

/**
 * Every open task. HighLevel pages them by number, so a task that moves when another one is completed can be on two pages or
 * on none: callers must tolerate missing or repeated tasks.
 */
export async function openTasks(poll: Poll): Promise<IDataObject[]> {
	const tasks: IDataObject[] = [];
	for await (const page of searchTasks(poll, false)) {
		tasks.push(...page);
		refuseTooMany(
			poll,
			tasks.length,
			'open tasks',
			"Select users in 'Assigned To Names or IDs', so that fewer tasks are watched.",
		);
	}
	return tasks;
}

/** Any one task, open or completed as requested. */
export async function firstTask(poll: Poll, completed: boolean): Promise<IDataObject | undefined> {
	for await (const [task] of searchTasks(poll, completed, 1)) return task;
	return undefined;
}

/** One task; undefined if HighLevel no longer has it, `{}` if the response does not say. */
export async function readTask(
	poll: Poll,
	contactId: string,
	taskId: string,
): Promise<IDataObject | undefined> {
	const response = await poll.send(
		{
			method: 'GET',
			path: `/contacts/${encodePart(contactId)}/tasks/${encodePart(taskId)}`,
			query: {},
		},
		{
			label: 'Get task',
			scope: 'contacts.readonly',
			expects: recordUnder(['task']),
			onRefusal: notFoundAsResponse,
		},
	);
	if (isNotFoundResponse(response)) return undefined;
	const task = isRecord(response) ? response.task : undefined;
	return isRecord(task) ? task : {};
}

/** Whether a task belongs to a user whose tasks are not watched. */
export function isOfOtherUser({ values }: Poll, task: IDataObject): boolean {
	const users = textsOf(values.taskUsers);
	return users.length > 0 && 'assignedTo' in task && !users.includes(textOf(task.assignedTo));
}
