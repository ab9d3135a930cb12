import type { IDataObject } from 'n8n-workflow';

import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { HighLevelContactsTrigger } from '../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { TestAccount } from '../HighLevel/account';
import type { FaultAction } from '../standins/highlevel';
import { itemIndexOf } from '../support/itemIndexOf';

const account = TestAccount.forTests();
beforeEach(() => {
	account.standIn.limiter.set({ kind: 'firstCall', max: 1000, intervalMs: 500 });
});

/** Every way in which the stand-in can quote what it was sent. */
const ECHOES: FaultAction[] = [200, 302, 400, 401, 403, 404, 422, 500].flatMap((status) => [
	{ kind: 'echo', status },
	{ kind: 'echo', status, page: true },
]);

/** The forms in which a secret is found, with or without blanks. */
function formsOf(secret: string): string[] {
	return [
		secret,
		Buffer.from(secret).toString('base64').replace(/=+$/, ''),
		Buffer.from(secret).toString('base64url'),
		// From the first character that depends on the secret only, for each of the three positions at which it may
		// start.
		Buffer.from(`x:${secret}`).toString('base64').slice(4).replace(/=*$/, '').slice(0, -2),
		Buffer.from(`ab:${secret}`).toString('base64url').slice(4).replace(/=*$/, '').slice(0, -2),
	];
}

/** The secrets that a text contains in any form. */
function leaksIn(text: string, secrets: string[]): string[] {
	const squeezed = text.replace(/\\[nrt]|\s+/g, '');
	const decoded = squeezed.replace(/%([0-7][0-9a-f])/gi, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
	return secrets.filter((secret) =>
		formsOf(secret).some((form) => squeezed.includes(form) || decoded.includes(form)),
	);
}

/** Everything that n8n would store or show of a run. */
const seen = (run: { run: unknown; error?: Error; hints: unknown }) =>
	JSON.stringify([run.run, run.error, run.error?.message, run.error?.stack, run.hints]);

const SECRET = 'pit-0a1b2c3d-1111-2222-3333-444455556666';

test('the search for leaks finds each form of an unmasked secret', () => {
	const encoded = [...SECRET].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');
	for (const text of [
		`said ${SECRET} aloud`,
		`said ${[...SECRET].join(' ')}`,
		Buffer.from(SECRET).toString('base64'),
		Buffer.from(`x:${SECRET}`).toString('base64'),
		Buffer.from(`ab:${SECRET}`).toString('base64url'),
		encoded,
	]) {
		expect(leaksIn(text, [SECRET])).toEqual([SECRET]);
	}
	expect(leaksIn('nothing', [SECRET])).toEqual([]);
});

test("the stand-in's answers contain the secrets, or the other tests would prove nothing", async () => {
	account.standIn.faults.add({ action: { kind: 'echo', status: 400 } });
	const { token } = account.credential();
	const answer = await fetch(`${account.standIn.url}/contacts/x`, {
		headers: { authorization: `Bearer ${String(token)}`, version: 'v3' },
	});
	expect(leaksIn(await answer.text(), [String(token)])).toEqual([token]);
});

test('a private integration token is in no error, whatever the answer quotes', async () => {
	const credential = account.credential();
	const secrets = [String(credential.token)];
	let masked = 0;
	for (const action of ECHOES) {
		account.standIn.faults.clear();
		account.standIn.faults.add({ action });
		for (const operation of ['contact.create', 'tag.updateMany']) {
			const parameters: IDataObject =
				operation === 'contact.create'
					? { email: 'new@example.com' }
					: { contactIds: 'a1,b2', type: 'add', newTags: 'vip' };
			for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
				// Only failures that are not retried, so that no time is spent waiting.
				if (operation === 'tag.updateMany' && ![400, 422].includes(statusOf(action))) continue;
				const run = await account.run('contacts', operation, parameters as never, {
					onError,
					credentials: { highLevelPrivateIntegrationApi: credential },
				});
				const text = seen(run);
				expect(leaksIn(text, secrets)).toEqual([]);
				if (text.includes('***')) masked += 1;
			}
		}
	}
	// Some refusals are not reported in HighLevel's words.
	expect(masked).toBeGreaterThan(ECHOES.length);
});

const statusOf = (action: FaultAction) => ('status' in action ? action.status : 0);

