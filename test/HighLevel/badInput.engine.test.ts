/** What users see after wrong input or lost access: one sentence, a next step, and no secret. */
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { inspect } from 'node:util';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import type { RunResult } from '../engine/harness';
import { SEED } from '../standins/highlevel';
import { byId, TestAccount } from './account';
import { itemIndexOf } from '../support/itemIndexOf';

const { maria, john } = SEED.contacts;
const { discovery } = SEED.calendars;
const HERE = '={{ $json.value }}';
const nodes = { contacts: new HighLevelContacts(), calendars: new HighLevelCalendars() };

const account = TestAccount.forTests();
beforeEach(() => account.standIn.clock.set(Date.parse('2026-10-20T00:00:00Z')));

/** A connection, with all of its secrets. */
interface Access {
	parameters: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	secrets: string[];
}

interface Given {
	scopes?: string[];
	locationId?: string;
	/** The token is revoked and cannot be refreshed. */
	revoked?: true;
}

const connections: Record<string, (given: Given) => Access> = {
	'a private integration': ({ scopes, locationId, revoked }) => {
		const { value } = account.standIn.issuePrivateIntegration(scopes ? { scopes } : {});
		if (revoked) account.standIn.oauth.revoke(value);
		return {
			parameters: { authentication: 'privateIntegration' },
			credentials: {
				highLevelPrivateIntegrationApi: account.credential({
					token: value,
					...(locationId ? { locationId } : {}),
				}),
			},
			secrets: [value],
		};
	},
	'an OAuth2 app': ({ scopes, locationId, revoked }) => {
		const { standIn } = account;
		const { token, refreshToken } = standIn.oauth.issueAppToken(scopes ? { scopes } : {});
		if (revoked) standIn.oauth.revoke(token.value);
		const renewal = revoked ? 'refresh-token-of-nobody' : refreshToken;
		return {
			parameters: { authentication: 'oAuth2' },
			credentials: {
				highLevelAppOAuth2Api: {
					clientId: standIn.app.clientId,
					clientSecret: standIn.app.clientSecret,
					apiUrl: standIn.url,
					apiVersion: 'v3',
					userType: 'Location',
					locationId: locationId ?? standIn.locationId,
					oauthTokenData: {
						access_token: token.value,
						refresh_token: renewal,
						token_type: 'Bearer',
						userType: 'Location',
						companyId: standIn.companyId,
						locationId: locationId ?? token.locationId,
					},
				},
			},
			secrets: [token.value, renewal, standIn.app.clientSecret],
		};
	},
};

function expectNoSecret(secrets: string[], ...shown: unknown[]): void {
	for (const one of shown) {
		const text = `${inspect(one, { depth: 15, showHidden: true, maxStringLength: null })} ${one instanceof Error ? `${one.stack} ${JSON.stringify(one)} ${JSON.stringify(Object.assign({}, one))}` : JSON.stringify(one)}`;
		for (const secret of secrets) expect(text).not.toContain(secret);
	}
}

interface Attempt {
	node: keyof typeof nodes;
	operation: string;
	parameters: INodeParameters;
	values?: unknown[];
	continueOnFail?: boolean;
}

async function run(
	access: Access,
	{ node, operation, parameters, values = [null], continueOnFail = false }: Attempt,
): Promise<RunResult> {
	const [resource = '', value = ''] = operation.split('.');
	const result = await account.engine.run({
		nodeType: nodes[node],
		parameters: { ...access.parameters, resource, operation: value, ...parameters },
		items: values.map((one) => ({ value: one }) as IDataObject),
		onError: continueOnFail ? 'continueRegularOutput' : 'stopWorkflow',
		credentials: access.credentials,
	});
	expectNoSecret(access.secrets, result.error, result.items, result.run.data.resultData);
	return result;
}

interface Case extends Omit<Attempt, 'values' | 'continueOnFail'> {
	title: string;
	good: unknown;
	bad: unknown;
	says: string;
	next: string;
	/** Requests sent for the bad item. */
	sends: number;
}

const MONDAY = '2026-10-26T00:00:00-04:00';
const SEARCHED = {
	calendarId: byId(discovery),
	startDate: MONDAY,
	endDate: '2026-10-27T00:00:00-04:00',
	returnAll: true,
};

