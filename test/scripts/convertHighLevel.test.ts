import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';

import type { ExportedNode, ExportedWorkflow } from '../support/n8nHighLevelNodes';
import { OLD_NODE, exportedWorkflow } from '../support/n8nHighLevelNodes';

const CODE = join(__dirname, '..', '..', 'scripts', 'workflows', 'code');

type Json = Record<string, unknown>;
interface Item {
	json: Json;
	binary?: Record<string, { data: string; fileName: string }>;
}

/** Runs the text of a Code node as n8n does: as the body of a function. */
function runCode(file: string, items: Item[], others: Record<string, Item> = {}): unknown {
	const body = readFileSync(join(CODE, `${file}.js`), 'utf8');
	const input = { first: () => items[0], all: () => items };
	const named = (name: string) => ({ first: () => others[name] });
	const helpers = {
		getBinaryDataBuffer: (_: number, key: string) =>
			Promise.resolve(Buffer.from(items[0]?.binary?.[key]?.data ?? '', 'base64')),
	};
	const code = compileFunction(body, ['$input', '$', 'Buffer']) as (...given: unknown[]) => unknown;
	return code.call({ helpers }, input, named, Buffer);
}

interface Entry {
	node: string;
	from: string;
	to: string;
	check: string[];
}
interface Converted {
	workflow: ExportedWorkflow;
	report: { workflow: string; converted: Entry[]; left: Array<{ node: string; why: string }> };
	text: string;
	file: string;
}

function convert(exported: unknown, credential = 'Private Integration Token'): Converted {
	const form = { 'Exported Workflow': JSON.stringify(exported), Credential: credential };
	const [read] = runCode('readExport', [{ json: form }]) as [Item];
	const results = runCode('convertHighLevel', [read]) as Item[];
	const [{ json, binary }] = runCode('reportConversion', results, { 'Read the Export': read }) as [
		Item,
	];
	const [workflow] = json['workflows'] as [ExportedWorkflow];
	const [report] = json['report'] as [Converted['report']];
	const file = Buffer.from(binary?.['data']?.data ?? '', 'base64').toString('latin1');
	return { workflow, report, text: String(json['text']), file };
}

const node = (parameters: Json, more: Json = {}): ExportedNode => ({
	...{ id: 'one', name: 'Old', type: OLD_NODE, typeVersion: 2, position: [0, 0], parameters },
	...more,
});

/** Converts a workflow of one node. */
function one(parameters: Json, more: Json = {}, credential?: string) {
	const { workflow, report } = convert(
		{ name: 'One', nodes: [node(parameters, more)], connections: {} },
		credential,
	);
	const [converted = node({})] = workflow.nodes;
	const [entry] = report.converted;
	return { ...converted, checks: entry?.check ?? [], left: report.left };
}

const token = { authentication: 'privateIntegration' };
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const contact = (operation: string) => ({ resource: 'contact', operation });
const task = (operation: string) => ({ resource: 'task', operation });

const EXPRESSION = "={{ $('Form').item.json['an id'] }}";

