/** The quirks of HighLevel's Contacts API; `account.ts` explains the numbers. */
import { HighLevelContacts } from '../../../nodes/HighLevel/HighLevelContacts.node';
import { SEED } from '../../standins/highlevel';
import { byId } from '../account';
import { accountForQuirks, DISCOVERY, keys, MARIA, TEN } from './account';

const { maria, john } = SEED.contacts;
const { ada } = SEED.users;
const { account, answer, body, log, ok, refused } = accountForQuirks();

describe('quirks of contacts', () => {
	test('5: every page of every list is requested with the sub-account', async () => {
		account.standIn.state.seedContacts(1200);
		await ok('contacts', 'contact.getAll', { returnAll: true });
		await ok('contacts', 'contact.getAllLegacy', { returnAll: false, limit: 250 });
		const sent = log().map(({ query, body: given }) => query.locationId ?? keys(given).locationId);
		expect(sent.length).toBeGreaterThan(5);
		expect(new Set(sent)).toEqual(new Set([SEED.locationId]));
	});

	test('6: a list of messages becomes one sentence, and misspelled keys are read', async () => {
		answer(
			'create-contact',
			{ statusCode: 422, message: ['email must be an email', 'x is bad'] },
			422,
		);
		const { error } = await account.run('contacts', 'contact.create', {
			email: 'someone@example.com',
		});
		expect(error?.message).toContain('email must be an email; x is bad');
		answer('get-appointment', { appointment: { id: 'a1', appoinmentStatus: 'confirmed' } });
		const [read] = await ok('calendars', 'appointment.get', {
			appointmentId: byId('appointment1'),
			simple: false,
		});
		expect(read).toMatchObject({ appointmentStatus: 'confirmed', appoinmentStatus: 'confirmed' });
	});

	test('7: only known keys are sent, and custom fields only under the key that takes effect', async () => {
		await ok('contacts', 'contact.create', {
			firstName: 'Nora',
			ifExists: 'return',
			additionalFields: {
				city: 'Berlin',
				customFieldsJson: `[{"id": "${SEED.customFields.plan}", "fieldValue": "Basic"}]`,
			},
		});
		expect(body()).toEqual({
			firstName: 'Nora',
			city: 'Berlin',
			locationId: SEED.locationId,
			customFields: [{ id: SEED.customFields.plan, fieldValue: 'Basic' }],
		});
		const said = await refused('contacts', 'contact.create', {
			firstName: 'Nora',
			additionalFields: {
				customFieldsJson: `[{"id": "${SEED.customFields.plan}", "value": "Basic"}]`,
			},
		});
		expect(said).toContain('"fieldValue"');
		expect(log()).toHaveLength(1);
	});

	test.each(['update', 'upsert'])(
		'8: adding tags with %s keeps the existing tags',
		async (operation) => {
			const { contacts } = account.standIn.state;
			await ok('contacts', 'tag.add', { ...MARIA, newTags: 'kept' });
			const whom = operation === 'update' ? MARIA : { email: 'maria.lopez@example.com' };
			await ok('contacts', `contact.${operation}`, { ...whom, newTags: 'added' });
			expect(contacts.get(maria)?.tags).toEqual(expect.arrayContaining(['kept', 'added']));
			const put = log().find(({ path }) => /\/(upsert|[A-Za-z0-9]{20})$/.test(path));
			expect(keys(put?.body)).not.toHaveProperty('tags');
		},
	);

	test('9: keys that create accepts and update refuses are left out when a duplicate is updated', async () => {
		const [updated] = await ok('contacts', 'contact.create', {
			email: 'maria.lopez@example.com',
			ifExists: 'update',
			additionalFields: { gender: 'female', companyName: 'Acme', city: 'Bonn' },
		});
		expect(updated).toMatchObject({ id: maria, new: false });
		const put = log().find(({ method }) => method === 'PUT');
		expect(put).toMatchObject({ status: 200, body: { city: 'Bonn' } });
		for (const key of ['locationId', 'gender', 'companyName']) {
			expect(put?.body).not.toHaveProperty(key);
		}
	});

	test.each([
		['v3', 'fieldValue'],
		['2021', 'field_value'],
	])('10: custom fields are written under the key of version %s (%s)', async (version, key) => {
		const { plan } = SEED.customFields;
		const customFields = { mappingMode: 'defineBelow', value: { [plan]: 'Pro' }, schema: [] };
		await ok('contacts', 'contact.update', { ...MARIA, customFields }, version);
		expect(body(1)).toEqual({ customFields: [{ id: plan, [key]: 'Pro' }] });
		const [read] = await ok(
			'contacts',
			'contact.get',
			{ ...MARIA, simple: false, options: { addFieldNames: true } },
			version,
		);
		expect(read?.customFields).toEqual(
			expect.arrayContaining([expect.objectContaining({ id: plan, value: 'Pro' })]),
		);
		expect(Object.values(keys(read?.customFieldsByName))).toContain('Pro');
	});

	test('11: the search sends the sub-account and a page size, and continues from the cursor of the last contact', async () => {
		account.standIn.state.seedContacts(1100);
		const found = await ok('contacts', 'contact.getAll', {
			returnAll: true,
			conditions: { text: [{ field: 'email', operator: 'exists' }] },
		});
		expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
		expect(found.length).toBeGreaterThanOrEqual(1100);
		for (const { body: sent } of log()) {
			expect(sent).toMatchObject({ locationId: SEED.locationId, pageLimit: 500 });
			expect(keys(sent)).not.toHaveProperty('page');
		}
		expect(keys(body(0))).not.toHaveProperty('searchAfter');
		expect(keys(body(1)).searchAfter).toHaveLength(2);
	});

	test('12: a contact that was just written is read by ID, not by the delayed search', async () => {
		account.standIn.state.contacts.indexLagMs = 60_000;
		const create = { email: 'late@example.com', ifExists: 'return' };
		const [first] = await ok('contacts', 'contact.create', create);
		const [second] = await ok('contacts', 'contact.create', create);
		expect(second).toMatchObject({ id: first?.id, email: 'late@example.com', new: false });
		const [found] = await ok('contacts', 'contact.findOrCreate', create);
		expect(found).toMatchObject({ id: first?.id, new: false });
		expect(account.calls).not.toContain('POST /contacts/search');
		account.standIn.state.contacts.indexLagMs = 0;
	});

	test('13: the list that v3 removed is requested with the dated version, and users are searched', async () => {
		await ok('contacts', 'contact.getAllLegacy', {}, 'v3');
		expect(log().map(({ path, version }) => [path, version])).toEqual([
			['/contacts/', '2021-07-28'],
		]);
		await account.engine.listSearch(
			{
				nodeType: new HighLevelContacts(),
				parameters: { authentication: 'privateIntegration', resource: 'task', operation: 'create' },
				credentials: { highLevelPrivateIntegrationApi: account.credential() },
			},
			'searchUsers',
		);
		expect(account.calls).toContain('GET /users/search');
		expect(account.calls).not.toContain('GET /users/');
	});

	test('16: the appointments of a contact get the offset of the sub-account', async () => {
		const start = '2026-10-26T14:00:00Z';
		await ok('calendars', 'appointment.create', { ...DISCOVERY, ...MARIA, startTime: TEN });
		const [read] = await ok('contacts', 'appointment.getAll', MARIA);
		expect(String(read?.startTime)).toMatch(/(Z|[+-]\d{2}:\d{2})$/);
		expect(Date.parse(String(read?.startTime))).toBe(Date.parse(start));
	});

	test('20: tags, followers and enrolments are removed by a DELETE with a body', async () => {
		const { workflowId } = SEED;
		await ok('contacts', 'tag.remove', { ...MARIA, tags: ['vip'] });
		await ok('contacts', 'follower.remove', { ...MARIA, followers: [ada] });
		await ok('contacts', 'workflow.add', { ...MARIA, workflowId });
		await ok('contacts', 'workflow.remove', { ...MARIA, workflowId });
		const sent = log().filter(({ method }) => method === 'DELETE');
		expect(sent.map(({ body: given }) => given)).toEqual([
			{ tags: ['vip'] },
			{ followers: [ada] },
			{},
		]);
		expect(sent.map(({ headers }) => headers['content-type'])).toEqual(
			Array(3).fill(expect.stringContaining('application/json')),
		);
	});

	test.each([
		['v3', { call: { status: 'active' }, whatsApp: { status: 'inactive' } }],
		['2021', { Call: { status: 'active' }, WhatsApp: { status: 'inactive' } }],
	])('28: DND channels are spelled as version %s requires', async (version, dndSettings) => {
		const channels = { call: { status: 'active' }, whatsApp: { status: 'inactive' } };
		await ok(
			'contacts',
			'contact.update',
			{ ...MARIA, updateFields: { dndSettings: channels } },
			version,
		);
		expect(log()[0]).toMatchObject({ status: 200, body: { dndSettings } });
	});

	test('29: a contact that failed within a bulk call answered 201 is a failed item', async () => {
		const { items } = await account.run(
			'contacts',
			'tag.updateMany',
			{ contactIds: `${maria},AbCdEfGhIjKlMnOpQrSt,${john}`, newTags: 'vip' },
			{ onError: 'continueRegularOutput' },
		);
		expect(log()[0]?.status).toBe(201);
		expect(items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
	});

	test('30: a country must be two letters, and is sent only if it is given', async () => {
		const said = await refused('contacts', 'contact.create', {
			firstName: 'Nora',
			additionalFields: { country: 'Germany' },
		});
		expect(said).toContain("'Country' is not a two-letter country code");
		expect(log()).toHaveLength(0);
		await ok('contacts', 'contact.create', {
			firstName: 'Nora',
			additionalFields: { country: 'de' },
		});
		await ok('contacts', 'contact.create', { firstName: 'Otto' });
		expect([body(0), body(1)].map((one) => keys(one).country)).toEqual(['DE', undefined]);
	});
});
