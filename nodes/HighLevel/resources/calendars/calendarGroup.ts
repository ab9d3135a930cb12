// The operations of the resource 'Calendar Group'.

import { DONE, flagUnder } from '../../../shared/expectation';
import { locator } from '../../../shared/locator';
import type { Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { descriptionOf, nameOf, slugOf } from '../../fields/naming';
import { GET_MANY } from '../getMany';
import * as find from '../../search/finders';

const name = nameOf('Group');
const description = descriptionOf('Group');
const slug = slugOf('Group');

const READ = 'calendars/groups.readonly';
const WRITE = 'calendars/groups.write';

const groupId = locator({
	displayName: 'Calendar Group',
	name: 'groupId',
	searchListMethod: 'searchCalendarGroups',
	find: find.calendarGroup,
	example: 'Consultations',
	placeholder: 'ocQHyuzHvysMo5N5VsXc',
	required: true,
});

/** Groups of calendars that share a booking page (OpenAPI: calendars-v3.json, calendars.json). */
export const calendarGroup: Resource = {
	name: 'Calendar Group',
	value: 'calendarGroup',
	initial: GET_MANY,
	operations: [
		{
			name: 'Check Slug',
			value: 'validateSlug',
			action: 'Check whether a slug is free for a calendar group',
			description: 'Check whether a slug is available for a group',
			request: 'POST /calendars/groups/validate-slug',
			scope: WRITE,
			location: 'body',
			fields: [slug],
			repeatable: true,
			expects: flagUnder('available'),
			output: (record, { values }) => ({ slug: values.slug, ...record }),
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create a calendar group',
			description: 'Create a new group, whose slug must be free',
			request: 'POST /calendars/groups',
			scope: WRITE,
			location: 'body',
			fields: [name, description, slug],
			optional: [
				{
					displayName: 'Group Active',
					name: 'isActive',
					type: 'boolean',
					default: true,
					description: 'Whether the group can be booked at once',
				},
			],
			unwrap: ['group'],
			orderedBy: ['slug'],
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a calendar group',
			description: 'Delete a group permanently',
			request: 'DELETE /calendars/groups/{groupId}',
			scope: WRITE,
			fields: [groupId],
			repeatable: true,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many calendar groups',
			description: 'Retrieve the groups of the sub-account',
			request: 'GET /calendars/groups',
			scope: READ,
			location: 'query',
			paginate: wholeList,
			unwrap: ['groups'],
		},
		{
			name: 'Set Status',
			value: 'setStatus',
			action: 'Enable or disable a calendar group',
			description: 'Enable or disable a group',
			request: 'PUT /calendars/groups/{groupId}/status',
			scope: WRITE,
			fields: [
				groupId,
				{
					displayName: 'Group Status',
					name: 'isActive',
					type: 'options',
					default: true,
					required: true,
					options: [
						{ name: 'Disabled', value: false },
						{ name: 'Enabled', value: true },
					],
				},
			],
			repeatable: true,
			expects: DONE,
			output: (record, { values }) => ({
				id: values.groupId,
				isActive: values.isActive,
				...record,
			}),
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a calendar group',
			description:
				'Replace the name, description and slug of a group. HighLevel requires all three.',
			request: 'PUT /calendars/groups/{groupId}',
			scope: WRITE,
			fields: [groupId, name, description, slug],
			unwrap: ['group'],
			repeatable: true,
		},
	],
};
