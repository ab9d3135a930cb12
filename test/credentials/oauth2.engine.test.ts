import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	CredentialStore,
	packageCredentialTypes,
	StoreCredentialsHelper,
} from '../engine/credentials';

const TYPE = 'highLevelAppOAuth2Api';

/** The data that n8n works with, after the user has filled in these fields. */
async function resolved(filled: ICredentialDataDecryptedObject) {
	const helper = new StoreCredentialsHelper(new CredentialStore(), await packageCredentialTypes());
	return helper.withDefaults(TYPE, filled, 'internal');
}

describe('HighLevel App OAuth2 API', () => {
	it.each([
		[{}, 'https://marketplace.gohighlevel.com/v2/oauth/chooselocation'],
		[
			{ marketplace: 'whiteLabel' },
			'https://marketplace.leadconnectorhq.com/v2/oauth/chooselocation',
		],
		[
			{ marketplace: 'custom', authorizeUrl: 'http://127.0.0.1:4010/oauth/chooselocation' },
			'http://127.0.0.1:4010/oauth/chooselocation',
		],
	])('opens the consent page of the marketplace: %p', async (filled, url) => {
		expect((await resolved(filled)).authUrl).toBe(url);
	});

	it.each([
		[{}, 'https://services.leadconnectorhq.com/oauth/token'],
		[{ apiUrl: 'http://127.0.0.1:4010' }, 'http://127.0.0.1:4010/oauth/token'],
		[{ apiUrl: ' https://proxy.example.com/hl// ' }, 'https://proxy.example.com/hl/oauth/token'],
	])('requests tokens from the host of the API: %p', async (filled, url) => {
		expect((await resolved(filled)).accessTokenUrl).toBe(url);
	});

	it.each(['Location', 'Company'])('requests a %s token in the exchange', async (kind) => {
		const data = await resolved({ userType: kind });
		const sent: unknown = JSON.parse(String(data.additionalBodyProperties));
		expect(sent).toEqual({ user_type: kind });
		expect(data).toMatchObject({ authentication: 'body', grantType: 'authorizationCode' });
	});

	it('requests no scope that the nodes do not use', async () => {
		const scopes = String((await resolved({})).scope).split(' ');
		expect(new Set(scopes).size).toBe(scopes.length);
		expect(scopes).toEqual(
			expect.arrayContaining([
				'contacts.readonly',
				'calendars/events.write',
				'locations/customFields.readonly',
			]),
		);
		const writes = scopes.filter((scope) => scope.endsWith('.write'));
		expect(new Set(writes.map((scope) => scope.split(/[./]/)[0]))).toEqual(
			new Set(['contacts', 'calendars']),
		);
	});

	it('keeps a scope that the user has reduced', async () => {
		expect((await resolved({ scope: 'contacts.readonly' })).scope).toBe('contacts.readonly');
	});
});
