import { SEED } from '../highlevel';
import { slotsIn } from '../support/http';
import type { Reply } from '../support/http';
import { DAY, MONDAY, TEN, useAccount } from './requests';

const { locationId } = SEED;
const { discovery, team, draft } = SEED.calendars;

const account = useAccount();
const { send, put, slots, book } = account;

describe('free slots (section 10.2)', () => {
	test('traceId is a key beside the dates (noted)', async () => {
		const { body } = await slots(discovery);
		expect(Object.keys(body)).toEqual(['2030-01-07', 'traceId']);
	});

	test('days without slots are left out: a Saturday yields only traceId (noted)', async () => {
		const saturday = MONDAY + 5 * DAY;
		const { body } = await slots(discovery, { startDate: saturday, endDate: saturday + DAY });
		expect(Object.keys(body)).toEqual(['traceId']);
	});

	test('slots are start times only; their offset and their day follow the requested time zone (noted)', async () => {
		const { body } = await slots(discovery, { timezone: 'Asia/Tokyo' });
		expect(Object.keys(body)).toEqual(['2030-01-07', '2030-01-08', 'traceId']);
		expect(slotsIn(body)[0]).toBe('2030-01-07T23:00:00+09:00');
		const home = await slots(discovery);
		expect(slotsIn(home.body)).toHaveLength(16);
		expect(slotsIn(home.body)[0]).toBe('2030-01-07T09:00:00-05:00');
	});

	test('seconds instead of milliseconds yield an empty answer (noted)', async () => {
		const startDate = Math.floor(MONDAY / 1000);
		const { status, body } = await slots(discovery, { startDate, endDate: startDate + 86_400 });
		expect([status, Object.keys(body)]).toEqual([200, ['traceId']]);
	});

	test('a draft calendar has no slots (noted)', async () => {
		expect(slotsIn((await slots(draft)).body)).toEqual([]);
	});

	test('a range of exactly 31 days is accepted (noted)', async () => {
		const { status } = await slots(discovery, { endDate: MONDAY + 31 * DAY });
		expect(status).toBe(200);
	});

	test('minimum notice and booking horizon limit the slots (assumed)', async () => {
		account.standIn.clock.set(MONDAY + 9 * 3_600_000 - 60_000);
		await put(`/calendars/${discovery}`, { allowBookingAfter: 3, allowBookingAfterUnit: 'hours' });
		expect(slotsIn((await slots(discovery)).body)[0]).toBe('2030-01-07T12:00:00-05:00');
		await put(`/calendars/${discovery}`, { allowBookingFor: 1, allowBookingForUnit: 'days' });
		const week = await slots(discovery, { endDate: MONDAY + 7 * DAY });
		expect(slotsIn(week.body).at(-1)).toBe('2030-01-07T16:30:00-05:00');
	});

	test('team members have slots, other users have none (noted)', async () => {
		expect(slotsIn((await slots(team, { userId: SEED.users.linus })).body)).toEqual([]);
		expect(slotsIn((await slots(team, { userId: SEED.users.ada })).body)).toHaveLength(8);
		const userIds = [SEED.users.linus, SEED.users.grace];
		expect(slotsIn((await slots(team, { userIds })).body)).toHaveLength(8);
	});

	test('a slot is free while any team member is (assumed)', async () => {
		const times = { startTime: TEN, endTime: '2030-01-07T11:00:00-05:00' };
		const block = (assignedUserId: string): Promise<Reply> =>
			send('/calendars/events/block-slots', { body: { locationId, assignedUserId, ...times } });
		await block(SEED.users.ada);
		expect(slotsIn((await slots(team)).body)).toContain(TEN);
		await block(SEED.users.grace);
		expect(slotsIn((await slots(team)).body)).not.toContain(TEN);
	});

	test('buffers before and after an appointment block the adjacent slots (assumed)', async () => {
		await put(`/calendars/${discovery}`, { preBuffer: 30, slotBuffer: 30 });
		await book();
		const found = slotsIn((await slots(discovery)).body);
		expect(found).not.toContain('2030-01-07T09:30:00-05:00');
		expect(found).not.toContain('2030-01-07T10:30:00-05:00');
		expect(found).toContain('2030-01-07T09:00:00-05:00');
		expect(found).toContain('2030-01-07T11:00:00-05:00');
	});

	test('a schedule takes precedence over open hours (assumed)', async () => {
		await send(`/calendars/schedules/event-calendar/${discovery}`, {
			body: {
				timezone: 'America/Chicago',
				rules: [{ type: 'wday', day: 'monday', intervals: [{ from: '09:00', to: '10:00' }] }],
			},
		});
		expect(slotsIn((await slots(discovery)).body)).toEqual([TEN, '2030-01-07T10:30:00-05:00']);
	});

	test('slots keep their local time across a clock change (assumed)', async () => {
		const startDate = Date.parse('2030-03-08T00:00:00-05:00');
		const { body } = await slots(discovery, { startDate, endDate: startDate + 4 * DAY });
		const starts = slotsIn(body).filter((slot) => slot.includes('T09:00:00'));
		expect(starts).toEqual(['2030-03-08T09:00:00-05:00', '2030-03-11T09:00:00-04:00']);
	});
});
