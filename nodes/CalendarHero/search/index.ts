// The methods that the editor calls to fill lists and menus. All use the same client as runs, with retries and explained
// refusals.

import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { DEFAULT_ENTRY } from '../../shared/builders';
import { Client, IN_EDITOR } from '../../shared/client';
import { idOf } from '../../shared/record';
import { trimmedText } from '../../shared/values';
import { connect } from '../api';
import type { Read } from '../calls';
import { get, readWith } from '../calls';
import { mainEmail, recordsIn } from '../contacts';
import { DIRECTORIES_PATH, directoriesIn } from '../directories';
import { DIRECTORIES, listOrUnder, MEETING_TYPES, UNWRAP } from '../expected';
import { MEETING_REQUESTS_PATH, shapeMeetingRequest } from '../meetingRequests';
import { lengthOf, MEETING_TYPES_REQUEST, meetingTypesIn } from '../meetingTypes';

/** Reads the entries of a list. A filter that the service applies itself is in `text`. */
type Source = (read: Read, text: string) => Promise<INodeListSearchItems[]>;

async function openRead(context: ILoadOptionsFunctions): Promise<Read> {
	return readWith(new Client(context, await connect(context), IN_EDITOR));
}

const byName = (a: INodeListSearchItems, b: INodeListSearchItems) =>
	a.name.localeCompare(b.name, 'en', { sensitivity: 'base' });

/**
 * A list that is searched as the user types.
 *
 * @param filtersHere whether the service cannot filter it
 */
function list(source: Source, filtersHere: boolean) {
	return async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		const text = filter.trim();
		const entries = (await source(await openRead(this), text)).filter(({ value }) => value !== '');
		const wanted = text.toLowerCase();
		const results = filtersHere
			? entries.filter(({ name }) => name.toLowerCase().includes(wanted))
			: entries;
		return { results };
	};
}

/** The user's contacts; while nothing is typed, those of recent meetings. */
const contacts: Source = async (read, text) => {
	const query = text === '' ? { filter: 'recent' } : { search: text };
	const body = await read(get('/contact', query), {
		label: 'List contacts',
		expects: listOrUnder(UNWRAP.contacts),
	});
	return recordsIn(body, UNWRAP.contacts)
		.map((contact) => {
			const name = trimmedText(contact.name);
			const email = mainEmail(contact);
			const shown = name !== '' && email !== '' ? `${name} (${email})` : name || email;
			return { name: shown || idOf(contact), value: idOf(contact) };
		})
		.sort(byName);
};

const minutes = (type: IDataObject): string => {
	const length = lengthOf(type);
	return length === undefined ? '' : ` (${length} minutes)`;
};

const meetingTypes: Source = async (read) => {
	const body = await read(MEETING_TYPES_REQUEST, {
		label: 'List meeting types',
		expects: MEETING_TYPES,
	});
	return meetingTypesIn(body)
		.map((type) => ({
			name: `${trimmedText(type.name)}${minutes(type)}`,
			value: trimmedText(type.name),
		}))
		.sort(byName);
};

const directories: Source = async (read) => {
	const body = await read(get(DIRECTORIES_PATH), {
		label: 'List directories',
		expects: DIRECTORIES,
	});
	return directoriesIn(body)
		.map((directory) => ({
			name: trimmedText(directory.directoryName) || trimmedText(directory.title) || idOf(directory),
			value: idOf(directory),
		}))
		.sort(byName);
};

/** The most that a list shows of each state. */
const MAX_LISTED = 100;

/** The requests that can still be changed: those that are booked and those that wait. */
const meetingRequests: Source = async (read) => {
	const listed = await Promise.all(
		['upcoming', 'active'].map(async (state) => {
			const query = { state, skip: 0, take: MAX_LISTED };
			const body = await read(get(MEETING_REQUESTS_PATH, query), {
				label: 'List meeting requests',
				expects: listOrUnder(UNWRAP.meetingRequests),
			});
			return recordsIn(body, UNWRAP.meetingRequests).map((one) => shapeMeetingRequest(one, state));
		}),
	);
	return listed.flat().map((request) => {
		const day = trimmedText(request.dateStart).slice(0, 10);
		const subject = trimmedText(request.info) || idOf(request);
		const shown = day === '' ? subject : `${day} · ${subject}`;
		return {
			name: request.state === 'active' ? `${shown} (waiting)` : shown,
			value: idOf(request),
		};
	});
};

/** The names of the meeting types, for a menu. */
async function getMeetingTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await meetingTypes(await openRead(this), '');
}

/** The zones that Node knows. */
async function getTimezonesOrDefault(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const zones = Intl.supportedValuesOf('timeZone');
	return await Promise.resolve([
		DEFAULT_ENTRY,
		...zones.map((zone) => ({ name: zone, value: zone })),
	]);
}

export const methods = {
	listSearch: {
		searchContacts: list(contacts, false),
		searchDirectories: list(directories, true),
		searchMeetingRequests: list(meetingRequests, true),
		searchMeetingTypes: list(meetingTypes, true),
	},
	loadOptions: { getMeetingTypes, getTimezonesOrDefault },
};
