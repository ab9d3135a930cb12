import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

const { discovery, team } = SEED.calendars;
const { maria } = SEED.contacts;
const { ada, grace } = SEED.users;
const DAY = 24 * 3_600_000;
const DISCOVERY = { calendarId: byId(discovery) };

const account = TestAccount.forTests();
beforeEach(() => account.standIn.clock.set(Date.parse('2026-10-20T00:00:00Z')));

function changeDiscovery(values: IDataObject): void {
	const { calendars } = account.standIn.state;
	const calendar = calendars.get(discovery);
	if (!calendar) throw new Error('The seed has no such calendar');
	calendars.put({ ...calendar, values: { ...calendar.values, ...values } });
}

const log = (path: RegExp) => account.standIn.log.filter((entry) => path.test(entry.path));
const EMPTY = byId('={{ "" }}');

const ok = async (operation: string, parameters: INodeParameters, version = 'v3') =>
	await account.records('calendars', operation, parameters, { version });
const refused = async (operation: string, parameters: INodeParameters, version = 'v3') =>
	await account.refusal('calendars', operation, parameters, { version });

const slotsOf = async (parameters: INodeParameters, version?: string) =>
	await ok('freeSlot.getAll', { ...DISCOVERY, returnAll: true, ...parameters }, version);

const MONDAY = { startDate: '2026-10-26T00:00:00-04:00', endDate: '2026-10-27T00:00:00-04:00' };
const book = async (parameters: INodeParameters = {}, version = 'v3') =>
	await ok(
		'appointment.create',
		{ ...DISCOVERY, contactId: byId(maria), startTime: '2026-10-26T10:00:00-04:00', ...parameters },
		version,
	);

describe.each(['v3', '2021'])('free slots, API version %s', (version) => {
	test("yield one item per slot, with the start unchanged and the end by the calendar's duration", async () => {
		const slots = await slotsOf(MONDAY, version);
		expect(slots).toHaveLength(16);
		expect(slots[0]).toEqual({
			date: '2026-10-26',
			start: '2026-10-26T09:00:00-04:00',
			end: '2026-10-26T09:30:00-04:00',
			calendarId: discovery,
		});
		const [call] = log(/free-slots$/);
		expect(call?.query).toMatchObject({
			startDate: String(Date.parse(MONDAY.startDate)),
			endDate: String(Date.parse(MONDAY.endDate)),
		});
	});
});

test('over 90 days are read in windows of at most 31 days, without gaps or repetitions', async () => {
	const startDate = '2026-10-21T13:30:00Z';
	const endDate = '2027-01-19T13:30:00Z';
	const slots = await slotsOf({ startDate, endDate });
	const calls = log(/free-slots$/).map(({ query }) => [
		Number(query.startDate),
		Number(query.endDate),
	]);
	expect(calls).toHaveLength(3);
	expect(calls[0]?.[0]).toBe(Date.parse(startDate));
	expect(calls.at(-1)?.[1]).toBe(Date.parse(endDate));
	calls.forEach(([from = 0, to = 0], index) => {
		expect(to - from).toBeLessThanOrEqual(31 * DAY);
		if (index > 0) expect(from).toBe(calls[index - 1]?.[1]);
	});
	const starts = slots.map(({ start }) => start);
	expect(new Set(starts).size).toBe(starts.length);
	expect(starts[0]).toBe('2026-10-21T09:30:00-04:00');
	expect(starts).toContain('2026-10-30T16:30:00-04:00');
	expect(starts).toContain('2026-11-02T09:00:00-05:00');
	// 64 weekdays with 16 slots each; the first day starts after its first slot.
	expect(starts.length).toBe(64 * 16 - 1);
	expect(log(new RegExp(`/calendars/${discovery}$`))).toHaveLength(1);
});

test('stop at the limit, without reading the next window', async () => {
	const range = { startDate: '2026-10-21T00:00:00Z', endDate: '2027-01-19T00:00:00Z' };
	const slots = await ok('freeSlot.getAll', { ...DISCOVERY, ...range, limit: 20 });
	expect(slots).toHaveLength(20);
	expect(log(/free-slots$/)).toHaveLength(1);
});

