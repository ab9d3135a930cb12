import type { IDataObject } from 'n8n-workflow';

import { listUnder, recordUnder } from '../../../shared/expectation';
import type { Field } from '../../../shared/operation';
import type { Strategy } from '../../../shared/pagination';
import { byOffset, readPages } from '../../../shared/pagination';
import { encodePart } from '../../../shared/request';
import { isRecord, recordsOf, textOf } from '../../../shared/values';
import { readDue } from '../dueWindow';
import type { Poll, PollEvent, Purpose } from '../event';
import {
	compare,
	fingerprint,
	forgetOldest,
	idOf,
	millisecondsOf,
	readMarks,
	refuseTooMany,
	writeMarks,
} from '../memory';
import { goneAsEmpty, isGone, MINUTE_MS, minutesBefore, minutesTo } from '../parts';
import { EXAMPLE_TASK } from './example';

const PAGE = 100;
const SEARCH: Purpose = {
	label: 'Search tasks',
	scope: 'locations/tasks.readonly',
	expects: listUnder('tasks'),
};

const assignedTo: Field = {
	displayName: 'Assigned To Names or IDs',
	name: 'taskUsers',
	type: 'multiOptions',
	default: [],
	typeOptions: { loadOptionsMethod: 'getUsers' },
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'Only tasks of these users; the tasks of everybody when empty',
};

/** Pages of the sub-account's tasks; the numbers go into the body. */
const pages: Strategy = {
	...byOffset('skip', PAGE),
	page: ({ body, ...parts }, limit, { records }) => ({
		...parts,
		body: { ...(isRecord(body) ? body : {}), skip: records, limit },
	}),
};

async function* searchTasks(
	poll: Poll,
	completed: boolean,
	wanted?: number,
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
		wanted,
		send: async (parts) => await poll.send(parts, SEARCH),
		unwrap: (answer) => recordsOf(isRecord(answer) ? answer.tasks : undefined),
	});
}

/**
 * Every open task. The list is paged by numbers, so a task may stand on no page or on two while others are completed; the
 * rows reckon with it.
 */
async function openTasks(poll: Poll): Promise<IDataObject[]> {
	const tasks: IDataObject[] = [];
	for await (const page of searchTasks(poll, false)) {
		tasks.push(...page);
		refuseTooMany(
			poll,
			tasks.length,
			'open tasks',
			"Choose users under 'Assigned To Names or IDs', so that fewer tasks are watched.",
		);
	}
	return tasks;
}

async function first(poll: Poll, completed: boolean): Promise<IDataObject | undefined> {
	for await (const [task] of searchTasks(poll, completed, 1)) return task;
	return undefined;
}

const CALLS = '1 for every 100 open tasks';
const shared = {
	fields: [assignedTo],
	keys: ['taskUsers'],
	example: EXAMPLE_TASK,
	source: "The sub-account's open tasks, 100 a page",
	calls: CALLS,
	notice:
		'HighLevel has no list of tasks that changed, so each poll reads all open ones: one call for every 100 of them, at most 20,000 tasks.',
} satisfies Partial<PollEvent>;

/** Open tasks held against what was remembered; what is gone stays remembered, so that a task that comes back is no new one. */
async function compareTasks(
	poll: Poll,
	remembered: unknown,
	markOf: (task: IDataObject) => string,
) {
	const comparison = compare(readMarks(remembered), await openTasks(poll), idOf, markOf);
	forgetOldest(comparison.marks, comparison.present);
	return comparison;
}

export const taskCreated: PollEvent = {
	...shared,
	name: 'Task Created',
	value: 'taskCreated',
	action: 'On task created',
	description: 'A task was added to any contact',
	watch: async (poll, memory) => {
		const { differences, marks } = await compareTasks(poll, memory?.marks, () => '');
		return {
			items: memory ? differences.map(({ record }) => record) : [],
			memory: { marks: writeMarks(marks) },
		};
	},
	sample: async (poll) => await first(poll, false),
	cursor: 'The IDs of the tasks that were open once',
	bound: '20,000 open tasks; IDs of finished ones are kept while there is room',
	misses: 'Tasks that were completed or deleted before the next poll',
};

const content = ({ title, body, dueDate, assignedTo: user }: IDataObject) =>
	fingerprint([title, body, millisecondsOf(dueDate), user]);

