/** Account > Get Status. */
import { SEED } from '../standins/highlevel';
import { TestAccount } from './account';
import { AgencyAccount } from './agencyAccount';

const account = TestAccount.forTests({
	limiter: { kind: 'firstCall', max: 90, intervalMs: 10_000, dailyMax: 5000 },
});

const status = {
	name: 'Main Street Clinic',
	timezone: 'America/New_York',
	companyId: SEED.companyId,
	locationId: SEED.locationId,
	access: 'Private integration token',
	callsLeft: 89,
	callsPerInterval: 90,
	intervalSeconds: 10,
	callsPerDay: 5000,
};

test.each(['contacts', 'calendars'] as const)('the node for %s has it', async (node) => {
	const before = Date.now();
	const [found] = await account.records(node, 'account.getStatus');
	expect(found).toMatchObject({ ...status, apiVersion: 'v3' });
	expect(found?.callsLeftToday).toBeLessThan(5000);
	expect(Date.parse(String(found?.intervalResetsBy))).toBeGreaterThan(before);
	expect(Date.parse(String(found?.dayResetsAt))).toBeGreaterThan(before);
	expect(account.calls).toEqual([`GET /locations/${SEED.locationId}`]);
});

test('the dated API version has it', async () => {
	const found = await account.records('contacts', 'account.getStatus', {}, { version: '2021' });
	expect(found).toMatchObject([{ ...status, apiVersion: '2021' }]);
});

test("when the day's quota is used up, it says so, and when the quota resets", async () => {
	account.standIn.limiter.set({ dailyMax: 1 });
	await account.records('contacts', 'account.getStatus');
	// The refusal tells the node that the day is over; it sends nothing after that.
	const { items } = await account.run(
		'contacts',
		'contact.get',
		{ contactId: 'none' },
		{ onError: 'continueRegularOutput' },
	);
	expect(items[0]?.json.error).toMatch(/quota/);
	const sent = account.calls.length;
	const [found] = await account.records('contacts', 'account.getStatus');
	expect(found).toMatchObject({ name: null, locationId: SEED.locationId, callsLeftToday: 0 });
	expect(Date.parse(String(found?.dayResetsAt))).toBeGreaterThan(Date.now());
	expect(account.calls).toHaveLength(sent);
});

test('a token without the scope fails with its name', async () => {
	const token = account.standIn.issuePrivateIntegration({ scopes: ['contacts.readonly'] }).value;
	const { error } = await account.run(
		'contacts',
		'account.getStatus',
		{},
		{
			credentials: { highLevelPrivateIntegrationApi: account.credential({ token }) },
		},
	);
	expect(error?.message).toMatch(/locations\.readonly/);
});

test('of an agency, it is that of the chosen sub-account', async () => {
	const agency = await AgencyAccount.open({ subAccounts: 2 });
	const [, second] = agency.subAccounts;
	const { items } = await agency.run('contacts', 'account.getStatus', {
		subAccount: { __rl: true, mode: 'id', value: second?.id ?? '' },
	});
	await agency.close();
	expect(items[0]?.json).toMatchObject({
		locationId: second?.id,
		name: second?.name,
		timezone: second?.timezone,
		access: 'OAuth2 connection of an agency',
	});
});