test('read times without an offset in the chosen zone, which HighLevel gets as well', async () => {
	const [slot] = await slotsOf({
		startDate: '2026-10-26T13:00:00',
		endDate: '2026-10-26T14:00:00',
		filters: { timezone: 'Europe/Berlin' },
	});
	// By then Berlin has left summer time, and New York has not.
	expect(log(/free-slots$/)[0]?.query).toMatchObject({
		startDate: String(Date.parse('2026-10-26T12:00:00Z')),
		timezone: 'Europe/Berlin',
	});
	expect(slot).toBeUndefined();
	const [first] = await slotsOf({ ...MONDAY, filters: { timezone: 'Europe/Berlin' } });
	expect(first).toMatchObject({
		start: '2026-10-26T14:00:00+01:00',
		end: '2026-10-26T14:30:00+01:00',
		timezone: 'Europe/Berlin',
	});
});

test('a slot on the night of a clock change ends half an hour later', async () => {
	changeDiscovery({
		openHours: [
			{
				daysOfTheWeek: [0],
				hours: [{ openHour: 1, openMinute: 30, closeHour: 3, closeMinute: 0 }],
			},
		],
	});
	const slots = await slotsOf({
		startDate: '2026-11-01T00:00:00-04:00',
		endDate: '2026-11-02T00:00:00-05:00',
	});
	expect(slots.length).toBeGreaterThan(0);
	for (const { start, end } of slots) {
		expect(Date.parse(String(end)) - Date.parse(String(start))).toBe(30 * 60_000);
		expect(String(end).slice(-6)).toBe(String(start).slice(-6));
	}
});

test('slots of several assignees, of one assignee, and with a duration in hours', async () => {
	const calendarId = byId(team);
	const range = { calendarId, ...MONDAY };
	await slotsOf({ ...range, filters: { userIds: [ada, grace] } });
	expect(log(/free-slots$/)[0]?.query).toMatchObject({ userIds: [ada, grace] });
	const [slot] = await slotsOf({ ...range, filters: { userId: byId(grace) } });
	expect(slot).toMatchObject({
		userId: grace,
		start: '2026-10-26T09:00:00-04:00',
		end: '2026-10-26T10:00:00-04:00',
	});
});

test('raw output has the slots by date, without the trace ID', async () => {
	const [raw] = await slotsOf({ ...MONDAY, options: { rawOutput: true } });
	expect(Object.keys(raw ?? {})).toEqual(['2026-10-26']);
	expect(log(new RegExp(`/calendars/${discovery}$`))).toHaveLength(0);
});

test('the next slots are searched from now on, month by month', async () => {
	account.standIn.clock.reset();
	changeDiscovery({ allowBookingAfter: 35, allowBookingAfterUnit: 'days' });
	const asked = Date.now();
	const slots = await ok('freeSlot.getNext', { ...DISCOVERY, count: 3 });
	expect(slots).toHaveLength(3);
	expect(Date.parse(String(slots[0]?.start))).toBeGreaterThan(asked + 35 * DAY);
	expect(log(/free-slots$/)).toHaveLength(2);
});

test.each([
	[{ ...MONDAY, endDate: '2026-10-25T00:00:00-04:00' }, "'Search To' is not after 'Search From'"],
	[{ ...MONDAY, startDate: 'soon' }, "'Search From' is not a date and time"],
	[{ ...MONDAY, filters: { timezone: 'Mars/Olympus' } }, 'is not a known time zone'],
	[{ ...MONDAY, calendarId: EMPTY }, "'Calendar' is empty"],
	[{ ...MONDAY, calendarId: byId('..') }, 'is not an ID'],
])('impossible searches are refused before any call: %j', async (parameters, message) => {
	expect(await refused('freeSlot.getAll', { ...DISCOVERY, ...parameters })).toContain(message);
});

