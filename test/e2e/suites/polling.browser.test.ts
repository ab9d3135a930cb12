/** The polling triggers as users see them: n8n's node panel, and the parameters of every event. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { EVENT_PARAMETERS } from '../../HighLevel/polling/eventFixtures';
import { SEED } from '../../standins/highlevel';
import { openEditor } from '../lib/browser';
import type { Editor } from '../lib/browser';
import { until } from '../lib/client';
import type { JsonObject } from '../lib/json';
import { at, listAt } from '../lib/json';
import { OWNER } from '../lib/n8n';
import { setup } from '../lib/setup';
import type { Login, World } from '../lib/world';
import { ourNode, privateIntegration, startWorld } from '../lib/world';

const TRIGGERS = [
	{
		type: 'n8n-nodes-gohighlevel.highLevelContactsTrigger',
		entry: 'HighLevel Contacts',
		events: contactEvents,
	},
	{
		type: 'n8n-nodes-gohighlevel.highLevelCalendarsTrigger',
		entry: 'HighLevel Calendars',
		events: calendarEvents,
	},
];
const SAVED_WITHIN_MS = 30_000;

void suite("the polling triggers in n8n's editor", () => {
	let world: World;
	let editor: Editor;
	let login: Login;

	before(async () => {
		const { chromium, artifacts } = setup();
		assert.ok(chromium, 'CHROMIUM_PATH is not set');
		world = await startWorld();
		login = await privateIntegration(world, 'My sub-account');
		editor = await openEditor({ url: world.n8n.url, chromium, artifacts });
		await editor.signIn(OWNER);
	});

	after(async () => {
		await editor?.close();
		await world?.stop();
	});

	/** Stores a workflow with several triggers and opens it. */
	async function open(type: string, nodes: Array<[name: string, parameters: JsonObject]>) {
		const { id } = await world.client.createWorkflow({
			name: 'Triggers',
			nodes: nodes.map(([name, parameters], place) =>
				ourNode(name, type, login, parameters, {
					position: [(place % 5) * 240, Math.floor(place / 5) * 200],
				}),
			),
			connections: {},
		});
		await editor.openWorkflow(id);
		return id;
	}

	for (const { entry, type, events } of TRIGGERS) {
		test(`the node panel lists every event of ${entry}`, async () => {
			// n8n offers triggers first if the workflow has none.
			const { id } = await world.client.createWorkflow({
				name: 'Empty',
				nodes: [],
				connections: {},
			});
			await editor.page.goto(`${world.n8n.url}/workflow/${id}`);
			await editor.openNodeCreator();
			await editor.searchNodes(entry);
			await editor.creatorItem(entry).click();
			for (const { action } of events) await editor.creatorItem(action).waitFor();
			await editor.screenshot(`polling-panel-${entry.toLowerCase().replace(' ', '-')}`);
		});

		test(`every event of ${entry} has its own fields and notice`, async () => {
			await open(
				type,
				events.map(({ value, name }) => [
					name,
					{ event: value, ...((EVENT_PARAMETERS[value] ?? {}) as JsonObject) },
				]),
			);
			for (const { value, name, fields, notice } of events) {
				// The node's name, and the same as its subtitle.
				await editor.node(name).getByText(name, { exact: true }).nth(1).waitFor();
				await editor.openNode(name);
				await editor.parameter('event').waitFor();
				for (const field of fields) {
					await editor.panel.getByText(field.displayName, { exact: true }).first().waitFor();
				}
				if (notice !== undefined) await editor.panel.getByText(notice).waitFor();
				await editor.screenshotParameters(`polling-${value}`);
				await editor.closeNode();
			}
		});
	}

	/** Waits until n8n has stored a value in the workflow's node. */
	async function saved(workflowId: string, text: string): Promise<void> {
		await until(`${text} to be saved`, SAVED_WITHIN_MS, async () => {
			const [node] = listAt(await world.client.workflow(workflowId), 'nodes');
			return JSON.stringify(at(node, 'parameters')).includes(text) ? true : undefined;
		});
	}

	/** Chooses from a list once n8n has loaded it; until then the field cannot be clicked. */
	async function choose(parameter: string, text: string): Promise<void> {
		await editor.parameter(parameter).locator('input:enabled').first().waitFor();
		await editor.chooseOption(parameter, text);
	}

	test('an event can be chosen, and the lists offer what the account has', async () => {
		const [contacts, calendars] = TRIGGERS;
		const id = await open(contacts?.type ?? '', [['On a Contact', { event: 'contactCreated' }]]);
		await editor.openNode('On a Contact');
		await choose('event', 'Tag Removed');
		await choose('tags', 'newsletter');
		await saved(id, '"tags":["newsletter"]');
		await editor.closeNode();

		const dated = await open(contacts?.type ?? '', [['On a Date', { event: 'dateReached' }]]);
		await editor.openNode('On a Date');
		await choose('dateField', 'Renewal Date');
		await choose('dateZone', 'Europe/Berlin');
		await saved(dated, `"dateField":"${SEED.customFields.renewal}"`);
		await saved(dated, '"dateZone":"Europe/Berlin"');
		await editor.screenshot('polling-pickers-date');
		await editor.closeNode();

		const slots = await open(calendars?.type ?? '', [['On a Slot', { event: 'freeSlotOpened' }]]);
		await editor.openNode('On a Slot');
		await editor.pickFromList('calendarId', 'Team Consultation', 'team');
		await saved(slots, SEED.calendars.team);
		await editor.closeNode();

		const blocks = await open(calendars?.type ?? '', [
			['On a Block', { event: 'blockedSlotAdded' }],
		]);
		await editor.openNode('On a Block');
		await choose('calendarIds', 'Discovery Call');
		await saved(blocks, SEED.calendars.discovery);
		await editor.screenshot('polling-pickers-block');
		await editor.closeNode();
	});

	test('a test run in the editor shows a real record', async () => {
		const type = TRIGGERS[0]?.type ?? '';
		await open(type, [['New Contact', { event: 'contactCreated' }]]);
		await editor.openNode('New Contact');
		await editor.executeStep();
		await editor.waitForOutput(/1 item/);
		await editor.screenshot('polling-test-run');
		await editor.closeNode();
	});

	test("no error occurred in the page's scripts", () => {
		assert.deepEqual(editor.pageErrors, []);
	});
});
