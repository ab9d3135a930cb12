/**
 * A walk through every panel: each operation, each event of the triggers, each credential, as a user sees them. Keeps
 * pictures, and sheets of many pictures, for somebody to look at; the test itself finds pages that raise errors and panels
 * without parameters.
 */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import { openEditor } from '../lib/browser';
import type { Editor } from '../lib/browser';
import type { JsonObject } from '../lib/json';
import { OWNER } from '../lib/n8n';
import { setup } from '../lib/setup';
import type { Login, World } from '../lib/world';
import { oAuth2, ourNode, privateIntegration, startWorld } from '../lib/world';

const PACKAGE = 'n8n-nodes-gohighlevel';
const TALL = { width: 1000, height: 1500 };
const SMALL = { width: 1280, height: 720 };
const PER_SHEET = 8;

/** One panel to open. */
interface Panel {
	title: string;
	parameters: JsonObject;
}

const choices = (property: INodeProperties | undefined): string[] =>
	(property?.options ?? [])
		.filter((option): option is INodePropertyOptions => 'value' in option)
		.map(({ value }) => String(value));

const named = ({ description }: INodeType, name: string) =>
	description.properties.filter((property) => property.name === name);

/** Every operation of an action node, or every event of a trigger. */
function panelsOf(node: INodeType): Panel[] {
	const [resources] = named(node, 'resource');
	const panels = choices(resources).flatMap((resource) => {
		const menu = named(node, 'operation').find(({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(resource),
		);
		return choices(menu).map((operation) => ({
			title: `${resource}-${operation}`,
			parameters: { resource, operation },
		}));
	});
	const [events] = named(node, 'event');
	const triggers = choices(events).map((event) => ({ title: event, parameters: { event } }));
	const [sources] = named(node, 'source');
	const webhooks = choices(sources).map((source) => ({ title: source, parameters: { source } }));
	const all = [...panels, ...triggers, ...webhooks];
	return all.length > 0 ? all : [{ title: 'new', parameters: {} }];
}

/** The first panel that a user sees of each resource, and every trigger as it is added. */
const firstOf = (node: INodeType): Panel[] => [
	{ title: 'new', parameters: {} },
	...choices(named(node, 'resource')[0]).map((resource) => ({
		title: resource,
		parameters: { resource },
	})),
];

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

	before(async () => {
		const { chromium, artifacts } = setup();
		assert.ok(chromium, 'CHROMIUM_PATH is not set');
		world = await startWorld();
		token = await privateIntegration(world, 'My sub-account');
		agency = await oAuth2(world, 'My agency', { userType: 'Company' });
		const type = 'calendarHeroApi';
		const data = { token: 'a token', apiUrl: world.standIn.url };
		const reference = await world.client.createCredential('My CalendarHero', type, data);
		calendarHero = { ...token, reference, credentials: { [type]: reference } };
		editor = await openEditor({ url: world.n8n.url, chromium, artifacts });
		await editor.signIn(OWNER);
	});

	after(async () => {
		await editor?.close();
		await world?.stop();
	});

	/** Opens each panel and keeps a picture of it. Returns the pictures' paths. */
	async function walk(
		node: INodeType,
		panels: Panel[],
		login: Login,
		look: (title: string) => Promise<string>,
	): Promise<string[]> {
		const { name, version } = node.description;
		const typeVersion = Math.max(...[version].flat());
		const nodes = panels.map(({ title, parameters }, index) =>
			ourNode(title, `${PACKAGE}.${name}`, login, parameters, {
				typeVersion,
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
		for (const [index, { title }] of panels.entries()) {
			await editor.page.goto(`${world.n8n.url}/workflow/${id}/${nodes[index]?.id ?? ''}`);
			await editor.panel.waitFor();
			await editor.panel.locator('[data-test-id^="parameter-input-"]').first().waitFor();
			pictures.push(await look(`walk-${name}-${title}`));
		}
		return pictures;
	}

	/** Puts pictures side by side on sheets, which are easier to look through. */
	async function sheets(name: string, pictures: string[], width: number): Promise<void> {
		await editor.page.goto('about:blank');
		for (let start = 0; start < pictures.length; start += PER_SHEET) {
			const images = pictures.slice(start, start + PER_SHEET).map((path) => {
				const data = readFileSync(path).toString('base64');
				return `<img style="width:${width}px;margin:4px" src="data:image/png;base64,${data}">`;
			});
			await editor.page.setViewportSize({ width: width * 4 + 60, height: 900 });
			await editor.page.setContent(
				`<div style="display:flex;flex-wrap:wrap;align-items:flex-start">${images.join('')}</div>`,
			);
			await editor.page.screenshot({
				path: join(setup().artifacts, `sheet-${name}-${start / PER_SHEET + 1}.png`),
				fullPage: true,
			});
		}
		for (const picture of pictures) rmSync(picture);
	}

	/** CalendarHero has one kind of credential. */
	const loginOf = ({ description }: INodeType, login: Login): Login =>
		description.name.startsWith('calendarHero') ? calendarHero : login;

	const settings = () =>
		editor.panel.locator('[data-test-id="node-parameters"], .node-settings').first();

	for (const node of NODES) {
		const { name } = node.description;

		test(`${name}: every operation and event, in the light theme`, async () => {
			await editor.page.emulateMedia({ colorScheme: 'light' });
			await editor.page.setViewportSize(TALL);
			const pictures = await walk(node, panelsOf(node), loginOf(node, token), async (title) =>
				editor.screenshot(title, settings()),
			);
			assert.ok(pictures.length > 0);
			await sheets(`${name}-light`, pictures, 440);
			assert.deepEqual(editor.pageErrors, []);
		});

		test(`${name}: the first panel of every resource in a small window, in the dark theme`, async () => {
			await editor.page.emulateMedia({ colorScheme: 'dark' });
			await editor.page.setViewportSize(SMALL);
			const pictures = await walk(node, firstOf(node), loginOf(node, agency), async (title) =>
				editor.screenshot(`${title}-dark`),
			);
			await sheets(`${name}-dark`, pictures, 640);
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
		await sheets('credentials', pictures, 900);
		assert.deepEqual(editor.pageErrors, []);
	});
});
