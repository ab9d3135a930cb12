/**
 * Every template published at once in one n8n: one HighLevel, one CalendarHero, and an ActiveCampaign account for each that
 * needs one, but one for the two that keep the pairs of calendars and records in one table. The changes that start them, and
 * how their results are recognized, are those of the demo.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { sharedSettings, TEMPLATES } from '../../../scripts/demo/templates';
import type { Demo } from '../../../scripts/demo/demo';
import type { DemoTemplate } from '../../../scripts/demo/template';
import type { ActiveCampaignStandIn } from '../../standins/activecampaign';
import { startCalendarHeroStandIn } from '../../standins/calendarhero';
import { startChatModelStandIn } from '../../standins/chatmodel';
import type { ChatModelStandIn } from '../../standins/chatmodel';
import type { CalendarHeroStandIn } from '../../standins/calendarhero';
import { outputOf, until } from '../lib/client';
import type { Execution, WorkflowNode } from '../lib/client';
import { textAt } from '../lib/json';
import { fastSettings, Office, writesOf } from '../lib/office';
import type { Imported } from '../lib/templateRuns';
import { assertSucceeded, importTemplate, isFaultOfN8n, runFrom } from '../lib/templateRuns';
import type { Credentials } from '../lib/templates';
import { readTemplate, settingNames, templateNames } from '../lib/templates';
import { listenForTold } from '../lib/told';
import type { Told } from '../lib/told';
import { TRIGGER_NAME, untilAnswers, untilIdle } from '../lib/webhooks';
import { PRIVATE_INTEGRATION, privateIntegrationData } from '../lib/world';

const SOON_MS = 60_000;
const SET_UP = 'activecampaign-set-up';
const CALENDARS = 'highlevel-calendars-to-activecampaign';
const CALENDARS_BACK = 'activecampaign-calendars-to-highlevel';
const UNDO = 'activecampaign-undo-set-up';
const DEDUPLICATE = 'deduplicate-webhooks';
/** It needs a Redis server, and has a test of its own. */
const LEFT_OUT = ['deduplicate-webhooks-redis'];
const BY_HAND = 'Execute Workflow';
const NAMES = templateNames().filter((name) => !LEFT_OUT.includes(name));

