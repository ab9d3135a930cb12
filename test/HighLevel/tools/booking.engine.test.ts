import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../standins/highlevel';
import { byId } from '../account';
import { accountWithTools, at, FOR_PEOPLE, ZONE } from './tool';

const { discovery } = SEED.calendars;
const { maria } = SEED.contacts;
const { account, call, one } = accountWithTools();

const PLACE = { calendarId: byId(discovery), contactId: byId(maria) };
const create = async (startTime: string, more: INodeParameters = {}) =>
	await one('calendars', 'appointment.create', { ...PLACE, startTime, ...more });
const booked = async (startTime = at(10)): Promise<string> => {
	const { id } = await create(startTime);
	account.standIn.log.length = 0;
	return String(id);
};
const reschedule = async (id: string, startTime: string, more: INodeParameters = {}) =>
	await one('calendars', 'appointment.reschedule', { appointmentId: byId(id), startTime, ...more });

const startOf = (record: IDataObject) => Date.parse(String(record.start));

describe('an appointment for a model', () => {
	test('is short, with start, end and one status, when it was booked', async () => {
		const record = await create(at(10));
		expect(Object.keys(record)).toEqual([
			'booked',
			'id',
			'title',
			'appointmentStatus',
			'start',
			'end',
			'calendarId',
			'contactId',
		]);
		expect(record).toMatchObject({
			booked: true,
			appointmentStatus: 'confirmed',
			start: at(10),
			end: at(10, 30),
			calendarId: discovery,
			contactId: maria,
		});
	});

	test.each(['appointment.cancel', 'appointment.get'])('by %s as well', async (operation) => {
		const id = await booked();
		const record = await one('calendars', operation, { appointmentId: byId(id) });
		expect(record).toMatchObject({ id, start: at(10), end: at(10, 30) });
		expect(Object.keys(record)).not.toContain('appoinmentStatus');
		expect(Object.keys(record)).not.toContain('dateAdded');
		expect(record.appointmentStatus).toBe(
			operation === 'appointment.cancel' ? 'cancelled' : 'confirmed',
		);
	});

	test('in the lists of the calendar and of the contact', async () => {
		const id = await booked();
		const range = { rangeStart: at(0), rangeEnd: at(0, 0, 1) };
		const lists = [
			await call('calendars', 'appointment.getAll', { calendarId: byId(discovery), ...range }),
			await call('contacts', 'appointment.getAll', { contactId: byId(maria) }),
		];
		for (const list of lists) {
			const found = list.find((record) => record.id === id);
			expect(found).toMatchObject({ start: at(10), end: at(10, 30) });
			expect(Object.keys(found ?? {})).not.toContain('startTimeLocal');
		}
	});

	test('names the zone that was asked for', async () => {
		const record = await create(at(10), { options: { inputTimeZone: 'Europe/Berlin' } });
		expect(record.timeZone).toBe('Europe/Berlin');
		expect(record.start).toMatch(/\+0[12]:00$/);
		expect(startOf(record)).toBe(Date.parse(at(10)));
	});

	test('is as HighLevel sends it with Simplify off', async () => {
		const id = await booked();
		const parameters = { appointmentId: byId(id), simple: false };
		expect(await one('calendars', 'appointment.get', parameters)).toHaveProperty('startTime');
	});

	test('is not read back if Read Back is off', async () => {
		const record = await create(at(10), { options: { readBack: false } });
		expect(record).toMatchObject({ booked: true });
		expect(record).not.toHaveProperty('start');
		expect(account.calls).toEqual(['POST /calendars/events/appointments']);
	});

	test('that cannot be read back has the start that was asked for', async () => {
		account.standIn.faults.add({
			method: 'GET',
			path: /events\/appointments\//,
			action: { kind: 'status', status: 404 },
		});
		const record = await create(at(10));
		expect(record).toMatchObject({ booked: true, start: at(10) });
		expect(record.note).toContain('could not be read');
	});
});

