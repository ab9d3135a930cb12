import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';
import { inEditor, NOTHING } from './editor';

const account = TestAccount.forTests();

const run = async (
	operation: string,
	parameters: INodeParameters = {},
	version = 'v3',
	items: IDataObject[] = [{}],
) =>
	await account.run('calendars', operation, parameters, {
		version,
		timezone: 'America/New_York',
		items,
	});
const bodies = () => account.standIn.log.map(({ body }) => body);

const staff = { member: [{ id: byId(SEED.users.ada) }, { id: byId(SEED.users.grace) }] };
const newService = async (more: INodeParameters = {}) => {
	const made = await run('service.create', { name: 'Haircut', slug: 'haircut', staff, ...more });
	expect(made.error).toBeUndefined();
	return made.items[0]?.json ?? {};
};

describe('services', () => {
	test('are sent with staff, payment and variations nested as HighLevel has them', async () => {
		await newService({
			additionalFields: {
				serviceDuration: 45,
				payment: { amount: 30, depositType: 'percentage' },
				variations: {
					variation: [
						{ name: 'Short', terms: { serviceDuration: 1, serviceDurationUnit: 'hours' } },
						{ name: 'Long', terms: { payment: { amount: 50 } } },
					],
				},
			},
		});
		expect(bodies()).toEqual([
			{
				locationId: SEED.locationId,
				name: 'Haircut',
				slug: 'haircut',
				staff: [{ id: SEED.users.ada }, { id: SEED.users.grace }],
				serviceDuration: 45,
				payment: { amount: 30, depositType: 'percentage' },
				variations: [
					{ name: 'Short', serviceDuration: 1, serviceDurationUnit: 'hours' },
					{ name: 'Long', payment: { amount: 50 } },
				],
			},
		]);
	});

	test('have their variations changed by ID, added without one, and removed only by the option', async () => {
		const { id } = await newService({
			additionalFields: { variations: { variation: [{ name: 'Short' }] } },
		});
		const serviceId = byId(String(id));
		const read = async () =>
			(await run('service.get', { serviceId, simple: false })).items[0]?.json.variations;
		const [short] = (await read()) as IDataObject[];

		await run('service.update', {
			serviceId,
			updateFields: {
				variations: {
					variation: [
						{ id: String(short?.id), name: '', terms: { serviceDuration: 20 } },
						{ id: '', name: 'Long' },
					],
				},
			},
		});
		expect(bodies().at(-1)).toEqual({
			variations: [{ id: short?.id, serviceDuration: 20 }, { name: 'Long' }],
		});
		expect(await read()).toEqual([
			{ id: short?.id, name: 'Short', serviceDuration: 20 },
			expect.objectContaining({ name: 'Long' }),
		]);

		await run('service.update', { serviceId, updateFields: { name: 'Cut', variations: {} } });
		expect(bodies().at(-1)).toEqual({ name: 'Cut' });
		expect(await read()).toHaveLength(2);

		await run('service.update', { serviceId, updateFields: { removeAllVariations: true } });
		expect(bodies().at(-1)).toEqual({ variations: [] });
		expect(await read()).toEqual([]);
	});

	test('are sent again after a lost answer, unless the update adds variations', async () => {
		const serviceId = byId(String((await newService()).id));
		const variation = [{ id: '', name: 'Long' }];
		for (const [updateFields, attempts] of [
			[{ name: 'Cut' }, 2],
			[{ variations: { variation } }, 1],
		] as Array<[INodeParameters, number]>) {
			const before = account.standIn.log.length;
			account.standIn.faults.add({
				operationId: 'update-service-catalog',
				action: { kind: 'status', status: 502 },
				count: 1,
			});
			await run('service.update', { serviceId, updateFields });
			expect(account.standIn.log).toHaveLength(before + attempts);
		}
	});

	test('are listed by category and privacy, and deleted', async () => {
		await newService({ additionalFields: { isPrivate: true, serviceCategoryId: 'c1' } });
		const listed = await run('service.getAll', {
			filters: { isPrivate: true, serviceCategoryId: 'c1' },
		});
		expect(listed.items.map(({ json }) => json.name)).toEqual(['Haircut']);
		expect(account.standIn.log.at(-1)?.query).toEqual({
			locationId: SEED.locationId,
			isPrivate: 'true',
			serviceCategoryId: 'c1',
		});
		const serviceId = byId(String(listed.items[0]?.json.id));
		const gone = await run('service.delete', { serviceId });
		expect(gone.items[0]?.json).toEqual({ deleted: true, id: serviceId.value });
	});

	test('simplified have the same keys everywhere', async () => {
		const { id, ...made } = await newService();
		const read = await run('service.get', { serviceId: byId(String(id)) });
		const listed = await run('service.getAll', { returnAll: true });
		const keys = Object.keys({ id, ...made });
		expect(Object.keys(read.items[0]?.json ?? {})).toEqual(keys);
		for (const { json } of listed.items) expect(Object.keys(json)).toEqual(keys);
	});
});

