/** The lists and drop-downs of the editor. */
import type {
	ICredentialDataDecryptedObject,
	INodeListSearchItems,
	INodeParameters,
} from 'n8n-workflow';

import type { Engine, MethodOptions } from '../../engine/harness';
import { loadEngine } from '../../engine/harness';
import type { HighLevelStandIn } from '../../standins/highlevel';
import { SEED, startHighLevelStandIn } from '../../standins/highlevel';
import { probe } from './probe';

const PRIVATE_INTEGRATION = 'highLevelPrivateIntegrationApi';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let engine: Engine;
let standIn: HighLevelStandIn;

beforeAll(async () => {
	engine = await loadEngine();
	// Wide, because the package remembers the rate limit between the tests of one account.
	standIn = await startHighLevelStandIn({
		limiter: { kind: 'firstCall', max: 10_000, intervalMs: 10_000 },
	});
});
afterAll(async () => await standIn.close());
beforeEach(() => standIn.reset());

/** The node in the editor, by default with a token of the main sub-account. */
function node(filled: ICredentialDataDecryptedObject = {}, parameters: INodeParameters = {}) {
	return {
		nodeType: probe,
		parameters: { authentication: 'privateIntegration', ...parameters },
		credentials: {
			[PRIVATE_INTEGRATION]: {
				token: standIn.tokens.privateIntegration,
				locationId: standIn.locationId,
				apiUrl: standIn.url,
				apiVersion: 'v3',
				...filled,
			},
		},
	};
}

const chosen = (value: string, mode = 'list') => ({ __rl: true, mode, value });
const names = (results: Array<{ name: string }>) => results.map(({ name }) => name);
const scoped = (...scopes: string[]) => ({
	token: standIn.issuePrivateIntegration({ scopes }).value,
});

/** All pages of a list, as the editor reads them while the user scrolls. */
async function scroll(method: string, filter?: string, setup: MethodOptions = node()) {
	const pages: INodeListSearchItems[][] = [];
	let token: string | undefined;
	do {
		const page = await engine.listSearch(setup, method, filter, token);
		pages.push(page.results);
		token = page.paginationToken;
	} while (token !== undefined);
	return pages;
}

/** The requests, without the headers and parameters that all of them have. */
const seen = () => standIn.log.map(({ method, path, version }) => `${method} ${path} ${version}`);

