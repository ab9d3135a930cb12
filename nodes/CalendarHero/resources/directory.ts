// The operations of the resource 'Directory'.

import type { Resource } from '../../shared/operation';
import { wholeList } from '../../shared/pagination';
import { textOf } from '../../shared/values';
import { directoriesIn } from '../directories';
import { CHANGED, CREATED, DIRECTORIES, DIRECTORY } from '../expected';
import { details, directoryName, meetingTypes } from '../fields/directory';
import { directoryId } from '../fields/locators';
import { createDirectory, readDirectory, updateDirectory } from './directoryWrite';

const SIMPLE = [
	'id',
	'directoryName',
	'title',
	'instructions',
	'isDefault',
	'meetingTypes',
] as const;

/** The field fills `{uuid}` of the path. */
const uuid = { ...directoryId, send: { key: 'uuid' } };

export const directory: Resource = {
	name: 'Directory',
	value: 'directory',
	description: 'A public page that lists meeting types',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many directories',
			description: "Retrieve the user's directories",
			request: 'GET /user/directories',
			scope: '',
			paginate: wholeList,
			expects: DIRECTORIES,
			simple: SIMPLE,
			run: async (item) => directoriesIn(await item.send(item.request)).slice(0, item.limit),
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a directory',
			description: 'Retrieve a directory',
			request: 'GET /user/directories/{uuid}',
			scope: '',
			fields: [uuid],
			expects: DIRECTORY,
			simple: SIMPLE,
			run: async (item) => await readDirectory(item, textOf(item.values.directoryId)),
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create a directory',
			description: 'Create a page that lists meeting types. Needs a Professional or Team plan.',
			request: 'POST /user/directories',
			scope: '',
			fields: [
				{ ...directoryName, required: true },
				{ ...meetingTypes, required: true },
			],
			optional: details,
			expects: CREATED,
			run: createDirectory,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a directory',
			description: 'Change only the given fields of a directory',
			request: 'PUT /user/directories/{uuid}',
			scope: '',
			fields: [uuid],
			optional: [...details, directoryName, meetingTypes],
			expects: CHANGED,
			repeatable: true,
			simple: SIMPLE,
			run: updateDirectory,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a directory',
			description: 'Delete a directory permanently. Its meeting types remain.',
			request: 'DELETE /user/directories/{uuid}',
			scope: '',
			fields: [uuid],
			expects: CHANGED,
			repeatable: true,
		},
	],
};