describe('service locations', () => {
	test('are created, read, changed, listed and deleted, always with v3', async () => {
		const made = await run(
			'serviceLocation.create',
			{
				name: 'Home',
				slug: 'home',
				additionalFields: { locationType: 'ask_booker', address: 'Home service' },
			},
			'2021',
		);
		expect(made.items[0]?.json).toMatchObject({ name: 'Home', locationType: 'ask_booker' });
		const serviceLocationId = byId(String(made.items[0]?.json.id));
		const updateFields = { phone: '+1-212-555-0174' };
		await run('serviceLocation.update', { serviceLocationId, updateFields }, '2021');
		expect(bodies().at(-1)).toEqual(updateFields);
		const read = await run('serviceLocation.get', { serviceLocationId }, '2021');
		expect(read.items[0]?.json).toMatchObject({ name: 'Home', ...updateFields });
		const listed = await run('serviceLocation.getAll', { limit: 1 }, '2021');
		expect(listed.items.map(({ json }) => json.id)).toEqual([SEED.serviceLocationId]);
		const gone = await run('serviceLocation.delete', { serviceLocationId }, '2021');
		expect(gone.items[0]?.json).toEqual({ deleted: true, id: serviceLocationId.value });
		expect(new Set(account.standIn.log.map(({ version }) => version))).toEqual(new Set(['v3']));
	});
});

const BOOKING: INodeParameters = {
	contactId: byId(SEED.contacts.maria),
	startTime: '2026-11-02T10:00:00',
	endTime: '2026-11-02T11:00:00',
	services: { service: [{ id: byId(SEED.serviceId), staffId: byId(SEED.users.ada) }] },
};

describe('service bookings', () => {
	const book = async (more: INodeParameters = {}) =>
		await run('serviceBooking.create', { ...BOOKING, ...more });

	test('times are read in the chosen zone, which HighLevel gets as well', async () => {
		await book();
		await book({
			startTime: '2026-11-01T10:00:00',
			endTime: '2026-11-01T11:00:00',
			additionalFields: { timezone: 'Europe/Berlin', bookingStatus: 'new' },
		});
		expect(bodies()).toEqual([
			expect.objectContaining({
				timezone: 'America/New_York',
				startTime: '2026-11-02T10:00:00-05:00',
				endTime: '2026-11-02T11:00:00-05:00',
			}),
			expect.objectContaining({
				timezone: 'Europe/Berlin',
				startTime: '2026-11-01T10:00:00+01:00',
				status: 'new',
			}),
		]);
	});

	test('are sent with staff, order and add-ons, but without what is not set', async () => {
		await book({
			services: {
				service: [
					{
						id: byId(SEED.serviceId),
						staffId: byId(SEED.users.ada),
						more: {
							position: 0,
							addOns: {
								addOn: [
									{ id: 'a1', quantity: 2, duration: 0 },
									{ id: 'a2', quantity: 0, duration: 30 },
								],
							},
						},
					},
					{ id: byId(SEED.serviceId), staffId: byId('') },
				],
			},
		});
		expect(bodies()[0]).toMatchObject({
			services: [
				{
					id: SEED.serviceId,
					staffId: SEED.users.ada,
					position: 0,
					addOns: [
						{ id: 'a1', quantity: 2 },
						{ id: 'a2', duration: 30 },
					],
				},
				{ id: SEED.serviceId },
			],
		});
		expect((bodies()[0] as IDataObject).services).toEqual([
			expect.objectContaining({ position: 0 }),
			{ id: SEED.serviceId },
		]);
	});

	test('are created, listed by a range in milliseconds, moved, marked and deleted', async () => {
		const made = await book();
		expect(made.error).toBeUndefined();
		const { id } = made.items[0]?.json ?? {};
		const bookingId = byId(String(id));
		expect(account.standIn.state.bookings.get(bookingId.value)).toBeDefined();

		const range = { rangeStart: '2026-11-02T00:00:00', rangeEnd: '2026-11-03T00:00:00' };
		const listed = await run('serviceBooking.getAll', range);
		expect(listed.items.map(({ json }) => json.id)).toEqual([id]);
		expect(account.standIn.log.at(-1)?.query).toEqual({
			locationId: SEED.locationId,
			startTime: String(Date.parse('2026-11-02T05:00:00Z')),
			endTime: String(Date.parse('2026-11-03T05:00:00Z')),
		});
		const berlin = await run('serviceBooking.getAll', {
			...range,
			filters: { timezone: 'Europe/Berlin', serviceLocationId: byId(SEED.serviceLocationId) },
		});
		expect(berlin.items).toEqual([]);
		expect(account.standIn.log.at(-1)?.query).toMatchObject({
			startTime: String(Date.parse('2026-11-01T23:00:00Z')),
			timezone: 'Europe/Berlin',
			serviceLocationId: SEED.serviceLocationId,
		});

		const updateFields = { bookingStatus: 'no_show' };
		const marked = await run('serviceBooking.update', { bookingId, updateFields });
		expect(bodies().at(-1)).toEqual({ status: 'no_show' });
		expect(marked.items[0]?.json).toMatchObject({ id, status: 'no_show', messages: [] });

		await run('serviceBooking.update', {
			bookingId,
			updateFields: { startTime: '2026-11-02T12:00:00Z', endTime: '2026-11-02T13:00:00Z' },
		});
		const read = await run('serviceBooking.get', { bookingId, simple: false });
		expect(Date.parse(String(read.items[0]?.json.startTime))).toBe(
			Date.parse('2026-11-02T12:00:00Z'),
		);
		expect(read.items[0]?.json).toMatchObject({ id, bookingId: id, status: 'no_show' });

		const gone = await run('serviceBooking.delete', { bookingId });
		expect(gone.items[0]?.json).toEqual({ deleted: true, id });
		expect((await run('serviceBooking.getAll', range)).items).toEqual([]);
	});

	test('at a taken time are refused with an explanation, unless the options override the check', async () => {
		await book();
		const again = await book();
		expect(again.error?.message).toContain('The slot is no longer available');
		const options = { overrideAvailability: true, skipSchedulingNotice: true };
		expect((await book({ options })).error).toBeUndefined();
		expect(account.standIn.log.at(-1)?.query).toEqual({
			overrideAvailability: 'true',
			skipSchedulingNotice: 'true',
		});
		expect(bodies().at(-1)).not.toHaveProperty('overrideAvailability');
	});

	test('at the same time keep the order of the items: the first one succeeds', async () => {
		account.standIn.settings.latencyMs = 5;
		const result = await account.run(
			'calendars',
			'serviceBooking.create',
			{ ...BOOKING, contactId: byId('={{ $json.contactId }}') },
			{
				items: [SEED.contacts.maria, SEED.contacts.john].map((contactId) => ({ contactId })),
				onError: 'continueRegularOutput',
			},
		);
		expect(result.items.map(({ json }) => json.contactId)).toEqual([
			SEED.contacts.maria,
			undefined,
		]);
	});

	test('are not sent again if the answer was lost', async () => {
		account.standIn.faults.add({
			operationId: 'create-service-booking',
			action: { kind: 'status', status: 502 },
			count: 1,
		});
		const result = await book();
		expect(result.error?.description).toContain('It is not known whether this took effect');
		expect(account.standIn.log).toHaveLength(1);
	});

	test('are listed in the editor by time and title', async () => {
		const start = new Date(Date.now() + 86_400_000);
		const end = new Date(start.getTime() + 3_600_000);
		await book({
			startTime: start.toISOString(),
			endTime: end.toISOString(),
			additionalFields: { title: 'Massage' },
		});
		const { results } = await account.engine.listSearch(inEditor(account), 'searchServiceBookings');
		expect(results.map(({ name }) => name.replace(/^[\d-]+ [\d:]+ /, ''))).toEqual(['· Massage']);
	});
});

