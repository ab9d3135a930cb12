/** Records that an item names by something other than their IDs. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { childFields } from '../../nodes/shared/parameters';
import { rows } from '../contract/rows';
import { SEED } from '../standins/highlevel';
import { byId, TestAccount } from './account';

const { maria, john } = SEED.contacts;
const account = TestAccount.forTests();

const by = (mode: 'email' | 'phone' | 'name', value: string) => ({ __rl: true, mode, value });
const each = (mode: 'email' | 'phone' | 'name') => by(mode, '={{ $json.given }}');
const givens = (...values: unknown[]) => values.map((given) => ({ given }) as IDataObject);
const state = () => account.standIn.state;
const searches = () => account.calls.filter((call) => call === 'POST /contacts/search').length;
const paths = () => account.calls.filter((call) => !/search/.test(call));

/** Runs an operation that goes on after failed items. */
const run = async (
	node: 'contacts' | 'calendars',
	operation: string,
	parameters: INodeParameters,
	items: IDataObject[],
) => await account.run(node, operation, parameters, { items, onError: 'continueRegularOutput' });

describe('a contact by email', () => {
	test('is found whatever the case, and once for equal values', async () => {
		const given = ['maria.lopez@example.com', 'MARIA.LOPEZ@example.com', ' john.smith@example.com'];
		const { items } = await run(
			'contacts',
			'contact.get',
			{ contactId: each('email') },
			givens(...given, given[0]),
		);
		expect(items.map(({ json }) => json.id)).toEqual([maria, maria, john, maria]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(searches()).toBe(2);
	});

	test('is found by an additional email', async () => {
		state().addContact({
			id: 'second',
			firstName: 'Sue',
			email: 'sue@example.com',
			additionalEmails: ['sue@home.example.com'],
		});
		const found = await account.records('contacts', 'contact.get', {
			contactId: by('email', 'sue@home.example.com'),
		});
		expect(found).toMatchObject([{ id: 'second' }]);
	});

	test('is found although the search does not know it yet', async () => {
		state().contacts.indexLagMs = 60_000;
		state().addContact({ id: 'fresh', firstName: 'Fay', email: 'fay@example.com' });
		const [found] = await account.records('contacts', 'contact.get', {
			contactId: by('email', 'fay@example.com'),
		});
		expect(found?.id).toBe('fresh');
		expect(account.calls).toEqual([
			'POST /contacts/search',
			'GET /contacts/search/duplicate',
			'GET /contacts/fresh',
		]);
	});

	test('fails for its own item if there is none, or several', async () => {
		for (const id of ['twin1', 'twin2']) {
			state().addContact({ id, firstName: 'Tess', lastName: id, email: 'tess@example.com' });
		}
		const { items } = await run(
			'contacts',
			'contact.get',
			{ contactId: each('email') },
			givens('nobody@example.com', 'tess@example.com', 'not an address', 'john.smith@example.com'),
		);
		expect(items.map(({ json }) => json.error ?? json.id)).toEqual([
			expect.stringContaining(`' matches no contact with the email "nobody@example.com"`),
			expect.stringContaining(`' matches 2 contacts with the email "tess@example.com"`),
			expect.stringContaining("' is not an email address"),
			john,
		]);
		expect(items[0]?.json.message).toMatch(/^Nothing was sent for this item\. .*Find or Create/);
		for (const twin of ['Tess twin1 (ID twin1)', 'Tess twin2 (ID twin2)']) {
			expect(items[1]?.json.message).toContain(twin);
		}
		expect(paths()).toEqual([`GET /contacts/${john}`]);
	});

	test('is refused before any call if the expression gives an object', async () => {
		const { items } = await run(
			'contacts',
			'contact.get',
			{ contactId: each('email') },
			givens({ email: 'a@example.com' }),
		);
		expect(items[0]?.json.error).toMatch(/is not an ID/);
		expect(account.calls).toEqual([]);
	});
});

describe('a contact by phone', () => {
	test.each(['+12025550101', '+1 (202) 555-0101', '0012025550101', '202-555-0101'])(
		'%s',
		async (phone) => {
			const found = await account.records('contacts', 'contact.get', {
				contactId: by('phone', phone),
			});
			expect(found).toMatchObject([{ id: maria }]);
		},
	);

	test('is not another contact whose number begins alike', async () => {
		const { error } = await account.run('contacts', 'contact.get', {
			contactId: by('phone', '+120255501'),
		});
		expect(error?.message).toMatch(/matches no contact with the phone number/);
	});
});

test('an ID that is an email address or a name is refused, with the way to give one', async () => {
	const email = await account.refusal('contacts', 'contact.get', {
		contactId: byId('maria.lopez@example.com'),
	});
	expect(email).toMatch(/is an email address, not an ID/);
	const { error } = await account.run('calendars', 'calendar.get', {
		calendarId: byId('Discovery Call'),
	});
	expect(error?.message).toMatch(/is a name, not an ID/);
	expect((error as { description?: string }).description).toMatch(/'By Name'/);
});

describe('the order of the items', () => {
	const tagsOfMaria = () => state().contacts.get(maria)?.tags;

	test('is kept for a contact that is named in different ways', async () => {
		const parameters = {
			contactId: '={{ $json.contact }}',
			updateFields: { firstName: '={{ $json.name }}' },
		};
		const ways = [byId(maria), by('email', 'maria.lopez@example.com'), by('phone', '+12025550101')];
		const items = Array.from({ length: 30 }, (_, index) => ({
			contact: ways[index % ways.length],
			name: `Maria ${index}`,
		}));
		account.standIn.faults.add({ action: { kind: 'delay', ms: 60 }, nth: [1, 4, 7] });
		await account.records('contacts', 'contact.update', parameters as INodeParameters, {
			items: items as unknown as IDataObject[],
		});
		const written = account.log
			.filter(({ method }) => method === 'PUT')
			.map(({ body }) => (body as IDataObject).firstName);
		expect(written).toEqual(items.map(({ name }) => name));
	});

	test('is kept where items share calls', async () => {
		const added = { newTags: '={{ $json.tag }}', contactId: '={{ $json.contact }}' };
		const items = [
			{ contact: byId(maria), tag: 'one' },
			{ contact: by('email', 'maria.lopez@example.com'), tag: 'one' },
			{ contact: byId(john), tag: 'one' },
		];
		const records = await account.records('contacts', 'tag.add', added as INodeParameters, {
			items: items as unknown as IDataObject[],
		});
		expect(records).toHaveLength(3);
		// The same contact twice cannot share a call.
		expect(paths().length).toBe(2);
		expect(tagsOfMaria()).toContain('one');
	});
});

describe('a calendar by name', () => {
	const times = { startTime: '2026-12-01T00:00:00Z', endTime: '2026-12-02T00:00:00Z' };
	const getMany = async (...names: unknown[]) =>
		await run('calendars', 'calendar.get', { calendarId: each('name') }, givens(...names));

	test('is found by its exact name, else without regard to case and spaces; the list is read once', async () => {
		state().addCalendar({ id: 'lower', name: 'discovery call', calendarType: 'event' });
		const { items } = await getMany('Discovery Call', 'discovery call', ' TEAM  consultation ');
		expect(items.map(({ json }) => json.id)).toEqual([
			SEED.calendars.discovery,
			'lower',
			SEED.calendars.team,
		]);
		expect(account.calls.filter((call) => call === 'GET /calendars/')).toHaveLength(1);
	});

	test('fails with what there is if there is none, or several', async () => {
		state().addCalendar({ id: 'again', name: 'Team Consultation', calendarType: 'event' });
		const { items } = await getMany('Renamed', 'Team Consultation', 'DISCOVERY CALL');
		expect(items.map(({ json }) => json.error ?? json.id)).toEqual([
			expect.stringContaining(`' matches no calendar in the sub-account: "Renamed"`),
			expect.stringContaining(`' matches 2 calendars named "Team Consultation"`),
			SEED.calendars.discovery,
		]);
		expect(items[0]?.json.message).toMatch(/sub-account's calendars: .*"Discovery Call"/);
		expect(items[1]?.json.message).toContain(`Team Consultation (ID again)`);
	});

	test('that was renamed between two runs fails, and nothing is sent', async () => {
		const parameters = { calendarId: by('name', 'Discovery Call') };
		await account.records('calendars', 'calendar.get', parameters);
		await account.records('calendars', 'calendar.update', {
			calendarId: byId(SEED.calendars.discovery),
			updateFields: { name: 'Intro' },
		});
		const before = account.calls.length;
		const { error } = await account.run('calendars', 'calendar.get', parameters);
		expect(error?.message).toMatch(/matches no calendar in the sub-account: "Discovery Call"/);
		expect(account.calls.slice(before)).toEqual(['GET /calendars/']);
	});

	test('is found at any depth, as users are', async () => {
		const { error } = await account.run('calendars', 'appointment.getAll', {
			eventsOf: 'calendar',
			calendarId: by('name', 'discovery call'),
			...times,
			returnAll: true,
		});
		expect(error).toBeUndefined();
		expect(account.log.at(-1)?.query).toMatchObject({ calendarId: SEED.calendars.discovery });
		await account.records('contacts', 'contact.update', {
			contactId: byId(maria),
			updateFields: { assignedTo: by('name', 'grace hopper') },
		});
		expect(account.log.at(-1)?.body).toEqual({ assignedTo: SEED.users.grace });
		await account.records('contacts', 'contact.update', {
			contactId: byId(maria),
			updateFields: { assignedTo: by('email', 'Linus@example.com') },
		});
		expect(account.log.at(-1)?.body).toEqual({ assignedTo: SEED.users.linus });
	});

	test('a list that may not be read fails each item with the missing scope, after one look-up', async () => {
		const token = account.standIn.issuePrivateIntegration({ scopes: ['calendars.write'] }).value;
		const { items } = await account.run(
			'calendars',
			'calendar.get',
			{ calendarId: each('name') },
			{
				items: givens('Discovery Call', 'Team Consultation', 'x', 'y'),
				onError: 'continueRegularOutput',
				credentials: { highLevelPrivateIntegrationApi: account.credential({ token }) },
			},
		);
		for (const { json } of items)
			expect(json.error).toMatch(/List calendars: .*calendars\.readonly/);
		// n8n repeats a call once after a 401; items that come later make none.
		expect(account.calls).toEqual(['GET /calendars/', 'GET /calendars/']);
	});
});

describe('every kind of record that a locator names', () => {
	test.each([
		['calendars', 'calendarGroup.delete', 'groupId', 'consultations', SEED.groupId],
		['calendars', 'schedule.get', 'scheduleId', 'working hours', SEED.scheduleId],
		['calendars', 'service.get', 'serviceId', 'massage', SEED.serviceId],
		['calendars', 'serviceLocation.get', 'serviceLocationId', 'studio', SEED.serviceLocationId],
		['contacts', 'business.getContacts', 'businessId', 'acme inc', SEED.businessId],
	] as const)('%s: %s by name', async (node, operation, parameter, name, id) => {
		await account.run(node, operation, { [parameter]: by('name', name) });
		expect(account.log.at(-1)?.path).toContain(id);
		const { error } = await account.run(node, operation, { [parameter]: by('name', 'Nothing') });
		expect(error?.message).toMatch(/matches no .* in the sub-account: "Nothing"/);
	});

	test('a room and a piece of equipment by name, among those of the chosen kind', async () => {
		const create = async (resourceType: string) =>
			await account.records('calendars', 'resource.create', {
				resourceType,
				name: 'Ultrasound',
				description: 'x',
				calendarIds: { calendars: [{ calendar: byId(SEED.calendars.discovery) }] },
			});
		const [room] = await create('rooms');
		await create('equipments');
		const found = await account.records('calendars', 'resource.get', {
			resourceType: 'rooms',
			resourceId: by('name', 'ultrasound'),
		});
		expect(account.log.at(-1)?.path).toBe(
			`/calendars/resources/rooms/${String(room?.id ?? room?._id)}`,
		);
		expect(found).toHaveLength(1);
	});

	test('every locator of a kind that has names offers By Name', () => {
		const without = [...rows].flatMap(({ operation }) =>
			[...(operation.fields ?? []), ...(operation.optional ?? [])]
				.flatMap((field) => [field, ...childFields(field)])
				.filter(({ type, find }) => type === 'resourceLocator' && !find)
				.map(({ name }) => name),
		);
		// These records have no names: they are chosen from a list, or given by ID.
		expect([...new Set(without)].sort()).toEqual([
			'appointmentId',
			'blockSlotId',
			'bookingId',
			'eventId',
			'noteId',
			'notificationId',
			'taskId',
		]);
	});
});
