// The operations of the resource 'Meeting Type'. A type has a name instead of an ID, and its settings are wrapped.

import type { IDataObject } from 'n8n-workflow';

import type { Resource } from '../../shared/operation';
import { wholeList } from '../../shared/pagination';
import { textOf } from '../../shared/values';
import { MEETING_TYPES } from '../expected';
import { meetingType as meetingTypeField } from '../fields/locators';
import { lengthOf, linkOf, settingOf } from '../meetingTypes';
import { chosenType, readMeetingTypes } from './meetingRequestWrite';

const SIMPLE = ['name', 'meetingLength', 'link', 'days', 'availabilityWindows'] as const;

/** Takes the main settings out of their wrapping. */
function unwrapped(type: IDataObject): IDataObject {
	return {
		...type,
		meetingLength: lengthOf(type) ?? null,
		link: linkOf(type),
		days: settingOf(type, 'days') ?? null,
		availabilityWindows: settingOf(type, 'availabilityWindows') ?? null,
	} as IDataObject;
}

const both = {
	request: 'GET /user/meeting' as const,
	scope: '',
	expects: MEETING_TYPES,
	simple: SIMPLE,
	output: (record: IDataObject, { simple }: { simple: boolean }) =>
		simple ? unwrapped(record) : record,
};

export const meetingType: Resource = {
	name: 'Meeting Type',
	value: 'meetingType',
	description: 'A template for meetings: length, windows, location',
	operations: [
		{
			...both,
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many meeting types',
			description: "Retrieve the user's meeting types",
			paginate: wholeList,
			run: async (item) => (await readMeetingTypes(item)).slice(0, item.limit),
		},
		{
			...both,
			name: 'Get',
			value: 'get',
			action: 'Get a meeting type',
			description: 'Retrieve a meeting type by its name',
			fields: [meetingTypeField({ required: true, send: { in: 'values' } })],
			run: async (item) => await chosenType(item, textOf(item.values.type)),
		},
	],
};
