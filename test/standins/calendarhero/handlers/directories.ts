/** Directories: public pages that group meeting types. */
import { isObject, pick } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import { optionalObjects, optionalText, requiredText } from '../read';
import type { Directory } from '../records';
import { invalid, notFound, notInPlan } from '../refusal';

const TEXTS = ['title', 'instructions', 'code'] as const;
const FLAGS = ['isDefault', 'locked'] as const;
const KEYS = ['directoryName', 'meetingTypes', 'googleTrackingIds', ...TEXTS, ...FLAGS];

function showDirectory({ id, values }: Directory): JsonObject {
	return { id, ...values };
}

function directoryOf(call: Call): Directory {
	const directory = call.state.directories.get(call.params.uuid ?? '');
	if (directory === undefined) throw notFound('Directory');
	return directory;
}

function needDirectories(call: Call): void {
	if (call.settings.plan === 'basic') throw notInPlan('custom directories');
}

function needUnlocked(call: Call, { values }: Directory): void {
	if (values.locked === true) throw invalid(call.settings, 'The directory is locked');
}

/** The fields under `directory`, checked; on an update they may be left out. */
function fieldsOf(call: Call, before?: Directory): JsonObject {
	const { state, settings } = call;
	const given = call.body.directory;
	if (!isObject(given)) throw invalid(settings, 'directory is required');
	const fields: JsonObject = { ...before?.values, ...pick(given, KEYS) };
	const name = requiredText(call, fields, 'directoryName');
	const namesake = state.directories.find(
		({ id, values }) => id !== before?.id && values.directoryName === name,
	);
	if (namesake !== undefined) throw invalid(settings, `directoryName ${name} is taken`);
	const types = optionalObjects(call, fields, 'meetingTypes');
	if (types === undefined) throw invalid(settings, 'meetingTypes is required');
	for (const type of types) {
		requiredText(call, type, 'userId');
		const wanted = requiredText(call, type, 'name');
		if (state.meetingTypes.get(wanted) === undefined) {
			throw invalid(settings, `meetingTypes: there is no meeting type ${wanted}`);
		}
	}
	for (const key of TEXTS) optionalText(call, fields, key);
	for (const key of FLAGS) {
		if (fields[key] !== undefined && typeof fields[key] !== 'boolean') {
			throw invalid(settings, `${key} must be true or false`);
		}
	}
	optionalObjects(call, fields, 'googleTrackingIds');
	return fields;
}

/** Stores a directory; there is one default at most. */
function store(call: Call, directory: Directory): Directory {
	const { directories } = call.state;
	if (directory.values.isDefault === true) {
		for (const one of directories.all()) one.values = { ...one.values, isDefault: false };
	}
	return directories.put(directory);
}

export const directories: Handlers = {
	'GET /user/directories': ({ state, settings }) => {
		const all = state.directories.all().map(showDirectory);
		return {
			body:
				settings.directoriesShape === 'array'
					? all
					: Object.fromEntries(all.map((one) => [one.id, one])),
		};
	},

	'POST /user/directories': (call) => {
		needDirectories(call);
		const values = fieldsOf(call);
		const { id } = store(call, { id: call.state.random.uuid(), values });
		call.effect('directory.create', id);
		return { body: { id } };
	},

	'GET /user/directories/{uuid}': (call) => ({ body: showDirectory(directoryOf(call)) }),

	'PUT /user/directories/{uuid}': (call) => {
		needDirectories(call);
		const before = directoryOf(call);
		needUnlocked(call, before);
		const { id } = store(call, { id: before.id, values: fieldsOf(call, before) });
		call.effect('directory.update', id);
		return { body: { message: 'Directory updated' } };
	},

	'DELETE /user/directories/{uuid}': (call) => {
		needDirectories(call);
		const directory = directoryOf(call);
		needUnlocked(call, directory);
		call.state.directories.delete(directory.id);
		call.effect('directory.delete', directory.id);
		return { body: { message: 'Directory deleted' } };
	},
};
