import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Appointment } from '../../../standins/highlevel';
import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

const { maria, john } = SEED.contacts;
const HOUR = 3_600_000;

const account = TestAccount.forTests();

const log = () => account.standIn.log;

function setZone(timezone: string): void {
	const { locations } = account.standIn.state;
	const location = locations.get(SEED.locationId);
	if (!location) throw new Error('The seed has no location');
	locations.put({ ...location, timezone });
}

function book(start: string, hours = 1, more: Partial<Appointment> = {}): void {
	const { state } = account.standIn;
	const startTime = Date.parse(start);
	state.appointments.put({
		id: state.newId(),
		locationId: SEED.locationId,
		calendarId: SEED.calendars.discovery,
		contactId: maria,
		groupId: null,
		title: 'Discovery call',
		appointmentStatus: 'confirmed',
		assignedUserId: SEED.users.ada,
		notes: null,
		address: null,
		meetingLocationType: null,
		meetingLocationId: null,
		startTime,
		endTime: startTime + hours * HOUR,
		rrule: null,
		masterEventId: null,
		toNotify: true,
		deleted: false,
		source: 'test',
		dateAdded: startTime,
		dateUpdated: startTime,
		...more,
	});
}

const list = async (parameters: INodeParameters = {}, more: IDataObject = {}) =>
	await account.run(
		'contacts',
		'appointment.getAll',
		{ contactId: byId(maria), returnAll: true, ...parameters },
		more,
	);

describe.each([
	// zone, time in UTC, local time, time with offset
	['America/New_York', '2026-03-08T06:30:00Z', '01:30:00', '2026-03-08T01:30:00-05:00'],
	['America/New_York', '2026-03-08T07:30:00Z', '03:30:00', '2026-03-08T03:30:00-04:00'],
	['Europe/Berlin', '2026-10-25T00:30:00Z', '02:30:00', '2026-10-25T02:30:00+02:00'],
	['Europe/Berlin', '2026-10-25T02:30:00Z', '03:30:00', '2026-10-25T03:30:00+01:00'],
	['Asia/Kolkata', '2026-06-01T10:00:00Z', '15:30:00', '2026-06-01T15:30:00+05:30'],
	['Australia/Lord_Howe', '2026-01-10T10:00:00Z', '21:00:00', '2026-01-10T21:00:00+11:00'],
])('in the zone %s at %s', (zone, instant, clock, iso) => {
	test.each(['v3', '2021'])('the time gets its offset (API version %s)', async (version) => {
		setZone(zone);
		book(instant);
		const { items, error } = await list({ simple: false }, { version });
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			startTime: iso,
			startTimeLocal: `${iso.slice(0, 10)} ${clock}`,
			calendarId: SEED.calendars.discovery,
		});
		expect(Date.parse(String(items[0]?.json.startTime))).toBe(Date.parse(instant));
	});
});

test('in a repeated hour, an appointment ends after it starts', async () => {
	setZone('America/New_York');
	// From 1:45 in summer time to 1:15 in winter time.
	book('2026-11-01T05:45:00Z', 0.5);
	const { items } = await list();
	expect(items[0]?.json).toMatchObject({
		startTime: '2026-11-01T01:45:00-04:00',
		endTime: '2026-11-01T01:15:00-05:00',
	});
});

test('the zone is read once per run, whatever the number of items and appointments', async () => {
	for (let day = 1; day <= 5; day += 1) book(`2026-05-0${day}T10:00:00Z`);
	const { items } = await account.run(
		'contacts',
		'appointment.getAll',
		{ contactId: byId('={{ $json.id }}'), limit: 3 },
		{ items: [{ id: maria }, { id: maria }, { id: john }] },
	);
	expect(items).toHaveLength(6);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 0, 0, 1, 1, 1].map((item) => ({ item })),
	);
	const zones = log().filter(({ path }) => path === `/locations/${SEED.locationId}`);
	expect(zones).toHaveLength(1);
	expect(log()).toHaveLength(4);
});

test('the zone is not read if there is no appointment or a zone is chosen', async () => {
	await list();
	expect(log()).toHaveLength(1);
	book('2026-05-01T10:00:00Z');
	const { items } = await list({ options: { locationTimeZone: 'Asia/Tokyo' } });
	expect(log()).toHaveLength(2);
	expect(String(items[0]?.json.startTime)).toMatch(/\+09:00$/);
});

test('if the token may not read the sub-account, the error names the missing scope', async () => {
	book('2026-05-01T10:00:00Z');
	const { value } = account.standIn.issuePrivateIntegration({ scopes: ['contacts.readonly'] });
	const credentials = {
		highLevelPrivateIntegrationApi: account.credential({ token: value }),
	};
	const refused = await list({}, { credentials });
	expect(refused.error?.message).toContain('locations.readonly');
	const chosen = await list({ options: { locationTimeZone: 'America/New_York' } }, { credentials });
	expect(chosen.items).toHaveLength(1);
});

test('Simplify keeps the keys stable, and the correctly spelled status is added', async () => {
	book('2026-05-01T10:00:00Z', 1, { appointmentStatus: 'showed' });
	const { items } = await list();
	expect(Object.keys(items[0]?.json ?? {})).toEqual([
		'id',
		'title',
		'appointmentStatus',
		'startTime',
		'endTime',
		'calendarId',
		'assignedUserId',
		'contactId',
		'startTimeLocal',
		'endTimeLocal',
	]);
	expect(items[0]?.json.appointmentStatus).toBe('showed');
});

test('a status that only has its misspelled key is found', async () => {
	account.standIn.faults.add({
		operationId: 'get-appointments-for-contact',
		action: {
			kind: 'status',
			status: 200,
			body: {
				events: [{ id: 'a', appoinmentStatus: 'noshow', startTime: '2026-05-01 10:00:00' }],
			},
		},
	});
	const { items } = await list({ simple: false });
	expect(items[0]?.json).toMatchObject({
		appoinmentStatus: 'noshow',
		appointmentStatus: 'noshow',
		endTime: null,
	});
});

test('the limit is exact', async () => {
	for (let day = 1; day <= 5; day += 1) book(`2026-05-0${day}T10:00:00Z`);
	const { items } = await list({ returnAll: false, limit: 2 });
	expect(items).toHaveLength(2);
});
