import { SEED } from '../highlevel';
import { part, rows, slotsIn } from '../support/http';
import { DAY, MONDAY, TEN, useAccount } from './requests';

const { maria } = SEED.contacts;
const { discovery, team } = SEED.calendars;

const account = useAccount();
const { send, put, slots, book, events } = account;

describe('appointments (section 10.3)', () => {
	test('create and update answer without a wrapper, without times, and with both spellings of the status (live)', async () => {
		const made = await book({ title: 'Intro' });
		expect(made.status).toBe(200);
		const changed = await put(`/calendars/events/appointments/${String(made.body.id)}`, {
			title: 'Later',
		});
		for (const { body } of [made, changed]) {
			expect(body).toMatchObject({
				status: 'booked',
				appointmentStatus: 'confirmed',
				appoinmentStatus: 'confirmed',
				isRecurring: false,
				dateAdded: expect.any(String) as string,
			});
			expect(body).not.toHaveProperty('startTime');
			expect(body).not.toHaveProperty('endTime');
		}
	});

	test('a booking on a calendar with autoConfirm is confirmed (live)', async () => {
		expect((await book()).body.appointmentStatus).toBe('confirmed');
	});

	test('reading one answers {appointment}, not {event} (live)', async () => {
		const made = await book();
		const { body } = await send(`/calendars/events/appointments/${String(made.body.id)}`);
		expect(body).not.toHaveProperty('event');
		expect(part(body, 'appointment').startTime).toBe(TEN);
	});

	test('times come back with the offset of the location, whatever offset was sent (live)', async () => {
		const made = await book({ startTime: '2030-01-07T15:00:00+00:00' });
		const { body } = await send(`/calendars/events/appointments/${String(made.body.id)}`);
		expect(part(body, 'appointment').startTime).toBe(TEN);
	});

	test('the end defaults to one slot; a later one is accepted (report)', async () => {
		await book();
		await book({ startTime: '2030-01-07T12:00:00-05:00', endTime: '2030-01-07T15:30:00-05:00' });
		const { body } = await events();
		expect(rows(body, 'events').map(({ endTime }) => endTime)).toEqual([
			'2030-01-07T10:30:00-05:00',
			'2030-01-07T15:30:00-05:00',
		]);
	});

	test('a deleted appointment can still be read, with deleted true, but is no longer listed (live)', async () => {
		const made = await book();
		const id = String(made.body.id);
		const gone = await send(`/calendars/events/${id}`, { method: 'DELETE', body: {} });
		expect([gone.status, gone.body.succeeded]).toEqual([201, true]);
		const { body } = await send(`/calendars/events/appointments/${id}`);
		expect(part(body, 'appointment').deleted).toBe(true);
		expect(rows((await events()).body, 'events')).toEqual([]);
		expect(slotsIn((await slots(discovery)).body)).toContain(TEN);
	});

	test('the appointments of a contact have local times without an offset (noted)', async () => {
		await book();
		const { body } = await send(`/contacts/${maria}/appointments`);
		expect(rows(body, 'events')).toEqual([
			expect.objectContaining({
				startTime: '2030-01-07 10:00:00',
				endTime: '2030-01-07 10:30:00',
				appoinmentStatus: 'confirmed',
				appointmentStatus: 'confirmed',
			}),
		]);
	});

	test.each([
		[400, 'The slot you have selected is no longer available.'],
		[409, 'The slot you have selected is no longer available.'],
		[422, ['The slot you have selected is no longer available.']],
	] as const)('a taken slot is refused with %s, as set (assumed)', async (status, message) => {
		account.standIn.settings.slotTakenStatus = status;
		await book();
		const again = await book();
		expect([again.status, again.body.message]).toEqual([status, message]);
	});

	test('of ten identical concurrent bookings exactly one succeeds (report)', async () => {
		const replies = await Promise.all(Array.from({ length: 10 }, () => book()));
		expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
		const lost = replies.filter(({ status }) => status === 400);
		expect(lost).toHaveLength(9);
		expect(lost[0]?.body).toMatchObject({
			message: 'The slot you have selected is no longer available.',
			error: 'Bad Request',
		});
	});

	test('the events list accepts any range in milliseconds and filters by event time (live)', async () => {
		await book();
		expect(rows((await events()).body, 'events')).toHaveLength(1);
		const later = { startTime: String(MONDAY + DAY), endTime: String(MONDAY + 2 * DAY) };
		expect(rows((await events(later)).body, 'events')).toEqual([]);
	});

	test('ISO times yield an empty events list with 200 (noted)', async () => {
		await book();
		const window = { startTime: '2030-01-01T00:00:00Z', endTime: '2031-01-01T00:00:00Z' };
		const reply = await events(window);
		expect([reply.status, reply.body.events]).toEqual([200, []]);
	});

	test('ignoreFreeSlotValidation skips the slot check (noted)', async () => {
		await book();
		const again = await book({ ignoreFreeSlotValidation: true });
		expect(again.status).toBe(200);
	});

	test('rrule is honoured only with ignoreFreeSlotValidation (noted)', async () => {
		const rrule = 'FREQ=WEEKLY;COUNT=4';
		const single = await book({ rrule });
		expect(single.body.isRecurring).toBe(false);
		const startTime = '2030-01-08T10:00:00-05:00';
		const series = await book({ rrule, startTime, ignoreFreeSlotValidation: true });
		expect(series.body.isRecurring).toBe(true);
		const master = String(series.body.masterEventId);
		expect(String(series.body.id)).toBe(`${master}_${Date.parse(startTime)}_1800`);
		expect(rows((await events()).body, 'events')).toHaveLength(5);
	});

	test('get, update and delete accept the ID of a series; the ID of an instance means that one only (noted)', async () => {
		const made = await book({
			rrule: 'FREQ=DAILY;COUNT=3',
			ignoreFreeSlotValidation: true,
		});
		const master = String(made.body.masterEventId);
		const at = `/calendars/events/appointments/${master}`;
		expect((await send(at)).status).toBe(200);
		await put(at, { title: 'All' });
		const titles = rows((await events()).body, 'events').map(({ title }) => title);
		expect(titles).toEqual(['All', 'All', 'All']);
		await send(`/calendars/events/${String(made.body.id)}`, { method: 'DELETE' });
		expect(rows((await events()).body, 'events')).toHaveLength(2);
		await send(`/calendars/events/${master}`, { method: 'DELETE' });
		expect(rows((await events()).body, 'events')).toEqual([]);
	});

	test('a series keeps its local time across a clock change (assumed)', async () => {
		await book({
			startTime: '2030-03-04T10:00:00-05:00',
			rrule: 'FREQ=WEEKLY;COUNT=2',
			ignoreFreeSlotValidation: true,
		});
		const starts = rows((await events()).body, 'events').map(({ startTime }) => startTime);
		expect(starts).toEqual(['2030-03-04T10:00:00-05:00', '2030-03-11T10:00:00-04:00']);
	});

	test('a round-robin calendar alternates between its members (assumed)', async () => {
		await book({ calendarId: team });
		await book({ calendarId: team });
		const third = await book({ calendarId: team });
		const users = account.standIn.state.appointments
			.all()
			.map(({ assignedUserId }) => assignedUserId);
		expect([...users].sort()).toEqual([SEED.users.ada, SEED.users.grace].sort());
		expect(third.status).toBe(400);
	});

	test('rescheduling checks the slot, changing the status does not (assumed)', async () => {
		const first = await book();
		await book({ startTime: '2030-01-07T11:00:00-05:00' });
		const at = `/calendars/events/appointments/${String(first.body.id)}`;
		const onto = await put(at, { startTime: '2030-01-07T11:00:00-05:00' });
		expect(onto.status).toBe(400);
		const cancelled = await put(at, { appointmentStatus: 'cancelled' });
		expect(cancelled.body.appoinmentStatus).toBe('cancelled');
		expect(slotsIn((await slots(discovery)).body)).toContain(TEN);
	});
});
