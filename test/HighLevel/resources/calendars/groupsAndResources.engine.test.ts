import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';
import { NOTHING } from './editor';
import { itemIndexOf } from '../../../support/itemIndexOf';

const account = TestAccount.forTests();

const run = async (operation: string, parameters: INodeParameters = {}, version?: string) =>
	await account.run('calendars', operation, parameters, version ? { version } : {});
const sent = () =>
	account.standIn.log.map(({ method, path, query, body }) => ({ method, path, query, body }));

describe.each(['v3', '2021'])('calendar groups, %s', (version) => {
	test('are created, listed, updated, deactivated, activated and deleted', async () => {
		const made = await run(
			'calendarGroup.create',
			{
				name: 'Spa',
				description: 'Spa days',
				slug: 'spa-day',
				additionalFields: { isActive: false },
			},
			version,
		);
		expect(made.error).toBeUndefined();
		expect(made.items[0]?.json).toMatchObject({ name: 'Spa', slug: 'spa-day', isActive: false });
		const groupId = byId(String(made.items[0]?.json.id));

		const check = await run('calendarGroup.validateSlug', { slug: 'spa-day' }, version);
		expect(check.items[0]?.json).toEqual({ slug: 'spa-day', available: false });

		const changed = await run(
			'calendarGroup.update',
			{ groupId, name: 'Spa 2', description: 'More', slug: 'spa-2' },
			version,
		);
		expect(changed.items[0]?.json).toMatchObject({ name: 'Spa 2', slug: 'spa-2' });

		const on = await run('calendarGroup.setStatus', { groupId, isActive: true }, version);
		expect(on.items[0]?.json).toEqual({ id: groupId.value, isActive: true, success: true });
		const off = await run('calendarGroup.setStatus', { groupId, isActive: false }, version);
		expect(off.items[0]?.json).toMatchObject({ isActive: false });
		expect(account.standIn.state.groups.get(groupId.value)?.values.isActive).toBe(false);

		const listed = await run('calendarGroup.getAll', { returnAll: true }, version);
		expect(listed.items.map(({ json }) => json.id)).toEqual([SEED.groupId, groupId.value]);

		const gone = await run('calendarGroup.delete', { groupId }, version);
		expect(gone.items[0]?.json).toEqual({ deleted: true, id: groupId.value });
		expect(account.standIn.state.groups.get(groupId.value)).toBeUndefined();
	});
});

test.each([
	['calendarGroup.create', { name: NOTHING, description: 'x', slug: 'x' }, "'Group Name' is empty"],
	[
		'calendarGroup.update',
		{ groupId: byId(NOTHING), name: 'x', description: 'x', slug: 'x' },
		"'Calendar Group' is empty",
	],
	[
		'calendarGroup.delete',
		{ groupId: byId('..') },
		'\'Calendar Group\' is "..", which is not an ID',
	],
	['calendarGroup.validateSlug', { slug: '  ' }, "'Group Slug' is empty"],
	['resource.delete', { resourceType: 'rooms', resourceId: byId(NOTHING) }, 'is empty'],
	['resource.getAll', { resourceType: 'cars' }, "'Resource Type' is not one of equipments, rooms"],
	[
		'resource.create',
		{ resourceType: 'equipments', name: 'Projector', description: 'x', quantity: 1.5 },
		"'Quantity' is not a whole number",
	],
	[
		'resource.update',
		{ resourceType: 'rooms', resourceId: byId('one') },
		'There is nothing to update',
	],
])('%s with %j is refused before any call', async (operation, parameters, message) => {
	const result = await run(operation, parameters as INodeParameters);
	expect(result.error?.message).toContain(message);
	expect(itemIndexOf(result.error)).toBe(0);
	expect(sent()).toEqual([]);
});

test("a slug in use is reported in HighLevel's words", async () => {
	const spa = { name: 'Spa', description: 'x', slug: 'spa' };
	await run('calendarGroup.create', spa);
	const again = await run('calendarGroup.create', spa);
	expect(again.error?.message).toContain('Create calendar group: The slug is already in use.');
});

