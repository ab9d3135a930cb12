/** One run over several sub-accounts of an agency. */
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelCalendarsTrigger } from '../../nodes/HighLevel/HighLevelCalendarsTrigger.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { HighLevelContactsTrigger } from '../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { until } from '../engine/events';
import { IN_EACH_SUB_ACCOUNT } from '../standins/highlevel/subAccounts';
import { byId, TestAccount } from './account';
import { AgencyAccount } from './agencyAccount';

const { email, tag } = IN_EACH_SUB_ACCOUNT;
let agency: AgencyAccount;
beforeEach(async () => {
	agency = await AgencyAccount.open({ subAccounts: 3, notInstalled: 1 });
});
afterEach(async () => await agency.close());

const by = (mode: string, value: string) => ({ __rl: true, mode, value });
/** The sub-account that each item names. */
const itsOwn = byId('={{ $json.subAccount }}');
const items = (...ids: string[]) => ids.map((subAccount) => ({ subAccount }) as IDataObject);
const standIn = () => agency.account.standIn;
const written = (calls: Array<{ method: string; path: string }>) =>
	calls
		.filter(({ path }) => !path.includes('/search'))
		.map(({ method, path }) => `${method} ${path}`);

describe('a run over three sub-accounts', () => {
	test('finds the contact of each by the same email', async () => {
		const ids = agency.subAccounts.map(({ id }) => id);
		const { items: output, error } = await agency.run(
			'contacts',
			'contact.get',
			{ subAccount: itsOwn, contactId: by('email', email) },
			{ items: items(...ids, ...ids) },
		);
		expect(error).toBeUndefined();
		const contacts = agency.subAccounts.map(({ contactId }) => contactId);
		expect(output.map(({ json }) => json.id)).toEqual([...contacts, ...contacts]);
		for (const { contactId, calls, exchanges } of agency.subAccounts) {
			// One look-up for both items, and one exchange.
			expect(calls.filter(({ path }) => path === '/contacts/search')).toHaveLength(1);
			expect(exchanges).toHaveLength(1);
			expect(written(calls)).toEqual([`GET /contacts/${contactId}`, `GET /contacts/${contactId}`]);
		}
	});

	test('finds the calendar of each by the same name', async () => {
		const { items: output } = await agency.run(
			'calendars',
			'calendar.get',
			{ subAccount: itsOwn, calendarId: by('name', 'consultation') },
			{ items: items(...agency.subAccounts.map(({ id }) => id)) },
		);
		expect(output.map(({ json }) => json.id)).toEqual(
			agency.subAccounts.map(({ calendarId }) => calendarId),
		);
	});

	test('adds the same tag to contacts of each, in one call for each sub-account', async () => {
		for (const { id, number } of agency.subAccounts) {
			for (const one of ['a', 'b']) {
				standIn().state.addContact({ id: `${one}${number}`, locationId: id, firstName: one });
			}
		}
		const given = agency.subAccounts.flatMap(({ id, number }) =>
			['a', 'b'].map((one) => ({ subAccount: id, contact: `${one}${number}` })),
		);
		const { items: output, error } = await agency.run(
			'contacts',
			'tag.add',
			{ subAccount: itsOwn, contactId: byId('={{ $json.contact }}'), newTags: tag },
			{ items: given },
		);
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.contactId)).toEqual(given.map(({ contact }) => contact));
		for (const { number, calls } of agency.subAccounts) {
			expect(calls.map(({ path, body }) => [path, (body as IDataObject).contacts])).toEqual([
				['/contacts/bulk/tags/update/add', [`a${number}`, `b${number}`]],
			]);
		}
	});

	test('creates the same contact in each, and in order within each', async () => {
		const ids = agency.subAccounts.map(({ id }) => id);
		const given = Array.from({ length: 12 }, (_, index) => ({
			subAccount: ids[index % 3],
			name: `Zoe ${index}`,
		}));
		standIn().faults.add({ action: { kind: 'delay', ms: 80 }, nth: [2, 5, 9] });
		const { items: output } = await agency.run(
			'contacts',
			'contact.upsert',
			{ subAccount: itsOwn, email: 'zoe@example.com', firstName: '={{ $json.name }}' },
			{ items: given as IDataObject[] },
		);
		expect(output.map(({ json }) => json.firstName)).toEqual(given.map(({ name }) => name));
		agency.subAccounts.forEach(({ calls }, index) => {
			expect(calls.map(({ body }) => (body as IDataObject).firstName)).toEqual(
				[0, 3, 6, 9].map((first) => `Zoe ${first + index}`),
			);
		});
		const zoes = ids.map((id) => standIn().state.contacts.byEmail(id, 'zoe@example.com').length);
		expect(zoes).toEqual([1, 1, 1]);
	});
});

