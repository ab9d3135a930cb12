import type { IDataObject } from 'n8n-workflow';

import { bareList, listUnder } from '../../../shared/expectation';
import { byOffset, readPages } from '../../../shared/pagination';
import { encodePart } from '../../../shared/request';
import { isRecord, recordsOf, textOf } from '../../../shared/values';
import { CALENDAR, RESOURCE } from '../../expected';
import type { Poll, PollEvent, Purpose } from '../event';
import {
	compare,
	decodeText,
	encodeText,
	fingerprint,
	forgetOldest,
	idOf,
	readMarks,
	refuseTooMany,
	writeMarks,
} from '../memory';
import { goneAsEmpty, isGone } from '../parts';
import { EXAMPLE_CALENDAR, EXAMPLE_GROUP, EXAMPLE_RESOURCE } from './example';

/** What happened to a record of a whole list. */
export type Change = 'created' | 'updated' | 'deleted';

/** A list that HighLevel gives as a whole, without stamps. */
interface WholeList {
	/** Of the records, for the user: "calendars". */
	what: string;
	read(poll: Poll): Promise<IDataObject[]>;
	/** Whether a record that is not in the list is really gone; an answer that lost rows must not look like a deletion. */
	isGone(poll: Poll, id: string, mark: string): Promise<boolean>;
	/** What of a record is told once it is gone, besides its ID and name; part of the mark. */
	kind?(record: IDataObject): string;
}

const CALENDARS = {
	label: 'List calendars',
	scope: 'calendars.readonly',
	expects: listUnder('calendars'),
};
const GROUPS = {
	label: 'List calendar groups',
	scope: 'calendars/groups.readonly',
	expects: listUnder('groups'),
};
const RESOURCES = {
	label: 'List resources',
	scope: 'calendars/resources.readonly',
	expects: bareList,
};

/** Every calendar of the sub-account, drafts too; one call. */
export async function readCalendars(poll: Poll): Promise<IDataObject[]> {
	const answer = await poll.send(
		{ method: 'GET', path: '/calendars/', query: { locationId: poll.location } },
		CALENDARS,
	);
	return recordsOf(isRecord(answer) ? answer.calendars : undefined);
}

async function readGroups(poll: Poll): Promise<IDataObject[]> {
	const answer = await poll.send(
		{ method: 'GET', path: '/calendars/groups', query: { locationId: poll.location } },
		GROUPS,
	);
	return recordsOf(isRecord(answer) ? answer.groups : undefined);
}

const PAGE = 100;
const WHAT_RESOURCES = 'rooms and pieces of equipment';
const NOT_FEWER = 'There is no way to watch fewer.';

async function readResources(poll: Poll): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for (const type of ['rooms', 'equipments']) {
		const query = { locationId: poll.location };
		const pages = readPages(byOffset('skip', PAGE), {
			parts: { method: 'GET', path: `/calendars/resources/${type}`, query },
			send: async (parts) => await poll.send(parts, RESOURCES),
			unwrap: recordsOf,
		});
		for await (const page of pages) {
			all.push(...page.map((resource) => ({ resourceType: type, ...resource })));
			refuseTooMany(poll, all.length, WHAT_RESOURCES, NOT_FEWER);
		}
	}
	return all;
}

/** Whether HighLevel no longer knows a record under its own path. */
async function lookedUpInVain(poll: Poll, path: string, purpose: Purpose): Promise<boolean> {
	const answer = await poll.send(
		{ method: 'GET', path, query: {} },
		{ ...purpose, refused: goneAsEmpty },
	);
	return isGone(answer);
}

/** A group has no path of its own, so the list is read a second time. */
async function missingAgain(poll: Poll, id: string): Promise<boolean> {
	return !(await readGroups(poll)).some((group) => idOf(group) === id);
}

const calendars: WholeList = {
	what: 'calendars',
	read: readCalendars,
	isGone: async (poll, id) =>
		await lookedUpInVain(poll, `/calendars/${encodePart(id)}`, {
			...CALENDARS,
			expects: CALENDAR,
		}),
};

const groups: WholeList = { what: 'calendar groups', read: readGroups, isGone: missingAgain };

const resources: WholeList = {
	what: WHAT_RESOURCES,
	read: readResources,
	isGone: async (poll, id, mark) => {
		const { kind } = readMark(mark);
		const path = `/calendars/resources/${kind}/${encodePart(id)}`;
		return await lookedUpInVain(poll, path, { ...RESOURCES, expects: RESOURCE });
	},
	kind: ({ resourceType }) => textOf(resourceType),
};

/** The mark also keeps what a deletion is told with. */
function writeMark(list: WholeList, record: IDataObject): string {
	const { appointmentPerSlot: _, ...content } = record;
	const name = encodeText(textOf(record.name));
	return `${fingerprint(content)}.${list.kind?.(record) ?? ''}.${name}`;
}

