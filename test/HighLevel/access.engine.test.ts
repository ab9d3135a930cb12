import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { SEED } from '../standins/highlevel';
import { byId, TestAccount } from './account';

const MARIA = { contactId: byId(SEED.contacts.maria) };

/** A new account for each test, because exchanged tokens are cached for the process. */
let account: TestAccount;
beforeEach(async () => {
	account = await TestAccount.open({ limiter: { kind: 'firstCall', max: 500, intervalMs: 500 } });
});
afterEach(async () => await account.close());

const paths = () => account.standIn.log.map(({ path }) => path);
const count = (path: string) => paths().filter((one) => one === path).length;

/** Runs an operation on several items over an app connection; failed items appear in the output. */
async function overApp(
	kind: 'location' | 'company',
	operation: string,
	count: number,
	credentials: Record<string, ICredentialDataDecryptedObject> = account.appCredentials(kind),
) {
	return await account.run(
		'contacts',
		operation,
		{
			authentication: 'oAuth2',
			...(operation === 'contact.create' ? { email: '={{ $json.email }}' } : MARIA),
			options: { concurrency: 1 },
		},
		{
			items: Array.from({ length: count }, (_, index) => ({ email: `p${index}@example.com` })),
			onError: 'continueRegularOutput',
			credentials,
		},
	);
}

const errorsOf = (run: { items: Array<{ json: { error?: unknown; message?: unknown } }> }) =>
	run.items.map(({ json }) => [json.error, json.message].join(' '));

describe('the exchange of an agency token', () => {
	test.each([
		['a 503', { kind: 'status', status: 503 } as const],
		['a lost connection', { kind: 'reset', when: 'after' } as const],
		['a page', { kind: 'status', status: 200, body: '<html>Sign in</html>' } as const],
		['an answer without a token', { kind: 'status', status: 200, body: '{"ok":true}' } as const],
		['429', { kind: 'status', status: 429 } as const],
	])('%s is retried, and all items succeed', async (_, action) => {
		account.standIn.faults.add({ action, path: '/oauth/location-token', nth: 1 });
		const run = await overApp('company', 'contact.create', 3);
		expect(run.items.map(({ json }) => json.error)).toEqual([undefined, undefined, undefined]);
		expect(count('/oauth/location-token')).toBe(2);
		expect(count('/contacts/')).toBe(3);
	});

	test('a refused exchange is not repeated within the run, and the error names both scopes', async () => {
		const scopes = ['contacts.readonly', 'contacts.write'];
		const credentials = account.appCredentials('company', {}, { scopes });
		const run = await overApp('company', 'contact.create', 40, credentials);
		const errors = errorsOf(run);
		expect(errors).toHaveLength(40);
		expect(new Set(errors).size).toBe(1);
		expect(errors[0]).toContain('oauth.write');
		expect(errors[0]).toContain('oauth.readonly');
		expect(errors[0]).not.toContain('contacts.write');
		// n8n takes every 401 for an expired token, refreshes it and repeats the call; older engines do so twice.
		expect(count('/oauth/location-token')).toBeLessThanOrEqual(3);
		expect(count('/contacts/')).toBe(0);
	});
});

describe("n8n's refresh of a token", () => {
	const trouble = (times: number) =>
		account.standIn.faults.add({
			action: { kind: 'status', status: 503, body: { message: 'oops' } },
			path: '/oauth/token',
			count: times,
		});

	test('is retried with the call after a 5xx, even for a create, because the 401 before it changed nothing', async () => {
		const credentials = account.appCredentials('location');
		account.standIn.oauth.expireAccessTokens();
		trouble(2);
		const run = await overApp('location', 'contact.create', 3, credentials);
		expect(errorsOf(run).map((one) => one.trim())).toEqual(['', '', '']);
		const made = account.standIn.log.filter(({ effect }) => effect?.kind === 'contact.create');
		expect(made).toHaveLength(3);
	});

	test('that keeps failing is reported with the fact that the call changed nothing', async () => {
		const credentials = account.appCredentials('location');
		account.standIn.oauth.expireAccessTokens();
		trouble(1000);
		const run = await overApp('location', 'contact.create', 1, credentials);
		const [error] = errorsOf(run);
		expect(error).toContain('this call changed nothing');
		expect(error).not.toContain('not known whether');
		expect(account.standIn.log.filter(({ effect }) => effect)).toHaveLength(0);
	});

	test('that never ends is reported in the same way', async () => {
		const credentials = account.appCredentials('location');
		account.standIn.oauth.expireAccessTokens();
		account.standIn.faults.add({ action: { kind: 'never', when: 'before' }, path: '/oauth/token' });
		const run = await account.run(
			'contacts',
			'contact.create',
			{ authentication: 'oAuth2', email: 'new@example.com', options: { timeout: 1 } },
			{ credentials },
		);
		expect(run.error?.message).toContain('No complete response arrived within 1 second');
		expect(run.error?.description).toContain('this call changed nothing');
		expect(run.error?.description).not.toContain('not known whether');
	});

	test('that succeeded is not blamed for a call whose answer never ends', async () => {
		const credentials = account.appCredentials('location');
		account.standIn.oauth.expireAccessTokens();
		account.standIn.faults.add({ action: { kind: 'drip', everyMs: 100 }, path: '/contacts/' });
		const run = await account.run(
			'contacts',
			'contact.create',
			{ authentication: 'oAuth2', email: 'new@example.com', options: { timeout: 1 } },
			{ credentials },
		);
		expect(run.error?.description).toContain('not known whether');
	});
});

describe('lost access', () => {
	test('with a revoked private integration token, no further calls are sent and all items report the same', async () => {
		const credential = account.credential({ token: 'pit-11111111-2222-3333-4444-555555555555' });
		const run = await account.run(
			'contacts',
			'contact.get',
			{ ...MARIA, options: { concurrency: 1 } },
			{
				items: Array.from({ length: 30 }, () => ({})),
				onError: 'continueRegularOutput',
				credentials: { highLevelPrivateIntegrationApi: credential },
			},
		);
		const errors = errorsOf(run);
		expect(errors).toHaveLength(30);
		expect(new Set(errors).size).toBe(1);
		// n8n repeats a call once after a 401.
		expect(account.standIn.log.length).toBeLessThanOrEqual(2);
	});

	test('with a revoked refresh token, no further calls are sent and all items report the same', async () => {
		const credentials = account.appCredentials('location');
		const data = credentials.highLevelAppOAuth2Api;
		data.oauthTokenData = { ...(data.oauthTokenData as object), refresh_token: 'used up long ago' };
		account.standIn.oauth.expireAccessTokens();
		const run = await overApp('location', 'contact.get', 30, credentials);
		const errors = errorsOf(run);
		expect(errors).toHaveLength(30);
		expect(new Set(errors).size).toBe(1);
		expect(errors[0]).toContain('connect it again');
		expect(count('/oauth/token')).toBe(1);
		expect(account.standIn.log.length).toBeLessThanOrEqual(2);
	});

	test('a missing scope is not lost access: every item is sent and names the scope', async () => {
		const { value } = account.standIn.issuePrivateIntegration({ scopes: ['contacts.write'] });
		const run = await account.run('contacts', 'contact.get', MARIA, {
			items: [{}, {}],
			onError: 'continueRegularOutput',
			credentials: { highLevelPrivateIntegrationApi: account.credential({ token: value }) },
		});
		for (const error of errorsOf(run)) expect(error).toContain('contacts.readonly');
	});
});
