import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { SEED } from '../standins/highlevel';
import { byId, TestAccount } from './account';

/*
 * The traps of the API, by their number in the list of HighLevel's peculiarities that the package is built on, one test
 * each at least. Number 26 is about webhooks: see the tests of the webhook trigger.
 */

const { maria, john } = SEED.contacts;
const { discovery } = SEED.calendars;
const { ada } = SEED.users;
const MARIA = { contactId: byId(maria) };
const DISCOVERY = { calendarId: byId(discovery) };
const TEN = '2026-10-26T10:00:00-04:00';

let account: TestAccount;

beforeAll(async () => {
	account = await TestAccount.open({
		limiter: { kind: 'firstCall', max: 10_000, intervalMs: 10_000 },
	});
});
beforeEach(() => {
	account.reset();
	account.standIn.clock.set(Date.parse('2026-10-20T00:00:00Z'));
	const { calendars } = account.standIn.state;
	const calendar = calendars.get(discovery);
	if (!calendar) throw new Error('The seed has no such calendar');
	const openHours = [
		{
			daysOfTheWeek: [1, 2, 3, 4, 5],
			hours: [{ openHour: 9, openMinute: 0, closeHour: 17, closeMinute: 0 }],
		},
	];
	calendars.put({ ...calendar, values: { ...calendar.values, openHours } });
});
afterEach(() => account.standIn.clock.reset());
afterAll(async () => await account.close());

const log = () => account.standIn.log;
const calls = () => log().map(({ method, path }) => `${method} ${path}`);
const body = (index = 0) => log()[index]?.body;
/** The keys of what may be an object. */
const keys = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? { ...value } : {};

async function ok(
	node: 'contacts' | 'calendars',
	operation: string,
	parameters: INodeParameters,
	version?: string,
): Promise<IDataObject[]> {
	const { items, error } = await account.run(
		node,
		operation,
		parameters,
		version ? { version } : {},
	);
	if (error) throw error;
	return items.map(({ json }) => json);
}

async function refused(
	node: 'contacts' | 'calendars',
	operation: string,
	parameters: INodeParameters,
): Promise<string> {
	const { error } = await account.run(node, operation, parameters);
	return error?.message ?? '';
}

const answer = (operationId: string, given: object, status = 200) =>
	account.standIn.faults.add({ operationId, action: { kind: 'status', status, body: given } });

const app = (kind: 'location' | 'company') => account.appCredentials(kind);

async function overApp(kind: 'location' | 'company', items: IDataObject[] = [{}]) {
	return await account.engine.run({
		nodeType: new HighLevelContacts(),
		parameters: { authentication: 'oAuth2', resource: 'contact', operation: 'get', ...MARIA },
		items,
		credentials: app(kind),
	});
}

