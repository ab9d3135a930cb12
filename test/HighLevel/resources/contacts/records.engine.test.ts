import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelContacts } from '../../../../nodes/HighLevel/HighLevelContacts.node';
import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';
import { itemIndexOf } from '../../../support/itemIndexOf';

const { maria, john } = SEED.contacts;
/** An expression without a result. n8n itself refuses a required field that is plainly empty. */
const EMPTY = '={{ "" }}';
const of = (contact: string, more: INodeParameters = {}) => ({ contactId: byId(contact), ...more });

const nodeType = new HighLevelContacts();
const account = TestAccount.forTests();

const last = () => account.standIn.log.at(-1);

describe.each([
	['v3', 'v3'],
	['2021', '2021-07-28'],
])('in API version %s', (version, header) => {
	const run = async (operation: string, parameters: INodeParameters, more: IDataObject = {}) =>
		await account.run('contacts', operation, parameters, { version, ...more });
	const one = async (operation: string, parameters: INodeParameters): Promise<IDataObject> => {
		const { items, error } = await run(operation, parameters);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(last()?.version).toBe(header);
		return items[0]?.json ?? {};
	};
	const newTask = async (more: INodeParameters = {}): Promise<IDataObject> =>
		await one(
			'task.create',
			of(maria, {
				taskTitle: 'Call back',
				dueDate: '2026-03-07T09:00:00',
				completed: false,
				...more,
			}),
		);
	const newNote = async (more: INodeParameters = {}): Promise<IDataObject> =>
		await one('note.create', of(maria, { noteBody: 'Likes <b> tea', ...more }));

	describe('tasks', () => {
		test("are created with every key, the due date in the workflow's zone", async () => {
			const task = await newTask({
				additionalFields: { taskBody: 'About the offer', taskAssignedTo: byId(SEED.users.ada) },
			});
			expect(last()).toMatchObject({
				method: 'POST',
				path: `/contacts/${maria}/tasks`,
				body: {
					title: 'Call back',
					body: 'About the offer',
					assignedTo: SEED.users.ada,
					dueDate: '2026-03-07T14:00:00.000Z',
					completed: false,
				},
			});
			expect(task).toMatchObject({ title: 'Call back', contactId: maria, completed: false });
			expect(task).not.toHaveProperty('traceId');
			expect(task).not.toHaveProperty('task');
		});

		test.each([
			['2026-03-08T01:30:00', '2026-03-08T06:30:00.000Z'],
			['2026-03-08T03:30:00', '2026-03-08T07:30:00.000Z'],
			['2026-03-08T03:30:00+01:00', '2026-03-08T02:30:00.000Z'],
		])('are due at the intended time across a clock change: %s', async (due, sent) => {
			await newTask({ dueDate: due });
			expect(last()?.body).toMatchObject({ dueDate: sent });
		});

		test('are due in the zone of the option if one is chosen', async () => {
			await newTask({
				dueDate: '2026-03-29T03:30:00',
				options: { inputTimeZone: 'Europe/Berlin' },
			});
			expect(last()?.body).toMatchObject({ dueDate: '2026-03-29T01:30:00.000Z' });
		});

		test('are completed, reopened, updated, read and deleted', async () => {
			const { id } = await newTask();
			const taskId = byId(String(id));
			expect(await one('task.complete', of(maria, { taskId }))).toMatchObject({
				id,
				completed: true,
			});
			expect(last()).toMatchObject({
				method: 'PUT',
				path: `/contacts/${maria}/tasks/${String(id)}/completed`,
				body: { completed: true },
			});
			expect(await one('task.reopen', of(maria, { taskId }))).toMatchObject({ completed: false });
			expect(last()?.body).toEqual({ completed: false });

			await one('task.update', of(maria, { taskId, updateFields: { taskTitle: 'Write' } }));
			expect(last()?.body).toEqual({ title: 'Write' });
			await one('task.update', of(maria, { taskId, updateFields: { completed: true } }));
			expect(last()?.body).toEqual({ completed: true });
			const cleared = { updateFields: { clearTaskFields: ['body'] } };
			await one('task.update', of(maria, { taskId, ...cleared }));
			expect(last()?.body).toEqual({ body: '' });

			expect(await one('task.get', of(maria, { taskId }))).toMatchObject({ id, title: 'Write' });
			expect(await one('task.delete', of(maria, { taskId }))).toEqual({ deleted: true, id });
			expect(account.standIn.state.tasks.all()).toHaveLength(0);
		});

		test('are listed, one item per task, up to the limit', async () => {
			for (const taskTitle of ['First', 'Second', 'Third']) await newTask({ taskTitle });
			const all = await run('task.getAll', of(maria, { returnAll: true }));
			expect(all.items.map(({ json }) => json.title)).toEqual(['First', 'Second', 'Third']);
			const some = await run('task.getAll', of(maria, { limit: 2 }));
			expect(some.items).toHaveLength(2);
			const none = await run('task.getAll', of(john, { returnAll: true }));
			expect(none.items).toHaveLength(0);
		});

		test.each<[string, string, INodeParameters, string]>([
			[
				'no title',
				'task.create',
				of(maria, { dueDate: '2026-03-07T09:00:00', taskTitle: EMPTY }),
				'Task Title',
			],
			['no date', 'task.create', of(maria, { taskTitle: 'Call', dueDate: EMPTY }), 'Due Date'],
			['not a date', 'task.create', of(maria, { taskTitle: 'Call', dueDate: 'soon' }), 'Due Date'],
			['no contact', 'task.getAll', { contactId: byId(EMPTY) }, 'Contact'],
			['no task', 'task.delete', of(maria, { taskId: byId(' ') }), 'Task'],
			['a climbing ID', 'task.get', of(maria, { taskId: byId('..') }), 'Task'],
			[
				'an unknown zone',
				'task.create',
				of(maria, {
					taskTitle: 'Call',
					dueDate: '2026-03-07T09:00:00',
					options: { inputTimeZone: 'Mars/Olympus' },
				}),
				'Time Zone',
			],
			[
				'a field both set and cleared',
				'task.update',
				of(maria, {
					taskId: byId('abc'),
					updateFields: { taskBody: 'x', clearTaskFields: ['body'] },
				}),
				'Clear Fields',
			],
			['no change', 'task.update', of(maria, { taskId: byId('abc') }), 'nothing to update'],
		])('are refused before any call: %s', async (_, operation, parameters, named) => {
			const { error } = await run(operation, parameters);
			expect(error?.message).toContain(named);
			expect(itemIndexOf(error)).toBe(0);
			expect(account.standIn.log).toHaveLength(0);
		});

		test('that do not exist are named', async () => {
			const { error } = await run('task.get', of(maria, { taskId: byId('nosuchtask') }));
			expect(error?.message).toContain('Task with id nosuchtask not found');
		});

		test('are not created again if the outcome of the call is unknown', async () => {
			account.standIn.faults.add({ action: { kind: 'reset', when: 'after' } });
			const { error } = await run(
				'task.create',
				of(maria, { taskTitle: 'Call', dueDate: '2026-03-07T09:00:00' }),
			);
			expect(error?.description).toContain('not known whether this took effect');
			expect(account.standIn.state.tasks.all()).toHaveLength(1);
		});

		test('are deleted once, and the item succeeds even if the answer is lost', async () => {
			const { id } = await newTask();
			account.standIn.faults.add({ action: { kind: 'reset', when: 'after' }, nth: 1 });
			expect(await one('task.delete', of(maria, { taskId: byId(String(id)) }))).toEqual({
				deleted: true,
				id,
			});
		});
	});

	describe('notes', () => {
		test("are created with every key under the API's names", async () => {
			const note = await newNote({
				additionalFields: {
					noteTitle: 'Visit',
					color: '#FFAA00',
					pinned: true,
					noteUserId: byId(SEED.users.grace),
				},
			});
			expect(last()?.body).toEqual({
				body: 'Likes <b> tea',
				title: 'Visit',
				color: '#FFAA00',
				pinned: true,
				userId: SEED.users.grace,
			});
			expect(note).toMatchObject({ bodyText: 'Likes <b> tea', contactId: maria, pinned: true });
		});

		test('are read, updated, cleared and deleted by their ID', async () => {
			const { id } = await newNote({ additionalFields: { noteTitle: 'Visit' } });
			const noteId = byId(String(id));
			expect(await one('note.get', of(maria, { noteId }))).toMatchObject({ id, title: 'Visit' });
			expect(last()?.path).toBe(`/contacts/${maria}/notes/${String(id)}`);
			expect(last()?.query).toEqual({});
			await one('note.update', of(maria, { noteId, updateFields: { pinned: false } }));
			expect(last()?.body).toEqual({ pinned: false });
			const changed = { noteBody: 'Prefers coffee', clearNoteFields: ['title'] };
			const note = await one('note.update', of(maria, { noteId, updateFields: changed }));
			expect(last()?.body).toEqual({ body: 'Prefers coffee', title: '' });
			expect(note).toMatchObject({ bodyText: 'Prefers coffee', title: '' });
			expect(await one('note.delete', of(maria, { noteId }))).toEqual({ deleted: true, id });
		});

		test('are listed, one item per note', async () => {
			for (const noteBody of ['First', 'Second', 'Third']) await newNote({ noteBody });
			const { items } = await run('note.getAll', of(maria, { limit: 2 }));
			expect(items.map(({ json }) => json.bodyText)).toEqual(['First', 'Second']);
		});

		test.each<[string, string, INodeParameters, string]>([
			['no text', 'note.create', of(maria, { noteBody: EMPTY }), 'Note Text'],
			[
				'not a color',
				'note.create',
				of(maria, { noteBody: 'x', additionalFields: { color: 'red' } }),
				'Color',
			],
			['no note', 'note.get', of(maria, { noteId: byId(EMPTY) }), 'Note'],
			['no change', 'note.update', of(maria, { noteId: byId('abc') }), 'nothing to update'],
		])('are refused before any call: %s', async (_, operation, parameters, named) => {
			const { error } = await run(operation, parameters);
			expect(error?.message).toContain(named);
			expect(account.standIn.log).toHaveLength(0);
		});
	});
});