describe.each(['v3', '2021'])('rooms and equipment, %s', (version) => {
	const addCalendar = (name: string) =>
		account.standIn.state.addCalendar({ name, calendarType: 'service_booking' }).id;

	test('are sent with all keys that HighLevel requires, given or not', async () => {
		const made = await run(
			'resource.create',
			{ resourceType: 'equipments', name: 'Laser', description: 'Blue' },
			version,
		);
		expect(made.error).toBeUndefined();
		expect(sent()).toEqual([
			{
				method: 'POST',
				path: '/calendars/resources/equipments',
				query: {},
				body: {
					locationId: SEED.locationId,
					name: 'Laser',
					description: 'Blue',
					quantity: 1,
					outOfService: 0,
					capacity: 1,
					calendarIds: [],
				},
			},
		]);
	});

	test.each(['rooms', 'equipments'])(
		'have the numbers that were given: %s',
		async (resourceType) => {
			const numbers = { capacity: 0, quantity: 7, outOfService: 2 };
			await run(
				'resource.create',
				{ resourceType, name: 'A', description: 'x', ...numbers },
				version,
			);
			expect(sent().at(-1)?.body).toMatchObject(numbers);
		},
	);

	test('are created for calendars, read, changed and deleted', async () => {
		const [first, second] = [addCalendar('Massage'), addCalendar('Facial')];
		const calendars = [first, second, first].map((id) => ({ calendar: byId(id) }));
		const made = await run(
			'resource.create',
			{
				resourceType: 'rooms',
				name: 'Room 1',
				description: 'Upstairs',
				capacity: 3,
				additionalFields: { calendarIds: { calendars } },
			},
			version,
		);
		expect(made.items[0]?.json).toMatchObject({ capacity: 3, calendarIds: [first, second] });
		const room = { resourceType: 'rooms', resourceId: byId(String(made.items[0]?.json.id)) };

		const updateFields = { isActive: false, outOfService: 0 };
		const changed = await run('resource.update', { ...room, updateFields }, version);
		expect(changed.items[0]?.json).toMatchObject({ name: 'Room 1', isActive: false });
		expect(sent().at(-1)?.body).toEqual({ locationId: SEED.locationId, ...updateFields });

		const read = await run('resource.get', room, version);
		expect(read.items[0]?.json).toMatchObject({ name: 'Room 1', isActive: false });
		const gone = await run('resource.delete', room, version);
		expect(gone.items[0]?.json).toEqual({ deleted: true, id: room.resourceId.value });
		expect(account.standIn.state.resources.size).toBe(0);
	});

	test('are read page by page, although they come as bare arrays', async () => {
		for (let number = 1; number <= 53; number++) {
			await run(
				'resource.create',
				{ resourceType: 'rooms', name: `Room ${number}`, description: 'x' },
				version,
			);
		}
		const before = sent().length;
		const all = await run('resource.getAll', { resourceType: 'rooms', returnAll: true }, version);
		expect(all.items).toHaveLength(53);
		const locationId = SEED.locationId;
		expect(
			sent()
				.slice(before)
				.map(({ query }) => query),
		).toEqual([
			{ locationId, limit: '50', skip: '0' },
			{ locationId, limit: '50', skip: '50' },
		]);
		const some = await run('resource.getAll', { resourceType: 'rooms', limit: 2 }, version);
		expect(some.items.map(({ json }) => json.name)).toEqual(['Room 1', 'Room 2']);
		expect(sent().at(-1)?.query).toEqual({ locationId, limit: '2', skip: '0' });
	});
});

test('are refused with more calendars than HighLevel accepts for a room', async () => {
	const calendars = Array.from({ length: 101 }, (_, index) => ({ calendar: byId(`c${index}`) }));
	const result = await run('resource.create', {
		resourceType: 'rooms',
		name: 'Room',
		description: 'x',
		additionalFields: { calendarIds: { calendars } },
	});
	expect(result.error?.message).toContain(
		"'Calendars' names 101 calendars, and HighLevel accepts at most 100",
	);
	expect(sent()).toEqual([]);
});
