/**
 * Both credentials in a real n8n: its credential test, the complete OAuth2 redirect, token refresh, an agency's token
 * exchange.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { SEED } from '../../standins/highlevel';
import type { LogEntry } from '../../standins/highlevel';
import { outputOf } from '../lib/client';
import type { Execution } from '../lib/client';
import { atConsentPage } from '../lib/consent';
import { at } from '../lib/json';
import type { Login, World } from '../lib/world';
import {
	CONTACTS,
	oAuth2,
	ourNode,
	PRIVATE_INTEGRATION,
	privateIntegration,
	privateIntegrationData,
	runOne,
	startWorld,
} from '../lib/world';

const SCOPES =
	'contacts.readonly contacts.write calendars.readonly calendars/events.readonly calendars/events.write';

void suite('credentials in a real n8n', () => {
	let world: World;

	before(async () => {
		world = await startWorld();
	});

	after(async () => await world?.stop());

	/** Reads Maria with the credential. */
	async function readContact(login: Login): Promise<Execution> {
		return await runOne(
			world,
			ourNode('Get Maria', CONTACTS, login, {
				resource: 'contact',
				operation: 'get',
				contactId: { __rl: true, mode: 'id', value: SEED.contacts.maria },
			}),
		);
	}

	const calls = (path: string, since = 0): LogEntry[] =>
		world.standIn.log.slice(since).filter((entry) => entry.path === path);

	const assertMaria = (execution: Execution): void => {
		assert.equal(execution.status, 'success', JSON.stringify(execution.error));
		assert.deepEqual(
			outputOf(execution, 'Get Maria').map(({ email }) => email),
			['maria.lopez@example.com'],
		);
	};

	void suite("private integration in n8n's credential test", () => {
		async function press(given: { token?: string; locationId?: string }) {
			const login = await privateIntegration(world, 'Tested', given);
			const data = privateIntegrationData(world, given);
			return await world.client.testCredential(login.reference, PRIVATE_INTEGRATION, data);
		}

		test('accepts a valid credential', async () => {
			assert.equal((await press({})).status, 'OK');
		});

		test('says that the token is wrong', async () => {
			const { status, message } = await press({
				token: 'pit-00000000-0000-4000-8000-000000000000',
			});
			assert.equal(status, 'Error');
			assert.match(message, /HighLevel does not accept the token/);
		});

		test('names the missing scope', async () => {
			const token = world.standIn.issuePrivateIntegration({ scopes: ['calendars.readonly'] });
			const { status, message } = await press({ token: token.value });
			assert.equal(status, 'Error');
			assert.match(message, /lacks the scope "View Contacts" \(contacts\.readonly\)/);
		});

		test('says that the sub-account is wrong', async () => {
			const { status, message } = await press({ locationId: world.standIn.otherLocationId });
			assert.equal(status, 'Error');
			assert.match(message, /not for this sub-account/);
		});

		test('fails if there is no server', async () => {
			const login = await privateIntegration(world, 'Nobody');
			const { status } = await world.client.testCredential(login.reference, PRIVATE_INTEGRATION, {
				...privateIntegrationData(world),
				apiUrl: 'http://127.0.0.1:9',
			});
			assert.equal(status, 'Error');
		});
	});

	void suite('OAuth2 for a sub-account', () => {
		let login: Login;

		before(async () => {
			login = await oAuth2(world, 'App', { userType: 'Location', scope: SCOPES });
		});

		test('connects through the redirects and the consent form', async () => {
			const { authorizationUrl } = await world.client.connectOAuth2(
				login.reference.id,
				atConsentPage({ locationId: world.standIn.locationId }),
			);
			const requested = new URL(authorizationUrl);
			assert.equal(
				requested.origin + requested.pathname,
				`${world.standIn.url}/oauth/chooselocation`,
			);
			assert.equal(requested.searchParams.get('scope'), SCOPES);
			assert.equal(requested.searchParams.get('redirect_uri'), world.client.callbackUrl);
			const [exchange] = calls('/oauth/token').slice(-1);
			assert.equal(at(exchange?.body, 'grant_type'), 'authorization_code');
			assert.equal(at(exchange?.body, 'user_type'), 'Location');
			assertMaria(await readContact(login));
		});

		test('an expired token is refreshed, and the new refresh token is stored', async () => {
			for (const round of [1, 2]) {
				world.standIn.oauth.expireAccessTokens();
				const since = world.standIn.log.length;
				assertMaria(await readContact(login));
				const refreshes = calls('/oauth/token', since);
				assert.equal(refreshes.length, 1, `round ${round}`);
				assert.equal(at(refreshes[0]?.body, 'grant_type'), 'refresh_token');
				assert.equal(refreshes[0]?.status, 200);
			}
		});

		test('canceling on the consent page leaves the credential unconnected', async () => {
			const refused = await oAuth2(world, 'Refused', { userType: 'Location', scope: SCOPES });
			await assert.rejects(
				world.client.connectOAuth2(refused.reference.id, atConsentPage('deny')),
				/Not connected/,
			);
		});

		test('a connection that lacks a scope says which one', async () => {
			const narrow = await oAuth2(world, 'Narrow', {
				userType: 'Location',
				scope: 'calendars.readonly',
			});
			const choice = atConsentPage({ locationId: world.standIn.locationId });
			await world.client.connectOAuth2(narrow.reference.id, choice);
			const { status, error } = await readContact(narrow);
			assert.equal(status, 'error');
			assert.match(String(error?.['message']), /lacks the scope "contacts\.readonly"/);
		});

		test('a connection that HighLevel has ended asks the user to connect again', async () => {
			const ended = await oAuth2(world, 'Ended', { userType: 'Location', scope: SCOPES });
			const choice = atConsentPage({ locationId: world.standIn.locationId });
			await world.client.connectOAuth2(ended.reference.id, choice);
			world.standIn.oauth.expireAccessTokens();
			const since = world.standIn.log.length;
			world.standIn.faults.add({
				action: { kind: 'status', status: 400, body: { error: 'invalid_grant' } },
				path: '/oauth/token',
			});
			try {
				const { status, error } = await readContact(ended);
				assert.equal(status, 'error');
				assert.match(String(error?.['description']), /Open the credential and connect it again/);
				// A retry would only make the user wait.
				assert.equal(calls('/oauth/token', since).length, 1);
			} finally {
				world.standIn.faults.clear();
			}
		});
	});

	void suite('OAuth2 for an agency', () => {
		let login: Login;

		before(async () => {
			login = await oAuth2(world, 'Agency', {
				userType: 'Company',
				locationId: world.standIn.locationId,
				scope: `${SCOPES} oauth.readonly oauth.write`,
			});
			await world.client.connectOAuth2(login.reference.id, atConsentPage('company'));
		});

		test('its token is exchanged for one of the sub-account only once', async () => {
			const since = world.standIn.log.length;
			assertMaria(await readContact(login));
			assertMaria(await readContact(login));
			const exchanges = world.standIn.log
				.slice(since)
				.filter(({ path }) => /^\/oauth\/location-?token$/i.test(path));
			assert.equal(exchanges.length, 1);
			assert.equal(at(exchanges[0]?.body, 'locationId'), world.standIn.locationId);
		});

		test('an expired agency token is refreshed and exchanged again', async () => {
			world.standIn.oauth.expireAccessTokens();
			const since = world.standIn.log.length;
			assertMaria(await readContact(login));
			assert.equal(calls('/oauth/token', since).length, 1);
		});
	});
});