function readMark(mark: string): { content: string; kind: string; name: string } {
	const [content = '', kind = '', ...name] = mark.split('.');
	return { content, kind, name: decodeText(name.join('.')) };
}

/** Holds the list against what was remembered and gives the wanted kinds of change, each with its kind. */
function listEvent(list: WholeList, wanted: Change[]) {
	const named = wanted.length > 1;
	return {
		fields: [],
		watch: async (poll, memory) => {
			const records = await list.read(poll);
			refuseTooMany(poll, records.length, list.what, NOT_FEWER);
			const known = readMarks(memory?.marks);
			const { differences, missing, marks, present } = compare(known, records, idOf, (record) =>
				writeMark(list, record),
			);
			const items: IDataObject[] = [];
			for (const { before, record } of differences) {
				const change: Change = before === undefined ? 'created' : 'updated';
				if (memory && wanted.includes(change)) items.push(named ? { ...record, change } : record);
			}
			for (const id of missing) {
				const mark = known.get(id) ?? '';
				if (wanted.includes('deleted')) {
					if (!(await list.isGone(poll, id, mark))) continue;
					const { name, kind } = readMark(mark);
					items.push({
						id,
						name,
						...(kind ? { resourceType: kind } : {}),
						deleted: true,
						...(named ? { change: 'deleted' } : {}),
					});
					marks.delete(id);
				}
			}
			forgetOldest(marks, present);
			return { items, memory: { marks: writeMarks(marks) } };
		},
		sample: async (poll) => {
			const record = (await list.read(poll))[0];
			if (!record) return undefined;
			if (wanted[0] === 'deleted') return { id: idOf(record), name: record.name, deleted: true };
			return named ? { ...record, change: 'updated' } : record;
		},
		cursor: 'A mark of the content of each record',
	} satisfies Partial<PollEvent>;
}

const ofCalendars = {
	source: 'The list of calendars, drafts included',
	bound: 'One mark and the name of each calendar, at most 20,000',
	calls: '1',
};

export const calendarCreated: PollEvent = {
	...listEvent(calendars, ['created']),
	...ofCalendars,
	name: 'Calendar Created',
	value: 'calendarCreated',
	action: 'On calendar created',
	description: 'A calendar was added, as a draft or active',
	example: EXAMPLE_CALENDAR,
	misses: 'Calendars that were deleted before the next poll',
};

export const calendarUpdated: PollEvent = {
	...listEvent(calendars, ['updated']),
	...ofCalendars,
	name: 'Calendar Updated',
	value: 'calendarUpdated',
	action: 'On calendar updated',
	description: "Any setting of a calendar changed; HighLevel's webhooks do not tell this",
	example: EXAMPLE_CALENDAR,
	misses:
		'What changed; a change that was changed back between two polls; notifications and schedules',
};

export const calendarDeleted: PollEvent = {
	...listEvent(calendars, ['deleted']),
	...ofCalendars,
	name: 'Calendar Deleted',
	value: 'calendarDeleted',
	action: 'On calendar deleted',
	description: 'A calendar is gone; its ID and name come, for the rest is gone with it',
	example: { id: EXAMPLE_CALENDAR.id, name: EXAMPLE_CALENDAR.name, deleted: true },
	calls: '1, and 1 for every deleted calendar',
	misses: 'Calendars that were made and deleted between two polls',
};

export const calendarGroupChanged: PollEvent = {
	...listEvent(groups, ['created', 'updated', 'deleted']),
	name: 'Calendar Group Changed',
	value: 'calendarGroupChanged',
	action: 'On calendar group created, updated or deleted',
	description: "A calendar group was added, changed or deleted; 'change' says which",
	example: { ...EXAMPLE_GROUP, change: 'updated' },
	source: 'The list of calendar groups',
	bound: 'One mark and the name of each group, at most 20,000',
	calls: '1, and 1 for every deleted group',
	misses: 'Groups that were made and deleted between two polls; a change that was changed back',
};

export const resourceChanged: PollEvent = {
	...listEvent(resources, ['created', 'updated', 'deleted']),
	name: 'Resource Changed',
	value: 'resourceChanged',
	action: 'On room or equipment created, updated or deleted',
	description: "A room or a piece of equipment was added, changed or deleted; 'change' says which",
	example: { ...EXAMPLE_RESOURCE, change: 'updated' },
	source: 'The lists of rooms and equipment, 100 a page',
	bound: 'One mark and the name of each, at most 20,000',
	calls: '2, and 1 more for every 100 resources and every deleted one',
	misses: 'Resources that were made and deleted between two polls; a change that was changed back',
};
