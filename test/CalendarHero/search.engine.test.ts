/** The lists and menus of the editor. */
import { SEED } from '../standins/calendarhero';
import { byName, inHours, TestAccount } from './account';

const account = TestAccount.forTests();

const search = async (method: string, filter?: string) =>
	(await account.engine.listSearch(account.methodOptions(), method, filter)).results;

test('contacts: recent ones at first, then those that the service finds', async () => {
	await search('searchContacts');
	await search('searchContacts', ' jonas ');
	expect(account.sent.map(({ query }) => query)).toEqual([
		{ filter: 'recent' },
		{ search: 'jonas' },
	]);
	expect(await search('searchContacts', 'jonas')).toEqual([
		{ name: 'Jonas Weber (jonas@brightmill.example)', value: SEED.contactId },
	]);
});

test.each(['array', 'object'] as const)('meeting types as %s, filtered by name', async (shape) => {
	account.standIn.settings.meetingTypesShape = shape;
	expect(await search('searchMeetingTypes', 'CALL')).toEqual([
		{ name: 'call (30 minutes)', value: 'call' },
	]);
	const all = await search('searchMeetingTypes');
	expect(all.map(({ value }) => value)).toEqual(['call', 'coffee', SEED.customType, 'meeting']);
	const menu = await account.engine.loadOptions(account.methodOptions(), 'getMeetingTypes');
	expect(menu).toEqual(all);
});

test('directories', async () => {
	expect(await search('searchDirectories')).toEqual([
		{ name: 'harbour-desk', value: SEED.directoryId },
	]);
	expect(await search('searchDirectories', 'nope')).toEqual([]);
});

test('a list of texts is not taken for a list of directories', async () => {
	const body = ['harbour-desk'];
	account.standIn.faults.add({ action: { kind: 'status', status: 200, body }, method: 'GET' });
	await expect(search('searchDirectories')).rejects.toThrow(/a list, or records by name/);
});

test('meeting requests that can still be changed', async () => {
	const [made] = await account.output('meetingRequest', 'create', {
		subject: 'Kick-off',
		contactEmails: 'ada@lovelace.example',
		dateStart: inHours(24),
		dateEnd: inHours(48),
		type: byName('call'),
	});
	const [listed, ...others] = await search('searchMeetingRequests');
	expect(others).toEqual([]);
	expect(listed).toEqual({
		name: `${inHours(24).slice(0, 10)} · Kick-off (waiting)`,
		value: made?.id,
	});
});

test('time zones', async () => {
	const zones = await account.engine.loadOptions(account.methodOptions(), 'getTimezonesOrDefault');
	expect(zones[0]).toEqual({ name: 'Default', value: '' });
	expect(zones).toContainEqual({ name: 'Europe/London', value: 'Europe/London' });
});

test('a token that is not accepted is explained', async () => {
	const options = {
		...account.methodOptions(),
		credentials: account.credentials({ token: 'x'.repeat(20) }),
	};
	await expect(account.engine.listSearch(options, 'searchContacts')).rejects.toThrow(
		/does not accept the token/,
	);
});
