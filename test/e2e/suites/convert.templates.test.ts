/**
 * The converter, on an export that uses every action of n8n's own HighLevel node. Both workflows are run, the old one against one
 * stand-in and the converted one against another, and must leave the same behind.
 */
import { DateTime } from 'luxon';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { SEED, startHighLevelStandIn } from '../../standins/highlevel';
import type { HighLevelStandIn } from '../../standins/highlevel';
import type { ExportedWorkflow, Records } from '../../support/n8nHighLevelNodes';
import { OLD_NODE, exportedWorkflow } from '../../support/n8nHighLevelNodes';
import { outputOf, until } from '../lib/client';
import type { CredentialReference, Execution, N8nClient, WorkflowDefinition } from '../lib/client';
import { at, listAt } from '../lib/json';
import type { JsonObject } from '../lib/json';
import { signInAsOwner, startN8n } from '../lib/n8n';
import type { N8n } from '../lib/n8n';
import { followRedirects } from '../lib/oauth2';
import { setup } from '../lib/setup';
import type { Imported } from '../lib/templateRuns';
import { assertSucceeded, importTemplate } from '../lib/templateRuns';
import { chooseCredentials } from '../lib/templates';
import { privateIntegrationData } from '../lib/world';

const PRELOAD = join(__dirname, '..', 'lib', 'toStandIn.cjs');
const OURS = 'n8n-nodes-gohighlevel.';
const SCOPES =
	'contacts.readonly contacts.write calendars.readonly calendars/events.readonly calendars/events.write locations.readonly';

const start = DateTime.now()
	.setZone('America/New_York')
	.plus({ weeks: 1 })
	.set({ weekday: 3, hour: 10, minute: 0, second: 0, millisecond: 0 });
const iso = (time: DateTime) => time.toISO({ suppressMilliseconds: true }) ?? '';

/** Adds to the seed what the nodes work with, the same in every stand-in. */
function fill({ state }: HighLevelStandIn): Records {
	const task = (title: string) =>
		state.tasks.put({
			...{ id: state.newId(), locationId: SEED.locationId, ownerId: SEED.contacts.maria },
			...{ dateAdded: Date.now(), dateUpdated: Date.now() },
			values: { title, body: 'Old', completed: false, dueDate: '2027-01-01T10:00:00.000Z' },
		}).id;
	const [fieldContactId = ''] = state.seedContacts(5);
	return {
		locationId: SEED.locationId,
		calendarId: SEED.calendars.team,
		contactId: SEED.contacts.maria,
		otherContactId: SEED.contacts.john,
		fieldContactId,
		taskId: task('To change'),
		otherTaskId: task('To delete'),
		userId: SEED.users.ada,
		planFieldId: SEED.customFields.plan,
		colourFieldId: SEED.customFields.favouriteColour,
		start: iso(start),
		end: iso(start.plus({ hours: 1 })),
	};
}

interface Content {
	contacts: Array<{ email: string | null; customFields: Array<{ id: string; value: unknown }> }>;
	tasks: unknown[];
	notes: unknown[];
	appointments: unknown[];
}

/** A copy of everything that the workflows can change, without IDs and times of new records. */
function contentOf({ state }: HighLevelStandIn): Content {
	const owner = (id: string) => state.contacts.get(id)?.email ?? id;
	const content = {
		contacts: state.contacts.all(),
		tasks: state.tasks.all().map(({ ownerId, values }) => ({ of: owner(ownerId), ...values })),
		notes: state.notes.all().map(({ ownerId, values }) => [owner(ownerId), values['bodyText']]),
		appointments: state.appointments.all().map((one) => ({ of: owner(one.contactId), ...one })),
	};
	const differing = ['id', 'dateAdded', 'dateUpdated'];
	const copy = (records: unknown) =>
		JSON.parse(
			JSON.stringify(records, function (this: unknown, key, value: unknown) {
				return differing.includes(key) && 'locationId' in (this as object) ? undefined : value;
			}),
		) as unknown;
	return copy(content) as Content;
}

