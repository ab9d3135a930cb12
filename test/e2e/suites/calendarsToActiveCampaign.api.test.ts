/** The templates that set ActiveCampaign up and bring HighLevel's calendars into it. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { credentialsOf, openActiveCampaign } from '../lib/accounts';
import type { ActiveCampaignAccount } from '../lib/accounts';
import type { StoredWorkflow } from '../lib/client';
import { setUpTemplate } from '../lib/templates';
import type { Login, World } from '../lib/world';
import { privateIntegration, startWorld } from '../lib/world';

void suite('calendars', () => {
	let world: World;
	let account: ActiveCampaignAccount;
	let login: Login;
	let stored: StoredWorkflow;

	before(async () => {
		world = await startWorld();
		login = await privateIntegration(world);
		account = await openActiveCampaign(world, 'ActiveCampaign', { firstFieldId: 31 });
	});

	after(async () => {
		await world?.stop();
		await account?.standIn.close();
	});
	const log = () => account.standIn.log.map((e) => `${e.at % 100000 | 0} ${e.method} ${e.path} ${JSON.stringify(e.query)} ${e.status}`).join('\n');

	for (const round of [1, 2]) test(`set up ${round}`, async () => {
		account.standIn.log.length = 0;
		const workflow = await world.client.createWorkflow(
			setUpTemplate('activecampaign-set-up', credentialsOf(login.reference, account), { activeCampaignUrl: account.standIn.url }),
		);
		const run = await world.client.runManually(workflow, 'Execute Workflow');
		console.log(run.status, run.lastNode, JSON.stringify(run.error ?? null), JSON.stringify(run.runs['Done']?.[0]?.outputs));
		console.log(log());
		assert.equal(run.status, 'success');
	});

	for (const round of [1, 2]) test(`calendars ${round}`, async () => {
		account.standIn.log.length = 0;
		stored ??= await world.client.createWorkflow(
			setUpTemplate('highlevel-calendars-to-activecampaign', credentialsOf(login.reference, account), {
				activeCampaignUrl: account.standIn.url,
				recordDomain: 'calendars.example.com', calendars: [],
			}),
		);
		const run = await world.client.runManually(stored, 'Every 15 Minutes');
		console.log(run.status, run.lastNode, JSON.stringify(run.error ?? null)?.slice(0, 600));
		for (const name of ['Changes', 'Both Sides', 'What Failed']) console.log(name, JSON.stringify(run.runs[name]?.map(({ outputs }) => outputs)));
		console.log(JSON.stringify(account.standIn.contacts()));
		console.log(log());
		assert.equal(run.status, 'success');
	});
});