describe.each(['v3', '2021'])('appointments, API version %s', (version) => {
	test('are booked with the exact start of the slot, read, changed, cancelled and deleted', async () => {
		const [slot] = await slotsOf(MONDAY, version);
		const startTime = String(slot?.start);
		const [made] = await book({ startTime, additionalFields: { title: 'Intro' } }, version);
		expect(log(/appointments$/)[0]?.body).toEqual({
			calendarId: discovery,
			contactId: maria,
			locationId: SEED.locationId,
			startTime,
			title: 'Intro',
		});
		expect(made).toMatchObject({ title: 'Intro', appointmentStatus: 'confirmed' });
		expect(made).not.toHaveProperty('traceId');
		expect(made).not.toHaveProperty('startTime');
		const appointmentId = byId(String(made?.id));

		const [read] = await ok('appointment.get', { appointmentId }, version);
		expect(read).toMatchObject({ title: 'Intro', startTime, contactId: maria });

		const [changed] = await ok(
			'appointment.update',
			{
				appointmentId,
				updateFields: { title: 'Second', startTime: '2026-10-26T11:00:00-04:00' },
				options: { readBack: true },
			},
			version,
		);
		expect(changed).toMatchObject({ title: 'Second', startTime: '2026-10-26T11:00:00-04:00' });

		const [cancelled] = await ok(
			'appointment.cancel',
			{ appointmentId, options: { toNotify: false } },
			version,
		);
		expect(cancelled).toMatchObject({ appointmentStatus: 'cancelled' });
		expect(account.standIn.log.at(-1)?.body).toEqual({
			appointmentStatus: 'cancelled',
			toNotify: false,
		});

		expect(await ok('appointment.delete', { appointmentId }, version)).toEqual([
			{ deleted: true, id: made?.id },
		]);
		const [gone] = await ok('appointment.get', { appointmentId }, version);
		expect(gone).toMatchObject({ deleted: true });
	});

	test('are listed for exactly one owner, with milliseconds as a string', async () => {
		await book({}, version);
		const range = { rangeStart: '2026-10-26T00:00:00', rangeEnd: '2026-10-27T00:00:00' };
		for (const [owner, key, id] of [
			['calendar', 'calendarId', discovery],
			['group', 'groupId', SEED.groupId],
			['user', 'userId', ada],
		] as const) {
			await ok(
				'appointment.getAll',
				{ eventsOf: owner, [key]: byId(id), ...range, returnAll: true },
				version,
			);
			expect(account.standIn.log.at(-1)?.query).toEqual({
				locationId: SEED.locationId,
				[key]: id,
				startTime: String(Date.parse('2026-10-26T04:00:00Z')),
				endTime: String(Date.parse('2026-10-27T04:00:00Z')),
			});
		}
		const found = await ok('appointment.getAll', { ...DISCOVERY, ...range }, version);
		expect(found).toMatchObject([{ contactId: maria, startTime: '2026-10-26T10:00:00-04:00' }]);
		const events = await ok('event.getAll', { ...DISCOVERY, ...range }, version);
		expect(events).toMatchObject([{ contactId: maria, appoinmentStatus: 'confirmed' }]);
		expect(await ok('event.delete', { eventId: String(found[0]?.id) }, version)).toEqual([
			{ deleted: true, id: found[0]?.id },
		]);
		expect(await ok('appointment.getAll', { ...DISCOVERY, ...range }, version)).toEqual([]);
	});

	test('fail or continue without a booking if the slot has been taken', async () => {
		await book({}, version);
		const { error } = await account.run(
			'calendars',
			'appointment.create',
			{ ...DISCOVERY, contactId: byId(maria), startTime: '2026-10-26T10:00:00-04:00' },
			{ version },
		);
		expect(error?.message).toContain('The slot is no longer available');
		const [lost] = await book({ options: { ifSlotTaken: 'continue' } }, version);
		expect(lost).toMatchObject({
			booked: false,
			reason: expect.stringContaining('no longer available'),
			startTime: '2026-10-26T10:00:00-04:00',
		});
		const [won] = await book(
			{ startTime: '2026-10-26T12:00:00-04:00', options: { ifSlotTaken: 'continue' } },
			version,
		);
		expect(won).toMatchObject({ booked: true, calendarId: discovery });
	});

	test('in a series are changed and deleted one by one or all together', async () => {
		const [made] = await book(
			{
				additionalFields: {
					ignoreFreeSlotValidation: true,
					rrule: 'FREQ=WEEKLY;INTERVAL=1;COUNT=3',
				},
			},
			version,
		);
		const range = { rangeStart: '2026-10-20', rangeEnd: '2026-12-01', returnAll: true };
		const all = async () => await ok('appointment.getAll', { ...DISCOVERY, ...range }, version);
		const titles = async () => (await all()).map(({ title }) => title);
		expect((await all()).map(({ startTime }) => startTime)).toEqual([
			'2026-10-26T10:00:00-04:00',
			'2026-11-02T10:00:00-05:00',
			'2026-11-09T10:00:00-05:00',
		]);
		const appointmentId = byId(String(made?.id));
		const update = async (title: string, applyTo: string) =>
			await ok(
				'appointment.update',
				{ appointmentId, updateFields: { title }, options: { applyTo } },
				version,
			);
		await update('One', 'instance');
		expect((await titles()).filter((title) => title === 'One')).toHaveLength(1);
		await update('All', 'series');
		expect(await titles()).toEqual(['All', 'All', 'All']);
		await ok('appointment.cancel', { appointmentId, options: { applyTo: 'series' } }, version);
		expect(new Set((await all()).map(({ appointmentStatus }) => appointmentStatus))).toEqual(
			new Set(['cancelled']),
		);
		const [gone] = await ok(
			'appointment.delete',
			{ appointmentId, options: { applyTo: 'series' } },
			version,
		);
		expect(gone).toEqual({ deleted: true, id: made?.masterEventId });
		expect(await all()).toEqual([]);
	});

	test('are booked in the first free slot, or in the next one if it has been taken', async () => {
		account.standIn.faults.add({
			operationId: 'create-appointment',
			count: 1,
			action: {
				kind: 'status',
				status: 400,
				body: {
					message: 'The slot you have selected is no longer available.',
					error: 'Bad Request',
					statusCode: 400,
				},
			},
		});
		const parameters = { ...DISCOVERY, contactId: byId(maria), ...MONDAY };
		const [booked] = await ok('appointment.bookFirst', parameters, version);
		expect(booked).toMatchObject({
			booked: true,
			startTime: '2026-10-26T09:30:00-04:00',
			endTime: '2026-10-26T10:00:00-04:00',
		});
		expect(log(/appointments$/).map(({ body }) => body)).toEqual([
			expect.objectContaining({ startTime: '2026-10-26T09:00:00-04:00' }),
			expect.objectContaining({ startTime: '2026-10-26T09:30:00-04:00' }),
		]);
	});
});

