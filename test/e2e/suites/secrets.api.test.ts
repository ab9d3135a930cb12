/**
 * No secret ends up in what n8n stores or prints. Provokes every error that the stand-in can give, each quoting what
 * was sent, with all kinds of credentials, in polls and in webhooks; then searches n8n's database, its log and all
 * outputs.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { FaultAction } from '../../standins/highlevel';
import { startHighLevelStandIn } from '../../standins/highlevel';
import { until } from '../lib/client';
import { signInAsOwner, startN8n } from '../lib/n8n';
import { setup } from '../lib/setup';
import type { Login, World } from '../lib/world';
import {
	CONTACTS,
	oAuth2,
	oneNodeWorkflow,
	ourNode,
	privateIntegration,
	runOne,
} from '../lib/world';

const CONTACTS_TRIGGER = 'n8n-nodes-gohighlevel.highLevelContactsTrigger';
const WEBHOOK_TRIGGER = 'n8n-nodes-gohighlevel.highLevelWebhookTrigger';
const WEBHOOK_SECRET = 'webhook-secret-7c1f2e9d8b';
/** Is in an output on purpose: if the search did not find it, the search would prove nothing. */
const CONTROL = 'control-secret-4b7d9a1c3e';

const ECHOES: FaultAction[] = [400, 401, 403, 404, 422, 302].flatMap((status) => [
	{ kind: 'echo', status },
	{ kind: 'echo', status, page: true },
]);