/** Parameters of n8n's node, and those of the converted one. */
const CASES: Array<[action: string, old: Json, now: Json]> = [
	[
		'contact create',
		{
			email: EXPRESSION,
			additionalFields: { firstName: 'Ana', city: 'Rome', tags: 'a, b', timezone: 'Europe/Rome' },
		},
		{
			...{ resource: 'contact', operation: 'upsert', simple: false, email: EXPRESSION },
			...{ firstName: 'Ana', newTags: 'a, b', tagAction: 'replace' },
			additionalFields: { city: 'Rome', timezone: 'Europe/Rome' },
		},
	],
	[
		'contact update',
		{
			...contact('update'),
			contactId: EXPRESSION,
			updateFields: { city: '', lastName: 'Li', timezone: byId('={{ $json.zone }}'), dnd: false },
		},
		{
			...contact('update'),
			...{ simple: false, contactId: byId(EXPRESSION) },
			updateFields: {
				...{ clearFields: ['city'], lastName: 'Li', timezone: '={{ $json.zone }}', dnd: false },
			},
		},
	],
	[
		'contact delete',
		{ ...contact('delete'), contactId: 'c1' },
		{ ...contact('delete'), contactId: byId('c1') },
	],
	[
		'contact get',
		{ ...contact('get'), contactId: 'c1' },
		{ ...contact('get'), simple: false, contactId: byId('c1') },
	],
	[
		'contact getAll',
		{ ...contact('getAll'), filters: { query: 'ana' }, options: { order: 'asc' } },
		{
			...contact('getAll'),
			...{ simple: false, returnAll: false, limit: 50 },
			filters: { query: 'ana', sort: { by: [{ direction: 'asc', field: 'dateAdded' }] } },
		},
	],
	[
		'task create',
		{
			...{ resource: 'task', contactId: 'c1', title: 'T', dueDate: '2027-01-01T10:00:00' },
			additionalFields: { assignedTo: 'u1', body: 'B' },
		},
		{
			...task('create'),
			...{ contactId: byId('c1'), taskTitle: 'T', dueDate: '2027-01-01T10:00:00' },
			completed: false,
			additionalFields: { taskAssignedTo: byId('u1'), taskBody: 'B' },
		},
	],
	[
		'task update',
		{
			...task('update'),
			...{ contactId: 'c1', taskId: 't1' },
			updateFields: { body: '', completed: true, title: 'T' },
		},
		{
			...task('update'),
			...{ contactId: byId('c1'), taskId: byId('t1') },
			updateFields: { clearTaskFields: ['body'], completed: true, taskTitle: 'T' },
		},
	],
	[
		'task delete',
		{ ...task('delete'), contactId: 'c1', taskId: 't1' },
		{ ...task('delete'), contactId: byId('c1'), taskId: byId('t1') },
	],
	[
		'task get',
		{ ...task('get'), contactId: 'c1', taskId: 't1' },
		{ ...task('get'), contactId: byId('c1'), taskId: byId('t1') },
	],
	[
		'task getAll',
		{ ...task('getAll'), contactId: 'c1' },
		{ ...task('getAll'), contactId: byId('c1'), returnAll: false, limit: 20 },
	],
	[
		'calendar bookAppointment',
		{
			...{ resource: 'calendar', calendarId: 'k1', locationId: 'l1', contactId: 'c1' },
			startTime: '=2027-01-01T10:00:00+05:30',
			additionalFields: { assignedUserId: 'u1', toNotify: false, title: 'T' },
		},
		{
			...{ resource: 'appointment', operation: 'create' },
			...{ calendarId: byId('k1'), contactId: byId('c1') },
			startTime: '=2027-01-01T10:00:00+05:30',
			additionalFields: { assignedUserId: byId('u1'), toNotify: false, title: 'T' },
		},
	],
	[
		'calendar getFreeSlots',
		{
			...{ resource: 'calendar', operation: 'getFreeSlots', calendarId: 'k1' },
			...{ startDate: 1548898600000, endDate: '={{ $now.toMillis() }}' },
			additionalFields: { timezone: 'Asia/Tokyo', userIds: { userIds: 'u1, u2' } },
		},
		{
			...{ resource: 'freeSlot', operation: 'getAll', calendarId: byId('k1') },
			...{ returnAll: true, options: { rawOutput: true } },
			...{ startDate: '2019-01-31T01:36:40.000Z', endDate: '={{ $now.toMillis() }}' },
			filters: { timezone: 'Asia/Tokyo', userIds: ['u1', 'u2'] },
		},
	],
];

describe.each(CASES)('%s', (_, old, now) => {
	test('is converted', () => {
		expect(one(old).parameters).toEqual({ ...token, ...now });
	});
});

