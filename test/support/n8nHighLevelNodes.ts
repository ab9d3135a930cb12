/** A workflow with every action of n8n's own HighLevel node, version 2, as n8n exports it: each parameter is used. */

/** A node as n8n exports it. */
export interface ExportedNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: unknown;
	[extra: string]: unknown;
}

export interface ExportedWorkflow {
	name: string;
	nodes: ExportedNode[];
	connections: Record<string, { main: Array<Array<{ node: string; type: 'main'; index: 0 }>> }>;
	[extra: string]: unknown;
}

/** What the nodes work with: records of the sub-account, and what the item before them holds. */
export interface Records {
	locationId: string;
	calendarId: string;
	contactId: string;
	/** A contact to delete. */
	otherContactId: string;
	/** A contact whose custom field is written, which n8n's node cannot do. */
	fieldContactId: string;
	taskId: string;
	otherTaskId: string;
	userId: string;
	planFieldId: string;
	colourFieldId: string;
	/** A free slot. */
	start: string;
	end: string;
}

export const OLD_NODE = 'n8n-nodes-base.highLevel';
const CREDENTIAL = { highLevelOAuth2Api: { id: 'old', name: 'HighLevel account' } };

const listed = (value: string, cachedResultName = value) => ({
	...{ __rl: true, mode: 'list', value, cachedResultName },
});

const details = {
	address1: '3 Park Lane',
	dnd: true,
	firstName: '={{ $json.first }}',
	lastName: 'Novak',
	name: '={{ $json.first }} Novak',
	postalCode: '10001',
	state: 'NY',
	timezone: listed('America/New_York'),
	website: 'https://example.com/zoe',
};

/** The twelve actions for contacts, tasks and calendars, and further nodes that use them otherwise. */
const ACTIONS = (records: Records): Array<[name: string, parameters: Record<string, unknown>]> => [
	[
		'Save Contact',
		{
			// Resource contact and operation create are the defaults, which n8n does not export.
			email: '={{ $json.email }}',
			phone: '+12025550188',
			additionalFields: {
				...details,
				city: 'New York',
				customFields: {
					values: [
						{ fieldId: listed(records.planFieldId, 'Plan'), fieldValue: 'Pro' },
						{
							fieldId: { __rl: true, mode: 'id', value: `={{ '${records.colourFieldId}' }}` },
							fieldValue: '=dark {{ $json.colour }}',
						},
					],
				},
				notes: '=Met {{ $json.first }} at the fair',
				source: 'Fair',
				tags: 'alpha, beta',
			},
		},
	],
	[
		'Update Contact',
		{
			...{ resource: 'contact', operation: 'update', contactId: '={{ $json.contactId }}' },
			updateFields: {
				...details,
				city: '',
				email: 'maria.new@example.com',
				phone: '+12025550189',
				tags: '={{ $json.tags }}',
			},
		},
	],
	[
		'Write Custom Field',
		{
			...{ resource: 'contact', operation: 'update', contactId: records.fieldContactId },
			updateFields: {
				customFields: {
					values: [{ fieldId: listed(records.planFieldId, 'Plan'), fieldValue: 'Plus' }],
				},
			},
		},
	],
	['Get Contact', { resource: 'contact', operation: 'get', contactId: records.contactId }],
	[
		'Get Contacts',
		{
			...{ resource: 'contact', operation: 'getAll', returnAll: true },
			filters: { query: 'seed.example.com' },
			options: { order: 'asc', sortBy: 'date_updated' },
		},
	],
	['Newest Contacts', { resource: 'contact', operation: 'getAll', limit: 2 }],
	[
		'Delete Contact',
		{ resource: 'contact', operation: 'delete', contactId: records.otherContactId },
	],
	[
		'Create Task',
		{
			...{ resource: 'task', contactId: '={{ $json.contactId }}', title: 'Call {{ not one }}' },
			...{ dueDate: '2027-12-01T10:00:00', completed: true },
			additionalFields: { assignedTo: records.userId, body: '=About {{ $json.first }}' },
		},
	],
	[
		'Update Task',
		{
			...{ resource: 'task', operation: 'update' },
			...{ contactId: records.contactId, taskId: records.taskId },
			updateFields: {
				...{ assignedTo: records.userId, body: 'New text', completed: true, title: 'New title' },
				dueDate: '2027-12-02T08:30:00+01:00',
			},
		},
	],
	[
		'Get Task',
		{
			...{ resource: 'task', operation: 'get' },
			...{ contactId: records.contactId, taskId: records.taskId },
		},
	],
	[
		'Get Tasks',
		{ resource: 'task', operation: 'getAll', contactId: records.contactId, returnAll: true },
	],
	['Some Tasks', { resource: 'task', operation: 'getAll', contactId: records.contactId, limit: 1 }],
	[
		'Delete Task',
		{
			...{ resource: 'task', operation: 'delete' },
			...{ contactId: records.contactId, taskId: records.otherTaskId },
		},
	],
	[
		'Book Appointment',
		{
			...{ resource: 'calendar', calendarId: records.calendarId, locationId: records.locationId },
			...{ contactId: '={{ $json.contactId }}', startTime: records.start },
			additionalFields: {
				...{ endTime: records.end, title: '=Call with {{ $json.first }}', address: 'Room 2' },
				...{ appointmentStatus: 'new', assignedUserId: records.userId },
				...{ ignoreDateRange: true, toNotify: false },
			},
		},
	],
	[
		'Get Free Slots',
		{
			...{ resource: 'calendar', operation: 'getFreeSlots', calendarId: records.calendarId },
			startDate: Date.parse(records.start) - 86_400_000,
			endDate: `={{ ${Date.parse(records.start) + 5 * 86_400_000} }}`,
			additionalFields: {
				...{ timezone: 'Europe/Berlin', userId: records.userId },
				...{ userIds: { userIds: records.userId }, enableLookBusy: false },
			},
		},
	],
];

