/** The stand-in's authorization server. */
import { SEED } from './highlevel';
import type { JsonObject } from './shared/json';
import { part } from './support/http';
import type { Reply } from './support/http';
import { useStandIn } from './support/standIn';

const api = useStandIn();
const { send } = api;

const redirectUri = 'https://n8n.example.com/rest/oauth2-credential/callback';

function authorizeUrl(
	more: Record<string, string> = {},
	path = '/v2/oauth/chooselocation',
): string {
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: api.standIn.app.clientId,
		redirect_uri: redirectUri,
		scope: 'contacts.readonly calendars.readonly',
		state: 'a state/with+signs',
		...more,
	});
	return `${api.standIn.url}${path}?${query.toString()}`;
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
		client_id: api.standIn.app.clientId,
		client_secret: api.standIn.app.clientSecret,
		...fields,
	});
	return send('/oauth/token', {
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

	it('consents automatically if asked to', async () => {
		const code = await codeFrom(
			await fetch(authorizeUrl({ autoConsent: '1' }), { redirect: 'manual' }),
		);
		expect(code).not.toBe('');
		api.standIn.oauth.set({ autoConsent: { locationId: api.standIn.otherLocationId } });
		const other = await codeFrom(await fetch(authorizeUrl(), { redirect: 'manual' }));
		const { body } = await redeem(other);
		expect(body.locationId).toBe(api.standIn.otherLocationId);
	});

	it('redirects back with access_denied on Cancel', async () => {
		const url = authorizeUrl();
		const body = new URLSearchParams(new URL(url).search);
		body.set('deny', '1');
		const target = url.split('?')[0] ?? '';
		const response = await fetch(target, { method: 'POST', body, redirect: 'manual' });
		expect(response.headers.get('location')).toContain('error=access_denied');
	});

	it.each([
		['an unknown app', { client_id: 'nobody' }, 'No integration found with the id'],
		[
			'a scope that the app does not have',
			{ scope: 'invoices.write' },
			'Invalid scope(s) found: invoices.write',
		],
		[
			'a redirect to another address',
			{ redirect_uri: 'https://evil.example.com/' },
			'redirect_uri is not one',
		],
	])('refuses %s without redirecting', async (_name, more, message) => {
		api.standIn.app.redirectUris = [redirectUri];
		const response = await fetch(authorizeUrl(more), { redirect: 'manual' });
		expect(response.status).toBe(400);
		expect(response.headers.get('location')).toBeNull();
		expect(await response.text()).toContain(message);
	});
});

describe('POST /oauth/token (sections 2.3 and 2.4)', () => {
	it('exchanges a code for a token of the sub-account, with the scopes that the user granted', async () => {
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
		const read = await send(`/contacts/${SEED.contacts.maria}`, { token: access });
		expect(read.status).toBe(200);
		const write = await send(`/contacts/${SEED.contacts.maria}`, {
			token: access,
			method: 'DELETE',
		});
		expect(write.body.message).toBe('The token is not authorized for this scope.');
	});

	it('accepts a code once', async () => {
		const code = await consent(SEED.locationId);
		await redeem(code);
		const again = await redeem(code);
		expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
	});

	it('requires the same redirect_uri', async () => {
		const code = await consent(SEED.locationId);
		const reply = await redeem(code, { redirect_uri: 'https://other.example.com/' });
		expect(reply.body.error).toBe('invalid_grant');
	});

	it('accepts a refresh token once and issues a new one', async () => {
		const first = await redeem(await consent(SEED.locationId));
		const second = await refresh(first.body);
		expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
		const reused = await refresh(first.body);
		expect([reused.status, reused.body.error]).toEqual([400, 'invalid_grant']);
		expect((await refresh(second.body)).status).toBe(200);
	});

	it('lets only one of two concurrent refreshes succeed', async () => {
		const first = await redeem(await consent(SEED.locationId));
		const both = await Promise.all([refresh(first.body), refresh(first.body)]);
		expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
	});

	it('answers JSON instead of a form with 422 and a list', async () => {
		const reply = await send('/oauth/token', {
			version: null,
			token: null,
			body: { client_id: api.standIn.app.clientId, grant_type: 'authorization_code' },
		});
		expect(reply.status).toBe(422);
		expect(reply.body.message).toContain('grant_type must be a valid enum value');
	});

	it('answers an empty grant_type with 422 and a list', async () => {
		const reply = await token({ grant_type: '' });
		expect(reply.body.message).toEqual(['grant_type must be a valid enum value']);
	});

	it('uses camelCase and wraps its errors with v3', async () => {
		const code = await consent(SEED.locationId);
		const { clientId, clientSecret } = api.standIn.app;
		const body = { clientId, clientSecret, grantType: 'authorization_code', code };
		const good = await send('/oauth/token', { token: null, body });
		expect(good.body).toMatchObject({ tokenType: 'Bearer', expiresIn: 86_399 });
		expect(good.body).not.toHaveProperty('access_token');
		const bad = await send('/oauth/token', { token: null, body });
		expect(bad.status).toBe(400);
		expect(part(bad.body, 'error')).toMatchObject({ code: expect.any(String) as string });
	});

	it('never logs a secret', async () => {
		const { body } = await redeem(await consent(SEED.locationId));
		await refresh(body);
		const text = JSON.stringify(api.standIn.log);
		expect(text).not.toContain(api.standIn.app.clientSecret);
		expect(text).not.toContain(String(body.refresh_token));
	});
});

describe('tokens', () => {
	it('expire', async () => {
		const { body } = await redeem(await consent(SEED.locationId));
		const access = String(body.access_token);
		api.standIn.clock.advance(86_400_000);
		const reply = await send(`/contacts/${SEED.contacts.maria}`, { token: access });
		expect([reply.status, reply.body.message]).toEqual([401, 'Invalid JWT']);
		expect((await refresh(body)).status).toBe(200);
	});

	it('have the lifetime that was set', async () => {
		api.standIn.oauth.set({ accessTokenSeconds: 5 });
		const { body } = await redeem(await consent(SEED.locationId));
		expect(body.expires_in).toBe(5);
	});

	it('are refused with a message of their own once revoked', async () => {
		const { token: issued } = api.standIn.oauth.issueAppToken();
		api.standIn.oauth.revoke(issued.value);
		const reply = await send(`/contacts/${SEED.contacts.maria}`, { token: issued.value });
		expect(reply.body.message).toBe('Invalid token: access token is invalid');
	});
});

describe('agencies (section 2.5)', () => {
	it('issues a Company token for a bulk installation, which sub-account data refuse', async () => {
		api.standIn.app.scopes.push('oauth.write');
		const { body } = await redeem(await consent('company'), { user_type: 'Location' });
		expect(body).toMatchObject({ userType: 'Company', isBulkInstallation: true });
		expect(body).not.toHaveProperty('locationId');
		const query = { locationId: SEED.locationId };
		const reply = await send('/calendars/', { token: String(body.access_token), query });
		expect(reply.status).toBe(403);
	});
});