test.each(['create', 'delete', 'get', 'getAll', 'update'])(
	'opportunity %s is left',
	(operation) => {
		const parameters = { resource: 'opportunity', operation, pipelineId: 'p' };
		const { left, type, parameters: now } = one(parameters);
		expect(left[0]?.why).toMatch(/Keep the node/);
		expect({ type, now }).toEqual({ type: OLD_NODE, now: parameters });
	},
);

describe('custom fields', () => {
	const fields = (...values: Json[]) => ({
		additionalFields: { customFields: { values } },
		email: 'a@example.com',
	});

	test('with a known ID go to the form, where expressions stay', () => {
		const { parameters } = one(
			fields({
				fieldId: { ...byId('f1'), cachedResultName: 'Plan' },
				fieldValue: '={{ $json.p }}',
			}),
		);
		expect(parameters['customFields']).toMatchObject({
			mappingMode: 'defineBelow',
			value: { f1: '={{ $json.p }}' },
			schema: [{ id: 'f1', displayName: 'Plan', removed: false }],
		});
	});

	test('with a computed ID become an expression', () => {
		const { parameters } = one(
			fields({ fieldId: byId('={{ $json.id }}'), fieldValue: "=It's {{ $json.p }}, not {{ 1 }}" }),
		);
		expect(parameters['additionalFields']).toEqual({
			customFieldsJson:
				'={{ [{ id: ($json.id), fieldValue: "It\'s " + ($json.p) + ", not " + (1) }] }}',
		});
	});
});

describe('tags', () => {
	const tagsOf = (tags: unknown) => {
		const { parameters } = one({ email: 'a@example.com', additionalFields: { tags } });
		return [parameters['tags'], parameters['newTags'], parameters['tagAction']];
	};

	test.each([
		['a, b', [undefined, 'a, b', 'replace']],
		[
			['a', 'b'],
			[['a', 'b'], undefined, 'replace'],
		],
		['', [undefined, undefined, undefined]],
	])('%j', (given, expected) => expect(tagsOf(given)).toEqual(expected));

	test('by an expression do not remove all tags when it gives none', () => {
		expect(tagsOf('={{ $json.tags }}')).toEqual([
			'={{ $json.tags }}',
			undefined,
			"={{ ($json.tags)?.length ? 'replace' : 'add' }}",
		]);
	});
});

describe('a note', () => {
	const chain = (notes: string, ...before: string[]) => {
		const nodes = [node({ email: 'a@example.com', additionalFields: { notes } })];
		const connections = Object.fromEntries(
			before.map((name) => [name, { main: [[{ node: 'Old', type: 'main', index: 0 }]] }]),
		);
		const next = { Old: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } };
		return convert({ nodes, connections: { ...connections, ...next } });
	};

	test('is written by a node beside, which reads the item before', () => {
		const { workflow } = chain('=Met {{ $json.first }}', "Form's");
		const [, beside] = workflow.nodes;
		expect(beside).toMatchObject({
			name: 'Old: Note',
			parameters: {
				...{ resource: 'note', operation: 'create', contactId: byId('={{ $json.id }}') },
				noteBody: "=Met {{ $('Form\\'s').item.json.first }}",
			},
		});
		expect(workflow.connections['Old']?.main[0]?.map((line) => line.node)).toEqual([
			'Next',
			'Old: Note',
		]);
	});

	test('is left to the user when it cannot be known what it reads', () => {
		const { workflow, report } = chain('=Met {{ $json.first }}', 'Form', 'Webhook');
		expect(workflow.nodes).toHaveLength(1);
		expect(report.converted[0]?.check.join()).toContain('Add a node Note > Create');
	});
});