test('look-ups of one sub-account do not hold up the bundles of another', async () => {
	const [first, second] = agency.subAccounts;
	const given = [
		...Array.from({ length: 150 }, (_, index) => ({
			subAccount: first.id,
			email: `nobody${index}@example.com`,
		})),
		{ subAccount: second?.id, email },
	];
	// The first look-up is that of the first sub-account.
	standIn().faults.add({
		action: { kind: 'never', when: 'before' },
		operationId: 'search-contacts-advanced',
		nth: 1,
	});
	const stop = new AbortController();
	const running = agency.run(
		'contacts',
		'tag.add',
		{
			subAccount: itsOwn,
			contactId: by('email', '={{ $json.email }}'),
			newTags: tag,
			options: { timeout: 600 },
		},
		{ items: given as IDataObject[], signal: stop.signal },
	);
	await until(() => (second?.calls.length ?? 0) > 0 && first.calls.length > 0);
	stop.abort();
	expect((await running).status).toBe('canceled');
});

test('without Sub-Account, the one in the credential is used; naming it makes no difference', async () => {
	const [first, second] = agency.subAccounts;
	const { items: output } = await agency.run(
		'contacts',
		'contact.get',
		{ subAccount: itsOwn, contactId: by('email', email) },
		{ items: items('', first.id, second?.id ?? '') },
	);
	expect(output.map(({ json }) => json.id)).toEqual([
		first.contactId,
		first.contactId,
		second?.contactId,
	]);
	expect(first.calls.filter(({ path }) => path === '/contacts/search')).toHaveLength(1);
});

test('the credential need not name a sub-account if each item does', async () => {
	const [, second] = agency.subAccounts;
	const more = {
		credentials: agency.credentials({ locationId: '' }),
		onError: 'continueRegularOutput' as const,
	};
	const { items: output } = await agency.run(
		'contacts',
		'contact.get',
		{ subAccount: itsOwn, contactId: by('email', email) },
		{ ...more, items: items(second?.id ?? '', '') },
	);
	expect(output[0]?.json.id).toBe(second?.contactId);
	expect(output[1]?.json.error).toMatch(/does not name a sub-account/);
	expect(output[1]?.json.message).toMatch(/Choose a 'Sub-Account' in the node/);
});

test('a sub-account that uninstalled the app in the middle fails its own items alone', async () => {
	const [first, second, third] = agency.subAccounts;
	second?.uninstall(2);
	const given = Array.from({ length: 5 }, () => agency.subAccounts).flat();
	const { items: output } = await agency.run(
		'contacts',
		'contact.update',
		{
			subAccount: byId('={{ $json.id }}'),
			contactId: byId('={{ $json.contactId }}'),
			updateFields: { firstName: 'New' },
		},
		{
			items: given.map(({ id, contactId }) => ({ id, contactId })),
			onError: 'continueRegularOutput',
		},
	);
	const failed = output.map(({ json }) => json.error !== undefined);
	const failedOf = (position: number) => failed.filter((_, index) => index % 3 === position);
	expect(failedOf(0)).toEqual([false, false, false, false, false]);
	expect(failedOf(1)).toEqual([false, false, true, true, true]);
	expect(failedOf(2)).toEqual([false, false, false, false, false]);
	expect([first.calls.length, third?.calls.length]).toEqual([5, 5]);
});

test('a sub-account without the app, and one that is no ID, fail their own items alone', async () => {
	const [first] = agency.subAccounts;
	const [stranger] = agency.notInstalled;
	const { items: output } = await agency.run(
		'contacts',
		'contact.get',
		{ subAccount: byId('={{ $json.subAccount }}'), contactId: by('email', email) },
		{
			items: [{ subAccount: { id: 1 } }, ...items(stranger?.id ?? '', first.id)],
			onError: 'continueRegularOutput',
		},
	);
	expect(output.map(({ json }) => json.error ?? json.id)).toEqual([
		expect.stringContaining("'Sub-Account' is not an ID"),
		expect.stringContaining('Get access to the sub-account'),
		first.contactId,
	]);
	expect(stranger?.calls).toEqual([]);
});

describe('a connection of one sub-account', () => {
	const account = TestAccount.forTests();

	test('refuses to work with another one, before any call', async () => {
		const message = await account.refusal(
			'contacts',
			'contact.get',
			{ authentication: 'oAuth2', subAccount: byId('another'), contactId: byId('contact1') },
			{ credentials: account.appCredentials('location') },
		);
		expect(message).toMatch(/belongs to the sub-account \w+, so it cannot work with another/);
	});

	test('ignores the parameter for a private integration, which n8n does not show', async () => {
		const { subAccount } = Object.fromEntries(
			new HighLevelContacts().description.properties.map((property) => [property.name, property]),
		);
		expect(subAccount?.displayOptions?.show).toEqual({ authentication: ['oAuth2'] });
		const found = await account.records('contacts', 'account.getStatus', {
			subAccount: byId('another'),
		});
		expect(found).toMatchObject([{ locationId: account.standIn.locationId }]);
	});
});

