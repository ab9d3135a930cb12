/** The agency that tests of sub-accounts run against. */
import { byId } from './account';
import { AgencyAccount } from './agencyAccount';

let agency: AgencyAccount;
beforeEach(async () => {
	agency = await AgencyAccount.open({ subAccounts: 3, notInstalled: 1 });
});
afterEach(async () => await agency.close());

const get = async (locationId: string, contactIds: string[]) =>
	await agency.run(
		'contacts',
		'contact.get',
		{ contactId: byId('={{ $json.id }}'), options: { concurrency: 1 } },
		{
			items: contactIds.map((id) => ({ id })),
			onError: 'continueRegularOutput',
			credentials: agency.credentials({ locationId }),
		},
	);

test('one connection reaches every sub-account, each with a token of its own', async () => {
	for (const { id, contactId } of agency.subAccounts) {
		const { items } = await get(id, [contactId]);
		expect(items.map(({ json }) => json.id)).toEqual([contactId]);
	}
	for (const { calls, exchanges } of agency.subAccounts) {
		expect([calls.length, exchanges.length]).toEqual([1, 1]);
	}
});

test('a sub-account without the app is refused', async () => {
	const [stranger] = agency.notInstalled;
	const { items } = await get(stranger?.id ?? '', [stranger?.contactId ?? '']);
	expect(items.map(({ json }) => json.error)).toEqual([expect.any(String)]);
	expect(stranger?.calls).toEqual([]);
});

test('items after an uninstallation in the middle fail, and those before it keep their result', async () => {
	const [first] = agency.subAccounts;
	first.uninstall(2);
	const { items } = await get(
		first.id,
		Array.from({ length: 4 }, () => first.contactId),
	);
	expect(items.map(({ json }) => json.error === undefined)).toEqual([true, true, false, false]);
});
