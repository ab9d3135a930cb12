/** Ways to fill in a panel besides those of the contract tests: several fields at once, and locators in several modes. */
import type { INodeParameters } from 'n8n-workflow';

const ID = 've9EPM428h8vShlRW1KT';
const byId = { __rl: true, mode: 'id', value: ID };
const fromList = { __rl: true, mode: 'list', value: ID, cachedResultName: 'Ada Lovelace' };

const mapped = {
	mappingMode: 'defineBelow',
	value: { petName: 'Rex', age: '7', since: '2026-09-14', interests: 'Yoga, Boxing', size: 'S' },
	matchingColumns: [],
	schema: [
		{ id: 'petName', displayName: 'Pet Name', type: 'string' },
		{ id: 'age', displayName: 'Age', type: 'number' },
		{ id: 'since', displayName: 'Since', type: 'dateTime' },
		{
			id: 'interests',
			displayName: 'Interests (Several, Comma-Separated)',
			type: 'string',
			options: ['Yoga', 'Pilates', 'Boxing'].map((name) => ({ name, value: name })),
		},
		{
			id: 'size',
			displayName: 'Size',
			type: 'options',
			options: ['S', 'M'].map((name) => ({ name, value: name })),
		},
	].map((field) => ({
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		removed: false,
		...field,
	})),
};

const tagChange = (mode: string): INodeParameters => ({
	change: { mode, tags: ['vip', 'lead'], newTags: 'webinar, spring sale' },
});

const tagChanges = (collection: string): Record<string, INodeParameters> => ({
	'tags added': { [collection]: { tagChange: tagChange('add') } },
	'tags removed': { [collection]: { tagChange: tagChange('remove') } },
	'tags replaced': { [collection]: { tagChange: tagChange('replace') } },
	'tags chosen, the action untouched': {
		[collection]: { tagChange: { change: { tags: ['vip'] } } },
	},
	'tags replaced by none': { [collection]: { tagChange: { change: { mode: 'replace' } } } },
	'custom fields': { customFields: mapped },
});

const conditions = (groups: INodeParameters, more: INodeParameters = {}): INodeParameters => ({
	returnAll: true,
	filters: { conditions: groups, ...more },
});

const hours = (intervals: INodeParameters): INodeParameters => ({
	weekdays: [{ days: ['monday', 'tuesday'], intervals }, { days: ['saturday'] }],
});
const NINE_TO_FIVE = { interval: [{}, { from: '18:00', to: '20:00' }] };
const UNTOUCHED = { weekdays: [{}] };

const ofNew = {
	customFields: mapped,
	additionalFields: { tags: ['vip'], newTags: 'webinar', gender: 'female', city: 'London' },
};

/** By `resource.operation` and title. */
type FilledIn = Record<string, Record<string, INodeParameters>>;

const ofVersion1: FilledIn = {
	'contact.create': { 'tags and custom fields': { ...ofNew, ifExists: 'update' } },
	'contact.findOrCreate': { 'tags and custom fields': ofNew },
	'contact.get': {
		'a contact from the list': { contactId: fromList },
		'a contact by expression': { contactId: `={{ "${ID}" }}` },
	},
	'contact.upsert': tagChanges('additionalFields'),
	'contact.update': tagChanges('updateFields'),
	'contact.getAll': {
		'conditions as they are when added': conditions({
			customField: [{ field: 'abc', value: 'Rex' }],
			date: [{ from: '2026-09-14T10:00:00.000-05:00' }],
			tag: [{ value: 'vip' }],
			text: [{ value: 'Main Street' }],
			user: [{ value: fromList }],
			yesNo: [{}],
		}),
		'any of several conditions, sorted': conditions(
			{
				customField: [
					{ field: 'abc', operator: 'range', from: '1', to: '9' },
					{ field: 'def', operator: 'not_contains', value: 'Rex' },
				],
				date: [
					{
						field: 'dateUpdated',
						from: '2026-09-14T10:00:00.000-05:00',
						to: '2026-09-21T10:00:00.000-05:00',
					},
					{ field: 'lastEmailOpenedDate', operator: 'exists' },
				],
				tag: [{ operator: 'not_contains', value: 'vip' }, { operator: 'not_exists' }],
				text: [
					{ field: 'firstNameLowerCase', operator: 'contains', value: 'Ada' },
					{ field: 'email', operator: 'not_eq', value: 'ada@example.com' },
				],
				user: [{ field: 'followers', operator: 'not_eq', value: byId }],
				yesNo: [{ field: 'isValidWhatsapp', operator: 'not_eq', value: false }],
			},
			{
				match: 'OR',
				sort: { by: [{ field: 'dateUpdated', direction: 'desc' }, { field: 'email' }] },
			},
		),
	},
	'tag.updateMany': { 'all tags': { type: 'remove', removeAllTags: true, tags: [] } },
	'calendar.create': {
		'a team as it is when added': { teamMembers: { member: [{ userId: byId }] } },
		'a team of two': {
			teamMembers: { member: [{ userId: fromList, priority: 'high' }, { userId: byId }] },
		},
	},
	'calendar.get': {
		'a calendar from the list': { calendarId: fromList },
		'a calendar by expression': { calendarId: `={{ "${ID}" }}` },
	},
	'resource.create': {
		'a room with capacity': { capacity: 12 },
		'equipment with quantity': { resourceType: 'equipments', quantity: 3, outOfService: 1 },
	},
	'resource.update': { capacity: { updateFields: { capacity: 12, name: 'Room 1' } } },
	'schedule.create': {
		'weekdays with hours': { rules: hours(NINE_TO_FIVE) },
		'weekdays as they are when added': { rules: UNTOUCHED },
		'a date without hours': { rules: { dates: [{ date: '2026-09-14T10:00:00' }] } },
	},
	'schedule.update': {
		'weekdays with hours': { rules: hours(NINE_TO_FIVE) },
		'weekdays as they are when added': { rules: UNTOUCHED },
	},
	'schedule.createEventCalendarSchedule': {
		'weekdays with hours': { rules: hours(NINE_TO_FIVE) },
		'weekdays as they are when added': { rules: UNTOUCHED },
	},
	'schedule.updateEventCalendarSchedule': {
		'weekdays as they are when added': { rules: UNTOUCHED },
	},
};

/** By version of the node. What is not given is as in the contract tests' set with the fewest fields. */
export const further: Record<number, FilledIn> = { 1: ofVersion1 };