describe('versions and tokens', () => {
	// Before the other tests of the connection: engines that do not renew one at a time are kept from it after an idle time.
	test('3: calls side by side renew a dead token once, since the second renewal would fail', async () => {
		const credentials = app('location');
		account.standIn.oauth.expireAccessTokens();
		const { items } = await account.engine.run({
			nodeType: new HighLevelContacts(),
			parameters: { authentication: 'oAuth2', resource: 'contact', operation: 'get', ...MARIA },
			items: Array.from({ length: 8 }, () => ({})),
			credentials,
		});
		expect(items.map(({ json }) => json.id)).toEqual(Array(8).fill(maria));
		const renewals = log().filter(({ path }) => path === '/oauth/token');
		expect(renewals.map(({ status }) => status)).toEqual([200]);
	});

	test.each([
		['v3', 'v3', 'v3'],
		['2021', '2021-07-28', '2021-04-15'],
	])(
		'1: every call carries a Version that HighLevel knows, since without it comes a 401 (%s)',
		async (version, contacts, calendars) => {
			await ok('contacts', 'contact.get', MARIA, version);
			await ok('calendars', 'calendar.get', DISCOVERY, version);
			expect(log().map((entry) => entry.version)).toEqual([contacts, calendars]);
		},
	);

	test('1: a 401 about the version is told as such, not as a wrong token', async () => {
		answer('get-contact', { statusCode: 401, message: 'version header is invalid' }, 401);
		const { error } = await account.run('contacts', 'contact.get', MARIA);
		expect(error?.description).toContain("'API Version'");
		expect(error?.description).not.toContain('token');
	});

	test('2: the token endpoint of OAuth2 is asked without Version v3', async () => {
		const credentials = app('location');
		account.standIn.oauth.expireAccessTokens();
		const { items } = await account.engine.run({
			nodeType: new HighLevelContacts(),
			parameters: { authentication: 'oAuth2', resource: 'contact', operation: 'get', ...MARIA },
			credentials,
		});
		expect(items[0]?.json.id).toBe(maria);
		const renewals = log().filter(({ path }) => path === '/oauth/token');
		expect(renewals.map(({ version, status }) => [version, status])).toEqual([[undefined, 200]]);
	});

	test('3: the token that a renewal gave is stored, since the one before is dead', async () => {
		const credentials = app('location');
		const before = JSON.stringify(credentials.highLevelAppOAuth2Api?.oauthTokenData);
		account.standIn.oauth.expireAccessTokens();
		const { credentialsAfter, items } = await account.engine.run({
			nodeType: new HighLevelContacts(),
			parameters: { authentication: 'oAuth2', resource: 'contact', operation: 'get', ...MARIA },
			credentials,
		});
		expect(items[0]?.json.id).toBe(maria);
		const after = credentialsAfter.highLevelAppOAuth2Api?.oauthTokenData;
		expect(after).toMatchObject({ refresh_token: expect.any(String) });
		expect(before).not.toContain(String(keys(after).refresh_token));
		expect(log().filter(({ path }) => path === '/oauth/token')).toHaveLength(1);
	});

	test('4: an agency token is exchanged for one of the sub-account, once for many items', async () => {
		const { items } = await overApp('company', [{}, {}, {}]);
		expect(items.map(({ json }) => json.id)).toEqual([maria, maria, maria]);
		expect(calls().filter((call) => call === 'POST /oauth/location-token')).toHaveLength(1);
	});

	test('4: a private integration without a sub-account ID is refused before a call', async () => {
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

describe('contacts', () => {
	test('5: the sub-account is on every page of every list', async () => {
		account.standIn.state.seedContacts(1200);
		await ok('contacts', 'contact.getAll', { returnAll: true });
		await ok('contacts', 'contact.getAllLegacy', { returnAll: false, limit: 250 });
		const sent = log().map(({ query, body: given }) => query.locationId ?? keys(given).locationId);
		expect(sent.length).toBeGreaterThan(5);
		expect(new Set(sent)).toEqual(new Set([SEED.locationId]));
	});

	test('6: a list of messages becomes one sentence; misspelt keys are read', async () => {
		answer(
			'create-contact',
			{ statusCode: 422, message: ['email must be an email', 'x is bad'] },
			422,
		);
		const said = await refused('contacts', 'contact.create', { email: 'someone@example.com' });
		expect(said).toContain('email must be an email; x is bad');
		answer('get-appointment', { appointment: { id: 'a1', appoinmentStatus: 'confirmed' } });
		const [read] = await ok('calendars', 'appointment.get', {
			appointmentId: byId('appointment1'),
			simple: false,
		});
		expect(read).toMatchObject({ appointmentStatus: 'confirmed', appoinmentStatus: 'confirmed' });
	});

	test('7: nothing but known keys is sent, and custom fields under the one key that counts', async () => {
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
		'8: tags that are added by %s leave those that the contact has',
		async (operation) => {
			const { contacts } = account.standIn.state;
			await ok('contacts', 'tag.add', { ...MARIA, newTags: 'kept' });
			const change = { tagChange: { change: { mode: 'add', newTags: 'added' } } };
			await ok(
				'contacts',
				`contact.${operation}`,
				operation === 'update'
					? { ...MARIA, updateFields: change }
					: { email: 'maria.lopez@example.com', additionalFields: change },
			);
			expect(contacts.get(maria)?.tags).toEqual(expect.arrayContaining(['kept', 'added']));
			const put = log().find(({ path }) => /\/(upsert|[A-Za-z0-9]{20})$/.test(path));
			expect(keys(put?.body)).not.toHaveProperty('tags');
		},
	);

	test('9: what create takes and update refuses is left out where a duplicate is updated', async () => {
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
	])('10: custom fields are written in the words of %s (%s)', async (version, key) => {
		const { plan } = SEED.customFields;
		const customFields = { mappingMode: 'defineBelow', value: { [plan]: 'Premium' }, schema: [] };
		await ok('contacts', 'contact.update', { ...MARIA, customFields }, version);
		expect(body()).toEqual({ customFields: [{ id: plan, [key]: 'Premium' }] });
		const [read] = await ok(
			'contacts',
			'contact.get',
			{ ...MARIA, simple: false, options: { addFieldNames: true } },
			version,
		);
		expect(read?.customFields).toEqual(
			expect.arrayContaining([expect.objectContaining({ id: plan, value: 'Premium' })]),
		);
		expect(Object.values(keys(read?.customFieldsByName))).toContain('Premium');
	});

	test('11: the search names the sub-account and its page length, and goes on by the cursor of the last contact', async () => {
		account.standIn.state.seedContacts(1100);
		const found = await ok('contacts', 'contact.getAll', {
			returnAll: true,
			filters: { conditions: { text: [{ field: 'email', operator: 'exists' }] } },
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

	test('12: what was just written is read by its ID, not by the late search', async () => {
		account.standIn.state.contacts.indexLagMs = 60_000;
		const create = { email: 'late@example.com', ifExists: 'return' };
		const [first] = await ok('contacts', 'contact.create', create);
		const [second] = await ok('contacts', 'contact.create', create);
		expect(second).toMatchObject({ id: first?.id, email: 'late@example.com', new: false });
		const [found] = await ok('contacts', 'contact.findOrCreate', create);
		expect(found).toMatchObject({ id: first?.id, new: false });
		expect(calls()).not.toContain('POST /contacts/search');
		account.standIn.state.contacts.indexLagMs = 0;
	});

	test('13: the list that v3 has dropped is asked for in the dated version, users by their search', async () => {
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
		expect(calls()).toContain('GET /users/search');
		expect(calls()).not.toContain('GET /users/');
	});

	test('16: appointments of a contact get the offset of the sub-account', async () => {
		const start = '2026-10-26T14:00:00Z';
		await ok('calendars', 'appointment.create', { ...DISCOVERY, ...MARIA, startTime: TEN });
		const [read] = await ok('contacts', 'appointment.getAll', MARIA);
		expect(String(read?.startTime)).toMatch(/(Z|[+-]\d{2}:\d{2})$/);
		expect(Date.parse(String(read?.startTime))).toBe(Date.parse(start));
	});

	test('20: tags, followers and enrolments are taken off by a DELETE with a body', async () => {
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
	])('28: channels of Do Not Disturb are spelt as %s wants them', async (version, dndSettings) => {
		const channels = { call: { status: 'active' }, whatsApp: { status: 'inactive' } };
		await ok(
			'contacts',
			'contact.update',
			{ ...MARIA, updateFields: { dndSettings: channels } },
			version,
		);
		expect(log()[0]).toMatchObject({ status: 200, body: { dndSettings } });
	});

	test('29: a contact that failed inside a 201 of the bulk call is a failed item', async () => {
		const { items } = await account.run(
			'contacts',
			'tag.updateMany',
			{ contactIds: `${maria},AbCdEfGhIjKlMnOpQrSt,${john}`, newTags: 'vip' },
			{ onError: 'continueRegularOutput' },
		);
		expect(log()[0]?.status).toBe(201);
		expect(items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
	});

	test('30: a country is two letters, and is only sent when it is given', async () => {
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

describe('calendars', () => {
	test('14: free slots are asked for in milliseconds, 31 days at most, and come without the trace ID and unchanged', async () => {
		const slots = await ok('calendars', 'freeSlot.getAll', {
			...DISCOVERY,
			startDate: '2026-10-26T00:00:00-04:00',
			endDate: '2026-12-05T00:00:00-05:00',
			returnAll: true,
		});
		const windows = log().filter(({ path }) => path.endsWith('/free-slots'));
		expect(windows).toHaveLength(2);
		for (const { query } of windows) {
			const [from, to] = [Number(query.startDate), Number(query.endDate)];
			expect(String(from)).toMatch(/^\d{13}$/);
			expect(to - from).toBeLessThanOrEqual(31 * 24 * 3_600_000);
		}
		expect(slots.map(({ date }) => date)).not.toContain('traceId');
		expect(slots.every(({ start }) => typeof start === 'string')).toBe(true);
		const [first] = slots;
		await ok('calendars', 'appointment.create', {
			...DISCOVERY,
			...MARIA,
			startTime: String(first?.start),
		});
		expect(log().at(-1)?.body).toMatchObject({ startTime: first?.start });
	});

	test('15: events are asked for in milliseconds as text and of one owner, or the list would be empty', async () => {
		await ok('calendars', 'appointment.create', { ...DISCOVERY, ...MARIA, startTime: TEN });
		const found = await ok('calendars', 'event.getAll', {
			eventsOf: 'calendar',
			...DISCOVERY,
			rangeStart: '2026-10-26',
			rangeEnd: '2026-10-27',
		});
		expect(found).toHaveLength(1);
		expect(log().at(-1)?.query).toEqual({
			calendarId: discovery,
			locationId: SEED.locationId,
			startTime: String(Date.parse('2026-10-26T00:00:00-04:00')),
			endTime: String(Date.parse('2026-10-27T00:00:00-04:00')),
		});
		const before = log().length;
		const said = await refused('calendars', 'event.getAll', {
			eventsOf: 'user',
			userId: byId('={{ "" }}'),
			...DISCOVERY,
		});
		expect(said).toContain("'User ID' is empty");
		expect(log()).toHaveLength(before);
	});

	test('17: notifications stay on unless switched off, and a series needs the free slot check off', async () => {
		const booking = { ...DISCOVERY, ...MARIA, startTime: TEN };
		await ok('calendars', 'appointment.create', booking);
		expect(keys(body())).not.toHaveProperty('toNotify');
		const rrule = 'FREQ=WEEKLY;COUNT=3';
		const said = await refused('calendars', 'appointment.create', {
			...booking,
			additionalFields: { rrule },
		});
		expect(said).toContain("'Recurrence Rule' needs 'Ignore Free Slot Validation'");
		expect(log()).toHaveLength(1);
		await ok('calendars', 'appointment.create', {
			...booking,
			additionalFields: { rrule, ignoreFreeSlotValidation: true, toNotify: false },
		});
		expect(body(1)).toMatchObject({
			rrule: `RRULE:${rrule}`,
			ignoreFreeSlotValidation: true,
			toNotify: false,
		});
	});

	test.each(['appointment', 'event'])(
		'18: an appointment is read under `%s`, with its times, also after it was written, and deleted ones are told',
		async (wrapper) => {
			answer('get-appointment', {
				[wrapper]: { id: 'a1', startTime: TEN, endTime: TEN, deleted: true },
				traceId: 'x',
			});
			const [read] = await ok('calendars', 'appointment.get', { appointmentId: byId('a1a1') });
			expect(read).toMatchObject({ id: 'a1', startTime: TEN, deleted: true });
			const [written] = await ok('calendars', 'appointment.create', {
				...DISCOVERY,
				...MARIA,
				startTime: TEN,
				options: { readBack: true },
			});
			expect(written).toMatchObject({ startTime: TEN, endTime: TEN });
		},
	);

	test('19: a block slot is of a calendar or of a user, never of both', async () => {
		const times = { startTime: TEN, endTime: '2026-10-26T12:00:00-04:00' };
		await ok('calendars', 'blockSlot.create', {
			blockFor: 'user',
			assignedUserId: byId(ada),
			...DISCOVERY,
			...times,
		});
		expect(body()).toMatchObject({ assignedUserId: ada });
		expect(keys(body())).not.toHaveProperty('calendarId');
		const said = await refused('calendars', 'blockSlot.update', {
			blockSlotId: 'block1',
			updateFields: { ...DISCOVERY, assignedUserId: byId(ada) },
		});
		expect(said).toContain('only one of them can be blocked');
		expect(log()).toHaveLength(1);
	});

	test('20: an event is deleted with a body', async () => {
		const [made] = await ok('calendars', 'appointment.create', {
			...DISCOVERY,
			...MARIA,
			startTime: TEN,
		});
		await ok('calendars', 'event.delete', { eventId: String(made?.id) });
		expect(log().at(-1)).toMatchObject({ method: 'DELETE', body: {} });
		expect(log().at(-1)?.headers['content-type']).toContain('application/json');
	});

	test('21: bare arrays become items with an `id`, and a new notification is sent in a list', async () => {
		const [made] = await ok('calendars', 'notification.create', {
			...DISCOVERY,
			notificationType: 'reminder',
			receiverType: 'contact',
			channel: 'email',
		});
		expect(Array.isArray(body())).toBe(true);
		expect(made).toMatchObject({ id: expect.any(String), notificationType: 'reminder' });
		expect(made?.id).toBe(made?._id);
		const listed = await ok('calendars', 'notification.getAll', DISCOVERY);
		expect(listed.map(({ id }) => id)).toContain(made?.id);
		await ok('calendars', 'resource.create', {
			resourceType: 'rooms',
			name: 'Studio',
			description: 'Ground floor',
		});
		const rooms = await ok('calendars', 'resource.getAll', { resourceType: 'rooms' });
		expect(rooms).toEqual([expect.objectContaining({ id: expect.any(String), name: 'Studio' })]);
	});

	test('22: notes of an appointment are asked for with limit and offset on each page', async () => {
		const [made] = await ok('calendars', 'appointment.create', {
			...DISCOVERY,
			...MARIA,
			startTime: TEN,
		});
		const of = { appointmentId: byId(String(made?.id)) };
		for (let note = 0; note < 23; note++) {
			await ok('calendars', 'appointmentNote.create', { ...of, noteBody: `Note ${note}` });
		}
		const notes = await ok('calendars', 'appointmentNote.getAll', { ...of, returnAll: true });
		expect(notes).toHaveLength(23);
		const pages = log().filter(({ method }) => method === 'GET');
		expect(pages.map(({ query }) => [query.limit, query.offset])).toEqual([
			['20', '0'],
			['20', '20'],
		]);
	});

	test.each([
		['calendars', 'calendar.get', 'calendarId', 'Calendar ID', 'groups'],
		['calendars', 'calendar.delete', 'calendarId', 'Calendar ID', 'events'],
		['contacts', 'contact.get', 'contactId', 'Contact ID', 'lookup'],
		['contacts', 'contact.delete', 'contactId', 'Contact ID', 'bulk'],
	] as const)(
		'23: %s %s is refused without an ID or with the name of another endpoint',
		async (node, operation, name, title, word) => {
			for (const id of ['', '  ', '..', word, word.toUpperCase()]) {
				const said = await refused(node, operation, {
					[name]: byId(`={{ ${JSON.stringify(id)} }}`),
				});
				expect(said).toContain(`'${title}' is`);
			}
			expect(log()).toHaveLength(0);
		},
	);

	test('23: a campaign named like the removal from all campaigns is refused in any spelling', async () => {
		for (const campaignId of ['remove-all', 'removeAll']) {
			const said = await refused('contacts', 'campaign.remove', {
				...MARIA,
				campaignId,
			});
			expect(said).toContain(`is "${campaignId}", which is not an ID`);
		}
		expect(log()).toHaveLength(0);
	});

	test('23: slashes at the end of a path are kept, and left out, as HighLevel has them', async () => {
		await ok('calendars', 'calendar.getAll', {});
		await ok('calendars', 'calendarGroup.getAll', {});
		await ok('contacts', 'contact.create', { firstName: 'Nora' });
		expect(log().map(({ path, status }) => [path, Math.floor((status ?? 0) / 100)])).toEqual([
			['/calendars/', 2],
			['/calendars/groups', 2],
			['/contacts/', 2],
		]);
	});

	test.each(['UTC', 'America/Argentina/Salta'])(
		'24: a schedule in %s, which HighLevel refuses, is refused before a call',
		async (scheduleTimezone) => {
			const said = await refused('calendars', 'schedule.create', {
				name: 'Hours',
				userId: byId(ada),
				scheduleTimezone,
				rules: {
					weekdays: [
						{ days: ['monday'], intervals: { interval: [{ from: '09:00', to: '17:00' }] } },
					],
				},
			});
			expect(said).toContain('Time Zone');
			expect(log()).toHaveLength(0);
		},
	);

	test('25: who did not show up is `noshow` in appointments and `no_show` in service bookings', async () => {
		const [made] = await ok('calendars', 'appointment.create', {
			...DISCOVERY,
			...MARIA,
			startTime: TEN,
		});
		await ok('calendars', 'appointment.update', {
			appointmentId: byId(String(made?.id)),
			updateFields: { appointmentStatus: 'noshow' },
		});
		expect(log().at(-1)).toMatchObject({ status: 200, body: { appointmentStatus: 'noshow' } });
		const other = await refused('calendars', 'appointment.update', {
			appointmentId: byId(String(made?.id)),
			updateFields: { appointmentStatus: 'no_show' },
		});
		expect(other).toContain("'Status' is not one of");
		const wrong = await refused('calendars', 'serviceBooking.update', {
			bookingId: byId('booking1'),
			updateFields: { status: 'noshow', bookingStatus: 'noshow' },
		});
		expect(wrong).toMatch(/Status' is not one of .*no_show/);
	});
});

describe('limits and lost answers', () => {
	test('27: a 429 without Retry-After is waited for and sent again', async () => {
		account.standIn.faults.add({
			operationId: 'create-contact',
			count: 1,
			action: { kind: 'status', status: 429, body: { message: 'Too many requests' } },
		});
		const [made] = await ok('contacts', 'contact.create', { firstName: 'Nora' });
		expect(made).toMatchObject({ firstName: 'Nora', new: true });
		expect(log().map(({ status }) => status)).toEqual([429, 201]);
	});

	test('27: the time until the day begins anew is a duration', async () => {
		account.standIn.limiter.set({ dailyMax: 5, dailyUsed: 5, dailyResetMs: 3 * 3_600_000 });
		const { error } = await account.run('contacts', 'contact.get', MARIA);
		expect(error?.message).toContain('The daily quota of API calls is used up');
		expect(error?.description).toMatch(/about (3|4) hours/);
		expect(log()).toHaveLength(1);
		account.standIn.limiter.set({ dailyMax: 200_000, dailyUsed: 0 });
	});

	test('27: a create whose answer is lost is not sent again', async () => {
		account.standIn.faults.add({
			operationId: 'create-contact',
			action: { kind: 'reset', when: 'after' },
		});
		const { error } = await account.run('contacts', 'contact.create', { firstName: 'Nora' });
		expect(error?.description).toContain('It is not known whether this took effect');
		expect(log()).toHaveLength(1);
	});
});
