/** Scenarios of the events of tasks and notes. */
import { SEED } from '../../../standins/highlevel';
import type { Owned } from '../../../standins/highlevel/records';
import type { JsonObject } from '../../../standins/shared/json';
import type { FakeAccount } from '../fakeAccount';
import { dueReference, listReference } from './references';
import type { Change, Scenario } from './scenario';
import { idOfItem, millisecondsOf, MINUTE, pick, text } from './scenario';

const tasksOf = (account: FakeAccount) => account.state.tasks.all();
const openTasks = (account: FakeAccount) =>
	tasksOf(account).filter(({ values }) => values.completed === false);

const addTask: Change = (account, who, n) => {
	account.state.tasks.put({
		id: account.state.newId(),
		locationId: account.locationId,
		ownerId: who % 2 === 0 ? SEED.contacts.maria : SEED.contacts.john,
		values: {
			title: `Task ${n}`,
			completed: false,
			dueDate: new Date(account.now + (who - 1) * 20 * MINUTE).toISOString(),
		},
		dateAdded: account.serverNow,
		dateUpdated: account.serverNow,
	});
};
const changeTask =
	(values: (task: Owned, n: number, account: FakeAccount) => JsonObject): Change =>
	(account, who, n) => {
		const task = pick(tasksOf(account), who);
		if (task)
			account.state.tasks.put({ ...task, values: { ...task.values, ...values(task, n, account) } });
	};
const renameTask = changeTask((_, n) => ({ title: `Renamed ${n}` }));
const completeTask = changeTask(() => ({ completed: true }));
const reopenTask = changeTask(() => ({ completed: false }));
const rescheduleTask = changeTask((_, n, account) => ({
	dueDate: new Date(account.now + (n % 120) * MINUTE).toISOString(),
}));
const rerescheduleTask: Change = (account, who) => {
	const task = pick(tasksOf(account), who);
	if (task) account.state.tasks.delete(task.id);
};
const taskChanges = [
	addTask,
	addTask,
	renameTask,
	completeTask,
	reopenTask,
	rescheduleTask,
	rerescheduleTask,
];
const taskContent = ({ values }: Owned) => JSON.stringify([values.title, values.dueDate]);

const addNote: Change = (account, who, n) => {
	account.state.notes.put({
		id: account.state.newId(),
		locationId: account.locationId,
		ownerId: who % 2 === 0 ? SEED.contacts.maria : SEED.contacts.john,
		values: { bodyText: `Note ${n}` },
		dateAdded: account.serverNow,
		dateUpdated: account.serverNow,
	});
};
const removeNote: Change = (account, who) => {
	const note = pick(account.state.notes.all(), who);
	if (note) account.state.notes.delete(note.id);
};

const seedTasks = (account: FakeAccount) => {
	for (let n = 0; n < 3; n += 1) addTask(account, n, n, 0);
};

export const taskAndNoteScenarios: Scenario[] = [
	{
		event: 'taskCreated',
		values: {},
		setUp: seedTasks,
		changes: taskChanges,
		reference: listReference(
			(account) => openTasks(account).map(({ id }) => ({ id, content: '' })),
			['created'],
			(item) => `created ${text(item.id)} `,
			true,
		),
	},
	{
		event: 'taskUpdated',
		values: {},
		setUp: seedTasks,
		changes: taskChanges,
		reference: listReference(
			(account) => openTasks(account).map((task) => ({ id: task.id, content: taskContent(task) })),
			['updated'],
			(item) => `updated ${text(item.id)} ${JSON.stringify([item.title, item.dueDate])}`,
			true,
		),
	},
	{
		event: 'taskCompleted',
		values: {},
		setUp: seedTasks,
		changes: taskChanges,
		reference: {
			begin: (account) => ({
				open: Object.fromEntries(openTasks(account).map(({ id }) => [id, ''])),
			}),
			poll: (account, state) => {
				const tokens = Object.keys(state.open ?? {}).filter(
					(id) => account.state.tasks.get(id)?.values.completed === true,
				);
				state.open = Object.fromEntries(openTasks(account).map(({ id }) => [id, '']));
				return tokens;
			},
			token: idOfItem,
		},
	},
	{
		event: 'taskDueSoon',
		values: { minutesBefore: 60 },
		setUp: seedTasks,
		changes: taskChanges,
		reference: dueReference(
			(account) =>
				openTasks(account).map(({ id, values }) => ({ id, at: millisecondsOf(values.dueDate) })),
			(item) => `${text(item.id)}@${millisecondsOf(item.dueDate)}`,
		),
	},
	{
		event: 'noteAdded',
		values: { contactIds: [SEED.contacts.maria, SEED.contacts.john, 'goneContact000000000'] },
		setUp: (account) => addNote(account, 0, 0, 0),
		changes: [addNote, addNote, removeNote],
		reference: listReference(
			(account) => account.state.notes.all().map(({ id }) => ({ id, content: '' })),
			['created'],
			(item) => `created ${text(item.id)} `,
		),
	},
];
