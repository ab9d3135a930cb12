/** Tasks on contacts and deals, their types and reminders. */
import { parseIso } from '../../shared/times';
import type { Call, Handlers } from '../call';
import { idOf, neededText, textOf, wrapped } from '../call';
import { filter, metaOf, page, timeFilter } from '../listing';
import type { Task } from '../records';
import { invalid, missing, noResult } from '../refusal';
import { KEY_USER } from '../shapes';
import { contactOf } from './contacts';

function taskOf(call: Call): Task {
	const id = idOf(call);
	const task = call.state.tasks.get(id);
	if (task === undefined) throw noResult('DealTask', id);
	return task;
}

function dueIn(call: Call, text: string): string {
	if (parseIso(text, call.shapes.zone) === undefined) {
		throw invalid('The duedate is not a valid date', 'invalid', 'duedate');
	}
	return text;
}

/** Whether a task is due in the range that was asked for. */
function inRange(call: Call, task: Task): boolean {
	const range = filter(call, 'duedate_range');
	if (range === undefined) return true;
	const due = parseIso(task.duedate, call.shapes.zone) ?? 0;
	if (range === 'overdue') return task.status === 0 && due < call.now;
	if (range === 'upcoming' || range === 'scheduled') return task.status === 0 && due >= call.now;
	const [from = '', to = ''] = range.split(/[+ ]/);
	const start = parseIso(from, call.shapes.zone) ?? Infinity;
	const end = parseIso(`${to}T23:59:59`, call.shapes.zone) ?? -Infinity;
	return due >= start && due <= end;
}

function passes(call: Call, task: Task): boolean {
	const reltype = task.ownerType === 'contact' ? 'Subscriber' : 'Deal';
	const values: Record<string, string | null> = {
		title: task.title,
		reltype,
		relid: task.relid,
		status: String(task.status),
		note: task.note,
		duedate: task.duedate,
		d_tasktypeid: task.dealTasktype,
		userid: KEY_USER.id,
		assignee_userid: task.assignee,
		outcome_id: task.outcomeId,
	};
	const equal = Object.entries(values).every(([name, value]) => {
		const wanted = filter(call, name);
		return wanted === undefined || wanted === value;
	});
	const due = parseIso(task.duedate, call.shapes.zone) ?? 0;
	return (
		equal &&
		due > (timeFilter(call, 'due_after') ?? -Infinity) &&
		due < (timeFilter(call, 'due_before') ?? Infinity) &&
		inRange(call, task)
	);
}

export const tasks: Handlers = {
	'POST /dealTasks': (call) => {
		const given = wrapped(call, 'dealTask');
		const relid = neededText(given, 'relid');
		const duedate = dueIn(call, neededText(given, 'duedate'));
		const dealTasktype = neededText(given, 'dealTasktype');
		const ownerType = textOf(given, 'ownerType') ?? 'deal';
		if (ownerType !== 'contact' && ownerType !== 'deal') {
			throw invalid('The ownerType must be contact or deal', 'invalid', 'ownerType');
		}
		if (ownerType === 'contact') contactOf(call, relid);
		else if (call.state.deals.get(relid) === undefined) throw noResult('Deal', relid);
		if (call.state.taskTypes.get(dealTasktype) === undefined) {
			throw noResult('DealTasktype', dealTasktype);
		}
		const task = call.changes.addTask('api', {
			title: textOf(given, 'title') ?? '',
			note: textOf(given, 'note') ?? '',
			relid,
			ownerType,
			status: Number(textOf(given, 'status') ?? 0),
			duedate,
			edate: textOf(given, 'edate') ?? null,
			dealTasktype,
			assignee: textOf(given, 'assignee') ?? KEY_USER.id,
			outcomeId: null,
			outcomeInfo: null,
		});
		call.effect('dealTask.create', task.id);
		return { status: 201, body: { dealTask: call.shapes.task(task) } };
	},
	'GET /dealTasks': (call) => {
		const listed = page(
			call,
			call.state.tasks.where((task) => passes(call, task)),
		);
		return {
			body: { dealTasks: listed.rows.map((task) => call.shapes.task(task)), meta: metaOf(listed) },
		};
	},
	'GET /dealTasks/{id}': (call) => ({ body: { dealTask: call.shapes.task(taskOf(call)) } }),
	'PUT /dealTasks/{id}': (call) => {
		const task = taskOf(call);
		const given = wrapped(call, 'dealTask');
		const values: Partial<Task> = { udate: call.now };
		for (const key of ['title', 'note', 'edate', 'assignee', 'outcomeId', 'outcomeInfo'] as const) {
			const value = textOf(given, key);
			if (value !== undefined) values[key] = value;
		}
		const duedate = textOf(given, 'duedate');
		if (duedate !== undefined) values.duedate = dueIn(call, duedate);
		const status = textOf(given, 'status');
		if (status !== undefined) values.status = Number(status);
		call.changes.updateTask('api', task, values);
		call.effect('dealTask.update', task.id);
		return { body: { dealTask: call.shapes.task(task) } };
	},
	'DELETE /dealTasks/{id}': (call) => {
		const task = taskOf(call);
		call.state.tasks.delete(task.id);
		call.effect('dealTask.delete', task.id);
		return { body: {} };
	},
	'GET /dealTasktypes': (call) => {
		const listed = page(call, call.state.taskTypes.all());
		const shown = listed.rows.map((type) => call.shapes.taskType(type));
		return { body: { dealTasktypes: shown, meta: metaOf(listed) } };
	},
	'POST /taskNotifications': (call) => {
		const given = wrapped(call, 'taskNotification');
		const dealTask = neededText(given, 'dealTask');
		const interval = neededText(given, 'interval');
		if (!Number.isFinite(Number(interval))) throw missing('interval');
		if (call.state.tasks.get(dealTask) === undefined) throw noResult('DealTask', dealTask);
		const notification = call.state.taskNotifications.add({
			dealTask,
			interval,
			...call.changes.dated(),
		});
		call.effect('taskNotification.create', notification.id);
		return { body: { taskNotification: call.shapes.taskNotification(notification) } };
	},
};
