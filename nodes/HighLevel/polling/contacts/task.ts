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
	source: "The sub-account's open tasks, 100 a page",
	calls: CALLS,
	notice:
		'HighLevel has no list of tasks that changed, so each poll reads all open ones: one call for every 100 of them, at most 20,000 tasks.',
} satisfies Partial<PollEvent>;

export const taskCreated: PollEvent = {
	...openTaskEvent,
	name: 'Task Created',
	value: 'taskCreated',
	action: 'On task created',
	description: 'A task was added to any contact',
	watch: async (poll, state) => findNew(state, await openTasks(poll)),
	sample: async (poll) => await firstTask(poll, false),
	cursor: 'The IDs of the tasks that were open once',
	bound: '20,000 open tasks; IDs of finished ones are kept while there is room',
	misses: 'Tasks that were completed or deleted before the next poll',
};

const contentOf = ({ title, body, dueDate, assignedTo: user }: IDataObject) =>
	fingerprint([title, body, millisecondsOf(dueDate), user]);

export const taskUpdated: PollEvent = {
	...openTaskEvent,
	name: 'Task Updated',
	value: 'taskUpdated',
	action: 'On task updated',
	description: "An open task's title, text, due date or user changed",
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
	cursor: 'A mark of the content of each open task',
	bound: '20,000 open tasks; marks of finished ones are kept while there is room',
	misses:
		'Changes of completed tasks; a change that was changed back between two polls; completing and reopening (see task completed)',
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
	cursor: 'The ID and contact of each open task; one that is gone from the list is looked at',
	bound: '20,000 open tasks',
	calls: `${CALLS}, and 1 for every task that was completed or deleted`,
	misses:
		'Tasks that were made and completed between two polls; completed tasks that were deleted, reopened or given to a user who is not watched before the next poll',
};

const dueAt = ({ dueDate }: IDataObject): number => millisecondsOf(dueDate) ?? 0;

export const taskDueSoon: PollEvent = {
	...openTaskEvent,
	name: 'Task Due Soon',
	value: 'taskDueSoon',
	action: 'On task due soon',
	description: 'An open task comes up',
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
	cursor: "n8n's clock, and the due date that was announced of each task",
	bound: '20,000 open tasks; what was announced is kept until a day after its due date',
	misses:
		'Tasks that were within reach when the trigger was activated, or whose due date lay in the past when it was set',
};