describe.each(['v3', '2021'])('lists in API version %s', (apiVersion) => {
	const setup = (parameters: INodeParameters = {}) => node({ apiVersion }, parameters);
	const calendarsVersion = apiVersion === 'v3' ? 'v3' : '2021-04-15';
	const version = apiVersion === 'v3' ? 'v3' : '2021-07-28';

	it('pages through contacts with the cursor, without gaps or repetitions', async () => {
		standIn.state.seedContacts(248);
		const pages = await scroll('searchContacts', undefined, setup());
		expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
		expect(new Set(pages.flat().map(({ value }) => value)).size).toBe(250);
		expect(new Set(seen())).toEqual(new Set([`POST /contacts/search ${version}`]));
		const bodies = standIn.log.map(({ body }) => body);
		for (const body of bodies) {
			expect(body).toMatchObject({ locationId: standIn.locationId, pageLimit: 100 });
		}
	});

	it('lets HighLevel search contacts, and shows names and links', async () => {
		const [page] = await scroll('searchContacts', 'maria', setup());
		expect(page).toEqual([
			{
				name: 'Maria Lopez (maria.lopez@example.com)',
				value: SEED.contacts.maria,
				url: `https://app.gohighlevel.com/v2/location/${standIn.locationId}/contacts/detail/${SEED.contacts.maria}`,
			},
		]);
		expect(standIn.log[0]?.body).toMatchObject({ query: 'maria' });
	});

	it('sends the search text with every page', async () => {
		standIn.state.seedContacts(150);
		const pages = await scroll('searchContacts', 'seed.example.com', setup());
		expect(pages.map((page) => page.length)).toEqual([100, 50]);
		for (const { body } of standIn.log) expect(body).toMatchObject({ query: 'seed.example.com' });
	});

	it('lists calendars by name and marks drafts', async () => {
		const [page] = await scroll('searchCalendars', undefined, setup());
		expect(names(page ?? [])).toEqual([
			'Discovery Call',
			'Draft Calendar (draft)',
			'Linus Personal',
			'Team Consultation',
		]);
		expect(seen()).toEqual([`GET /calendars/ ${calendarsVersion}`]);
	});

	it('filters complete lists itself, ignoring case', async () => {
		const [page] = await scroll('searchCalendars', ' team', setup());
		expect(page).toEqual([{ name: 'Team Consultation', value: SEED.calendars.team }]);
	});

	it('lists users with the call that the version has', async () => {
		const [page] = await scroll('searchUsers', undefined, setup());
		expect(names(page ?? []).sort()).toEqual([
			'Ada Lovelace (ada@example.com)',
			'Grace Hopper (grace@example.com)',
			'Linus Pauling (linus@example.com)',
		]);
		expect(seen()).toEqual(
			apiVersion === 'v3'
				? [`GET /locations/${standIn.locationId} v3`, 'GET /users/search v3']
				: ['GET /users/ 2021-07-28'],
		);
		const [found] = await scroll('searchUsers', 'GRACE', setup());
		expect(found?.map(({ value }) => value)).toEqual([SEED.users.grace]);
	});

	it('reads users over three pages', async () => {
		const ada = standIn.state.users.get(SEED.users.ada);
		if (!ada) throw new Error('The seed has no Ada');
		for (let number = 0; number < 57; number++) {
			standIn.state.users.put({ ...ada, id: `user${number}`, firstName: `U${number}` });
		}
		const pages = await scroll('searchUsers', undefined, setup());
		expect(new Set(pages.flat().map(({ value }) => value)).size).toBe(60);
		expect(pages).toHaveLength(apiVersion === 'v3' ? 3 : 1);
		expect(await engine.loadOptions(setup(), 'getUsers')).toHaveLength(60);
	});

	it('lists tags by name, published campaigns and workflows, businesses and time zones', async () => {
		const menu = async (method: string) => await engine.loadOptions(setup(), method);
		expect(await menu('getTags')).toEqual(
			['customer', 'lead', 'newsletter', 'vip'].map((tag) => ({ name: tag, value: tag })),
		);
		expect(await menu('getCampaigns')).toEqual([{ name: 'Welcome', value: SEED.campaignId }]);
		expect(await menu('getWorkflows')).toEqual([{ name: 'Follow Up', value: SEED.workflowId }]);
		const [businesses] = await scroll('searchBusinesses', undefined, setup());
		expect(businesses).toMatchObject([{ name: 'Acme Inc', value: SEED.businessId }]);
		expect(names(await menu('getTimezones'))).toContain('America/Argentina/Salta');
		expect(standIn.log.map(({ status }) => status)).toEqual(standIn.log.map(() => 200));
	});

	it('lists the team of the chosen calendar by name, and all users if it has none', async () => {
		const team = setup({ calendarId: chosen(SEED.calendars.team) });
		expect(await engine.loadOptions(team, 'getCalendarTeamMembers')).toEqual([
			{ name: 'Ada Lovelace (ada@example.com)', value: SEED.users.ada },
			{ name: 'Grace Hopper (grace@example.com)', value: SEED.users.grace },
		]);
		expect(await engine.loadOptions(setup(), 'getCalendarTeamMembers')).toHaveLength(3);
	});

	describe('lists of appointments', () => {
		const add = (calendarId: string, contactId: string, inMs: number, title: string) =>
			standIn.state.addAppointment({
				calendarId,
				contactId,
				title,
				startTime: Date.now() + inMs,
				endTime: Date.now() + inMs + HOUR,
			});

		beforeEach(() => {
			add(SEED.calendars.team, SEED.contacts.maria, 2 * DAY, 'Review');
			add(SEED.calendars.discovery, SEED.contacts.john, DAY, 'First talk with John Smith');
			add(SEED.calendars.discovery, SEED.contacts.maria, -30 * DAY, 'Long gone');
			const dropped = add(SEED.calendars.discovery, SEED.contacts.maria, DAY, 'Dropped');
			standIn.state.appointments.put({ ...dropped, deleted: true });
		});

		it("show the upcoming ones of all calendars, sorted by time, reading each contact's name once", async () => {
			const [page] = await scroll('searchAppointments', undefined, setup());
			expect(names(page ?? [])).toEqual([
				expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d · First talk with John Smith$/),
				expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d · Review · Maria Lopez$/),
			]);
			expect(standIn.log.map(({ status }) => status)).toEqual(standIn.log.map(() => 200));
		});

		it('find older ones by text', async () => {
			const [page] = await scroll('searchAppointments', 'long', setup());
			expect(names(page ?? [])).toEqual([expect.stringContaining('Long gone · Maria Lopez')]);
		});

		it('show only the chosen calendar', async () => {
			const one = setup({ calendarId: chosen(SEED.calendars.team) });
			const [page] = await scroll('searchAppointments', undefined, one);
			expect(names(page ?? [])).toEqual([expect.stringContaining('Review')]);
			expect(standIn.log.filter(({ path }) => path === '/calendars/events')).toHaveLength(1);
		});

		it('show only the chosen contact, even if it was given as a URL', async () => {
			const url = `https://app.gohighlevel.com/v2/location/x/contacts/detail/${SEED.contacts.maria}`;
			const one = setup({ contactId: chosen(url, 'url') });
			const [page] = await scroll('searchAppointments', undefined, one);
			expect(names(page ?? [])).toEqual([
				expect.stringContaining('Long gone'),
				expect.stringContaining('Review'),
			]);
		});

		it('do without names if contacts may not be read', async () => {
			const few = node({
				apiVersion,
				...scoped('calendars.readonly', 'calendars/events.readonly'),
			});
			const [page] = await scroll('searchAppointments', 'review', few);
			expect(names(page ?? [])).toEqual([expect.stringMatching(/ · Review$/)]);
		});

		it('treat an expression as no choice', async () => {
			const open = setup({ contactId: chosen('={{ $json.contactId }}') });
			const [page] = await scroll('searchAppointments', undefined, open);
			expect(page).toHaveLength(2);
		});
	});

	describe('lists of block slots and events', () => {
		const block = (
			title: string,
			inMs: number,
			owner: { calendarId: string } | { userId: string },
		) =>
			standIn.state.blockSlots.put({
				id: standIn.state.newId(),
				locationId: standIn.locationId,
				calendarId: 'calendarId' in owner ? owner.calendarId : null,
				assignedUserId: 'userId' in owner ? owner.userId : null,
				title,
				startTime: Date.now() + inMs,
				endTime: Date.now() + inMs + HOUR,
				deleted: false,
				dateAdded: Date.now(),
				dateUpdated: Date.now(),
			});

		beforeEach(() => {
			block('Maintenance', 2 * DAY, { calendarId: SEED.calendars.team });
			block('Holiday', DAY, { userId: SEED.users.grace });
			block('', 3 * DAY, { userId: SEED.users.ada });
			block('Last month', -30 * DAY, { calendarId: SEED.calendars.team });
			standIn.state.addAppointment({
				calendarId: SEED.calendars.team,
				contactId: SEED.contacts.maria,
				title: 'Review',
				startTime: Date.now() + DAY + HOUR,
				endTime: Date.now() + DAY + 2 * HOUR,
			});
		});

		it('show the coming blocks of every calendar and user, and older ones by text', async () => {
			const [page] = await scroll('searchBlockSlots', undefined, setup());
			expect(names(page ?? [])).toEqual([
				expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d · Holiday · Blocked$/),
				expect.stringMatching(/ · Maintenance · Blocked$/),
				expect.stringMatching(/:\d\d · Blocked$/),
			]);
			const [found] = await scroll('searchBlockSlots', 'last', setup());
			expect(names(found ?? [])).toEqual([expect.stringContaining('Last month')]);
			expect(standIn.log.map(({ status }) => status)).toEqual(standIn.log.map(() => 200));
		});

		it('name the missing scope where the blocks of users cannot be listed', async () => {
			const few = node({
				apiVersion,
				...scoped('calendars.readonly', 'calendars/events.readonly'),
			});
			await expect(scroll('searchBlockSlots', undefined, few)).rejects.toMatchObject({
				message: expect.stringMatching(/users\.readonly|locations\.readonly/) as string,
			});
		});

		it('show appointments and blocks together', async () => {
			const pages = await scroll('searchEvents', undefined, setup());
			expect(names(pages.flat()).sort()).toEqual([
				expect.stringMatching(/ · Holiday · Blocked$/),
				expect.stringMatching(/ · Review · Maria Lopez$/),
				expect.stringMatching(/ · Maintenance · Blocked$/),
				expect.stringMatching(/:\d\d · Blocked$/),
			]);
		});
	});

	it('reads all notes of the chosen appointment, a page of 20 at a time', async () => {
		const { id: ownerId } = standIn.state.addAppointment({
			calendarId: SEED.calendars.team,
			contactId: SEED.contacts.maria,
			title: 'Review',
			startTime: Date.now() + DAY,
			endTime: Date.now() + DAY + HOUR,
		});
		for (let number = 1; number <= 45; number++) {
			standIn.state.appointmentNotes.put({
				id: standIn.state.newId(),
				locationId: standIn.locationId,
				ownerId,
				values: { body: `Remark ${number}` },
				dateAdded: Date.now(),
				dateUpdated: Date.now(),
			});
		}
		const one = setup({ appointmentId: chosen(ownerId) });
		const pages = await scroll('searchAppointmentNotes', undefined, one);
		expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
		expect(names(pages.flat())[44]).toMatch(/^\d{4}-\d\d-\d\d · Remark 45$/);
		expect(await scroll('searchAppointmentNotes', undefined, setup())).toEqual([[]]);
	});

	it('request services, groups, schedules and rooms as the API requires', async () => {
		const answers: Array<[RegExp, unknown]> = [
			[/catalog$/, { services: [{ id: 's1', name: 'Massage' }] }],
			[
				/services\/locations$/,
				{ serviceLocations: [{ id: 'l1', name: 'Spa', address: '1 Road' }] },
			],
			[/groups$/, { groups: [{ id: 'g1', name: 'Group', isActive: false }] }],
			[/schedules/, { schedules: [{ id: 'h1', name: 'Office', timezone: 'Europe/Berlin' }] }],
			[/equipments$/, [{ _id: 'e1', name: 'Laser', resourceType: 'equipments' }]],
			[/rooms$/, [{ _id: 'r1', name: 'Blue', resourceType: 'rooms' }]],
		];
		for (const [path, body] of answers) {
			standIn.faults.add({ path, action: { kind: 'status', status: 200, body } });
		}
		const first = async (method: string, parameters: INodeParameters = {}) =>
			(await scroll(method, undefined, setup(parameters))).flat();

		expect(await first('searchServices')).toEqual([{ name: 'Massage', value: 's1' }]);
		expect(await first('searchServiceLocations')).toEqual([{ name: 'Spa (1 Road)', value: 'l1' }]);
		expect(await first('searchCalendarGroups')).toEqual([
			{ name: 'Group (disabled)', value: 'g1' },
		]);
		const office = { name: 'Office (Europe/Berlin)', value: 'h1' };
		expect(await first('searchSchedules', { userId: chosen(SEED.users.ada) })).toEqual([office]);
		expect(await first('searchSchedules')).toEqual([office, office, office]);
		expect(await first('searchResources')).toEqual([
			{ name: 'Laser (equipment)', value: 'e1' },
			{ name: 'Blue (room)', value: 'r1' },
		]);
		expect(await first('searchResources', { resourceType: 'rooms' })).toHaveLength(1);
		expect(standIn.log.map(({ status }) => status)).toEqual(standIn.log.map(() => 200));
		const services = standIn.log.filter(({ path }) => path.includes('/services/'));
		expect(services.map((entry) => entry.version)).toEqual(['v3', 'v3']);
	});
});

