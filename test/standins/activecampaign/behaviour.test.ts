/** What ActiveCampaign's stand-in answers and keeps. */
import type { JsonObject } from '../shared/json';
import { useActiveCampaign } from '../support/activeCampaign';
import { part, rows } from '../support/http';
import { AC_SEED } from '.';

const account = useActiveCampaign();
const { send } = account;

const idOf = (email: string): string => account.standIn.contact(email)?.id ?? '';

async function makeField(title: string, more: JsonObject = {}): Promise<string> {
	const { body } = await send('POST', '/fields', { field: { title, type: 'text', ...more } });
	return String(part(body, 'field').id);
}

async function makeTag(tag: string): Promise<string> {
	const { body } = await send('POST', '/tags', { tag: { tag, tagType: 'contact' } });
	return String(part(body, 'tag').id);
}

describe('contacts', () => {
	const lena = { email: 'Lena@Northwind.example', firstName: 'Lena' };

	it('creates one with 201, the e-mail in lower case, value IDs inside and values beside', async () => {
		const field = await makeField('Calendar ID');
		const { status, body } = await send('POST', '/contacts', {
			contact: { ...lena, fieldValues: [{ field, value: 'Ab9' }] },
		});
		expect(status).toBe(201);
		const contact = part(body, 'contact');
		const [value] = rows(body, 'fieldValues');
		expect(contact).toMatchObject({ email: 'lena@northwind.example', deleted: '0' });
		expect(contact.fieldValues).toEqual([value?.id]);
		expect(value).toMatchObject({ field, value: 'Ab9', contact: contact.id, owner: contact.id });
		expect(contact.cdate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[56]:00$/);
		expect(contact.created_utc_timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		expect(part(contact, 'links').contactTags).toBe(
			`${account.standIn.url}/api/3/contacts/${String(contact.id)}/contactTags`,
		);
	});

	it('syncs by e-mail: 201 creates, 200 updates and keeps what is not sent', async () => {
		const first = await send('POST', '/contact/sync', { contact: { ...lena, phone: '+1' } });
		const contact = { email: 'LENA@northwind.example', lastName: 'Berg' };
		const second = await send('POST', '/contact/sync', { contact });
		expect([first.status, second.status]).toEqual([201, 200]);
		expect(part(second.body, 'contact').id).toBe(part(first.body, 'contact').id);
		expect(account.standIn.contact('lena@northwind.example')).toMatchObject({
			firstName: 'Lena',
			lastName: 'Berg',
			phone: '+1',
		});
		expect(account.standIn.effects('contact.create')).toHaveLength(1);
	});

	it('shows one with its side lists and without its tags', async () => {
		const { body } = await send('GET', `/contacts/${idOf(AC_SEED.mara)}`);
		expect(rows(body, 'fieldValues')).toMatchObject([{ value: '41' }]);
		expect(rows(body, 'contactLists')).toMatchObject([{ status: '1', first_name: 'Mara' }]);
		expect(body).toMatchObject({ deals: [], geoIps: [], contactAutomations: [] });
		expect(body).not.toHaveProperty('contactTags');
		expect(part(body, 'contact')).not.toHaveProperty('fieldValues');
	});

	it('deletes one with everything that belongs to it', async () => {
		const id = idOf(AC_SEED.mara);
		const { status, body } = await send('DELETE', `/contacts/${id}`);
		expect({ status, body }).toEqual({ status: 200, body: {} });
		const { state } = account.standIn;
		expect(state.contacts.get(id)).toBeUndefined();
		expect([state.fieldValues.size, state.contactTags.size, state.contactLists.size]).toEqual([
			0, 0, 0,
		]);
	});

	const find = async (query: string): Promise<unknown[]> => {
		const { body } = await send('GET', `/contacts?${query}`);
		return rows(body, 'contacts').map(({ firstName }) => firstName);
	};

	it.each([
		['email=MARA@northwind.example', ['Mara']],
		['email_like=northwind', ['Mara', 'Jonas']],
		['search=meier', ['Jonas']],
		['phone=%2B46855501010', ['Mara']],
		['listid=4', ['Mara']],
		['listid=4&status=2', []],
		['tagid=16', ['Mara']],
		['ids[]=42&ids[]=43', ['Mara', 'Jonas']],
		['ids=43', ['Jonas']],
		['id_greater=42&orders[id]=ASC', ['Jonas']],
		['id_less=43', ['Mara']],
		['exclude=42', ['Jonas']],
		['orders[first_name]=ASC', ['Jonas', 'Mara']],
		['orders[id]=DESC', ['Jonas', 'Mara']],
		['orders[email]=true', ['Jonas', 'Mara']],
		['filters[updated_after]=2001-01-01', ['Mara', 'Jonas']],
		['filters[updated_after]=2101-01-01T00:00:00-05:00', []],
		['filters[created_before]=2001-01-01', []],
		['seriesid=1', []],
	])('lists contacts by %s', async (query, expected) => {
		expect(await find(query)).toEqual(expected);
	});

	it('pages by 20, by 100 at most, with the total as a string', async () => {
		const admin = account.standIn.as('admin');
		for (let at = 0; at < 128; at += 1) admin.addContact({ email: `c${at}@example.com` });
		const sizes = await Promise.all(
			['', '?limit=500', '?limit=100&offset=100', '?limit=3&offset=129'].map(async (query) => {
				const { body } = await send('GET', `/contacts${query}`);
				return [rows(body, 'contacts').length, part(body, 'meta').total];
			}),
		);
		expect(sizes).toEqual([
			[20, '130'],
			[100, '130'],
			[30, '130'],
			[1, '130'],
		]);
	});

	it('counts a change of a custom value as an update of the contact', async () => {
		account.standIn.clock.advance(3_600_000);
		const after = encodeURIComponent(new Date(account.standIn.clock.now() - 60_000).toISOString());
		account.standIn.as('admin').setContactField(AC_SEED.jonas, AC_SEED.field, '44');
		expect(await find(`filters[updated_after]=${after}`)).toEqual(['Jonas']);
	});
});

describe('fields and values', () => {
	it('makes a field, finds it by its tag and shows its options and relations', async () => {
		const id = await makeField('HL Calendar', { type: 'dropdown', visible: 1 });
		const rel = await send('POST', '/fieldRels', { fieldRel: { field: Number(id), relid: 0 } });
		expect(part(rel.body, 'fieldRel')).toMatchObject({ field: Number(id), relid: 0, links: [] });
		const options = ['Intake', 'Review'].map((value, at) => ({
			...{ field: id, value: `v${at}`, label: value, orderid: at, isdefault: false },
		}));
		const bulk = await send('POST', '/fieldOption/bulk', { fieldOptions: options });
		expect(bulk.status).toBe(201);
		const { body } = await send('GET', '/fields?filters[perstag]=HL_CALENDAR');
		expect(rows(body, 'fields')).toMatchObject([
			{ id, perstag: 'HL_CALENDAR', isrequired: '0', visible: '1', relations: ['20'] },
		]);
		expect(rows(body, 'fieldOptions')).toMatchObject([{ label: 'Intake' }, { label: 'Review' }]);
		const below = await send('GET', `/fields/${id}/options`);
		expect(rows(below.body, 'fieldOptions')).toHaveLength(2);
	});

	it('deletes a field with its values', async () => {
		const field = account.standIn.state.fieldByPerstag(AC_SEED.field)?.id ?? '';
		expect((await send('DELETE', `/fields/${field}`)).body).toEqual({});
		expect(account.standIn.contact(AC_SEED.mara)?.fields).toEqual({});
	});

	it('finds contacts by a custom value, whatever its case', async () => {
		const field = await makeField('Calendar ID');
		const contact = idOf(AC_SEED.mara);
		const fieldValue = { contact: Number(contact), field: Number(field), value: 'cAl9' };
		const { status, body } = await send('POST', '/fieldValues', { fieldValue });
		expect(status).toBe(200);
		expect(rows(body, 'contacts')).toMatchObject([{ id: contact }]);
		const query = `filters[fieldid]=${field}&filters[val]=CAL9`;
		const found = await send('GET', `/fieldValues?${query}`);
		expect(rows(found.body, 'fieldValues')).toMatchObject([{ contact, value: 'cAl9' }]);
		expect(part(found.body, 'meta').total).toBe('1');
	});

	it('replaces the value that a contact has, and says if nothing changed', async () => {
		const field = account.standIn.state.fieldByPerstag(AC_SEED.field)?.id;
		const contact = idOf(AC_SEED.mara);
		for (const value of ['42', '42']) {
			await send('POST', '/fieldValues', { fieldValue: { contact, field, value } });
		}
		expect(account.standIn.contact(AC_SEED.mara)?.fields).toEqual({ SHOE_SIZE: '42' });
		expect(account.standIn.effects('fieldValue.write')).toHaveLength(1);
		expect(account.standIn.effects('fieldValue.unchanged')).toHaveLength(1);
	});

	it('numbers fields from another start if asked to, and mixes up no IDs', () => {
		const { state } = account.standIn;
		const ids = [state.contacts, state.fields, state.tags, state.contactTags, state.lists].map(
			(store) => store.all()[0]?.id,
		);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

describe('tags, lists, notes', () => {
	it('searches tags by a part of the name and counts their contacts', async () => {
		await makeTag('calendar: Intake');
		const { body } = await send('GET', '/tags?search=CUST');
		expect(rows(body, 'tags')).toMatchObject([{ tag: 'customer', subscriber_count: '1' }]);
		const starts = await send('GET', '/tags?filters[search][starts_with]=calendar');
		expect(rows(starts.body, 'tags')).toHaveLength(1);
	});

	it('tags a contact once, and takes the tag off by the ID of the link', async () => {
		const tag = await makeTag('times-ready');
		const contactTag = { contact: idOf(AC_SEED.mara), tag };
		const first = await send('POST', '/contactTags', { contactTag });
		const second = await send('POST', '/contactTags', { contactTag });
		const link = part(first.body, 'contactTag');
		expect(part(second.body, 'contactTag').id).toBe(link.id);
		expect(account.standIn.effects('contactTag.create')).toHaveLength(1);
		const read = await send('GET', `/contacts/${contactTag.contact}/contactTags`);
		expect(rows(read.body, 'contactTags').map((one) => one.tag)).toContain(tag);
		expect((await send('DELETE', `/contactTags/${String(link.id)}`)).status).toBe(200);
		expect(account.standIn.contact(AC_SEED.mara)?.tags).toEqual(['customer']);
	});

	it('records who is revived by a subscription', async () => {
		account.standIn.as('public').unsubscribe(AC_SEED.mara, AC_SEED.list);
		const contactList = { list: 4, contact: idOf(AC_SEED.mara), status: 1 };
		const { body } = await send('POST', '/contactLists', { contactList });
		expect(part(body, 'contactList')).toMatchObject({ status: 1, list: '4' });
		expect(account.standIn.effects('contactList.revive')).toHaveLength(1);
		expect(account.standIn.contact(AC_SEED.mara)?.lists).toEqual([AC_SEED.list]);
	});

	it('notes on a contact, with the contact in the answer', async () => {
		const note = { note: 'Booked', relid: Number(idOf(AC_SEED.mara)), reltype: 'Subscriber' };
		const { status, body } = await send('POST', '/notes', { note });
		expect(status).toBe(201);
		expect(part(body, 'note')).toMatchObject({ ...note, owner: { type: 'contact' } });
		expect(rows(body, 'contacts')).toHaveLength(1);
		const read = await send('GET', `/contacts/${note.relid}/notes`);
		expect(rows(read.body, 'notes')).toMatchObject([{ note: 'Booked' }]);
	});
});

describe('tasks, calendars, deals, users', () => {
	it('adds a task to a contact, with a reminder, and completes it', async () => {
		const types = await send('GET', '/dealTasktypes');
		expect(rows(types.body, 'dealTasktypes').map(({ title }) => title)).toEqual([
			'Call',
			'Email',
			'Lunch',
			'Meeting',
		]);
		const { status, body } = await send('POST', '/dealTasks', {
			dealTask: {
				ownerType: 'contact',
				relid: idOf(AC_SEED.mara),
				title: 'Call Mara',
				duedate: '2040-04-08T12:00:00-05:00',
				dealTasktype: '4',
			},
		});
		const task = part(body, 'dealTask');
		expect(status).toBe(201);
		expect(task).toMatchObject({ reltype: 'Subscriber', status: 0, owner: { type: 'contact' } });
		const reminder = { dealTask: task.id, interval: '60' };
		const reminded = await send('POST', '/taskNotifications', { taskNotification: reminder });
		expect(reminded.status).toBe(200);
		const query = 'filters[reltype]=Subscriber&filters[duedate_range]=2040-04-01%2B2040-04-08';
		const found = await send('GET', `/dealTasks?${query}`);
		expect(rows(found.body, 'dealTasks')).toHaveLength(1);
		await send('PUT', `/dealTasks/${String(task.id)}`, { dealTask: { status: 1 } });
		expect(account.standIn.contact(AC_SEED.mara)?.tasks).toMatchObject([
			{ title: 'Call Mara', type: 'Meeting', status: 1 },
		]);
	});

	it('keeps feeds of tasks, whose flag is a number after a write and a string on reads', async () => {
		const calendar = { title: 'Intake', type: 'Contacts', notification: 0 };
		const made = part((await send('POST', '/calendars', { calendar })).body, 'calendar');
		const read = part((await send('GET', `/calendars/${String(made.id)}`)).body, 'calendar');
		expect([made.notification, read.notification]).toEqual([0, '0']);
	});

	it('keeps deals and their notes', async () => {
		const deal = { title: 'Intake', contact: idOf(AC_SEED.mara), value: 100, currency: 'USD' };
		const made = await send('POST', '/deals', { deal: { ...deal, group: '1', owner: '1' } });
		const { id } = part(made.body, 'deal');
		expect(part(made.body, 'deal')).toMatchObject({ value: '100', currency: 'usd' });
		const note = await send('POST', `/deals/${String(id)}/notes`, { note: { note: 'Hi' } });
		expect(part(note.body, 'note')).toMatchObject({ owner: { type: 'deal', id } });
	});

	it("knows the key's user", async () => {
		const { body } = await send('GET', '/users/me');
		expect(part(body, 'user')).toMatchObject({ id: '1' });
	});
});

describe('the stand-in', () => {
	it('creates contacts without an e-mail address if the account allows them', async () => {
		account.standIn.settings.allowNullEmail = true;
		const { status, body } = await send('POST', '/contacts', { contact: { phone: '+1' } });
		expect([status, part(body, 'contact').email]).toEqual([201, '']);
	});

	it('quotes the key in an error if a fault says so', async () => {
		account.standIn.faults.add({ action: { kind: 'echo', status: 400 } });
		const { body } = await send('GET', '/tags');
		expect(body.message).toContain(account.standIn.apiKey);
	});

	it('logs each request with its route and what it changed, but not the key', async () => {
		await makeTag('logged');
		const entry = account.standIn.log.at(-1);
		expect(entry).toMatchObject({
			operationId: 'POST /tags',
			status: 201,
			effect: { kind: 'tag.create' },
			body: { tag: { tag: 'logged' } },
		});
		expect(JSON.stringify(entry)).not.toContain(account.standIn.apiKey);
	});

	it('lets other processes change the account and read it', async () => {
		const control = async (path: string, body?: unknown): Promise<Response> =>
			await fetch(`${account.standIn.url}/__control/${path}`, {
				...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
			});
		const deed = { as: 'admin', do: 'addTag', contact: AC_SEED.jonas, tag: 'new' };
		expect((await control('change', deed)).status).toBe(200);
		const read = await control(`contact?email=${AC_SEED.jonas}`);
		expect(await read.json()).toMatchObject({ tags: ['new'] });
		const tags = (await (await control('state/tags')).json()) as unknown[];
		expect(tags).toHaveLength(3);
		const refused = await control('change', { ...deed, contact: 'nobody' });
		expect(refused.status).toBe(400);
		expect(await refused.json()).toEqual({ error: 'There is no contact nobody' });
	});

	it('cuts an answer off when a fault says so, after the write', async () => {
		account.standIn.faults.add({ action: { kind: 'cut' }, operationId: 'POST /tags' });
		await expect(makeTag('half')).rejects.toThrow();
		expect(account.standIn.state.tagByName('half')).toBeDefined();
	});
});