const cases: Case[] = [
	{
		title: 'an empty ID',
		node: 'contacts',
		operation: 'contact.get',
		parameters: { contactId: byId(HERE) },
		good: maria,
		bad: ' ',
		says: "'Contact' is empty",
		next: 'Nothing was sent for this item',
		sends: 0,
	},
	{
		title: 'the name of another endpoint as an ID',
		node: 'calendars',
		operation: 'calendar.get',
		parameters: { calendarId: byId(HERE) },
		good: discovery,
		bad: 'groups',
		says: `'Calendar' is "groups", which is not an ID`,
		next: 'Nothing was sent for this item',
		sends: 0,
	},
	{
		title: 'an end before its start',
		node: 'calendars',
		operation: 'freeSlot.getAll',
		parameters: { ...SEARCHED, endDate: HERE, options: { rawOutput: true } },
		good: '2026-10-27T00:00:00-04:00',
		bad: '2026-10-25T00:00:00-04:00',
		says: "'Search To' is not after 'Search From'",
		next: 'Nothing was sent for this item',
		sends: 0,
	},
	{
		title: 'an unknown time zone of a search',
		node: 'calendars',
		operation: 'freeSlot.getAll',
		parameters: { ...SEARCHED, filters: { timezone: HERE }, options: { rawOutput: true } },
		good: 'America/New_York',
		bad: 'Mars/Olympus_Mons',
		says: "'Time Zone Name or ID' is not a known time zone",
		next: 'Nothing was sent for this item',
		sends: 0,
	},
	{
		title: 'an unknown time zone of a contact',
		node: 'contacts',
		operation: 'contact.update',
		parameters: { contactId: byId(maria), updateFields: { timezone: HERE } },
		good: 'America/New_York',
		bad: 'New York',
		says: "'Time Zone Name or ID' is not a known time zone",
		next: 'Nothing was sent for this item',
		sends: 0,
	},
	{
		title: 'filters that are no JSON',
		node: 'contacts',
		operation: 'contact.getAll',
		parameters: { limit: 1, filters: { filtersJson: HERE } },
		good: '[{"field": "email", "operator": "exists"}]',
		bad: '[{"field": "email", ',
		says: "'Filters (JSON)' is not valid JSON",
		next: 'Nothing was sent for this item',
		sends: 0,
	},
	{
		title: 'an update without fields',
		node: 'contacts',
		operation: 'contact.update',
		parameters: { contactId: byId(maria), updateFields: { source: HERE } },
		good: 'Website',
		bad: '',
		says: 'There is nothing to update',
		next: "Add at least one field under 'Update Fields'",
		sends: 0,
	},
	{
		title: 'a lost slot',
		node: 'calendars',
		operation: 'appointment.create',
		parameters: {
			calendarId: byId(discovery),
			contactId: byId(maria),
			startTime: HERE,
		},
		good: '2026-10-26T10:00:00-04:00',
		bad: '2026-10-26T10:07:00-04:00',
		says: 'The slot is no longer available',
		next: 'Get the free slots again',
		sends: 1,
	},
	{
		title: 'a duplicate contact',
		node: 'contacts',
		operation: 'contact.create',
		parameters: { email: HERE },
		good: 'someone.new@example.com',
		bad: 'maria.lopez@example.com',
		says: `A contact with this email or phone already exists (ID ${maria})`,
		next: "Set 'If Contact Exists'",
		sends: 1,
	},
	{
		title: 'a contact of nobody',
		node: 'contacts',
		operation: 'contact.get',
		parameters: { contactId: byId(HERE) },
		good: john,
		bad: 'AbCdEfGhIjKlMnOpQrSt',
		says: 'Contact with id AbCdEfGhIjKlMnOpQrSt not found',
		next: 'Check the ID',
		sends: 1,
	},
];

/** The requests of the nodes, without n8n's token refreshes. */
const calls = () => account.standIn.log.filter(({ path }) => !path.startsWith('/oauth/'));