describe('lists that cannot be loaded', () => {
	const lists: Array<[kind: 'listSearch' | 'loadOptions', method: string, scope: string]> = [
		['listSearch', 'searchContacts', 'contacts.readonly'],
		['listSearch', 'searchCalendars', 'calendars.readonly'],
		['listSearch', 'searchCalendarGroups', 'calendars/groups.readonly'],
		['listSearch', 'searchServices', 'calendars.readonly'],
		['listSearch', 'searchServiceLocations', 'calendars.readonly'],
		['listSearch', 'searchResources', 'calendars/resources.readonly'],
		['listSearch', 'searchBusinesses', 'businesses.readonly'],
		['listSearch', 'searchUsers', 'users.readonly'],
		['listSearch', 'searchSchedules', 'users.readonly'],
		['listSearch', 'searchAppointments', 'calendars.readonly'],
		['loadOptions', 'getTags', 'locations/tags.readonly'],
		['loadOptions', 'getCampaigns', 'campaigns.readonly'],
		['loadOptions', 'getWorkflows', 'workflows.readonly'],
		['loadOptions', 'getCustomFields', 'locations/customFields.readonly'],
	];

	it.each(lists)('%s %s names the missing scope %s', async (kind, method, scope) => {
		const setup = node(scoped('locations.readonly'));
		await expect(engine[kind](setup, method)).rejects.toMatchObject({
			message: expect.stringContaining(`The token lacks the scope "${scope}"`),
			description: expect.stringContaining('Private Integrations'),
		});
	});

	it('say what else v3 requires to list users', async () => {
		const setup = node(scoped('users.readonly'));
		await expect(engine.listSearch(setup, 'searchUsers')).rejects.toThrow('"locations.readonly"');
	});

	it('say that the sub-account is another one', async () => {
		const setup = node({ locationId: standIn.otherLocationId });
		await expect(engine.listSearch(setup, 'searchCalendars')).rejects.toMatchObject({
			message: 'List calendars: The token does not have access to this sub-account',
			description: expect.stringContaining('Sub-Account (Location) ID'),
		});
	});

	it('say that the token is wrong, without repeating it', async () => {
		const setup = node({ token: 'pit-wrong-and-secret' });
		const refusal = await engine
			.listSearch(setup, 'searchContacts')
			.catch((error: unknown) => error);
		expect(refusal).toMatchObject({
			message: expect.stringContaining('Invalid Private Integration token'),
			description: expect.stringContaining('paste the token again'),
		});
		expect(JSON.stringify(refusal)).not.toContain('wrong-and-secret');
	});

	it('send nothing if the credential names no sub-account', async () => {
		const setup = node({ locationId: ' ' });
		await expect(engine.loadOptions(setup, 'getTags')).rejects.toThrow('Sub-Account (Location) ID');
		expect(standIn.log).toHaveLength(0);
	});

	it('still offer time zones', async () => {
		const zones = await engine.loadOptions(node(scoped('contacts.readonly')), 'getTimezones');
		expect(zones.length).toBeGreaterThan(300);
		expect(zones).toContainEqual({ name: 'Europe/Berlin', value: 'Europe/Berlin' });
		const withDefault = await engine.loadOptions(node(), 'getTimezonesOrDefault');
		expect(withDefault[0]).toEqual({ name: 'Default', value: '' });
		expect(withDefault).toContainEqual({ name: 'Europe/Berlin', value: 'Europe/Berlin' });
	});

	it('are loaded after a rate limit', async () => {
		standIn.limiter.set({ kind: 'firstCall', max: 2, intervalMs: 300 });
		for (let round = 0; round < 5; round++) {
			expect(await engine.loadOptions(node(), 'getTags')).toHaveLength(4);
		}
	});
});

