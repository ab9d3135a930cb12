import { SEED, startHighLevelStandIn } from './highlevel';
import type { HighLevelStandIn } from './highlevel';
import type { JsonObject } from './highlevel/json';
import { call, part, rows } from './support/http';
import type { Reply } from './support/http';

let standIn: HighLevelStandIn;

beforeAll(async () => {
	standIn = await startHighLevelStandIn({ limiter: { max: 1_000_000 } });
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const redirectUri = 'https://n8n.example.com/rest/oauth2-credential/callback';

function authorizeUrl(
	more: Record<string, string> = {},
	path = '/v2/oauth/chooselocation',
): string {
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: standIn.app.clientId,
		redirect_uri: redirectUri,
		scope: 'contacts.readonly calendars.readonly',
		state: 'a state/with+signs',
		...more,
	});
	return `${standIn.url}${path}?${query.toString()}`;
}

async function codeFrom(response: Response): Promise<string> {
	expect(response.status).toBe(302);
	const target = new URL(response.headers.get('location') ?? '');
	expect(`${target.origin}${target.pathname}`).toBe(redirectUri);
	expect(target.searchParams.get('state')).toBe('a state/with+signs');
	await response.text();
	return target.searchParams.get('code') ?? '';
}

async function consent(chosen: string): Promise<string> {
	const url = authorizeUrl();
	const body = new URLSearchParams(new URL(url).search);
	body.set('chosen', chosen);
	const target = url.split('?')[0] ?? '';
	return codeFrom(await fetch(target, { method: 'POST', body, redirect: 'manual' }));
}

function token(fields: Record<string, string>, version: string | null = null): Promise<Reply> {
	const form = new URLSearchParams({
		client_id: standIn.app.clientId,
		client_secret: standIn.app.clientSecret,
		...fields,
	});
	return call(standIn, '/oauth/token', {
		version,
		token: null,
		raw: { type: 'application/x-www-form-urlencoded', text: form.toString() },
	});
}

function redeem(code: string, more: Record<string, string> = {}): Promise<Reply> {
	return token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more });
}

function refresh(body: JsonObject): Promise<Reply> {
	return token({
		grant_type: 'refresh_token',
		refresh_token: String(body.refresh_token),
		user_type: 'Location',
	});
}

describe('the authorize page', () => {
	it.each(['/oauth/chooselocation', '/v2/oauth/chooselocation'])(
		'shows sub-accounts and an Allow button at %s',
		async (path) => {
			const response = await fetch(authorizeUrl({}, path));
			const html = await response.text();
			expect(response.headers.get('content-type')).toContain('text/html');
			expect(html).toContain('Main Street Clinic');
			expect(html).toMatch(/<button type="submit" id="allow">Allow<\/button>/);
			expect(html).toContain('a state/with+signs');
		},
	);

	it('consents by itself when asked to', async () => {
		const code = await codeFrom(
			await fetch(authorizeUrl({ autoConsent: '1' }), { redirect: 'manual' }),
		);
		expect(code).not.toBe('');
		standIn.oauth.set({ autoConsent: { locationId: standIn.otherLocationId } });
		const other = await codeFrom(await fetch(authorizeUrl(), { redirect: 'manual' }));
		const { body } = await redeem(other);
		expect(body.locationId).toBe(standIn.otherLocationId);
	});

	it('goes back with access_denied on Cancel', async () => {
		const url = authorizeUrl();
		const body = new URLSearchParams(new URL(url).search);
		body.set('deny', '1');
		const target = url.split('?')[0] ?? '';
		const response = await fetch(target, { method: 'POST', body, redirect: 'manual' });
		expect(response.headers.get('location')).toContain('error=access_denied');
	});

	it.each([
		['an unknown app', { client_id: 'nobody' }, 'No integration found with the id'],
		['a foreign scope', { scope: 'invoices.write' }, 'Invalid scope(s) found: invoices.write'],
		['another address', { redirect_uri: 'https://evil.example.com/' }, 'redirect_uri is not one'],
	])('refuses %s and redirects nowhere', async (_name, more, message) => {
		standIn.app.redirectUris = [redirectUri];
		const response = await fetch(authorizeUrl(more), { redirect: 'manual' });
		expect(response.status).toBe(400);
		expect(response.headers.get('location')).toBeNull();
		expect(await response.text()).toContain(message);
	});
});