describe.each(Object.keys(connections))('with %s', (kind) => {
	const connect = (given: Given = {}): Access => {
		const make = connections[kind];
		if (!make) throw new Error('No such kind');
		return make(given);
	};

	test.each(cases)('$title fails with a one-sentence message and a next step', async (one) => {
		const { error } = await run(connect(), { ...one, values: [one.bad] });
		expect(error?.message).toContain(one.says);
		expect(itemIndexOf(error)).toBe(0);
		expect(error?.message.split('\n')).toHaveLength(1);
		expect(error?.description).toContain(one.next);
		expect(calls()).toHaveLength(one.sends);
		expect(calls().some(({ effect }) => effect !== undefined)).toBe(false);
	});

	test.each(cases)(
		'$title fails only its own item if the node continues on errors',
		async (one) => {
			const access = connect();
			const { items, error } = await run(access, {
				...one,
				values: [one.bad, one.good],
				continueOnFail: true,
			});
			expect(error).toBeUndefined();
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(items[0]?.json.error).toContain(one.says);
			expect(items[0]?.json.message).toContain(one.next);
			expect(Object.keys(items[0]?.json ?? {})).toEqual(['error', 'message']);
			expect(items[1]?.json).not.toHaveProperty('error');
		},
	);

	const refusals = [
		{
			title: 'a revoked token',
			given: { revoked: true } as Given,
			says: /Invalid Private Integration token|[Cc]onnect|expired|renew/,
			next: /paste the token again|[Cc]onnect/,
		},
		{
			title: 'a missing scope',
			given: { scopes: ['calendars.readonly'] },
			says: /The token lacks the scope "contacts\.readonly"/,
			next: /Add the scope "contacts\.readonly"/,
		},
		{
			title: 'another sub-account',
			given: { locationId: SEED.otherLocationId },
			says: /The token does not have access to this sub-account/,
			next: /Sub-Account \(Location\) ID/,
		},
	];
	const SEARCH: Attempt = {
		node: 'contacts',
		operation: 'contact.getAll',
		// Sequential, because older engines refresh an OAuth2 token for every refused call without waiting for each
		// other.
		parameters: { limit: 1, options: { concurrency: 1 } },
	};

	test.each(refusals)('$title stops the run and says what to do', async ({ given, says, next }) => {
		const { error } = await run(connect(given), SEARCH);
		expect(error?.message).toMatch(says);
		expect(error?.description).toMatch(next);
		// After a 401, n8n refreshes an OAuth2 token and repeats the call; older engines do so twice.
		expect(calls().length).toBeLessThanOrEqual(3);
	});

	test.each(refusals)(
		'$title fails every item if the node continues on errors',
		async ({ given, says }) => {
			const { items, error } = await run(connect(given), {
				...SEARCH,
				values: [1, 2],
				continueOnFail: true,
			});
			expect(error).toBeUndefined();
			expect(items).toHaveLength(2);
			for (const { json } of items) expect(json.error).toMatch(says);
		},
	);

	test.each(refusals)(
		'$title is reported by the lists in the editor',
		async ({ given, says, next }) => {
			const access = connect(given);
			const setup = {
				nodeType: nodes.contacts,
				parameters: { ...access.parameters, resource: 'contact', operation: 'get' },
				credentials: access.credentials,
			};
			const failed = await account.engine
				.listSearch(setup, 'searchContacts')
				.catch((error: unknown) => error);
			expect(failed).toMatchObject({
				message: expect.stringMatching(says),
				description: expect.stringMatching(next),
			});
			const options = await account.engine
				.loadOptions(setup, 'getTags')
				.catch((error: unknown) => error);
			expect(options).toMatchObject({ message: expect.any(String) });
			const mapper = await account.engine
				.resourceMapping(setup, 'getContactCustomFields')
				.catch((error: unknown) => error);
			expectNoSecret(access.secrets, failed, options, mapper);
		},
	);

	test('no secret is shown if the connection breaks or the answer is HTML or quotes the token', async () => {
		const access = connect();
		const [token = ''] = access.secrets;
		const echo = { message: `Bad header Authorization: Bearer ${token}`, statusCode: 400 };
		for (const action of [
			{ kind: 'status', status: 502, body: '<html><body>Bad <b>gateway</b></body></html>' },
			{ kind: 'status', status: 400, body: echo },
			{ kind: 'reset', when: 'before' },
		] as const) {
			account.standIn.faults.clear();
			account.standIn.faults.add({ operationId: 'create-contact', action });
			const { error } = await run(access, {
				node: 'contacts',
				operation: 'contact.create',
				parameters: { email: 'someone.new@example.com' },
			});
			expect(error?.message).toContain('Create contact');
		}
	});
});
