/** The template that sends contacts of ActiveCampaign free times of a HighLevel calendar. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { credentialsOf, openActiveCampaign } from '../lib/accounts';
import type { ActiveCampaignAccount } from '../lib/accounts';
import type { StoredWorkflow } from '../lib/client';
import { until } from '../lib/client';
import { setUpTemplate } from '../lib/templates';
import type { World } from '../lib/world';
import { privateIntegration, startWorld } from '../lib/world';

void suite('send free times', () => {
	let world: World;
	let account: ActiveCampaignAccount;
	let stored: StoredWorkflow;

	before(async () => {
		world = await startWorld();
		const login = await privateIntegration(world);
		account = await openActiveCampaign(world, 'ActiveCampaign', {
			firstFieldId: 31,
			seed: (admin) => {
				for (const [title, type, perstag] of [
					['HL Calendar', 'dropdown', 'HL_CALENDAR'],
					['HL Free Slots', 'textarea', 'HL_FREE_SLOTS'],
					['HL Slots Updated', 'datetime', 'HL_SLOTS_UPDATED'],
				] as const)
					admin.addField({ title, type, perstag });
				for (const tag of ['wants-times', 'times-ready', 'no-times']) admin.createTag(tag);
				admin.addContact({ email: 'ana@example.com', fields: { HL_CALENDAR: 'Discovery call' } });
			},
		});
		stored = await world.client.createWorkflow(
			setUpTemplate('activecampaign-send-free-times', credentialsOf(login.reference, account), {
				activeCampaignUrl: account.standIn.url,
				showOnly: false,
				defaultCalendar: 'Discovery Call',
				calendars: [],
			}),
		);
		await world.client.activate(stored.id);
		await until('the hook', 30_000, async () => account.standIn.state.webhooks.size > 0 || undefined);
	});

	after(async () => {
		await world?.stop();
		await account?.standIn.close();
	});

	test('a tag', async () => {
		account.standIn.as('admin').addTag('ana@example.com', 'wants-times');
		await account.standIn.webhooks.settled();
		console.log('');
		const [execution] = await world.client.waitForExecutions(stored.id, 1, 20_000).catch(async () => { console.log(world.n8n.output().slice(-3000), await world.client.executionIds(stored.id)); return []; });
		console.log(execution?.status, JSON.stringify(execution?.error ?? null));
		console.log(Object.entries(execution?.runs ?? {}).map(([name, runs]) => `${name}: ${JSON.stringify(runs).slice(0, 300)}`).join('\n'));
		console.log(JSON.stringify(account.standIn.contacts(), null, 1));
		console.log(account.standIn.log.map((e) => `${e.at % 100000 | 0} ${e.method} ${e.path} ${e.status}`).join('\n'));
		assert.ok(execution);
	});
});
