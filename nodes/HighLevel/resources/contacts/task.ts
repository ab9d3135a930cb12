// The operations of the resource 'Task' of contacts.

import { toUtc } from '../../../shared/convertTime';
import type { RequestParts } from '../../../shared/http';
import type { Field, Operation, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { clearFields, withCleared } from '../../fields/clear';
import { taskId } from '../../fields/contactRecords';
import { contactId, user } from '../../fields/locators';
import { inputTimeZone } from '../../fields/timeZone';
import { GET_MANY } from '../getMany';

const WRITE = 'contacts.write';
const READ = 'contacts.readonly';

const title: Field = {
	displayName: 'Task Title',
	name: 'taskTitle',
	type: 'string',
	default: '',
	placeholder: 'e.g. Call back about the offer',
	send: { key: 'title' },
};

const dueDate: Field = {
	displayName: 'Due Date',
	name: 'dueDate',
	type: 'dateTime',
	default: '',
	send: { as: toUtc },
};

const completed: Field = {
	displayName: 'Task Completed',
	name: 'completed',
	type: 'boolean',
	default: false,
	description: 'Whether the task is done',
};

const description: Field = {
	displayName: 'Task Description',
	name: 'taskBody',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	send: { key: 'body' },
};

const assignedTo: Field = {
	...user('Assigned To', 'taskAssignedTo', 'The user responsible for the task'),
	send: { key: 'assignedTo' },
};

const setCompleted = (done: boolean): Pick<Operation, 'request' | 'prepare'> => ({
	request: 'PUT /contacts/{contactId}/tasks/{taskId}/completed',
	prepare: (request: RequestParts) => ({ ...request, body: { completed: done } }),
});

/** To-dos of a contact (OpenAPI: contacts-v3.json, tasks). */
export const contactTask: Resource = {
	name: 'Task',
	value: 'task',
	description: 'To-dos of a contact',
	initial: GET_MANY,
	operations: [
		{
			name: 'Complete',
			value: 'complete',
			action: 'Complete a task of a contact',
			description: 'Mark a task as done',
			...setCompleted(true),
			scope: WRITE,
			fields: [contactId, taskId],
			unwrap: ['task'],
			repeatable: true,
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create a task for a contact',
			description: 'Create a task for a contact',
			request: 'POST /contacts/{contactId}/tasks',
			scope: WRITE,
			fields: [
				contactId,
				{ ...title, required: true },
				{ ...dueDate, required: true },
				{ ...completed, required: true },
			],
			optional: [assignedTo, description],
			options: [inputTimeZone],
			unwrap: ['task'],
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a task of a contact',
			description: 'Delete a task permanently',
			request: 'DELETE /contacts/{contactId}/tasks/{taskId}',
			scope: WRITE,
			fields: [contactId, taskId],
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a task of a contact',
			description: 'Retrieve one task of a contact',
			request: 'GET /contacts/{contactId}/tasks/{taskId}',
			scope: READ,
			fields: [contactId, taskId],
			unwrap: ['task'],
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many tasks of a contact',
			description: 'Retrieve many tasks of a contact',
			request: 'GET /contacts/{contactId}/tasks',
			scope: READ,
			fields: [contactId],
			paginate: wholeList,
			ifNone: 'To add one to the contact, call Task > Create.',
			unwrap: ['tasks'],
		},
		{
			name: 'Reopen',
			value: 'reopen',
			action: 'Reopen a task of a contact',
			description: 'Mark a task as not done',
			...setCompleted(false),
			scope: WRITE,
			fields: [contactId, taskId],
			unwrap: ['task'],
			repeatable: true,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a task of a contact',
			description: 'Update only the given fields of a task',
			request: 'PUT /contacts/{contactId}/tasks/{taskId}',
			scope: WRITE,
			fields: [contactId, taskId],
			optional: [
				assignedTo,
				clearFields('clearTaskFields', [
					{ name: 'Assigned To', value: 'assignedTo' },
					{ name: 'Task Description', value: 'body' },
				]),
				completed,
				description,
				dueDate,
				title,
			],
			options: [inputTimeZone],
			unwrap: ['task'],
			repeatable: true,
			prepare: withCleared('clearTaskFields'),
		},
	],
};