test('the tokens and the client secret of an app connection are in no error, not even after a failed refresh', async () => {
	const leaks = async (action: FaultAction, path: string): Promise<string[]> => {
		const app = await TestAccount.open();
		const credentials = app.appCredentials('location');
		const data = credentials.highLevelAppOAuth2Api;
		const tokens = data.oauthTokenData as Record<string, string>;
		const secrets = [data.clientSecret, tokens.access_token, tokens.refresh_token].map(String);
		if (path === '/oauth/token') app.standIn.oauth.expireAccessTokens();
		app.standIn.faults.add({ action, path });
		const run = await app.run(
			'contacts',
			'contact.create',
			{ authentication: 'oAuth2', email: 'new@example.com' },
			{ credentials },
		);
		await app.close();
		if (!run.error) return ['no error'];
		return leaksIn(seen(run), secrets);
	};
	// Concurrent, because a failed refresh is retried for a while.
	const found = await Promise.all(
		ECHOES.flatMap((action) => ['/contacts/', '/oauth/token'].map((path) => leaks(action, path))),
	);
	expect(found.flat()).toEqual([]);
}, 120_000);

test('the tokens of an agency and of its sub-account are in no error', async () => {
	for (const status of [400, 401, 403, 422]) {
		for (const path of ['/oauth/location-token', '/contacts/']) {
			// A new address, because exchanged tokens are cached for the process.
			const agency = await TestAccount.open();
			const credentials = agency.appCredentials('company');
			const data = credentials.highLevelAppOAuth2Api;
			const tokens = data.oauthTokenData as Record<string, string>;
			agency.standIn.faults.add({ action: { kind: 'echo', status }, path });
			const run = await agency.run(
				'contacts',
				'contact.create',
				{ authentication: 'oAuth2', email: 'new@example.com' },
				{ credentials },
			);
			const ofLocation = agency.standIn.oauth.tokensOf(agency.standIn.locationId);
			expect(ofLocation.length > 0).toBe(path === '/contacts/');
			const secrets = [data.clientSecret, tokens.access_token, tokens.refresh_token, ...ofLocation];
			expect(run.error).toBeDefined();
			expect(leaksIn(seen(run), secrets.map(String))).toEqual([]);
			await agency.close();
		}
	}
});

test('a header that a proxy added is in no error', async () => {
	const proxy = `Basic ${Buffer.from('proxyuser:proxy-password-1').toString('base64')}`;
	const page = `<html><body>502<pre>Proxy-Authorization: ${proxy}\nX-Proxy-Token: 9f8e7d6c5b4a39281706</pre></body></html>`;
	account.standIn.faults.add({ action: { kind: 'status', status: 502, body: page } });
	const run = await account.run('contacts', 'contact.create', { email: 'new@example.com' });
	expect(run.error?.message).toContain('502');
	expect(leaksIn(seen(run), [proxy.slice(6), '9f8e7d6c5b4a39281706'])).toEqual([]);
});

test('look-ups and polls show no secret either', async () => {
	const credential = account.credential();
	account.standIn.faults.add({ action: { kind: 'echo', status: 400 } });
	const parameters = { authentication: 'privateIntegration', event: 'contactCreated' };
	const credentials = { highLevelPrivateIntegrationApi: credential };
	const told = async (work: Promise<unknown>) =>
		await work.then(
			() => '',
			(error: Error) => JSON.stringify([error, error.message, error.stack]),
		);
	for (const text of [
		await told(
			account.engine.listSearch(
				{ nodeType: new HighLevelContacts(), parameters, credentials },
				'searchContacts',
			),
		),
		await told(
			account.engine.poll({ nodeType: new HighLevelContactsTrigger(), parameters, credentials }),
		),
	]) {
		expect(text).toContain('***');
		expect(leaksIn(text, [String(credential.token)])).toEqual([]);
	}
});

// In quadratic time each of these would take minutes and block n8n.
test.each(['<a<<<', 'eyJ-', 'Bearer ', 'token', '%', ' ', 'aaaa-aaaa', 'Cookie:\n', '\ud83d'])(
	'a page of a megabyte of %j is an error like any other',
	async (piece) => {
		const body = `<html>${piece.repeat(Math.ceil(1_048_576 / piece.length))}`;
		for (const status of [200, 400]) {
			account.standIn.faults.clear();
			account.standIn.faults.add({ action: { kind: 'status', status, body } });
			const { error } = await account.run('contacts', 'contact.create', {
				email: 'new@example.com',
			});
			expect(error?.message).toContain('Create contact');
			expect(error?.message.length).toBeLessThanOrEqual(500);
		}
	},
);

test('errors have at most 500 characters', async () => {
	for (const status of [400, 422, 500]) {
		account.standIn.faults.clear();
		account.standIn.faults.add({
			action: { kind: 'status', status, body: { message: 'Long story. '.repeat(500) } },
		});
		const { error } = await account.run('contacts', 'contact.create', {
			email: 'new@example.com',
		});
		expect(error?.message.length).toBeLessThanOrEqual(500);
		expect(itemIndexOf(error)).toBe(0);
		expect(String(error?.description).length).toBeLessThanOrEqual(500);
	}
});