describe.each([400, 409, 422])('a slot that HighLevel refuses as taken with %i', (status) => {
	const refuse = () => {
		account.standIn.faults.add({
			operationId: 'create-appointment',
			count: 1,
			action: {
				kind: 'status',
				status,
				body: { message: 'The slot you have selected is no longer available.', statusCode: status },
			},
		});
	};
	const parameters = {
		...DISCOVERY,
		contactId: byId(maria),
		startTime: '2026-10-26T10:00:00-04:00',
	};

	test('is explained: first that it may belong to another calendar', async () => {
		refuse();
		const { error } = await account.run('calendars', 'appointment.create', parameters);
		expect(error?.message).toBe('Create appointment: The slot is no longer available');
		const advice = error?.description ?? '';
		expect(advice).toMatch(/another calendar.*\{\{ \$json\.calendarId \}\}.*'Ignore Free Slot/s);
		expect(advice).toMatch(/not a fix/);
	});

	test('does not fail the item where the user chose to continue', async () => {
		refuse();
		const options = { ifSlotTaken: 'continue' };
		expect(await ok('appointment.create', { ...parameters, options })).toMatchObject([
			{ booked: false, reason: expect.stringContaining('no longer available') },
		]);
	});

	test('makes Book First Free Slot try the next one', async () => {
		refuse();
		const booking = { ...DISCOVERY, contactId: byId(maria), ...MONDAY };
		expect(await ok('appointment.bookFirst', booking)).toMatchObject([
			{ booked: true, startTime: '2026-10-26T09:30:00-04:00' },
		]);
	});
});

test('fail or continue without a booking if there is no free slot', async () => {
	const parameters = {
		...DISCOVERY,
		contactId: byId(maria),
		startDate: '2026-10-24T00:00:00-04:00',
		endDate: '2026-10-26T00:00:00-04:00',
	};
	const { error } = await account.run('calendars', 'appointment.bookFirst', parameters);
	expect(error?.message).toContain('There is no free slot in this range');
	const [none] = await ok('appointment.bookFirst', {
		...parameters,
		options: { ifSlotTaken: 'continue' },
	});
	expect(none).toMatchObject({ booked: false, calendarId: discovery, contactId: maria });
	expect(log(/appointments$/)).toHaveLength(0);
});

test('ten items book ten slots of a calendar, in their order', async () => {
	const { items, error } = await account.run(
		'calendars',
		'appointment.bookFirst',
		{ ...DISCOVERY, contactId: byId(maria), ...MONDAY },
		{ items: Array.from({ length: 10 }, () => ({})) },
	);
	expect(error).toBeUndefined();
	const starts = items.map(({ json }) => String(json.startTime));
	expect(starts).toEqual([...new Set(starts)].sort());
	expect(starts).toHaveLength(10);
	expect(log(/appointments$/)).toHaveLength(10);
});

test('a booking whose answer is lost is not sent again', async () => {
	account.standIn.faults.add({
		operationId: 'create-appointment',
		count: 1,
		action: { kind: 'status', status: 503, body: { message: 'Try later' } },
	});
	const { error } = await account.run('calendars', 'appointment.create', {
		...DISCOVERY,
		contactId: byId(maria),
		startTime: '2026-10-26T10:00:00-04:00',
	});
	expect(error).toBeDefined();
	expect(log(/appointments$/)).toHaveLength(1);
});

test('if reading back fails, the item still says that the booking succeeded', async () => {
	account.standIn.faults.add({
		operationId: 'get-appointment',
		action: { kind: 'status', status: 403, body: { message: 'Forbidden' } },
	});
	const [made] = await book({ options: { readBack: true } });
	expect(made).toMatchObject({ appointmentStatus: 'confirmed', contactId: maria });
	expect(String(made?.readBackError)).toContain('Get appointment');
});

test.each<[string, INodeParameters, string, string]>([
	[
		'v3',
		{ additionalFields: { rrule: 'RRULE:FREQ=DAILY;COUNT=2' } },
		"'Recurrence Rule' needs",
		'',
	],
	[
		'v3',
		{ additionalFields: { rrule: 'every day', ignoreFreeSlotValidation: true } },
		'is not a recurrence rule',
		'',
	],
	[
		'v3',
		{ additionalFields: { endTime: '2026-10-26T09:00:00-04:00' } },
		"'End Time' is not after 'Start Time'",
		'',
	],
	['2021', { additionalFields: { appointmentStatus: 'completed' } }, 'in this API version', ''],
	['v3', { contactId: EMPTY }, "'Contact' is empty", ''],
	['v3', { startTime: 'tomorrow' }, "'Start Time' is not a date and time", ''],
	['v3', { options: { inputTimeZone: 'Mars/Olympus' } }, 'is not a known time zone', ''],
])(
	'impossible bookings are refused before any call (%s, %j)',
	async (version, parameters, message) => {
		const all = {
			...DISCOVERY,
			contactId: byId(maria),
			startTime: '2026-10-26T10:00:00-04:00',
			...parameters,
		};
		expect(await refused('appointment.create', all, version)).toContain(message);
	},
);

test('an update needs a change, and a field cannot be both cleared and set', async () => {
	const appointmentId = byId('0TkCdp9PfvLeWKYRRvIz');
	expect(await refused('appointment.update', { appointmentId })).toContain('nothing to update');
	expect(
		await refused('appointment.update', {
			appointmentId,
			updateFields: { title: 'A', clearAppointmentFields: ['title'] },
		}),
	).toContain('\'Clear Fields\' names "title"');
});

test('a range that ends before it starts and an empty owner are refused', async () => {
	const range = { rangeStart: '2026-10-27', rangeEnd: '2026-10-26' };
	for (const operation of ['appointment.getAll', 'event.getAll', 'blockSlot.getAll']) {
		expect(await refused(operation, { ...DISCOVERY, ...range })).toContain(
			"'Search To' is not after 'Search From'",
		);
		expect(
			await refused(operation, { eventsOf: 'user', userId: EMPTY, rangeStart: '2026-10-26' }),
		).toContain("'User' is empty");
	}
});