describe('a time that is not free', () => {
	const NEXT = /freeStarts.*Free Slot > Get Next/;

	test('is told to be taken, with the nearest free starts', async () => {
		await booked();
		const record = await create(at(10));
		expect(record).toMatchObject({
			booked: false,
			reason: `The slot is taken: the calendar offers Monday 10:00, but ${at(10)} is no longer free`,
			start: at(10),
			calendarId: discovery,
			contactId: maria,
		});
		expect(record.freeStarts).toEqual([at(9), at(9, 30), at(10, 30), at(11), at(11, 30)].sort());
		expect(record.message).toMatch(NEXT);
		expect(JSON.stringify(record)).not.toMatch(FOR_PEOPLE);
		expect(account.calls).toEqual([
			'POST /calendars/events/appointments',
			`GET /calendars/${discovery}/free-slots`,
		]);
	});

	test.each([
		['between two slots', at(10, 10)],
		['after hours', at(22)],
		['on a Sunday', at(10, 0, 6)],
	])('%s is told to be off the calendar', async (_, start) => {
		const record = await create(start);
		expect(record.reason).toContain('The time is off the calendar');
		expect(record.freeStarts).toHaveLength(5);
		expect(record.message).toContain(`A time without an offset is read in ${ZONE}.`);
	});

	test('in the past is told to be', async () => {
		const record = await create('2024-01-08T10:00:00-05:00');
		expect(record.reason).toContain('is in the past');
		expect(record.freeStarts).toHaveLength(5);
	});

	test('fails if the option says so, with advice for a model', async () => {
		const record = await create(at(22), { options: { ifSlotTaken: 'fail' } });
		expect(record).toMatchObject({ ok: false });
		expect(record.message).toContain('Free Slot > Get Next');
		expect(JSON.stringify(record)).not.toMatch(FOR_PEOPLE);
	});

	test('in a range without free slots is told to the model', async () => {
		const record = await one('calendars', 'appointment.bookFirst', {
			...PLACE,
			startDate: at(20),
			endDate: at(23),
		});
		expect(record).toMatchObject({
			booked: false,
			reason: 'There is no free slot in this range',
		});
		expect(record.message).toContain('Free Slot > Get Next');
	});
});

describe('Reschedule', () => {
	test('moves an appointment, which keeps its duration', async () => {
		const id = await booked();
		const record = await reschedule(id, at(14));
		expect(record).toMatchObject({ booked: true, id, start: at(14), end: at(14, 30) });
		expect(account.log.find(({ method }) => method === 'PUT')?.body).toEqual({
			startTime: at(14),
			endTime: at(14, 30),
		});
	});

	test('leaves it where it is if the new time is not free', async () => {
		const id = await booked();
		await create(at(14));
		expect(await reschedule(id, at(14))).toMatchObject({
			booked: false,
			appointmentId: id,
			reason: expect.stringContaining('The slot is taken'),
			message: expect.stringContaining(`The appointment keeps its time, ${at(10)}.`),
		});
	});

	test('without a start says so, and sends nothing', async () => {
		const id = await booked();
		const record = await reschedule(id, '={{ "" }}');
		expect(record).toMatchObject({ ok: false, error: expect.stringContaining('is empty') });
		expect(record.message).toContain('Call the tool again with a value for');
		expect(account.calls).toEqual([]);
	});
});

describe('free slots for a model', () => {
	test('are the next five, at most 50', async () => {
		const slots = async (parameters: INodeParameters = {}) =>
			await call('calendars', 'freeSlot.getNext', { calendarId: byId(discovery), ...parameters });
		expect(await slots()).toHaveLength(5);
		expect(await slots({ count: 200 })).toHaveLength(50);
	});

	test('of one day are found by its date alone', async () => {
		const day = at(0).slice(0, 10);
		const range = { startDate: day, endDate: day, toolLimit: 50 };
		const slots = await call('calendars', 'freeSlot.getAll', {
			calendarId: byId(discovery),
			...range,
		});
		expect(slots).toHaveLength(16);
	});

	test('are told to be none', async () => {
		const range = { startDate: at(20), endDate: at(21) };
		expect(
			await call('calendars', 'freeSlot.getAll', { calendarId: byId(discovery), ...range }),
		).toEqual([
			{
				found: 0,
				message: 'Found no free slot. Try a later or a wider range, or Free Slot > Get Next.',
			},
		]);
	});
});