export const taskUpdated: PollEvent = {
	...shared,
	name: 'Task Updated',
	value: 'taskUpdated',
	action: 'On task updated',
	description: "An open task's title, text, due date or user changed",
	watch: async (poll, memory) => {
		const { differences, marks } = await compareTasks(poll, memory?.marks, content);
		return {
			items: differences
				.filter(({ before }) => memory && before !== undefined)
				.map(({ record }) => record),
			memory: { marks: writeMarks(marks) },
		};
	},
	sample: async (poll) => await first(poll, false),
	cursor: 'A mark of the content of each open task',
	bound: '20,000 open tasks; marks of finished ones are kept while there is room',
	misses:
		'Changes of completed tasks; a change that was changed back between two polls; completing and reopening (see task completed)',
};

/** What became of a task that is not among the open ones; undefined when HighLevel no longer knows it. */
async function lookAt(
	poll: Poll,
	contactId: string,
	taskId: string,
): Promise<IDataObject | undefined> {
	const answer = await poll.send(
		{
			method: 'GET',
			path: `/contacts/${encodePart(contactId)}/tasks/${encodePart(taskId)}`,
			query: {},
		},
		{
			label: 'Get task',
			scope: 'contacts.readonly',
			expects: recordUnder(['task']),
			refused: goneAsEmpty,
		},
	);
	if (isGone(answer)) return undefined;
	const task = isRecord(answer) ? answer.task : undefined;
	return isRecord(task) ? task : {};
}

/** Whether a task is another user's than those that are watched. */
function isOthers({ values }: Poll, task: IDataObject): boolean {
	const users: unknown[] = Array.isArray(values.taskUsers) ? values.taskUsers : [];
	return users.length > 0 && 'assignedTo' in task && !users.includes(task.assignedTo);
}

export const taskCompleted: PollEvent = {
	...shared,
	name: 'Task Completed',
	value: 'taskCompleted',
	action: 'On task completed',
	description: 'An open task was marked as completed',
	watch: async (poll, memory) => {
		const known = readMarks(memory?.marks);
		const tasks = await openTasks(poll);
		const { missing, marks } = compare(known, tasks, idOf, ({ contactId }) => textOf(contactId));
		const items: IDataObject[] = [];
		for (const id of missing) {
			const task = await lookAt(poll, known.get(id) ?? '', id);
			const others = task !== undefined && isOthers(poll, task);
			// Still open: it slipped from page to page while the list was read.
			if (task && !others && task.completed !== true) continue;
			marks.delete(id);
			if (task && !others) {
				items.push({ ...task, contactId: task.contactId ?? known.get(id) ?? null });
			}
		}
		return { items: memory ? items : [], memory: { marks: writeMarks(marks) } };
	},
	sample: async (poll) => await first(poll, true),
	example: { ...EXAMPLE_TASK, completed: true },
	cursor: 'The ID and contact of each open task; one that is gone from the list is looked at',
	bound: '20,000 open tasks',
	calls: `${CALLS}, and 1 for every task that was completed or deleted`,
	misses:
		'Tasks that were made and completed between two polls; completed tasks that were deleted, reopened or given to a user who is not watched before the next poll',
};

export const taskDueSoon: PollEvent = {
	...shared,
	name: 'Task Due Soon',
	value: 'taskDueSoon',
	action: 'On task due soon',
	description: 'An open task comes up',
	fields: [minutesBefore, assignedTo],
	watch: async (poll, memory) => {
		const upcoming = (await openTasks(poll)).map((record) => ({
			id: idOf(record),
			at: millisecondsOf(record.dueDate) ?? 0,
			record,
		}));
		const leadMs = Number(poll.values.minutesBefore) * MINUTE_MS;
		const { due, memory: next } = readDue(upcoming, memory, poll.now, leadMs);
		return {
			items: due.map(({ at, record }) => ({ ...record, dueInMinutes: minutesTo(at, poll.now) })),
			memory: next,
		};
	},
	sample: async (poll) => {
		const task = await first(poll, false);
		return (
			task && { ...task, dueInMinutes: minutesTo(millisecondsOf(task.dueDate) ?? 0, poll.now) }
		);
	},
	example: { ...EXAMPLE_TASK, dueInMinutes: 60 },
	cursor: "n8n's clock, and the due date that was announced of each task",
	bound: '20,000 open tasks; what was announced is kept until a day after its due date',
	misses:
		'Tasks that were within reach when the trigger was activated, or whose due date lay in the past when it was set',
};