test.each([
	['service.create', { name: 'x', slug: 'x' }, "'Staff' is empty"],
	[
		'service.create',
		{ name: 'x', slug: 'x', staff: { member: [{ id: byId(NOTHING) }] } },
		'is empty',
	],
	['service.update', { serviceId: byId('s1') }, 'There is nothing to update'],
	[
		'service.update',
		{ serviceId: byId('s1'), updateFields: { removeAllVariations: false } },
		'There is nothing to update',
	],
	[
		'service.update',
		{
			serviceId: byId('s1'),
			updateFields: { removeAllVariations: true, variations: { variation: [{ name: 'x' }] } },
		},
		"'Remove All Variations' is on, but 'Variations' is not empty",
	],
	[
		'service.update',
		{ serviceId: byId('s1'), updateFields: { eventColor: 'red' } },
		"'Service Color' is not a hex color such as #039BE5",
	],
	['serviceBooking.create', { ...BOOKING, services: {} }, "'Services' is empty"],
	['serviceBooking.create', { ...BOOKING, contactId: byId(NOTHING) }, "'Contact' is empty"],
	[
		'serviceBooking.create',
		{ ...BOOKING, endTime: '2026-11-02T10:00:00' },
		"'End Time' is not after",
	],
	[
		'serviceBooking.create',
		{ ...BOOKING, startTime: 'noon' },
		"'Start Time' is not a date and time",
	],
	[
		'serviceBooking.create',
		{ ...BOOKING, additionalFields: { bookingStatus: 'no_show' } },
		'is not one of confirmed, new',
	],
	[
		'serviceBooking.update',
		{ bookingId: byId('b1'), updateFields: { bookingStatus: 'noshow' } },
		'is not one of',
	],
	['serviceBooking.update', { bookingId: byId('b1') }, 'There is nothing to update'],
	[
		'serviceBooking.getAll',
		{ rangeStart: '2026-11-03T00:00:00', rangeEnd: '2026-11-02T00:00:00' },
		"'Search To' is not after 'Search From'",
	],
	['serviceBooking.getAll', { rangeStart: NOTHING, rangeEnd: NOTHING }, "'Search From' is empty"],
	['serviceLocation.update', { serviceLocationId: byId('l1') }, 'There is nothing to update'],
])('%s with %j is refused before any call', async (operation, parameters, message) => {
	const result = await run(operation, parameters as INodeParameters);
	expect(result.error?.message).toContain(message);
	expect(account.standIn.log).toEqual([]);
});
