// Creates and changes directories.

import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../shared/operation';
import { idOf } from '../../shared/record';
import { isAbsent, textOf, textsOf } from '../../shared/values';
import { get, readFor } from '../calls';
import { recordIn } from '../contacts';
import { DIRECTORIES_PATH, directoryIn } from '../directories';
import { CHANGED, CREATED, DIRECTORY, USER } from '../expected';

/** The signed-in user; read once per run. */
export async function readUser(item: ItemContext): Promise<IDataObject> {
	const body = await item.cached(
		'user',
		async () => await readFor(item)(get('/user'), { label: 'Get user', expects: USER }),
	);
	return recordIn(body, ['user', 'data']);
}

const PLAIN_KEYS = [
	'directoryName',
	'instructions',
	'code',
	'isDefault',
	'locked',
	'googleTrackingIds',
];

/** What the item says about a directory. */
async function directoryOf(item: ItemContext): Promise<IDataObject> {
	const { values } = item;
	const given = PLAIN_KEYS.filter((key) => !isAbsent(values[key]));
	const directory: IDataObject = Object.fromEntries(given.map((key) => [key, values[key]]));
	// A contact has a field of that name, which means something else.
	if (!isAbsent(values.pageTitle)) directory.title = values.pageTitle;
	const names = textsOf(values.meetingTypes);
	if (names.length === 0) return directory;
	const userId = textOf(values.userId) || idOf(await readUser(item));
	return { ...directory, meetingTypes: names.map((name) => ({ name, userId })) };
}

/** Creates the directory. CalendarHero answers with the ID alone, so the rest of the output is what was sent. */
export async function createDirectory(item: ItemContext): Promise<IDataObject> {
	const directory = await directoryOf(item);
	const response = await item.send(
		{ method: 'POST', path: DIRECTORIES_PATH, query: {}, body: { directory } },
		{ expects: CREATED, repeatable: false },
	);
	return { ...directory, ...directoryIn(response, '') };
}

export async function readDirectory(item: ItemContext, id: string): Promise<IDataObject> {
	const path = `${DIRECTORIES_PATH}/${encodeURIComponent(id)}`;
	const body = await readFor(item)(get(path), { label: 'Get directory', expects: DIRECTORY });
	return directoryIn(body, id);
}

/** Sends the whole directory, since CalendarHero may drop what an update leaves out, and reads it again. */
export async function updateDirectory(item: ItemContext): Promise<IDataObject> {
	const id = textOf(item.values.directoryId);
	const change = await directoryOf(item);
	if (Object.keys(change).length === 0) {
		throw item.refuse(
			"'Owner User ID' needs 'Meeting Type Names or IDs'",
			'Nothing was sent for this item. Choose the meeting types as well.',
		);
	}
	const { id: _, uuid: __, ...present } = await readDirectory(item, id);
	await item.send(
		{ ...item.request, body: { directory: { ...present, ...change } } },
		{ expects: CHANGED, repeatable: true },
	);
	return await readDirectory(item, id);
}
