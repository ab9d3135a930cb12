// Reads directories. The shape of a response is not documented: it is read as a list or as an object keyed by ID.

import type { IDataObject } from 'n8n-workflow';

import type { Body } from '../shared/http';
import { isRecord, recordsOf, trimmedText } from '../shared/values';

export const DIRECTORIES_PATH = '/user/directories';

/** @returns the directory with its `id` first, from whichever key it has */
function withId(directory: IDataObject, id = ''): IDataObject {
	return {
		...directory,
		id: id || trimmedText(directory.uuid) || trimmedText(directory.id) || null,
	};
}

/** @returns the directories in a response to the list */
export function directoriesIn(body: Body): IDataObject[] {
	const { directories, data } = isRecord(body) ? body : {};
	const held = [directories, data].find((one) => Array.isArray(one) || isRecord(one)) ?? body;
	if (Array.isArray(held)) return recordsOf(held).map((one) => withId(one));
	return Object.entries(held)
		.filter((entry): entry is [string, IDataObject] => isRecord(entry[1]))
		.map(([id, one]) => withId(one, id));
}

/**
 * @param id that was asked for
 * @returns the directory in a response
 */
export function directoryIn(body: Body, id: string): IDataObject {
	if (!isRecord(body)) return { id };
	const { directory, data } = body;
	return withId([directory, data].find(isRecord) ?? body, id);
}