void suite('all templates in one n8n', () => {
	let office: Office;
	let calendarHero: CalendarHeroStandIn;
	let chatModel: ChatModelStandIn;
	let told: Told;
	const accounts = new Map<string, ActiveCampaignStandIn>();
	const imported = new Map<string, Imported>();
	const settingsUp: Array<Promise<Execution>> = [];
	const of = (name: string): Imported => imported.get(name) ?? assert.fail(name);
	const accountOf = (name: string) => accounts.get(name) ?? assert.fail(name);
	const entryOf = (name: string) => TEMPLATES.find(({ file }) => file === name);

	const soon = async (what: string, isSo: () => boolean) =>
		await until(what, SOON_MS, async () => isSo() || undefined);
	const demoOf = (name: string): Demo => ({
		client: office.client,
		highLevel: office.highLevel,
		calendarHero,
		chatModel,
		activeCampaign: accounts.get(name) ?? accountOf(SET_UP),
	});
	/** What all services were made to change; registering a webhook changes nothing that anybody reads. */
	const writes = (): string[] => [
		...[...office.highLevel.log, ...calendarHero.log].flatMap(({ effect }) =>
			effect && !effect.kind.startsWith('hook.') ? [effect.kind] : [],
		),
		...[...new Set(accounts.values())].flatMap(writesOf),
	];

	/** What the instructions tell to change besides settings, and addresses that the demo's clicks know. */
	function adjust(name: string, nodes: WorkflowNode[], demo: Demo): void {
		const adjusted = entryOf(name)?.adjust?.({ name, nodes, connections: {} }, demo);
		if (adjusted) nodes.splice(0, nodes.length, ...adjusted.nodes);
		if (name !== DEDUPLICATE) return;
		const { appId, publicKey } = office.highLevel.webhooks;
		const trigger = nodes.find((node) => node.name === TRIGGER_NAME) ?? assert.fail(name);
		Object.assign(trigger.parameters, { appId, options: { publicKeys: publicKey } });
	}

	async function importOne(name: string, services: Credentials): Promise<void> {
		const needsAccount = readTemplate(name).nodes.some(({ type, parameters }) =>
			/activeCampaign/i.test(`${type} ${String(parameters['nodeCredentialType'])}`),
		);
		const credentials = { ...services };
		if (needsAccount) {
			const shared = name === CALENDARS_BACK ? accountOf(CALENDARS) : undefined;
			const account = shared ?? (await office.activeCampaign({ seed: 'small' }));
			accounts.set(name, account);
			Object.assign(credentials, await office.credentials(account));
		}
		const demo = demoOf(name);
		const settings = {
			...sharedSettings(demo),
			...fastSettings(demo.activeCampaign),
			...{ tellUrl: told.url, turnSeconds: 120 },
			...entryOf(name)?.settings?.(demo),
			...(name === UNDO ? { showOnly: false } : {}),
		};
		const known = settingNames(readTemplate(name));
		const chosen = Object.entries(settings).filter(([setting]) => known.includes(setting));
		const change = (nodes: WorkflowNode[]) => adjust(name, nodes, demo);
		imported.set(
			name,
			await importTemplate(office.client, name, credentials, Object.fromEntries(chosen), change),
		);
		if (!needsAccount || [SET_UP, CALENDARS_BACK].includes(name)) return;
		const settingUp = { activeCampaignUrl: demo.activeCampaign.url, callsPerSecond: 100 };
		const forThisAccount = await office.import(SET_UP, credentials, settingUp);
		settingsUp.push(office.run(forThisAccount, BY_HAND));
	}

	before(async () => {
		told = await listenForTold();
		office = await Office.open();
		office.highLevel.limiter.set({ max: 1000 });
		calendarHero = await startCalendarHeroStandIn({ seed: 'empty' });
		chatModel = await startChatModelStandIn();
		const { token, url: apiUrl } = calendarHero;
		const credentials = {
			[PRIVATE_INTEGRATION]: await office.client.createCredential(
				'HighLevel',
				PRIVATE_INTEGRATION,
				privateIntegrationData({ standIn: office.highLevel }),
			),
			calendarHeroApi: await office.client.createCredential('CalendarHero', 'calendarHeroApi', {
				...{ token, apiUrl },
			}),
			openAiApi: await office.client.createCredential('Chat model', 'openAiApi', {
				...{ apiKey: chatModel.apiKey, url: chatModel.url },
			}),
		};
		await importOne(SET_UP, credentials);
		await importOne(CALENDARS, credentials);
		for (const name of NAMES) if (!imported.has(name)) await importOne(name, credentials);
		for (const run of await Promise.all(settingsUp)) assertSucceeded(run);
		for (const name of NAMES) {
			const { stored } = of(name);
			const isByHand = stored.nodes.some((node) => node.name === BY_HAND);
			if (!isByHand) await office.client.activate(stored.id);
		}
		await soon('the hooks', () => {
			const hooks = [...new Set(accounts.values())].map(({ state }) => state.webhooks.size);
			return calendarHero.state.hooks.size === 7 && hooks.filter((size) => size === 1).length === 2;
		});
	});

	after(async () => {
		await office?.close();
		await calendarHero?.close();
		await chatModel?.close();
		told?.close();
	});

	async function play(entry: DemoTemplate): Promise<void> {
		const { stored } = of(entry.file);
		const demo = demoOf(entry.file);
		if (entry.atStart !== undefined) {
			assertSucceeded(await runFrom(office.client, of(entry.file), entry.atStart));
		}
		const round = entry.round(demo);
		const shown = round.look();
		await round.change(stored);
		if (entry.startFrom !== undefined) await office.client.startManually(stored, entry.startFrom);
		await soon(round.where, () => round.hasArrived(shown));
		if (entry.endsWaiting !== true) await untilIdle(office.client, stored.id);
	}

	for (const entry of TEMPLATES) test(entry.file, async () => await play(entry));

	test(DEDUPLICATE, async () => {
		const { webhooks } = office.highLevel;
		const { stored, path } = of(DEDUPLICATE);
		const url = `${office.n8n.url}/webhook/${path(TRIGGER_NAME)}/webhook`;
		await untilAnswers(webhooks, url);
		const delivery = webhooks.appWebhook('ContactUpdate', { id: 'contact-1' });
		for (let round = 0; round < 2; round += 1) await webhooks.deliver(url, delivery);
		await untilIdle(office.client, stored.id);
		const ids = await office.client.executionIds(stored.id);
		const runs = await Promise.all(ids.map(async (id) => await office.client.execution(id)));
		const passed = runs
			.filter((run) => run.runs['New Deliveries Only'])
			.flatMap((run) => outputOf(run, 'New Deliveries Only'));
		assert.deepEqual(
			passed.map((item) => textAt(item, 'contactId')),
			['contact-1'],
		);
	});

	test(UNDO, async () => {
		const { state } = accountOf(UNDO);
		const [fields, tags] = [state.fields.size, state.tags.size];
		assertSucceeded(await runFrom(office.client, of(UNDO), BY_HAND));
		assert.deepEqual([fields - state.fields.size, tags - state.tags.size], [6, 4]);
	});

	test('every template has a test here', () => {
		const tested = [...TEMPLATES.map(({ file }) => file), DEDUPLICATE, UNDO];
		assert.deepEqual([...tested].sort(), [...NAMES].sort());
	});

	test('everything once more changes nothing, and no published run has failed', async () => {
		const everything = NAMES.flatMap((name) => {
			const schedule = /^Every \d+ Minutes$/;
			const start = of(name).stored.nodes.find(
				(node) => schedule.test(node.name) || node.name === BY_HAND,
			);
			return start === undefined ? [] : [{ name, start: start.name }];
		});
		// The booking workflow and the agent do not compare: each request is new to them.
		assert.equal(everything.length, NAMES.length - 2);
		const runAll = async () => {
			await Promise.all(
				everything.map(async ({ name, start }) => {
					assertSucceeded(await runFrom(office.client, of(name), start));
					await untilIdle(office.client, of(name).stored.id);
				}),
			);
			await calendarHero.settled();
		};
		// What one template did may start another one.
		await runAll();
		for (const { log } of [office.highLevel, calendarHero, ...accounts.values()]) log.length = 0;
		await runAll();
		assert.deepEqual(writes(), []);
		assert.deepEqual(
			told.texts.filter((text) => !isFaultOfN8n(text)),
			[],
		);
	});
});
