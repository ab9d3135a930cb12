import type { IDataObject } from 'n8n-workflow';

import { HighLevelContacts } from '../../../nodes/HighLevel/HighLevelContacts.node';
import type { RunOptions, RunResult } from '../../engine/harness';
import { SEED } from '../../standins/highlevel';
import { accountForQuirks, DISCOVERY, keys, MARIA } from './account';

const { maria } = SEED.contacts;
const { account, answer, log, ok } = accountForQuirks();

/** Reads Maria over an app connection. */
async function readMaria(
	credentials: RunOptions['credentials'],
	items: IDataObject[] = [{}],
): Promise<RunResult> {
	return await account.engine.run({
		nodeType: new HighLevelContacts(),
		parameters: { authentication: 'oAuth2', resource: 'contact', operation: 'get', ...MARIA },
		items,
		credentials,
	});
}

const refreshes = () => log().filter(({ path }) => path === '/oauth/token');

describe('quirks of versions and tokens', () => {
	// The first test: for engines that do not serialise refreshes, the nodes send the first call alone only after an idle time.
	test('3: concurrent calls refresh an expired token once, since a second refresh would fail', async () => {
		const credentials = account.appCredentials('location');
		account.standIn.oauth.expireAccessTokens();
		const { items } = await readMaria(
			credentials,
			Array.from({ length: 8 }, () => ({})),
		);
		expect(items.map(({ json }) => json.id)).toEqual(Array(8).fill(maria));
		expect(refreshes().map(({ status }) => status)).toEqual([200]);
	});

	test.each([
		['v3', 'v3', 'v3'],
		['2021', '2021-07-28', '2021-04-15'],
	])(
		'1: every call has a Version that HighLevel knows, since without one it answers 401 (%s)',
		async (version, contacts, calendars) => {
			await ok('contacts', 'contact.get', MARIA, version);
			await ok('calendars', 'calendar.get', DISCOVERY, version);
			expect(log().map((entry) => entry.version)).toEqual([contacts, calendars]);
		},
	);

	test('1: a 401 about the version is reported as such, not as a wrong token', async () => {
		answer('get-contact', { statusCode: 401, message: 'version header is invalid' }, 401);
		const { error } = await account.run('contacts', 'contact.get', MARIA);
		expect(error?.description).toContain("'API Version'");
		expect(error?.description).not.toContain('token');
	});

	test('2: calls of the OAuth2 token endpoint do not have Version v3', async () => {
		const credentials = account.appCredentials('location');
		account.standIn.oauth.expireAccessTokens();
		const { items } = await readMaria(credentials);
		expect(items[0]?.json.id).toBe(maria);
		expect(refreshes().map(({ version, status }) => [version, status])).toEqual([[undefined, 200]]);
	});

	test('3: the refresh token that a refresh returns is stored, since the old one is invalid', async () => {
		const credentials = account.appCredentials('location');
		const before = JSON.stringify(credentials.highLevelAppOAuth2Api?.oauthTokenData);
		account.standIn.oauth.expireAccessTokens();
		const { credentialsAfter, items } = await readMaria(credentials);
		expect(items[0]?.json.id).toBe(maria);
		const after = credentialsAfter.highLevelAppOAuth2Api?.oauthTokenData;
		expect(after).toMatchObject({ refresh_token: expect.any(String) });
		expect(before).not.toContain(String(keys(after).refresh_token));
		expect(refreshes()).toHaveLength(1);
	});

	test('4: an agency token is exchanged for one of the sub-account once for all items', async () => {
		const { items } = await readMaria(account.appCredentials('company'), [{}, {}, {}]);
		expect(items.map(({ json }) => json.id)).toEqual([maria, maria, maria]);
		expect(account.calls.filter((call) => call === 'POST /oauth/location-token')).toHaveLength(1);
	});

	test('4: a private integration without a sub-account ID is refused before any call', async () => {
		const { error } = await account.run(
			'contacts',
			'contact.getAll',
			{},
			{
				credentials: { highLevelPrivateIntegrationApi: account.credential({ locationId: '' }) },
			},
		);
		expect(error?.message).toContain('does not name a sub-account');
		expect(log()).toHaveLength(0);
	});
});
