import { SEED } from '../highlevel';
import { part, rows } from '../support/http';
import { TEN, useAccount } from './requests';

const { locationId } = SEED;
const { maria } = SEED.contacts;
const { discovery, personal } = SEED.calendars;

const account = useAccount();
const { send, put, book } = account;

describe('calendars and what belongs to them (sections 10.4 to 10.10)', () => {
	test('a calendar defaults to 30-minute slots and automatic confirmation (live)', async () => {
		const body = { locationId, name: 'Plain', calendarType: 'event' };
		const reply = await send('/calendars/', { body });
		expect(part(reply.body, 'calendar')).toMatchObject({ slotDuration: 30, autoConfirm: true });
	});

	test('open hours come back as {} or as an array (live)', async () => {
		const made = await send('/calendars/', { body: { locationId, name: 'Plain' } });
		expect(part(made.body, 'calendar').openHours).toEqual({});
		const read = await send(`/calendars/${discovery}`);
		expect(Array.isArray(part(read.body, 'calendar').openHours)).toBe(true);
	});

	test('the seats per slot come back in both spellings (noted)', async () => {
		const { body } = await send(`/calendars/${discovery}`);
		expect(part(body, 'calendar')).toMatchObject({ appoinmentPerSlot: 1, appointmentPerSlot: 1 });
	});

	test('deleting a calendar answers a message and the calendar (live)', async () => {
		const { body } = await send(`/calendars/${personal}`, { method: 'DELETE' });
		expect(body.message).toBe('calendar deleted');
		expect(part(body, 'calendar').id).toBe(personal);
	});

	test('the list includes drafts by default (spec)', async () => {
		const all = await send('/calendars/', { query: { locationId } });
		const some = await send('/calendars/', { query: { locationId, showDrafted: 'false' } });
		expect([rows(all.body, 'calendars').length, rows(some.body, 'calendars').length]).toEqual([
			4, 3,
		]);
	});

	test('a block slot can be for a user only, although the official files require a calendar (spec)', async () => {
		const reply = await send('/calendars/events/block-slots', {
			body: {
				locationId,
				assignedUserId: SEED.users.ada,
				startTime: TEN,
				endTime: '2030-01-07T11:00:00-05:00',
			},
		});
		expect(reply.status).toBe(201);
		const id = String(reply.body.id);
		const gone = await send(`/calendars/events/${id}`, { method: 'DELETE', body: {} });
		expect(gone.status).toBe(201);
	});

	test('notifications are created and answered as a list, identified by _id (spec)', async () => {
		const at = `/calendars/${discovery}/notifications`;
		const made = await send(at, {
			body: [{ receiverType: 'contact', channel: 'email', notificationType: 'booked' }],
		});
		expect(made.list).toEqual([expect.objectContaining({ _id: expect.any(String) as string })]);
		const read = await send(at);
		expect(read.list).toHaveLength(1);
	});

	test('limit and skip may be refused with 400 where notifications are listed, if switched on (report)', async () => {
		const at = `/calendars/${discovery}/notifications`;
		const paged = () => send(at, { query: { limit: 100, skip: 0 } });
		expect((await paged()).status).toBe(200);
		account.standIn.settings.notificationsWithoutPaging = true;
		expect((await paged()).status).toBe(400);
		expect((await send(at)).status).toBe(200);
	});

	test('a deleted notification is only marked as deleted (assumed)', async () => {
		const at = `/calendars/${discovery}/notifications`;
		await send(at, {
			body: [{ receiverType: 'contact', channel: 'sms', notificationType: 'reminder' }],
		});
		const [id] = account.standIn.state.notifications.all().map((one) => one.id);
		await send(`${at}/${id}`, { method: 'DELETE' });
		expect((await send(at)).list).toEqual([]);
		expect((await send(at, { query: { deleted: 'true' } })).list).toHaveLength(1);
	});

	test('resources come as a bare array and can be assigned to service calendars only (spec)', async () => {
		const calendar = account.standIn.state.addCalendar({
			name: 'Spa',
			calendarType: 'service_booking',
		});
		const at = '/calendars/resources/rooms';
		const body = {
			locationId,
			name: 'Room 1',
			description: 'Blue',
			quantity: 1,
			outOfService: 0,
			capacity: 2,
		};
		const refused = await send(at, { body: { ...body, calendarIds: [discovery] } });
		expect(refused.status).toBe(400);
		await send(at, { body: { ...body, calendarIds: [calendar.id] } });
		const read = await send(at, { query: { locationId, limit: 10, skip: 0 } });
		expect(read.list).toEqual([expect.objectContaining({ name: 'Room 1', resourceType: 'rooms' })]);
	});

	test('a group can be deactivated and activated (spec)', async () => {
		const at = `/calendars/groups/${SEED.groupId}/status`;
		for (const isActive of [false, true]) {
			await put(at, { isActive });
			expect(account.standIn.state.groups.get(SEED.groupId)?.values.isActive).toBe(isActive);
		}
	});

	test('a slug in use is not available (spec)', async () => {
		const at = '/calendars/groups/validate-slug';
		const taken = await send(at, { body: { locationId, slug: 'consultations' } });
		const free = await send(at, { body: { locationId, slug: 'other' } });
		expect([taken.body.available, free.body.available]).toEqual([false, true]);
	});

	test('the notes of an appointment page with limit and offset until hasMore is false (spec)', async () => {
		const made = await book();
		const at = `/calendars/appointments/${String(made.body.id)}/notes`;
		for (const body of ['one', 'two', 'three']) await send(at, { body: { body } });
		const first = await send(at, { query: { limit: 2, offset: 0 } });
		const last = await send(at, { query: { limit: 2, offset: 2 } });
		expect([first.body.hasMore, last.body.hasMore]).toEqual([true, false]);
		expect(rows(last.body, 'notes').map(({ body }) => body)).toEqual(['three']);
	});

	test('service bookings are identified by bookingId, and staff cannot be booked twice at once (assumed)', async () => {
		const body = {
			locationId,
			contactId: maria,
			startTime: TEN,
			endTime: '2030-01-07T11:00:00-05:00',
			timezone: 'America/New_York',
			services: [{ id: SEED.serviceId, staffId: SEED.users.grace }],
		};
		const at = '/calendars/services/bookings';
		const made = await send(at, { body });
		expect(made.status).toBe(201);
		expect(made.body.bookingId).toEqual(expect.any(String));
		expect((await send(at, { body })).status).toBe(400);
		const forced = await send(at, { body, query: { overrideAvailability: 'true' } });
		expect(forced.status).toBe(201);
	});

	test('an empty list removes all variations of a service (spec)', async () => {
		const at = `/calendars/services/catalog/${SEED.serviceId}`;
		await put(at, { variations: [{ name: 'Long' }, { name: 'Short' }] });
		const made = rows(part((await send(at)).body, 'service'), 'variations');
		const kept = await put(at, { variations: [{ id: made[0]?.id, name: 'Longer' }] });
		expect(rows(part(kept.body, 'service'), 'variations')).toEqual([
			expect.objectContaining({ id: made[0]?.id, name: 'Longer' }),
		]);
		const none = await put(at, { variations: [] });
		expect(part(none.body, 'service').variations).toEqual([]);
	});
});
