import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { TestAccount } from '../../account';

const { maria } = SEED.contacts;

const account = TestAccount.forTests();

const log = () => account.standIn.log;
const calls = () => log().map(({ method, path }) => `${method} ${path}`);

describe.each(['v3', '2021'])('Find or Create in API version %s', (version) => {
	const run = async (parameters: INodeParameters) =>
		await account.run('contacts', 'contact.findOrCreate', parameters, { version });

	test('finds a contact by email or phone and does not change it', async () => {
		const before = account.standIn.state.contacts.get(maria);
		for (const given of [{ email: 'Maria.Lopez@example.com' }, { phone: '+12025550101' }]) {
			const { items } = await run({ ...given, firstName: 'Somebody' });
			expect(items[0]?.json).toMatchObject({ id: maria, firstName: 'Maria', new: false });
		}
		expect(account.standIn.state.contacts.get(maria)).toEqual(before);
		expect(log().every(({ effect }) => effect === undefined)).toBe(true);
		expect(log().map(({ query }) => query)).toContainEqual({
			locationId: SEED.locationId,
			number: '+12025550101',
		});
	});

	test('creates a contact that is not found, with all values', async () => {
		const { items } = await run({
			email: 'new@example.com',
			firstName: 'Nora',
			newTags: 'webinar',
			additionalFields: { city: 'Berlin' },
			simple: false,
		});
		expect(items[0]?.json).toMatchObject({ firstName: 'Nora', tags: ['webinar'], new: true });
		expect(calls()).toEqual(['GET /contacts/search/duplicate', 'POST /contacts/']);
		expect(log()[1]?.body).toMatchObject({ locationId: SEED.locationId, city: 'Berlin' });
	});

	test('also finds a contact if the sub-account allows duplicates', async () => {
		const { locations } = account.standIn.state;
		const location = locations.get(SEED.locationId);
		if (!location) throw new Error('The seed has no location');
		locations.put({ ...location, allowDuplicateContact: true });
		const { items } = await run({ email: 'maria.lopez@example.com' });
		expect(items[0]?.json).toMatchObject({ id: maria, new: false });
	});

	test('on a concurrent create, returns the contact that won', async () => {
		account.standIn.faults.add({
			operationId: 'get-duplicate-contact',
			action: { kind: 'status', status: 200, body: { contact: null } },
		});
		const { items } = await run({ email: 'maria.lopez@example.com' });
		expect(items[0]?.json).toMatchObject({ id: maria, new: false });
	});

	test('creates one contact for many items with the same email', async () => {
		const { items } = await account.run(
			'contacts',
			'contact.findOrCreate',
			{ email: '={{ $json.email }}' },
			{ version, items: Array.from({ length: 5 }, () => ({ email: 'same@example.com' })) },
		);
		expect(items.map(({ json }) => json.new)).toEqual([true, false, false, false, false]);
	});

	test('requires an email or a phone', async () => {
		const { error } = await run({ firstName: 'Nora' });
		expect(error?.message).toContain("'Email' and 'Phone' are both empty");
		expect(log()).toHaveLength(0);
	});
});

test('a contact can be given by the URL of its page', async () => {
	const get = async (path: string) => {
		const value = `https://app.gohighlevel.com/v2/location/abc/${path}`;
		const contactId = { __rl: true, mode: 'url', value };
		return await account.run('contacts', 'contact.get', { contactId });
	};
	const { items } = await get(`contacts/detail/${maria}?view=notes`);
	expect(items[0]?.json.id).toBe(maria);
	await expect(get('contacts/smart_list/All')).rejects.toThrow(/issues/);
	expect(calls()).toEqual([`GET /contacts/${maria}`]);
});

describe.each(['v3', '2021'])('the deprecated list with a credential of %s', (version) => {
	const run = async (parameters: INodeParameters) =>
		await account.run('contacts', 'contact.getAllLegacy', parameters, { version });

	test('sends the sub-account with every page, and always the dated version', async () => {
		account.standIn.state.seedContacts(253);
		const { items, error } = await run({ returnAll: true });
		expect(error).toBeUndefined();
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(255);
		expect(log()).toHaveLength(3);
		for (const { query, version: sent } of log()) {
			expect(sent).toBe('2021-07-28');
			expect(query).toMatchObject({ locationId: SEED.locationId, limit: '100' });
		}
		expect(log()[0]?.query).not.toHaveProperty('startAfterId');
		expect(log()[1]?.query).toMatchObject({
			startAfterId: items[99]?.json.id,
			startAfter: String(Date.parse(String(items[99]?.json.dateAdded))),
		});
	});

	test('reads no page beyond the limit, and sends the search text', async () => {
		account.standIn.state.seedContacts(250);
		const some = await run({ limit: 120 });
		expect(some.items).toHaveLength(120);
		expect(log().map(({ query }) => query.limit)).toEqual(['100', '20']);
		const { items } = await run({ filters: { query: 'lopez' } });
		expect(items.map(({ json }) => json.id)).toEqual([maria]);
	});
});
