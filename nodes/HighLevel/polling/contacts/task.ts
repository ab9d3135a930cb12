// The events for tasks. HighLevel has no list of changed tasks, so every poll reads all open ones.

import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../../shared/values';
import { idOf, millisecondsOf } from '../../record';
import { taskShape } from '../../records/others';
import { boundedMarks, compare, findNew } from '../compare';
import { findDue, leadTimeOf, minutesBefore, minutesTo } from '../dueWindow';
import type { PollEvent } from '../event';
import { fingerprint } from '../fingerprint';
import { readMarks, writeMarks } from '../marks';
import { EXAMPLE_TASK } from './example';
import { firstTask, isOfOtherUser, openTasks, readTask, taskUsers } from './taskSearch';

const CALLS = '1 for every 100 open tasks';
/** Shared by all task events. */
const openTaskEvent = {
	fields: [taskUsers],
	keys: ['taskUsers'],
	example: EXAMPLE_TASK,
	shape: taskShape,
	source: "The sub-account's open tasks, 100 per page",
	calls: CALLS,
	notice:
		'HighLevel cannot list the tasks that changed, so each poll reads all open tasks: one call for every 100 of them, at most 20,000 tasks',
} satisfies Partial<PollEvent>;

export const taskCreated: PollEvent = {
	...openTaskEvent,
	name: 'Task Created',
	value: 'taskCreated',
	action: 'On task created',
	description: 'A task was created for any contact',
	watch: async (poll, state) => findNew(state, await openTasks(poll)),
	sample: async (poll) => await firstTask(poll, false),
	cursor: 'The IDs of all tasks seen open',
	bound: '20,000 open tasks; IDs of completed ones are kept while there is room',
	misses: 'Tasks completed or deleted before the next poll',
};

const contentOf = ({ title, body, dueDate, assignedTo: user }: IDataObject) =>
	fingerprint([title, body, millisecondsOf(dueDate), user]);

export const taskUpdated: PollEvent = {
	...openTaskEvent,
	name: 'Task Updated',
	value: 'taskUpdated',
	action: 'On task updated',
	description: 'The title, description, due date or user of an open task changed',
	watch: async (poll, state) => {
		const comparison = compare(readMarks(state?.marks), await openTasks(poll), contentOf);
		return {
			items: comparison.differences
				.filter(({ before }) => state && before !== undefined)
				.map(({ record }) => record),
			state: { marks: boundedMarks(comparison) },
		};
	},
	sample: async (poll) => await firstTask(poll, false),
	cursor: 'A fingerprint of each open task',
	bound: '20,000 open tasks; fingerprints of completed ones are kept while there is room',
	misses:
		'Changes of completed tasks; changes that were undone between two polls; completing and reopening (see Task Completed)',
};

export const taskCompleted: PollEvent = {
	...openTaskEvent,
	name: 'Task Completed',
	value: 'taskCompleted',
	action: 'On task completed',
	description: 'An open task was marked as completed',
	watch: async (poll, state) => {
		const known = readMarks(state?.marks);
		const { missing, marks } = compare(known, await openTasks(poll), ({ contactId }) =>
			textOf(contactId),
		);
		const items: IDataObject[] = [];
		for (const id of missing) {
			const task = await readTask(poll, known.get(id) ?? '', id);
			const isOther = task !== undefined && isOfOtherUser(poll, task);
			// Still open: it moved to another page while the list was read.
			if (task && !isOther && task.completed !== true) continue;
			marks.delete(id);
			if (task && !isOther) {
				items.push({ ...task, contactId: task.contactId ?? known.get(id) ?? null });
			}
		}
		return { items: state ? items : [], state: { marks: writeMarks(marks) } };
	},
	sample: async (poll) => await firstTask(poll, true),
	example: { ...EXAMPLE_TASK, completed: true },
	cursor: 'The ID and contact of each open task; one that is no longer listed is read',
	bound: '20,000 open tasks',
	calls: `${CALLS}, plus 1 for each task that was completed or deleted`,
	misses:
		'Tasks created and completed between two polls; completed tasks that were deleted, reopened or assigned to a user who is not watched before the next poll',
};

const dueAt = ({ dueDate }: IDataObject): number => millisecondsOf(dueDate) ?? 0;

export const taskDueSoon: PollEvent = {
	...openTaskEvent,
	name: 'Task Due Soon',
	value: 'taskDueSoon',
	action: 'On task due soon',
	description: 'An open task is due soon',
	fields: [minutesBefore, taskUsers],
	watch: async (poll, state) => {
		const upcoming = (await openTasks(poll)).map((record) => ({
			id: idOf(record),
			at: dueAt(record),
			record,
		}));
		const found = findDue(upcoming, state, poll.now, leadTimeOf(poll.values));
		return {
			items: found.due.map(({ at, record }) => ({
				...record,
				dueInMinutes: minutesTo(at, poll.now),
			})),
			state: found.state,
		};
	},
	sample: async (poll) => {
		const task = await firstTask(poll, false);
		return task && { ...task, dueInMinutes: minutesTo(dueAt(task), poll.now) };
	},
	example: { ...EXAMPLE_TASK, dueInMinutes: 60 },
	adds: ['dueInMinutes'],
	cursor: "n8n's clock, and the announced due date of each task",
	bound: '20,000 open tasks; announced due dates are kept until a day after them',
	misses:
		'Tasks already within the lead time when the trigger was activated, or given a due date in the past',
};