describe('the account', () => {
	const booking = { resource: 'calendar', calendarId: 'k', locationId: 'l1', contactId: 'c' };

	test('of a booking is kept with OAuth2', () => {
		const { parameters, checks } = one(booking, {}, 'OAuth2 (Marketplace App)');
		expect(parameters).toMatchObject({ authentication: 'oAuth2', subAccount: byId('l1') });
		expect(checks).toEqual([]);
	});

	test('of a booking is named in the report with a token', () => {
		expect(one(booking).checks.join()).toContain('the old node named l1');
	});

	test('has a new credential; other credentials stay', () => {
		const credentials = { highLevelOAuth2Api: { id: '1' }, httpBasicAuth: { id: '2' } };
		expect(one({ email: 'a' }, { credentials }).credentials).toEqual({
			httpBasicAuth: { id: '2' },
		});
	});

	test("of another node that uses the old node's credential is reported", () => {
		const http = { nodeCredentialType: 'highLevelOAuth2Api', url: 'https://example.com' };
		const { type, left } = one(http, { type: 'n8n-nodes-base.httpRequest' });
		expect([type, left.length]).toEqual(['n8n-nodes-base.httpRequest', 1]);
	});
});

test('a tool stays a tool', () => {
	const { type, parameters } = one(
		{
			...contact('get'),
			contactId: "={{ $fromAI('id') }}",
			...{ descriptionType: 'manual', toolDescription: 'Find' },
		},
		{ type: `${OLD_NODE}Tool` },
	);
	expect(type).toBe('n8n-nodes-gohighlevel.highLevelContactsTool');
	expect(parameters).toMatchObject({
		contactId: byId("={{ $fromAI('id') }}"),
		toolDescription: 'Find',
	});
});

test('version 1 is converted, too', () => {
	const old = { typeVersion: 1, credentials: { highLevelApi: { id: '1' } } };
	const created = one(
		{
			...{ resource: 'task', contactId: 'c', title: 'T', dueDate: '2027-01-01' },
			additionalFields: { status: 'completed', description: 'D' },
		},
		old,
	);
	expect(created.parameters).toMatchObject({
		completed: true,
		additionalFields: { taskBody: 'D' },
	});
	expect(created.checks.join()).toContain('version 1');
	expect(created.credentials).toBeUndefined();
	const found = one({ ...contact('lookup'), email: 'a@example.com' }, old);
	expect(found.parameters).toMatchObject({ operation: 'findDuplicate', email: 'a@example.com' });
});

test('what is not known is reported', () => {
	const { checks } = one({ ...contact('get'), contactId: 'c', newThing: 1 });
	expect(checks.join()).toContain('newThing');
	expect(one({ ...contact('merge') }).left[0]?.why).toContain('contact.merge');
});

describe('the file', () => {
	const records = new Proxy({}, { get: (_, name) => String(name) });

	test('imports beside the old workflow, and bears any text', () => {
		const exported = exportedWorkflow(records as Parameters<typeof exportedWorkflow>[0]);
		const { file, workflow } = convert({ ...exported, name: 'Überblick 📅' });
		expect(file).toMatch(/^[\0-\x7f]*$/);
		expect(JSON.parse(file)).toEqual(workflow);
		expect(workflow).toMatchObject({ name: 'Überblick 📅', settings: exported['settings'] });
		for (const key of ['id', 'versionId', 'active']) expect(workflow).not.toHaveProperty(key);
	});

	test('names the nodes that read a changed output', () => {
		const exported = exportedWorkflow(records as Parameters<typeof exportedWorkflow>[0]);
		const { text } = convert(exported);
		expect(text).toMatch(/Create Task[^✓]*Its output is read by Read Task/);
	});

	test('may be uploaded', async () => {
		const exported = { nodes: [], connections: {} };
		const data = Buffer.from(JSON.stringify(exported)).toString('base64');
		const item = { json: { Credential: '' }, binary: { Or_Its_File: { data, fileName: 'x' } } };
		const [{ json }] = (await runCode('readExport', [item])) as [Item];
		expect(json).toEqual({ workflows: [exported], authentication: 'privateIntegration' });
	});

	test.each([
		['no JSON', 'not JSON'],
		['{"name": "x"}', 'no list "nodes"'],
	])('%s is refused', (text, message) => {
		const read = () => runCode('readExport', [{ json: { 'Exported Workflow': text } }]);
		expect(read).toThrow(message);
	});
});