describe('the lists in the editor', () => {
	const list = async (method: string, contactId: string, filter?: string) => {
		const { results } = await account.engine.listSearch(
			{
				nodeType,
				parameters: {
					authentication: 'privateIntegration',
					resource: method === 'searchTasks' ? 'task' : 'note',
					operation: 'get',
					contactId: byId(contactId),
				},
				credentials: { highLevelPrivateIntegrationApi: account.credential() },
			},
			method,
			filter,
		);
		return results.map(({ name }) => name);
	};

	test('name the tasks of the chosen contact', async () => {
		const task = { taskTitle: 'Call', dueDate: '2026-03-07T09:00:00', completed: true };
		await account.run('contacts', 'task.create', of(maria, task));
		expect(await list('searchTasks', maria)).toEqual(['2026-03-07 · Call (done)']);
		expect(await list('searchTasks', maria, 'no such')).toEqual([]);
		expect(await list('searchTasks', john)).toEqual([]);
		const calls = account.standIn.log.length;
		expect(await list('searchTasks', '')).toEqual([]);
		expect(account.standIn.log).toHaveLength(calls);
	});

	test('name the notes of the chosen contact by title or first words', async () => {
		const long = 'A long remark about tea that goes on and on until nobody reads it any more';
		await account.run('contacts', 'note.create', of(maria, { noteBody: long }));
		const [name = ''] = await list('searchNotes', maria);
		expect(name).toMatch(/^\d{4}-\d{2}-\d{2} · A long remark about tea .*…$/);
		expect(name.length).toBeLessThan(80);
	});
});
