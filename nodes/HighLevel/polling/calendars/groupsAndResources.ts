// The events for calendar groups, and for rooms and equipment.

import type { IDataObject } from 'n8n-workflow';

import { bareList, listUnder } from '../../../shared/expectation';
import { byOffset, readPages } from '../../../shared/pagination';
import { encodePart } from '../../../shared/url';
import { recordsAt, recordsOf, textOf } from '../../../shared/values';
import { RESOURCE } from '../../expected';
import type { Purpose } from '../../purpose';
import { idOf } from '../../record';
import { resourceShape } from '../../records/others';
import { refuseTooMany } from '../compare';
import type { Poll, PollEvent } from '../event';
import { EXAMPLE_GROUP, EXAMPLE_RESOURCE } from './example';
import type { WholeList } from './wholeList';
import { DELETE_SOME, isUnknown, listEvent } from './wholeList';

const GROUP_LIST: Purpose = {
	label: 'List calendar groups',
	scope: 'calendars/groups.readonly',
	expects: listUnder('groups'),
};
const RESOURCE_LIST: Purpose = {
	label: 'List resources',
	scope: 'calendars/resources.readonly',
	expects: bareList,
};

async function readGroups(poll: Poll): Promise<IDataObject[]> {
	const response = await poll.send(
		{ method: 'GET', path: '/calendars/groups', query: { locationId: poll.location } },
		GROUP_LIST,
	);
	return recordsAt(response, 'groups');
}

const groups: WholeList = {
	what: 'calendar groups',
	read: readGroups,
	// Groups have no endpoint of their own, so the list is read a second time.
	isGone: async (poll, id) => !(await readGroups(poll)).some((group) => idOf(group) === id),
};

const PAGE_SIZE = 100;
const RESOURCES = 'rooms and pieces of equipment';

async function readResources(poll: Poll): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for (const type of ['rooms', 'equipments']) {
		const query = { locationId: poll.location };
		const pages = readPages(byOffset('skip', PAGE_SIZE), {
			parts: { method: 'GET', path: `/calendars/resources/${type}`, query },
			send: async (parts) => await poll.send(parts, RESOURCE_LIST),
			unwrap: recordsOf,
		});
		for await (const page of pages) {
			all.push(...page.map((resource) => ({ resourceType: type, ...resource })));
			refuseTooMany(poll, all.length, RESOURCES, DELETE_SOME);
		}
	}
	return all;
}

const resources: WholeList = {
	what: RESOURCES,
	read: readResources,
	isGone: async (poll, id, kind) => {
		const path = `/calendars/resources/${kind}/${encodePart(id)}`;
		return await isUnknown(poll, path, { ...RESOURCE_LIST, expects: RESOURCE });
	},
	kindOf: ({ resourceType }) => textOf(resourceType),
};

export const calendarGroupChanged: PollEvent = {
	...listEvent(groups, ['created', 'updated', 'deleted']),
	name: 'Calendar Group Changed',
	value: 'calendarGroupChanged',
	action: 'On calendar group created, updated or deleted',
	description: "A calendar group was created, updated or deleted. The key 'change' says which.",
	example: { ...EXAMPLE_GROUP, change: 'updated' },
	source: 'The list of calendar groups',
	bound: 'A fingerprint and the name of each group, at most 20,000',
	calls: '1, plus 1 for each deleted group',
	misses:
		'Groups created and deleted between two polls; changes that were undone between two polls',
};

export const resourceChanged: PollEvent = {
	...listEvent(resources, ['created', 'updated', 'deleted']),
	name: 'Resource Changed',
	value: 'resourceChanged',
	action: 'On room or equipment created, updated or deleted',
	description:
		"A room or a piece of equipment was created, updated or deleted. The key 'change' says which.",
	example: { ...EXAMPLE_RESOURCE, change: 'updated' },
	shape: resourceShape,
	source: 'The lists of rooms and equipment, 100 per page',
	bound: 'A fingerprint and the name of each, at most 20,000',
	calls: '2, plus 1 for every 100 resources and for each deleted one',
	misses:
		'Resources created and deleted between two polls; changes that were undone between two polls',
};
