import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import type { HighLevelStandIn } from '../standins/highlevel';
import { startHighLevelStandIn } from '../standins/highlevel';

const TYPE = 'highLevelPrivateIntegrationApi';

describe("n8n's test of a private integration token", () => {
	let engine: Engine;
	let standIn: HighLevelStandIn;

	beforeAll(async () => {
		engine = await loadEngine();
		standIn = await startHighLevelStandIn();
	});
	afterAll(async () => await standIn.close());
	beforeEach(() => standIn.reset());

	const test = async (filled: ICredentialDataDecryptedObject = {}) =>
		await engine.testCredential(TYPE, {
			token: standIn.tokens.privateIntegration,
			locationId: standIn.locationId,
			apiUrl: standIn.url,
			...filled,
		});

	it.each([
		['v3', 'v3'],
		['2021', '2021-07-28'],
	])('accepts a valid token, in API version %s', async (apiVersion, header) => {
		expect(await test({ apiVersion })).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(standIn.log).toHaveLength(1);
		expect(standIn.log[0]).toMatchObject({
			method: 'POST',
			path: '/contacts/search',
			version: header,
			body: { locationId: standIn.locationId, pageLimit: 1 },
			status: 200,
		});
	});

	it('needs no scope but that of reading contacts', async () => {
		const { value } = standIn.issuePrivateIntegration({ scopes: ['contacts.readonly'] });
		expect((await test({ token: value })).status).toBe('OK');
	});

	it('ignores blanks around the values and a slash at the end of the URL', async () => {
		const result = await test({
			token: ` ${standIn.tokens.privateIntegration}\n`,
			locationId: ` ${standIn.locationId} `,
			apiUrl: `${standIn.url}/ `,
		});
		expect(result.status).toBe('OK');
	});

	it.each(['v3', '2021'])('names each of five errors, in API version %s', async (apiVersion) => {
		const { value } = standIn.issuePrivateIntegration({ scopes: ['calendars.readonly'] });
		const agency = standIn.issuePrivateIntegration({ locationId: null }).value;
		const results = [
			await test({ apiVersion, token: 'pit-00000000-0000-4000-8000-000000000000' }),
			await test({ apiVersion, token: value }),
			await test({ apiVersion, locationId: standIn.otherLocationId }),
			await test({ apiVersion, locationId: '' }),
			await test({ apiVersion, token: agency }),
		];
		expect(results.map(({ status }) => status)).toEqual(results.map(() => 'Error'));
		expect(results.map(({ message }) => message)).toEqual([
			expect.stringContaining('does not accept the token'),
			expect.stringContaining('lacks the scope "View Contacts" (contacts.readonly)'),
			expect.stringContaining('not for this sub-account'),
			expect.stringContaining('Sub-Account (Location) ID'),
			expect.any(String),
		]);
		for (const { message } of results) expect(message).not.toContain(value);
	});

	it.each([
		['an answer of another service', 200, { hello: 'world' }, /not what HighLevel usually sends/],
		[
			'an outage',
			503,
			{ statusCode: 503, message: 'Service Unavailable' },
			/not what HighLevel usually sends/,
		],
		[
			'a 401 without the usual keys',
			401,
			{ error: { code: 'UNKNOWN' } },
			/not what HighLevel usually sends/,
		],
		['the rate limit', 429, { statusCode: 429, message: 'Too Many Requests' }, /rate limit/],
		[
			'an agency token',
			401,
			{
				statusCode: 401,
				message:
					'This route is not yet supported by the IAM Service. Please update your IAM config.',
			},
			/agency token/,
		],
	])('never accepts %s as success', async (_, status, body, said) => {
		standIn.faults.add({ action: { kind: 'status', status, body } });
		expect(await test()).toEqual({ status: 'Error', message: expect.stringMatching(said) });
	});

	it('fails if there is no answer', async () => {
		const result = await test({ apiUrl: 'http://127.0.0.1:9' });
		expect(result.status).toBe('Error');
	});
});