describe('a polling trigger', () => {
	const poll = async (parameters: INodeParameters, staticData: IDataObject = {}) =>
		await agency.account.engine.poll({
			nodeType: new HighLevelCalendarsTrigger(),
			parameters: { authentication: 'oAuth2', event: 'freeSlotOpened', ...parameters },
			credentials: agency.credentials(),
			staticData,
			mode: 'trigger',
		});
	const openedSlots = (subAccount: string, calendar = 'consultation') =>
		poll({ subAccount: byId(subAccount), calendarId: by('name', calendar) });

	test('watches the chosen sub-account, and its calendar by name', async () => {
		const [, second] = agency.subAccounts;
		await openedSlots(second?.id ?? '');
		const paths = second?.calls.map(({ path }) => path);
		expect(paths).toContain('/calendars/');
		expect(paths).toContain(`/calendars/${second?.calendarId}/free-slots`);
		expect(agency.subAccounts[0].calls).toEqual([]);
	});

	test('says which calendars there are if none has the name any more', async () => {
		const [first] = agency.subAccounts;
		const { staticData } = await openedSlots(first.id);
		const again = poll(
			{ subAccount: byId(first.id), calendarId: by('name', 'Renamed') },
			staticData,
		);
		await expect(again).rejects.toThrow(/matches no calendar in the sub-account: "Renamed"/);
	});
});

test('menus and mappers are read again when another sub-account is chosen', () => {
	const loaded: INodeProperties[] = [];
	const collect = (property: INodeProperties): void => {
		const { loadOptionsMethod, resourceMapper } = property.typeOptions ?? {};
		if (loadOptionsMethod !== undefined || resourceMapper) loaded.push(property);
		for (const option of property.options ?? []) {
			if ('values' in option) option.values.forEach(collect);
			else if ('type' in option) collect(option);
		}
	};
	const nodeTypes = [
		new HighLevelContacts(),
		new HighLevelCalendars(),
		new HighLevelContactsTrigger(),
		new HighLevelCalendarsTrigger(),
	];
	for (const { description } of nodeTypes) description.properties.forEach(collect);
	expect(loaded.length).toBeGreaterThan(20);
	const others = loaded.filter(
		({ typeOptions }) => !typeOptions?.loadOptionsDependsOn?.includes('subAccount.value'),
	);
	expect(others).toEqual([]);
});

describe('the lists of the editor', () => {
	const node = (parameters: INodeParameters = {}, more: IDataObject = {}) => ({
		nodeType: new HighLevelContacts(),
		parameters: { authentication: 'oAuth2', resource: 'contact', operation: 'get', ...parameters },
		credentials: agency.credentials(more),
	});
	const engine = () => agency.account.engine;
	const names = (results: Array<{ name: string }>) => results.map(({ name }) => name);

	test.each(['v3', '2021'])(
		'offer the sub-accounts with the app, page by page, in %s',
		async (apiVersion) => {
			const many = await AgencyAccount.open({ subAccounts: 45, notInstalled: 3 });
			const setup = { ...node(), credentials: many.credentials({ apiVersion, locationId: '' }) };
			const found: string[] = [];
			let token: string | undefined;
			do {
				const page = await engine().listSearch(setup, 'searchSubAccounts', undefined, token);
				found.push(...page.results.map(({ value }) => String(value)));
				token = page.paginationToken;
			} while (token !== undefined);
			expect(found.sort()).toEqual(many.subAccounts.map(({ id }) => id).sort());
			const searched = await engine().listSearch(setup, 'searchSubAccounts', 'Client 31');
			expect(names(searched.results)).toEqual([expect.stringContaining('Client 31')]);
			await many.close();
		},
	);

	test('are those of the chosen sub-account', async () => {
		const [, second] = agency.subAccounts;
		const { results } = await engine().listSearch(
			node({ subAccount: byId(second?.id ?? '') }),
			'searchContacts',
		);
		expect(results.map(({ value }) => value)).toContain(second?.contactId);
	});

	test("are the credential's while Sub-Account is an expression, or say why there are none", async () => {
		const [first] = agency.subAccounts;
		const expression = { subAccount: byId('={{ $json.id }}') };
		const { results } = await engine().listSearch(node(expression), 'searchContacts');
		expect(results.map(({ value }) => value)).toContain(first.contactId);
		await expect(
			engine().listSearch(node(expression, { locationId: '' }), 'searchContacts'),
		).rejects.toThrow(/'Sub-Account' is an expression, which has a value only while/);
	});

	test('of sub-accounts say so if the connection belongs to one', async () => {
		const setup = { ...node(), credentials: agency.account.appCredentials('location') };
		await expect(engine().listSearch(setup, 'searchSubAccounts')).rejects.toThrow(
			/belongs to one sub-account, so there is no list/,
		);
	});

	test('of sub-accounts name the scope that the connection lacks', async () => {
		const setup = { ...node(), credentials: agency.credentials({}, { scopes: ['oauth.write'] }) };
		await expect(engine().listSearch(setup, 'searchSubAccounts')).rejects.toThrow(
			/oauth\.readonly/,
		);
	});
});