describe('POST /oauth/token (sections 2.3 and 2.4)', () => {
	it('turns a code into a token of the sub-account with what the user granted', async () => {
		const { status, body } = await redeem(await consent(SEED.locationId));
		expect(status).toBe(200);
		expect(body).toMatchObject({
			token_type: 'Bearer',
			expires_in: 86_399,
			userType: 'Location',
			locationId: SEED.locationId,
			companyId: SEED.companyId,
			isBulkInstallation: false,
			scope: 'contacts.readonly calendars.readonly',
		});
		const access = String(body.access_token);
		const read = await call(standIn, `/contacts/${SEED.contacts.maria}`, { token: access });
		expect(read.status).toBe(200);
		const write = await call(standIn, `/contacts/${SEED.contacts.maria}`, {
			token: access,
			method: 'DELETE',
		});
		expect(write.body.message).toBe('The token is not authorized for this scope.');
	});

	it('takes a code once', async () => {
		const code = await consent(SEED.locationId);
		await redeem(code);
		const again = await redeem(code);
		expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
	});

	it('wants the same redirect_uri', async () => {
		const code = await consent(SEED.locationId);
		const reply = await redeem(code, { redirect_uri: 'https://other.example.com/' });
		expect(reply.body.error).toBe('invalid_grant');
	});

	it('takes a refresh token once and gives a new one', async () => {
		const first = await redeem(await consent(SEED.locationId));
		const second = await refresh(first.body);
		expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
		const reused = await refresh(first.body);
		expect([reused.status, reused.body.error]).toEqual([400, 'invalid_grant']);
		expect((await refresh(second.body)).status).toBe(200);
	});

	it('of two refreshes at once one wins', async () => {
		const first = await redeem(await consent(SEED.locationId));
		const both = await Promise.all([refresh(first.body), refresh(first.body)]);
		expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
	});

	it('answers JSON in place of a form with 422 and a list', async () => {
		const reply = await call(standIn, '/oauth/token', {
			version: null,
			token: null,
			body: { client_id: standIn.app.clientId, grant_type: 'authorization_code' },
		});
		expect(reply.status).toBe(422);
		expect(reply.body.message).toContain('grant_type must be a valid enum value');
	});

	it('answers an empty grant_type with 422 and a list', async () => {
		const reply = await token({ grant_type: '' });
		expect(reply.body.message).toEqual(['grant_type must be a valid enum value']);
	});

	it('under v3 speaks camelCase and wraps its errors', async () => {
		const code = await consent(SEED.locationId);
		const { clientId, clientSecret } = standIn.app;
		const body = { clientId, clientSecret, grantType: 'authorization_code', code };
		const good = await call(standIn, '/oauth/token', { token: null, body });
		expect(good.body).toMatchObject({ tokenType: 'Bearer', expiresIn: 86_399 });
		expect(good.body).not.toHaveProperty('access_token');
		const bad = await call(standIn, '/oauth/token', { token: null, body });
		expect(bad.status).toBe(400);
		expect(part(bad.body, 'error')).toMatchObject({ code: expect.any(String) as string });
	});

	it('never writes a secret into the log', async () => {
		const { body } = await redeem(await consent(SEED.locationId));
		await refresh(body);
		const text = JSON.stringify(standIn.log);
		expect(text).not.toContain(standIn.app.clientSecret);
		expect(text).not.toContain(String(body.refresh_token));
	});
});

