/** Contacts. */
import { SEED } from '..';

import { useStandIn } from './support';

describe('CalendarHero stand-in: contacts', () => {
	const t = useStandIn();
	const names = async (query: string) =>
		(await t.send(`GET /contact?${query}`)).list.map(({ name }) => name);
	const read = async (id: string) => (await t.send(`GET /contact/${id}?basic=true`)).body;

	test('the search takes an address, a domain or a name', async () => {
		t.standIn.state.addContact({ name: 'Lee Jonas', email: ['lee@quay.example'] });
		expect(await names('search=jonas%40brightmill.example')).toEqual(['Jonas Weber']);
		expect(await names('search=J.Weber%40HOME.example')).toEqual(['Jonas Weber']);
		expect(await names('search=%40brightmill.example')).toEqual(['Jonas Weber', 'Priya Nair']);
		expect(await names('search=jonas%20weber')).toEqual(['Jonas Weber']);
		expect(await names('search=jonas')).toEqual(['Jonas Weber', 'Lee Jonas']);
		expect(await names('search=nobody%40brightmill.example')).toEqual([]);
	});

	test('an address is also found inside another, unless the search is exact', async () => {
		t.standIn.state.addContact({ name: 'Other', email: ['njonas@brightmill.example'] });
		expect(await names('search=jonas%40brightmill.example')).toEqual(['Jonas Weber', 'Other']);
		t.standIn.settings.contactSearch = 'exact';
		expect(await names('search=jonas%40brightmill.example')).toEqual(['Jonas Weber']);
	});

	test('contacts that share an address are one, unless all is true', async () => {
		const { list } = await t.send('GET /contact?search=priya%40brightmill.example');
		expect(list).toMatchObject([{ id: SEED.otherContactId, telephone: ['+49 30 901821'] }]);
		expect(list[0]?.email).toEqual(['priya@brightmill.example']);
		expect(await names('search=priya%40brightmill.example&all=true')).toEqual([
			'Priya Nair',
			'P. Nair',
		]);
	});

	test('filter is popular, recent or a letter', async () => {
		expect(await names('filter=j')).toEqual(['Jonas Weber']);
		expect(await names('filter=J')).toEqual(['Jonas Weber']);
		expect(await names('filter=popular')).toEqual([]);
		t.standIn.clock.advance(1000);
		await t.invite();
		expect(await names('filter=popular')).toEqual(['Jonas Weber']);
		t.standIn.clock.advance(1000);
		await t.post('POST /contact', { name: 'Zoe', email: ['zoe@quay.example'] });
		expect((await names('filter=recent')).slice(0, 2)).toEqual(['Zoe', 'Jonas Weber']);
	});

	test.each(['search=a&filter=a', 'filter=oldest', 'filter=ab', 'all=yes', 'search=a&search=b'])(
		'%s is refused',
		async (query) => {
			expect((await t.send(`GET /contact?${query}`)).status).toBe(400);
		},
	);

	test('without search and filter it finds all or none', async () => {
		expect(await names('')).toHaveLength(2);
		t.standIn.settings.contactsWithoutSearch = 'none';
		expect(await names('')).toEqual([]);
	});

	test('includeTeams adds teams, which have no address', async () => {
		expect(await names('search=brightmill')).toEqual([]);
		const { list } = await t.send('GET /contact?search=brightmill&includeTeams=true');
		expect(list).toMatchObject([{ id: SEED.teamId, name: 'Brightmill Buyers' }]);
		expect(list[0]).not.toHaveProperty('email');
	});

	test('a new contact answers its ID alone, and twice makes two', async () => {
		const body = {
			name: 'Zoe Quay',
			email: ['zoe@quay.example', 'z@home.example'],
			defaultEmail: 'z@home.example',
			title: 'Harbour master',
			organization: 'Quay',
			telephone: ['+44 1'],
		};
		const { json, status } = await t.post('POST /contact', body);
		expect({ json, status }).toEqual({ json: { id: expect.any(String) }, status: 200 });
		const { id } = json as { id: string };
		expect(id).toMatch(/^[0-9a-f]{24}$/);
		expect(await read(id)).toEqual({ id, ...body, providerId: [], userId: SEED.userId });
		await t.post('POST /contact', body);
		expect(t.standIn.state.contacts.size).toBe(5);
	});

	const REFUSED: Array<[string, object]> = [
		['without email', { name: 'Zoe' }],
		['with an empty email', { email: [] }],
		['with email as a text', { email: 'zoe@quay.example' }],
		['with an address that is none', { email: ['zoe'] }],
		['with telephone as a text', { email: ['z@quay.example'], telephone: '+44 1' }],
		['with a name that is no text', { email: ['z@quay.example'], name: 7 }],
		['with another defaultEmail', { email: ['z@quay.example'], defaultEmail: 'y@quay.example' }],
	];
	test.each(REFUSED)('a contact %s is refused', async (_, body) => {
		expect((await t.post('POST /contact', body)).status).toBe(400);
		expect((await t.post(`PUT /contact/${SEED.contactId}`, body)).status).toBe(400);
		expect(t.standIn.state.contacts.size).toBe(3);
		expect((await read(SEED.contactId)).name).toBe('Jonas Weber');
	});

	test('the count has one of three shapes', async () => {
		const count = async () => (await t.send('GET /contact/count')).json;
		expect(await count()).toBe(3);
		t.standIn.settings.countShape = 'count';
		expect(await count()).toEqual({ count: 3 });
		t.standIn.settings.countShape = 'total';
		expect(await count()).toEqual({ total: 3 });
	});

	test('a contact has insights, unless basic is true', async () => {
		const { body } = await t.send(`GET /contact/${SEED.contactId}`);
		expect(body).toMatchObject({ name: 'Jonas Weber', jobs: [{ title: 'Buyer' }] });
		expect(await read(SEED.contactId)).not.toHaveProperty('jobs');
	});

	test('an update does not answer the contact, and keeps or drops what is left out', async () => {
		const { body, status } = await t.post(`PUT /contact/${SEED.contactId}`, {
			email: ['jonas@new.example'],
			title: 'Head buyer',
		});
		expect(status).toBe(200);
		expect(body).not.toHaveProperty('id');
		expect(await read(SEED.contactId)).toMatchObject({
			name: 'Jonas Weber',
			email: ['jonas@new.example'],
			defaultEmail: 'jonas@new.example',
			title: 'Head buyer',
			organization: 'Brightmill',
		});
		t.standIn.settings.leftOutContactFields = 'dropped';
		await t.post(`PUT /contact/${SEED.contactId}`, { email: ['jonas@new.example'] });
		expect(await read(SEED.contactId)).toMatchObject({
			name: '',
			title: '',
			organization: '',
			telephone: [],
		});
	});

	test('a deleted contact is gone', async () => {
		expect((await t.send(`DELETE /contact/${SEED.contactId}`)).status).toBe(200);
		expect((await t.send(`GET /contact/${SEED.contactId}`)).status).toBe(404);
		expect((await t.send(`DELETE /contact/${SEED.contactId}`)).status).toBe(404);
		const update = await t.post(`PUT /contact/${SEED.contactId}`, { email: ['a@b.example'] });
		expect(update.status).toBe(404);
	});
});