/** The forms in which one of n8n's files may contain a secret. */
function formsOf(secret: string): string[] {
	return [
		secret,
		[...secret].join(' '),
		Buffer.from(secret).toString('base64').replace(/=+$/, ''),
		Buffer.from(secret).toString('base64url'),
		Buffer.from(`ab:${secret}`).toString('base64url').slice(4).replace(/=*$/, '').slice(0, -2),
		[...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
	];
}

void suite('secrets in a real n8n', () => {
	let world: World;
	let userFolder = '';
	const secrets = new Map<string, string>();
	const outputs: string[] = [];

	before(async () => {
		const { node, n8n: program, tarball } = setup();
		userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
		const standIn = await startHighLevelStandIn({ limiter: { max: 1000, intervalMs: 1000 } });
		const n8n = await startN8n({ node, n8n: program, packages: [tarball], userFolder });
		await signInAsOwner(n8n.client);
		world = { n8n, client: n8n.client, standIn, stop: async () => await n8n.stop() };
	});

	after(async () => {
		await world?.stop();
		await world?.standIn.close();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	});

	async function connected(name: string, userType: 'Location' | 'Company'): Promise<Login> {
		const { standIn, client } = world;
		const consent = userType === 'Company' ? 'company' : { locationId: standIn.locationId };
		standIn.oauth.set({ autoConsent: consent });
		const login = await oAuth2(world, name, { userType, locationId: standIn.locationId });
		await client.connectOAuth2(login.reference.id);
		return login;
	}

	async function fail(login: Login, onError?: 'continueRegularOutput'): Promise<void> {
		const node = ourNode(
			'Create',
			CONTACTS,
			login,
			{ resource: 'contact', operation: 'create', email: 'new@example.com' },
			onError ? { onError } : {},
		);
		outputs.push(JSON.stringify(await runOne(world, node)));
	}

	test('errors of all kinds are provoked', async () => {
		const { standIn, client } = world;
		secrets.set('private integration token', standIn.tokens.privateIntegration);
		secrets.set('client secret', standIn.app.clientSecret);
		secrets.set('webhook secret', WEBHOOK_SECRET);
		const pit = await privateIntegration(world);
		const app = await connected('App', 'Location');
		const agency = await connected('Agency', 'Company');
		for (const login of [pit, app, agency]) {
			for (const action of ECHOES) {
				standIn.faults.clear();
				standIn.faults.add({ action, path: '/contacts/' });
				await fail(
					login,
					action.kind === 'echo' && action.page ? 'continueRegularOutput' : undefined,
				);
			}
		}
		// The tokens of the app and of the agency, including those that n8n has renewed.
		for (const [index, value] of standIn.oauth.secrets().entries()) {
			secrets.set(`token ${index}`, value);
		}
		standIn.faults.clear();
		standIn.faults.add({ action: { kind: 'echo', status: 400 }, path: '/oauth/token' });
		standIn.oauth.expireAccessTokens();
		await fail(app);
		await fail(agency);

		standIn.faults.clear();
		standIn.faults.add({ action: { kind: 'echo', status: 400 }, path: '/contacts/search' });
		const poll = await client.createWorkflow({
			name: 'Poll',
			nodes: [
				ourNode('Poll', CONTACTS_TRIGGER, pit, {
					event: 'contactCreated',
					pollTimes: { item: [{ mode: 'everyMinute' }] },
				}),
			],
			connections: {},
		});
		await client.activate(poll.id);
		await until('a poll', 90_000, async () =>
			standIn.log.some(({ path, fault }) => path === '/contacts/search' && fault)
				? true
				: undefined,
		);

		standIn.faults.clear();
		standIn.faults.add({ action: { kind: 'echo', status: 400 } });
		const hook = await client.createWorkflow({
			name: 'Webhook',
			nodes: [
				ourNode(
					'Webhook',
					WEBHOOK_TRIGGER,
					pit,
					{
						source: 'workflow',
						secretIn: 'body',
						bodyKey: 'secret',
						secret: WEBHOOK_SECRET,
						fetchRecords: true,
					},
					{ typeVersion: 1.1, webhookId: randomUUID() },
				),
			],
			connections: {},
		});
		await client.activate(hook.id);
		const path = `webhook/${String(hook.nodes[0]?.webhookId)}/webhook`;
		const deliver = async (secret: string) =>
			await fetch(`${world.n8n.url}/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					contact_id: 'c1',
					location: { id: standIn.locationId },
					customData: { secret },
				}),
			});
		await until('the webhook', 30_000, async () =>
			(await deliver(WEBHOOK_SECRET)).status === 200 ? true : undefined,
		);
		assert.equal((await deliver(`${WEBHOOK_SECRET}x`)).status, 401);
		const [execution] = await client.waitForExecutions(hook.id, 1);
		outputs.push(JSON.stringify(execution));
		assert.match(JSON.stringify(execution), /enrichment/);
	});

	test('n8n stores and prints none of them, while an unmasked text is found', async () => {
		const node = ourNode('Control', CONTACTS, await privateIntegration(world, 'Other'), {
			resource: 'contact',
			operation: 'findDuplicate',
			email: `${CONTROL}@example.com`,
		});
		const definition = oneNodeWorkflow('Control', node, [{ told: CONTROL }]);
		world.standIn.faults.clear();
		await world.client.runManually(await world.client.createWorkflow(definition), 'Start');
		await world.n8n.stop();

		const folder = join(userFolder, '.n8n');
		const files = readdirSync(folder)
			.filter((name) => /sqlite|\.log$/.test(name))
			.map((name) => join(folder, name));
		files.push(join(userFolder, 'n8n.log'));
		const kept = files.map((file) => ({ file, text: readFileSync(file, 'latin1') }));
		kept.push({ file: 'outputs', text: outputs.join('\n') });
		const found = (secret: string) =>
			kept.filter(({ text }) => formsOf(secret).some((form) => text.includes(form)));

		assert.ok(found(CONTROL).length > 0, 'the search finds text that is not masked');
		assert.ok(
			kept.some(({ text }) => text.includes('***')),
			'errors were stored, masked',
		);
		assert.ok(secrets.size >= 7, `${secrets.size} secrets were planted`);
		for (const [name, secret] of secrets) {
			// It is a parameter of the trigger, and n8n stores parameters unmasked.
			const kept = name === 'webhook secret' ? /outputs|\.log$/ : /./;
			assert.deepEqual(
				found(secret)
					.map(({ file }) => file)
					.filter((file) => kept.test(file)),
				[],
				`the ${name} is in`,
			);
		}
	});
});