describe('lists over an OAuth2 app', () => {
	const oAuth2 = (kind: 'location' | 'company', filled: ICredentialDataDecryptedObject = {}) => {
		const { token, refreshToken } = standIn.oauth.issueAppToken({ kind });
		return {
			nodeType: probe,
			parameters: { authentication: 'oAuth2' },
			credentials: {
				highLevelAppOAuth2Api: {
					clientId: standIn.app.clientId,
					clientSecret: standIn.app.clientSecret,
					apiUrl: standIn.url,
					apiVersion: 'v3',
					userType: kind === 'company' ? 'Company' : 'Location',
					oauthTokenData: {
						access_token: token.value,
						refresh_token: refreshToken,
						token_type: 'Bearer',
						userType: kind === 'company' ? 'Company' : 'Location',
						companyId: standIn.companyId,
						...(token.locationId === undefined ? {} : { locationId: token.locationId }),
					},
					...filled,
				},
			},
		};
	};

	it('take the sub-account and the agency from the token', async () => {
		const [page] = await scroll('searchUsers', undefined, oAuth2('location'));
		expect(page).toHaveLength(3);
		// The token names the agency, so locations.readonly is not needed.
		expect(seen()).toEqual(['GET /users/search v3']);
	});

	it.each(['v3', '2021'])(
		'exchange an agency token once, in API version %s',
		async (apiVersion) => {
			// Exchanged tokens are cached per app for the life of the process, so each test uses another app.
			const setup = oAuth2('company', {
				clientId: `agency-${apiVersion}`,
				locationId: standIn.locationId,
				apiVersion,
			});
			expect((await scroll('searchCalendars', undefined, setup)).flat()).toHaveLength(4);
			expect((await scroll('searchContacts', undefined, setup)).flat()).toHaveLength(2);
			expect(standIn.log.map(({ path }) => path)).toEqual([
				apiVersion === 'v3' ? '/oauth/location-token' : '/oauth/locationToken',
				'/calendars/',
				'/contacts/search',
			]);
			expect(standIn.log[0]?.body).toMatchObject({
				companyId: standIn.companyId,
				locationId: standIn.locationId,
			});
		},
	);

	it('exchange the agency token again after HighLevel revoked the exchanged one', async () => {
		const filled = { clientId: 'agency-again', locationId: standIn.locationId };
		await engine.listSearch(oAuth2('company', filled), 'searchCalendars');
		standIn.reset();
		// The generator has started again: without these, the tokens would be the same as before.
		standIn.issuePrivateIntegration();
		const [page] = await scroll('searchCalendars', undefined, oAuth2('company', filled));
		expect(page).toHaveLength(4);
		expect(standIn.log.map(({ path, status }) => `${path} ${status}`)).toEqual([
			'/calendars/ 401',
			expect.stringMatching(/^\/oauth\/location-token 20/),
			'/calendars/ 200',
		]);
	});

	it('say that the app is not installed in the sub-account', async () => {
		standIn.oauth.app.installedLocations.delete(standIn.locationId);
		const setup = oAuth2('company', {
			clientId: 'agency-elsewhere',
			locationId: standIn.locationId,
		});
		await expect(engine.listSearch(setup, 'searchCalendars')).rejects.toMatchObject({
			name: 'NodeApiError',
		});
	});

	it('say that an agency connection must name the sub-account', async () => {
		await expect(engine.listSearch(oAuth2('company'), 'searchContacts')).rejects.toMatchObject({
			description: expect.stringContaining('agency'),
		});
	});

	it('name the missing scope', async () => {
		const { token, refreshToken } = standIn.oauth.issueAppToken({ scopes: ['contacts.readonly'] });
		const setup = oAuth2('location', {
			oauthTokenData: {
				access_token: token.value,
				refresh_token: refreshToken,
				userType: 'Location',
				locationId: standIn.locationId,
				companyId: standIn.companyId,
			},
		});
		await expect(engine.listSearch(setup, 'searchUsers')).rejects.toThrow('"users.readonly"');
	});
});

