/**
 * A walk through every panel: each operation, each event of the triggers, each credential, as a user sees them. Keeps
 * pictures, and sheets of many pictures, for somebody to look at; the test itself finds pages that raise errors and panels
 * without parameters.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { INodeType } from 'n8n-workflow';
import { HighLevelAppOAuth2Api } from '../../../credentials/HighLevelAppOAuth2Api.credentials';
import { addRecords, ITEMS } from '../../faults/worlds/highLevelRecords';
import { startCalendarHeroStandIn } from '../../standins/calendarhero';
import type { CalendarHeroStandIn } from '../../standins/calendarhero';
import { openEditor } from '../lib/browser';
import type { Editor } from '../lib/browser';
import { atConsentPage } from '../lib/consent';
import type { JsonObject } from '../lib/json';
import { OWNER } from '../lib/n8n';
import { filledPanelsOf, firstPanelsOf, newestVersion, panelsOf, pickersOf } from '../lib/panels';
import type { Panel } from '../lib/panels';
import { setup } from '../lib/setup';
import { makeSheets, NARROW, WIDE } from '../lib/sheets';
import type { Layout } from '../lib/sheets';
import type { Login, World } from '../lib/world';
import { oAuth2, ourNode, privateIntegration, startWorld } from '../lib/world';

const DAY = 86_400_000;
const PACKAGE = 'n8n-nodes-gohighlevel';
const TALL = { width: 1000, height: 1500 };
/** Room for a panel with every field added. */
const TALLEST = { width: 1000, height: 8000 };
const SMALL = { width: 1280, height: 720 };
const LISTS = { width: 1000, height: 700 };

const NODES = [
	'HighLevelContacts',
	'HighLevelCalendars',
	'HighLevelContactsTrigger',
	'HighLevelCalendarsTrigger',
	'HighLevelWebhookTrigger',
	'CalendarHero',
	'CalendarHeroTrigger',
].map((name): INodeType => {
	const folder = name.startsWith('CalendarHero') ? 'CalendarHero' : 'HighLevel';
	// The built file, since the loader takes `.node` for another kind of file.
	const path = join(__dirname, '..', '..', '..', 'dist', 'nodes', folder, `${name}.node.js`);
	const built = createRequire(__filename)(path) as Record<string, new () => INodeType>;
	const NodeClass = built[name];
	assert.ok(NodeClass, `${name} is not built`);
	return new NodeClass();
});

