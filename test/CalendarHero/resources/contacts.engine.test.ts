/** What the contact operations do beyond their requests. */
import type { IDataObject } from 'n8n-workflow';

import { SEED } from '../../standins/calendarhero';
import { byEmail, byId, TestAccount } from '../account';

const account = TestAccount.forTests();

describe('Create or Update', () => {
	const upsert = async (email: string, additionalFields = {}) =>
		await account.output('contact', 'upsert', { email, additionalFields });

	it('creates a contact that merely resembles another one', async () => {
		account.standIn.state.addContact({ email: ['mary.ada@lovelace.example'], name: 'Mary' });
		const before = account.standIn.state.contacts.size;
		const [made] = await upsert('ada@lovelace.example');
		expect(made).toMatchObject({ new: true, email: ['ada@lovelace.example'] });
		expect(account.standIn.state.contacts.size).toBe(before + 1);
	});

	it('finds the contact whatever the case, keeps what is not given, and adds to lists', async () => {
		account.standIn.settings.leftOutContactFields = 'dropped';
		const [updated] = await upsert('J.Weber@HOME.example', {
			telephone: '+49 40 1',
			additionalEmails: 'jw@new.example',
			title: 'Director',
		});
		expect(updated).toMatchObject({
			id: SEED.contactId,
			new: false,
			name: 'Jonas Weber',
			title: 'Director',
			organization: 'Brightmill',
			telephone: ['+49 30 901820', '+49 40 1'],
			email: ['jonas@brightmill.example', 'j.weber@home.example', 'jw@new.example'],
		});
	});

	it('works on items with the same email one after the other', async () => {
		const items = ['a@new.example', 'b@new.example', 'A@new.example', 'a@new.example'].map(
			(email) => ({ email }),
		);
		const output = await account.output(
			'contact',
			'upsert',
			{ email: '={{ $json.email }}' },
			{ items },
		);
		expect(output.map((one) => one.new)).toEqual([true, true, false, false]);
	});

	it('changes none of several contacts with the email', async () => {
		account.standIn.faults.add({
			path: '/contact',
			action: {
				kind: 'status',
				status: 200,
				body: [
					{ id: '1', email: ['x@y.example'] },
					{ id: '2', email: ['X@Y.example'] },
				],
			},
		});
		const { message, description } = await account.refusal('contact', 'upsert', {
			email: 'x@y.example',
		});
		expect(message).toMatch(/2 contacts have the email/);
		expect(description).toMatch(/1, 2/);
		expect(account.calls).toEqual(['GET /contact']);
	});
});

describe('Update', () => {
	it('keeps fields that an update would drop', async () => {
		account.standIn.settings.leftOutContactFields = 'dropped';
		const [updated] = await account.output('contact', 'update', {
			contactId: byEmail('jonas@brightmill.example'),
			updateFields: { name: 'J. Weber' },
		});
		expect(updated).toMatchObject({ name: 'J. Weber', organization: 'Brightmill' });
	});

	it('lets go of a default email that is replaced', async () => {
		await account.output('contact', 'update', {
			contactId: byId(SEED.contactId),
			updateFields: { emails: 'new@brightmill.example' },
		});
		const put = account.log.find(({ method }) => method === 'PUT');
		expect(put?.body).toMatchObject({ email: ['new@brightmill.example'] });
		expect(put?.body).not.toHaveProperty('defaultEmail');
	});
});

describe('Get Many', () => {
	it.each(['array', 'contacts', 'data'])('reads a list as %s', async (shape) => {
		const list = [{ id: '1', name: 'A', email: ['a@b.example'], unheardOf: 7 }];
		const body = shape === 'array' ? list : { [shape]: list };
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
		expect(await account.output('contact', 'getAll', { simple: false })).toEqual(list);
	});

	it('keeps to its limit, and simplifies a team without email', async () => {
		const parameters = { filters: { search: 'Brightmill', includeTeams: true }, limit: 1 };
		expect(await account.output('contact', 'getAll', parameters)).toHaveLength(1);
		const all = await account.output('contact', 'getAll', { ...parameters, returnAll: true });
		expect(all.find(({ id }) => id === SEED.teamId)).toMatchObject({ email: null });
	});
});

describe('Get', () => {
	it('adds insights under a key of their own when simplified', async () => {
		const get = async (simple: boolean) =>
			await account.output('contact', 'get', {
				contactId: byId(SEED.contactId),
				simple,
				options: { insights: true },
			});
		const [short] = await get(true);
		const [long] = await get(false);
		expect(Object.keys(short ?? {})).toContain('insights');
		const known = ['id', 'name', 'email', 'defaultEmail', 'title', 'organization', 'telephone'];
		const insights = Object.entries(long ?? {}).filter(([key]) => !known.includes(key));
		expect(insights.length).toBeGreaterThan(0);
		expect(short?.insights).toEqual(Object.fromEntries(insights));
	});

	it('says so when nobody has the email', async () => {
		const { message } = await account.refusal('contact', 'get', {
			contactId: byEmail('jonas@brightmill.exampl'),
		});
		expect(message).toMatch(/'Contact' matches no contact/);
	});
});

test.each<[number | IDataObject, number]>([
	[7, 7],
	[{ count: 7 }, 7],
	[{ total: 0 }, 0],
	[{ count: '7' }, 7],
])('Count reads %j', async (body, count) => {
	account.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
	expect(await account.output('contact', 'count')).toEqual([{ count }]);
});