void suite("convert from n8n's own HighLevel node", () => {
	let n8n: N8n;
	let client: N8nClient;
	/** Where the old nodes' calls go, and where those of the converted ones go. */
	let oldHighLevel: HighLevelStandIn;
	let newHighLevel: HighLevelStandIn;
	let old: CredentialReference;
	let token: CredentialReference;
	let imported: Imported;
	let exported: ExportedWorkflow;
	let answer: unknown;

	before(async () => {
		oldHighLevel = await startHighLevelStandIn();
		newHighLevel = await startHighLevelStandIn();
		exported = exportedWorkflow(fill(oldHighLevel));
		fill(newHighLevel);
		const { node, n8n: program, tarball } = setup();
		const env = { NODE_OPTIONS: `--require ${PRELOAD}`, HIGHLEVEL_STAND_IN: oldHighLevel.url };
		n8n = await startN8n({ node, n8n: program, packages: [tarball], env });
		({ client } = n8n);
		await signInAsOwner(client);
		const data = privateIntegrationData({ standIn: newHighLevel });
		token = await client.createCredential('New', 'highLevelPrivateIntegrationApi', data);
		imported = await importTemplate(client, 'tools/convert-from-n8n-node', {}, {});
		await client.activate(imported.stored.id);
		const { status, body } = await client.callWebhook(imported.path('By Webhook'), exported);
		assert.equal(status, 200, JSON.stringify(body));
		answer = body;
	});

	after(async () => {
		await n8n?.stop();
		await oldHighLevel?.close();
		await newHighLevel?.close();
	});

	const converted = () => structuredClone(listAt(answer, 'workflows')[0]) as WorkflowDefinition;
	const nodeOf = ({ nodes }: Pick<WorkflowDefinition, 'nodes'>, name: string) =>
		nodes.find((node) => node.name === name) ?? assert.fail(`There is no ${name}`);

	test("the export has every parameter of n8n's node", async () => {
		const types = listAt(await client.call('GET', '/types/nodes.json'));
		const description = types.find(
			(one) => at(one, 'name') === OLD_NODE && at(one, 'version') === 2,
		);
		const missing: string[] = [];
		for (const property of listAt(description, 'properties')) {
			const [resource] = shownFor(property, 'resource');
			const [operation] = shownFor(property, 'operation');
			const name = String(at(property, 'name'));
			const isCovered = resource !== undefined && resource !== 'opportunity' && operation;
			if (!isCovered || operation === 'lookup' || at(property, 'type') === 'notice') continue;
			const parameters = exported.nodes
				.filter(({ type }) => type === OLD_NODE)
				.map((node) => node.parameters)
				.filter((one) => (one['resource'] ?? 'contact') === resource)
				.filter((one) => (one['operation'] ?? firstOf(resource)) === operation);
			const fields = at(property, 'type') === 'collection' ? listAt(property, 'options') : [];
			const wanted = fields.map((field) => `${name}.${String(at(field, 'name'))}`);
			for (const path of wanted.length > 0 ? wanted : [name]) {
				// n8n's default, which it does not export.
				if (path === 'completed') continue;
				if (!parameters.some((one) => at(one, ...path.split('.')) !== undefined)) {
					missing.push(`${resource} ${operation} ${path}`);
				}
			}
		}
		assert.deepEqual(missing, []);
	});

	test('all 12 actions for contacts, tasks and calendars are converted, the 5 others are left', () => {
		const [report] = listAt(answer, 'report');
		const actions = new Set(listAt(report, 'converted').map((one) => at(one, 'from')));
		assert.equal(actions.size, 12);
		const left = listAt(report, 'left').map((one) => String(at(one, 'node')));
		assert.equal(left.length, 5);
		for (const name of left)
			assert.deepEqual(nodeOf(converted(), name), nodeOf(asDefinition(), name));
	});

	const asDefinition = () => exported as unknown as WorkflowDefinition;

	/** Runs a workflow without the nodes for opportunities, which the stand-in does not serve. */
	async function run(workflow: WorkflowDefinition, name: string): Promise<Execution> {
		const nodes = workflow.nodes.map((node) =>
			node.parameters['resource'] === 'opportunity' ? { ...node, disabled: true } : node,
		);
		const stored = await client.createWorkflow({ ...workflow, name, nodes });
		const execution = await client.runManually(stored, 'Start');
		assertSucceeded(execution);
		return execution;
	}

	void suite('both workflows, run', () => {
		let was: Execution;
		let is: Execution;

		before(async () => {
			oldHighLevel.oauth.set({ autoConsent: { locationId: SEED.locationId } });
			old = await client.createCredential('Old', 'highLevelOAuth2Api', {
				clientId: oldHighLevel.app.clientId,
				clientSecret: oldHighLevel.app.clientSecret,
				authUrl: 'https://marketplace.gohighlevel.com/oauth/chooselocation',
				scope: SCOPES,
			});
			await client.connectOAuth2(old.id, async (address) => {
				const { pathname, search } = new URL(address);
				return await followRedirects(`${oldHighLevel.url}${pathname}${search}`, client.callbackUrl);
			});
			const workflow = asDefinition();
			for (const node of workflow.nodes) {
				if (node.type === OLD_NODE) node.credentials = { highLevelOAuth2Api: old };
			}
			was = await run(workflow, 'Old');
			const credentials = { highLevelPrivateIntegrationApi: token };
			is = await run(chooseCredentials(converted(), credentials), 'New');
		});

		/** What a node put out, without the times of the account and the ID of the request. */
		const outputs = (execution: Execution, name: string): JsonObject[] =>
			JSON.parse(
				JSON.stringify(outputOf(execution, name), (key, value: unknown) =>
					/^(dateAdded|dateUpdated|timestamp|traceId)$/.test(key) ? undefined : value,
				),
			) as JsonObject[];

		test('leave the same behind, but for what the old node cannot do', () => {
			const expected = contentOf(oldHighLevel);
			// It names the sub-account as the author of a note, and sends custom fields of an update in its own form.
			assert.equal(expected.notes.length, 0);
			expected.notes.push(['zoe@example.com', 'Met Zoe at the fair']);
			const changed = expected.contacts.find(({ email }) => email === 'person0@seed.example.com');
			assert.equal(changed?.customFields.length, 0);
			changed?.customFields.push({ id: SEED.customFields.plan, value: 'Plus' });
			const found = contentOf(newHighLevel);
			assert.deepEqual(found, expected);
			assert.equal(found.appointments.length, 1);
			assert.equal(found.tasks.length, 2);
		});

		test('say the same', () => {
			for (const name of ['Update Contact', 'Get Contact', 'Get Free Slots']) {
				assert.deepEqual(outputs(is, name), outputs(was, name), name);
			}
			for (const name of ['Create Task', 'Update Task', 'Get Task']) {
				const [one] = outputs(was, name);
				const { id: _, ...task } = at(one, 'task') as JsonObject;
				const [{ id: __, ...now } = {}] = outputs(is, name);
				assert.deepEqual(now, task, name);
			}
			const titles = (execution: Execution) =>
				outputs(execution, 'Get Tasks').map((one) => one['title']);
			assert.equal(titles(was).length, 3);
			assert.deepEqual(titles(is), titles(was));
			const emails = (execution: Execution, name: string) =>
				outputs(execution, name).map(({ email }) => email);
			const NEWEST = 'Newest Contacts';
			assert.equal(emails(was, NEWEST).length, 2);
			assert.deepEqual(emails(is, NEWEST), emails(was, NEWEST));
			// The old node sorts by parameters that HighLevel's reference does not have for its list.
			assert.match(String(outputs(was, 'Get Contacts')[0]?.['error']), /request is invalid/);
			assert.deepEqual(
				emails(is, 'Get Contacts').sort(),
				[0, 1, 2, 3, 4].map((index) => `person${index}@seed.example.com`),
			);
		});

		test('converted once more, nothing changes', async () => {
			const again = await client.callWebhook(imported.path('By Webhook'), converted());
			assert.deepEqual(listAt(again.body, 'workflows')[0], converted());
		});
	});

	test('what surrounds the parameters survives', () => {
		const { nodes, connections, ...rest } = converted();
		const { nodes: _, connections: __, id: ___, versionId: ____, active: _____, ...own } = exported;
		assert.deepEqual(rest, own);
		for (const { parameters: _, type: __, typeVersion, credentials, ...node } of exported.nodes) {
			const now = nodeOf({ nodes }, node.name);
			for (const [key, value] of Object.entries(node)) assert.deepEqual(at(now, key), value, key);
			const isConverted = now.type.startsWith(OURS);
			assert.equal(now.credentials !== undefined, credentials !== undefined && !isConverted);
			assert.equal(now.typeVersion, isConverted ? 1.1 : typeVersion);
		}
		const { 'Save Contact': note, ...others } = connections;
		assert.deepEqual(others, exported.connections);
		assert.deepEqual(note?.main, [[{ node: 'Save Contact: Note', type: 'main', index: 0 }]]);
	});

	test('the form takes a file, and shows the report with the converted file', async () => {
		const body = new FormData();
		body.append('field-0', '');
		body.append('field-1', new Blob([JSON.stringify(exported)]), 'export.json');
		body.append('field-2', 'OAuth2 (Marketplace App)');
		const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
		const url = `${n8n.url}/form/${imported.path('Convert a Workflow')}`;
		const response = await fetch(url, { method: 'POST', body, headers });
		const waiting = String(at(await response.json(), 'formWaitingUrl'));
		const status = waiting.replace('?', '/n8n-execution-status?');
		await until('the form to wait', 15_000, async () => {
			const text = await (await fetch(status, { headers })).text();
			return text === 'form-waiting' || undefined;
		});
		const page = await (await fetch(waiting, { headers })).text();
		assert.match(page, /15 converted, 5 left as they are/);
		const [, encoded = ''] = /decodeURIComponent\("([^"]+)"\)/.exec(page) ?? [];
		const [file] = listAt(JSON.parse(decodeURIComponent(encoded)));
		assert.equal(at(file, 'fileName'), 'converted-workflow.json');
		const fromForm = JSON.parse(String(at(file, 'data'))) as WorkflowDefinition;
		for (const { name, type, parameters } of fromForm.nodes) {
			assert.equal(type, nodeOf(converted(), name).type);
			const login = type.startsWith(OURS) ? 'oAuth2' : undefined;
			assert.equal(parameters['authentication'], login);
		}
		assert.deepEqual(fromForm.connections, converted().connections);
	});
});

function shownFor(property: unknown, name: string): string[] {
	const shown = at(property, 'displayOptions', 'show', name);
	return Array.isArray(shown) ? shown.map(String) : [];
}

function firstOf(resource: string): string {
	return resource === 'calendar' ? 'bookAppointment' : 'create';
}