describe('the resource mapper of custom fields', () => {
	const read = async () => await engine.resourceMapping(node(), 'getContactCustomFields');

	it('offers each field with a suitable input', async () => {
		standIn.state.addCustomField({ name: 'Contract', dataType: 'FILE_UPLOAD' });
		standIn.state.addCustomField({ name: 'Mystery', dataType: 'SOMETHING_NEW' });
		standIn.state.addCustomField({ name: 'Visits', dataType: 'NUMERICAL' });
		standIn.state.addCustomField({ name: 'Deal Size', dataType: 'MONETORY', model: 'opportunity' });
		const { fields } = await read();
		expect(fields.map(({ displayName, type }) => [displayName, type])).toEqual([
			['About', 'string'],
			['Budget', 'number'],
			['Favourite Colour', 'string'],
			['Interests: any of Yoga, Running, Swimming', 'string'],
			['Mystery', undefined],
			['Plan', 'options'],
			['Renewal Date', 'dateTime'],
			['Visits', 'number'],
		]);
		const plan = fields.find(({ id }) => id === SEED.customFields.plan);
		expect(plan).toMatchObject({
			required: false,
			display: true,
			options: [
				{ name: 'Basic', value: 'Basic' },
				{ name: 'Plus', value: 'Plus' },
				{ name: 'Pro', value: 'Pro' },
			],
		});
		const interests = fields.find(({ id }) => id === SEED.customFields.interests);
		expect(names(interests?.options ?? [])).toEqual(['Yoga', 'Running', 'Swimming']);
	});

	it('says what to choose from where it has no menu, and cuts long lists', async () => {
		const add = (name: string, dataType: string, picklistOptions: string[], more = {}) =>
			standIn.state.addCustomField({ name, dataType, picklistOptions, ...more });
		const open = { isAllowedCustomOption: true };
		standIn.state.customFields.clear();
		add('A', 'CHECKBOX', ['Tea', 'Coffee'], open);
		add('B', 'RADIO', ['Tea', 'Coffee'], open);
		add(
			'C',
			'MULTIPLE_OPTIONS',
			['First', 'Second', 'Third'].map((one) => one.repeat(6)),
		);
		add('D', 'MULTIPLE_OPTIONS', []);
		const { fields } = await read();
		expect(fields.map(({ displayName }) => displayName)).toEqual([
			'A: any of Tea, Coffee, or others',
			'B: one of Tea, Coffee, or others',
			'C: any of FirstFirstFirstFirstFirstFirst, …',
			'D: any of several',
		]);
	});

	it('distinguishes fields with the same name', async () => {
		standIn.state.addCustomField({ name: 'Plan', dataType: 'TEXT', fieldKey: 'contact.plan_2' });
		const { fields } = await read();
		expect(fields.map(({ displayName }) => displayName)).toEqual(
			expect.arrayContaining(['Plan [contact.plan]', 'Plan [contact.plan_2]']),
		);
	});

	it('says that there are none', async () => {
		standIn.state.customFields.clear();
		expect(await read()).toEqual({
			fields: [],
			emptyFieldsNotice: 'This sub-account has no custom fields for contacts',
		});
	});

	it('names the missing scope', async () => {
		const setup = node(scoped('contacts.readonly'));
		await expect(engine.resourceMapping(setup, 'getContactCustomFields')).rejects.toThrow(
			'"locations/customFields.readonly"',
		);
	});
});

test('a menu that is cut short says so', async () => {
	for (let index = 0; index < 5005; index++) standIn.state.addTag(SEED.locationId, `tag ${index}`);
	const entries = await engine.loadOptions(node(), 'getTags');
	expect(entries).toHaveLength(5001);
	expect(entries.at(-1)).toEqual({
		name: expect.stringMatching(/^The first 5000 of 50\d\d are listed/),
		value: '',
	});
});