describe('tokens', () => {
	it('run out when their time is over', async () => {
		const { body } = await redeem(await consent(SEED.locationId));
		const access = String(body.access_token);
		standIn.clock.advance(86_400_000);
		const reply = await call(standIn, `/contacts/${SEED.contacts.maria}`, { token: access });
		expect([reply.status, reply.body.message]).toEqual([401, 'Invalid JWT']);
		expect((await refresh(body)).status).toBe(200);
	});

	it('have the life that was set', async () => {
		standIn.oauth.set({ accessTokenSeconds: 5 });
		const { body } = await redeem(await consent(SEED.locationId));
		expect(body.expires_in).toBe(5);
	});

	it('taken back, are refused with their own text', async () => {
		const { token: issued } = standIn.oauth.issueAppToken();
		standIn.oauth.revoke(issued.value);
		const reply = await call(standIn, `/contacts/${SEED.contacts.maria}`, { token: issued.value });
		expect(reply.body.message).toBe('Invalid token: access token is invalid');
	});
});

describe('agencies (section 2.5)', () => {
	const exchange = (access: string, locationId: string, older = true): Promise<Reply> =>
		call(standIn, older ? '/oauth/locationToken' : '/oauth/location-token', {
			version: older ? '2021-07-28' : 'v3',
			token: access,
			raw: {
				type: 'application/x-www-form-urlencoded',
				text: new URLSearchParams({ companyId: SEED.companyId, locationId }).toString(),
			},
		});

	it('a bulk installation gives a Company token without a location, refused on data of a sub-account', async () => {
		standIn.app.scopes.push('oauth.write');
		const { body } = await redeem(await consent('company'), { user_type: 'Location' });
		expect(body).toMatchObject({ userType: 'Company', isBulkInstallation: true });
		expect(body).not.toHaveProperty('locationId');
		const query = { locationId: SEED.locationId };
		const reply = await call(standIn, '/calendars/', { token: String(body.access_token), query });
		expect(reply.status).toBe(403);
	});

	it.each([true, false])(
		'exchanges an agency token for one of a location (older: %s)',
		async (older) => {
			const { token: agency } = standIn.oauth.issueAppToken({ kind: 'company' });
			const { status, body } = await exchange(agency.value, SEED.otherLocationId, older);
			expect(status).toBe(200);
			expect(body).toMatchObject({ userType: 'Location', locationId: SEED.otherLocationId });
			// Seen live: the exchanged token brings a refresh token of its own.
			expect(body.refresh_token).toEqual(expect.any(String));
			const reply = await call(standIn, '/calendars/', {
				token: String(body.access_token),
				query: { locationId: SEED.otherLocationId },
			});
			expect(reply.status).toBe(200);
		},
	);

	it('refuses where the app is not installed, and to tokens of sub-accounts', async () => {
		standIn.app.installedLocations.delete(SEED.otherLocationId);
		const { token: agency } = standIn.oauth.issueAppToken({ kind: 'company' });
		expect((await exchange(agency.value, SEED.otherLocationId)).status).toBe(400);
		expect((await exchange(standIn.tokens.privateIntegration, SEED.locationId)).status).toBe(401);
	});

	it('lists the locations in which the app is installed, in the older way and in that of v3', async () => {
		const { token: agency } = standIn.oauth.issueAppToken({ kind: 'company' });
		const older = await call(standIn, '/oauth/installedLocations', {
			version: '2021-07-28',
			token: agency.value,
			query: { companyId: SEED.companyId, appId: 'app' },
		});
		expect(rows(older.body, 'locations').map(({ _id }) => _id)).toEqual([
			SEED.locationId,
			SEED.otherLocationId,
		]);
		const first = await call(standIn, '/oauth/installed-locations', {
			token: agency.value,
			query: { pageSize: 1, companyId: SEED.companyId, appId: 'app' },
		});
		expect(part(first.body, 'pagination')).toMatchObject({ totalRecords: 2, hasNextPage: true });
	});
});