void suite('a walk through the panels', () => {
	let world: World;
	let editor: Editor;
	let token: Login;
	let agency: Login;
	let calendarHero: Login;
	let calendarHeroStandIn: CalendarHeroStandIn;

	before(async () => {
		const { chromium, artifacts } = setup();
		assert.ok(chromium, 'CHROMIUM_PATH is not set');
		world = await startWorld();
		addRecords(world.standIn);
		token = await privateIntegration(world, 'My sub-account');
		const [scopes] = new HighLevelAppOAuth2Api().properties.filter(({ name }) => name === 'scope');
		agency = await oAuth2(world, 'My agency', {
			userType: 'Company',
			locationId: world.standIn.locationId,
			scope: `${scopes?.default as string} oauth.readonly oauth.write`,
		});
		await world.client.connectOAuth2(agency.reference.id, atConsentPage('company'));
		calendarHeroStandIn = await startCalendarHeroStandIn();
		const soon = (days: number) => new Date(Date.now() + days * DAY).toISOString();
		calendarHeroStandIn.requestAsUser({
			subject: 'Review',
			emails: ['jonas@brightmill.example'],
			dateStart: soon(1),
			dateEnd: soon(2),
		});
		const type = 'calendarHeroApi';
		const data = { token: calendarHeroStandIn.token, apiUrl: calendarHeroStandIn.url };
		const reference = await world.client.createCredential('My CalendarHero', type, data);
		calendarHero = { ...token, reference, credentials: { [type]: reference } };
		editor = await openEditor({ url: world.n8n.url, chromium, artifacts });
		await editor.signIn(OWNER);
	});

	after(async () => {
		await editor?.close();
		await world?.stop();
		await calendarHeroStandIn?.close();
	});

	/** Opens each panel and keeps a picture of it. Returns the pictures' paths. */
	async function walk(
		node: INodeType,
		panels: Panel[],
		login: Login,
		look: (title: string) => Promise<string>,
	): Promise<string[]> {
		const { name } = node.description;
		const nodes = panels.map(({ title, parameters }, index) =>
			ourNode(title, `${PACKAGE}.${name}`, login, parameters, {
				typeVersion: newestVersion(node),
				position: [(index % 10) * 300, Math.floor(index / 10) * 200],
			}),
		);
		const { id } = await world.client.createWorkflow({
			name,
			nodes,
			connections: {},
			settings: {},
		});
		const pictures: string[] = [];
		await editor.openWorkflow(id);
		for (const [index, { title }] of panels.entries()) {
			await editor.showNode(id, nodes[index]?.id ?? '');
			pictures.push(await look(`walk-${name}-${title}`));
		}
		return pictures;
	}

	const sheets = async (name: string, pictures: string[], layout: Layout) =>
		await makeSheets(editor.page, pictures, join(setup().artifacts, `sheet-${name}`), layout);

	/** CalendarHero has one kind of credential. */
	const loginOf = ({ description }: INodeType, login: Login): Login =>
		description.name.startsWith('calendarHero') ? calendarHero : login;

	/** Titles that do not fit into the panel, with the pictures that show them. */
	const cutOff: string[] = [];

	const parameters = async (title: string) => {
		cutOff.push(...(await editor.cutOffTitles()).map((text) => `${title}: ${text}`));
		return await editor.screenshotSettings(title);
	};

	for (const node of NODES) {
		const { name } = node.description;

		test(`${name}: every operation and event, in the light theme`, async () => {
			await editor.page.emulateMedia({ colorScheme: 'light' });
			await editor.page.setViewportSize(TALL);
			const pictures = await walk(node, panelsOf(node), loginOf(node, token), parameters);
			assert.ok(pictures.length > 0);
			await sheets(`${name}-light`, pictures, NARROW);
			assert.deepEqual(editor.pageErrors, []);
		});

		const filled = filledPanelsOf(node);
		const skip = filled.length === 0 && 'has no fields to add';
		test(`${name}: all fields that can be added`, { skip }, async () => {
			await editor.page.emulateMedia({ colorScheme: 'light' });
			await editor.page.setViewportSize(TALLEST);
			cutOff.length = 0;
			const pictures = await walk(node, filled, loginOf(node, token), parameters);
			await sheets(`${name}-filled`, pictures, NARROW);
			assert.deepEqual(cutOff, []);
			assert.deepEqual(editor.pageErrors, []);
		});

		const pickers = pickersOf(node, 'oAuth2', ITEMS[0] as JsonObject);
		const none = pickers.length === 0 && 'has no lists to choose from';
		test(`${name}: every list to choose from`, { skip: none }, async () => {
			await editor.page.emulateMedia({ colorScheme: 'light' });
			await editor.page.setViewportSize(LISTS);
			const empty: string[] = [];
			const rest = [...pickers];
			const login = loginOf(node, name.startsWith('calendarHero') ? token : agency);
			const pictures = await walk(node, pickers, login, async (title) => {
				const entries = await editor.openList(rest.shift()?.parameter ?? '');
				if (entries === 0) empty.push(title);
				return await editor.screenshot(title, editor.panel);
			});
			await sheets(`${name}-lists`, pictures, WIDE);
			assert.deepEqual(empty, []);
			assert.deepEqual(editor.pageErrors, []);
		});

		test(`${name}: first panels and events in a small window, in the dark theme`, async () => {
			await editor.page.emulateMedia({ colorScheme: 'dark' });
			await editor.page.setViewportSize(SMALL);
			const login = loginOf(node, agency);
			const pictures = await walk(node, firstPanelsOf(node), login, async (title) =>
				editor.screenshot(`${title}-dark`),
			);
			await sheets(`${name}-dark`, pictures, WIDE);
			assert.deepEqual(editor.pageErrors, []);
		});
	}

	test('the credentials', async () => {
		const pictures: string[] = [];
		for (const colorScheme of ['light', 'dark'] as const) {
			await editor.page.emulateMedia({ colorScheme });
			await editor.page.setViewportSize({ width: 1280, height: 1100 });
			for (const login of [token, agency, calendarHero]) {
				const { id } = login.reference;
				await editor.page.goto(`${world.n8n.url}/home/credentials/${id}`);
				await editor.id('credential-connection-parameter').first().waitFor();
				pictures.push(await editor.screenshot(`walk-credential-${id}-${colorScheme}`));
			}
		}
		await sheets('credentials', pictures, WIDE);
		assert.deepEqual(editor.pageErrors, []);
	});
});