const OPPORTUNITIES: Array<[name: string, parameters: Record<string, unknown>]> = [
	[
		'Create Opportunity',
		{ resource: 'opportunity', pipelineId: 'p', contactId: 'c', name: 'Deal' },
	],
	['Delete Opportunity', { resource: 'opportunity', operation: 'delete', opportunityId: 'o' }],
	['Get Opportunity', { resource: 'opportunity', operation: 'get', opportunityId: 'o' }],
	['Get Opportunities', { resource: 'opportunity', operation: 'getAll', filters: { query: 'x' } }],
	[
		'Update Opportunity',
		{
			resource: 'opportunity',
			operation: 'update',
			opportunityId: 'o',
			updateFields: { name: 'n' },
		},
	],
];

const SOURCE = 'Visitor';

/** The item that the nodes get. */
const visitor = ({ contactId }: Records) => [
	...[
		['email', 'zoe@example.com'],
		['first', 'Zoe'],
		['colour', 'green'],
		['tags', 'gamma, delta'],
	],
	['contactId', contactId],
];

/** @returns all 17 actions behind one item; each node goes on if its call is refused */
export function exportedWorkflow(records: Records): ExportedWorkflow {
	const old = [...ACTIONS(records), ...OPPORTUNITIES].map(
		([name, parameters], index): ExportedNode => ({
			id: `old-${index}`,
			name,
			type: OLD_NODE,
			typeVersion: 2,
			position: [480, index * 400],
			parameters,
			credentials: CREDENTIAL,
			onError: 'continueRegularOutput',
			notes: `Note of ${name}`,
		}),
	);
	const assignments = visitor(records).map(([name, value]) => ({
		...{ id: name, name, value, type: 'string' },
	}));
	const line = (node: string) => ({ node, type: 'main' as const, index: 0 as const });
	return {
		id: 'exported',
		versionId: 'exported',
		active: true,
		name: 'All Actions',
		nodes: [
			{
				...{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 },
				...{ position: [0, 0] as [number, number], parameters: {} },
			},
			{
				...{ id: 'visitor', name: SOURCE, type: 'n8n-nodes-base.set', typeVersion: 3.4 },
				...{ position: [240, 0] as [number, number], parameters: { assignments: { assignments } } },
			},
			{
				...{ id: 'reader', name: 'Read Task', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
				position: [720, 400],
				parameters: { mode: 'raw', jsonOutput: '={{ { id: $json.task?.id } }}' },
			},
			...old,
		],
		connections: {
			Start: { main: [[line(SOURCE)]] },
			[SOURCE]: { main: [old.map(({ name }) => line(name))] },
			'Create Task': { main: [[line('Read Task')]] },
		},
		settings: { executionOrder: 'v1', timezone: 'Europe/Berlin' },
		pinData: {},
		meta: { templateCredsSetupCompleted: true },
	};
}
