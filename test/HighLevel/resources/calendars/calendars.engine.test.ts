import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

const { discovery, draft } = SEED.calendars;
const { ada, grace } = SEED.users;
const CALENDAR = { calendarId: byId(discovery) };
const EMPTY = byId('={{ "" }}');

const account = TestAccount.forTests();

const last = () => account.standIn.log.at(-1);

const ok = async (operation: string, parameters: INodeParameters, version = 'v3') =>
	await account.records('calendars', operation, parameters, { version });
const refused = async (operation: string, parameters: INodeParameters, version = 'v3') =>
	await account.refusal('calendars', operation, parameters, { version });

const member = (userId: string, details: INodeParameters = {}): INodeParameters => ({
	userId: byId(userId),
	details,
});
const team = (...members: INodeParameters[]): INodeParameters => ({
	teamMembers: { member: members },
});

describe.each(['v3', '2021'])('calendars, API version %s', (version) => {
	test('are created with a name only, and nothing else is sent', async () => {
		const [made] = await ok('calendar.create', { name: 'Intro', simple: false }, version);
		expect(last()?.body).toEqual({
			locationId: SEED.locationId,
			name: 'Intro',
			calendarType: 'event',
		});
		// HighLevel returns {} for a calendar without hours.
		expect(made).toMatchObject({ openHours: [], appoinmentPerSlot: 1, appointmentPerSlot: 1 });
	});

	test('are sent with the values of all panels at the top level, and with codes for words', async () => {
		await ok(
			'calendar.create',
			{
				name: 'Clinic',
				calendarType: 'collective',
				...team(
					member(ada, { isPrimary: true, priority: 'high' }),
					member(grace, {
						locationConfigurations: {
							configuration: [{ kind: 'zoom_conference', location: '' }],
						},
					}),
				),
				openHours: {
					entry: [
						{ daysOfTheWeek: ['0', '6'], from: '09:30', to: '12:00' },
						{ daysOfTheWeek: ['0', '6'], from: '13:00', to: '17:15' },
						{ daysOfTheWeek: ['3'] },
					],
				},
				slots: {
					slotDuration: 1,
					slotDurationUnit: 'hours',
					appoinmentPerSlot: 3,
					lookBusyConfig: { config: { enabled: true, LookBusyPercentage: 40 } },
					recurring: { freq: 'WEEKLY', count: 24 },
				},
				bookingPage: { slug: 'clinic', widgetType: 'default' },
				messages: {
					notifications: {
						notification: [{ shouldSendToContact: true, selectedUsers: 'name@email.com' }],
					},
				},
				additionalFields: {
					groupId: byId(SEED.groupId),
					availabilityType: '0',
					availabilities: {
						day: [
							{ date: '2026-12-24T23:30:00-05:00', availability: 'closed' },
							{ date: '2026-12-31', from: '9:00', to: '11:00' },
							{ date: '2026-12-31', from: '14:00', to: '15:30' },
						],
					},
					slotBufferUnit: 'mins',
				},
			},
			version,
		);
		expect(last()?.body).toEqual({
			locationId: SEED.locationId,
			name: 'Clinic',
			calendarType: 'collective',
			teamMembers: [
				{ userId: ada, isPrimary: true, priority: 1 },
				{ userId: grace, locationConfigurations: [{ kind: 'zoom_conference' }] },
			],
			openHours: [
				{
					daysOfTheWeek: [0, 6],
					hours: [
						{ openHour: 9, openMinute: 30, closeHour: 12, closeMinute: 0 },
						{ openHour: 13, openMinute: 0, closeHour: 17, closeMinute: 15 },
					],
				},
				{
					daysOfTheWeek: [3],
					hours: [{ openHour: 9, openMinute: 0, closeHour: 17, closeMinute: 0 }],
				},
			],
			slotDuration: 1,
			slotDurationUnit: 'hours',
			appoinmentPerSlot: 3,
			lookBusyConfig: { enabled: true, LookBusyPercentage: 40 },
			recurring: { freq: 'WEEKLY', count: 24 },
			slug: 'clinic',
			widgetType: 'default',
			notifications: [
				{
					type: 'email',
					shouldSendToContact: true,
					shouldSendToGuest: false,
					shouldSendToSelectedUsers: false,
					shouldSendToUser: false,
					selectedUsers: 'name@email.com',
				},
			],
			groupId: SEED.groupId,
			availabilityType: 0,
			availabilities: [
				{ date: '2026-12-24T00:00:00.000Z', hours: [] },
				{
					date: '2026-12-31T00:00:00.000Z',
					hours: [
						{ openHour: 9, openMinute: 0, closeHour: 11, closeMinute: 0 },
						{ openHour: 14, openMinute: 0, closeHour: 15, closeMinute: 30 },
					],
				},
			],
			slotBufferUnit: 'mins',
		});
		expect(last()?.status).toBe(200);
	});

	test('are updated with what is given, and fields can be cleared', async () => {
		const [changed] = await ok(
			'calendar.update',
			{
				...CALENDAR,
				slots: { slotDuration: 45 },
				updateFields: {
					name: 'Renamed',
					clearCalendarFields: ['description'],
					availabilities: { day: [{ date: '2026-12-24', id: 'abc', availability: 'removed' }] },
				},
			},
			version,
		);
		expect(last()?.body).toEqual({
			slotDuration: 45,
			name: 'Renamed',
			description: '',
			availabilities: [{ date: '2026-12-24T00:00:00.000Z', id: 'abc', deleted: true, hours: [] }],
		});
		expect(changed).toMatchObject({ id: discovery, name: 'Renamed', slotDuration: 45 });
		await ok('calendar.update', { ...CALENDAR, slots: { slotDuration: 60 } }, version);
		expect(last()?.body).toEqual({ slotDuration: 60 });
	});

	test('are read, listed with filters and a limit, and deleted', async () => {
		const [one] = await ok('calendar.get', CALENDAR, version);
		expect(one).toMatchObject({ id: discovery, name: 'Discovery Call' });
		const ids = async (parameters: INodeParameters) =>
			(await ok('calendar.getAll', { returnAll: true, ...parameters }, version)).map(
				({ id }) => id,
			);
		expect(await ids({})).toContain(draft);
		expect(await ids({ filters: { showDrafted: false } })).not.toContain(draft);
		expect(await ids({ filters: { groupId: byId(SEED.groupId) } })).toEqual([SEED.calendars.team]);
		expect(await ids({ returnAll: false, limit: 2 })).toHaveLength(2);
		expect(await ok('calendar.delete', CALENDAR, version)).toEqual([
			{ deleted: true, id: discovery },
		]);
		expect(await ids({})).not.toContain(discovery);
	});
});

const hours = (from: string, to: string): IDataObject & INodeParameters => ({
	openHours: { entry: [{ daysOfTheWeek: ['1'], from, to }] },
});

const IMPOSSIBLE: Array<[INodeParameters, string, string?]> = [
	[{ calendarType: 'round_robin' }, "'Team Members' is empty"],
	[{ calendarType: 'class_booking' }, "'Team Members' is empty"],
	[{ calendarType: 'service_booking' }, "'Team Members' is empty"],
	[{ calendarType: 'personal' }, 'exactly one user'],
	[{ calendarType: 'personal', ...team(member(ada), member(grace)) }, 'exactly one user'],
	[{ calendarType: 'collective', ...team(member(ada), member(grace)) }, 'must be primary'],
	[
		team(member(ada, { isPrimary: true }), member(grace, { isPrimary: true })),
		'Exactly one of the',
	],
	[hours('17:00', '09:00'), 'has hours that do not close after they open'],
	[hours('09:00', '24:00'), 'is not a time from 00:00 to 23:59'],
	[{ slots: { recurring: { count: 25 } } }, 'must be from 1 to 24'],
	[{ slots: { slotDuration: -1 } }, 'must be at least 0'],
	[{ slots: { allowBookingAfterUnit: 'mins' } }, 'cannot be minutes', '2021'],
	[{ additionalFields: { eventColor: 'blue' } }, 'is not a hex color'],
	[
		{ messages: { notifications: { notification: [{ shouldSendToContact: true }] } } },
		"User Emails' is empty",
	],
	[{ name: '={{ "" }}' }, "'Calendar Name' is empty"],
];

// Jest passes its callback for a missing last argument, so the version is filled in here.
test.each(IMPOSSIBLE.map(([given, message, version = 'v3']) => ({ given, message, version })))(
	'a calendar is refused before any call: $given',
	async ({ given, message, version }) => {
		const all = { name: 'Clinic', ...given };
		expect(await refused('calendar.create', all, version)).toContain(message);
	},
);

test('an empty ID does not become a list, and an update needs a change', async () => {
	for (const operation of ['get', 'update', 'delete']) {
		expect(
			await refused(`calendar.${operation}`, {
				calendarId: EMPTY,
				updateFields: { description: 'A' },
			}),
		).toContain("'Calendar' is empty");
	}
	expect(await refused('calendar.update', CALENDAR)).toContain('nothing to update');
});

describe.each(['v3', '2021'])('block slots, API version %s', (version) => {
	const times = {
		startTime: '2026-10-26T10:00:00',
		endTime: '2026-10-26T11:00:00',
		options: { inputTimeZone: 'Europe/Berlin' },
	};

	test('of a calendar are created, listed, moved and deleted', async () => {
		const [made] = await ok(
			'blockSlot.create',
			{ ...CALENDAR, ...times, additionalFields: { title: 'Closed' } },
			version,
		);
		// Berlin left summer time the day before.
		expect(last()?.body).toEqual({
			locationId: SEED.locationId,
			calendarId: discovery,
			startTime: '2026-10-26T10:00:00+01:00',
			endTime: '2026-10-26T11:00:00+01:00',
			title: 'Closed',
		});
		const range = { rangeStart: '2026-10-26T00:00:00Z', rangeEnd: '2026-10-27T00:00:00Z' };
		const blockSlotId = String(made?.id);
		expect(await ok('blockSlot.getAll', { ...CALENDAR, ...range }, version)).toMatchObject([
			{ id: blockSlotId, title: 'Closed' },
		]);
		await ok(
			'blockSlot.update',
			{ blockSlotId, updateFields: { title: 'Moved', calendarId: byId(SEED.calendars.team) } },
			version,
		);
		expect(last()?.body).toEqual({
			locationId: SEED.locationId,
			title: 'Moved',
			calendarId: SEED.calendars.team,
		});
		expect(await ok('blockSlot.delete', { blockSlotId }, version)).toEqual([
			{ deleted: true, id: blockSlotId },
		]);
		expect(await ok('blockSlot.getAll', { ...CALENDAR, ...range }, version)).toEqual([]);
	});

	test('of a user do not send a calendar that was chosen earlier', async () => {
		await ok(
			'blockSlot.create',
			{ ...CALENDAR, blockFor: 'user', assignedUserId: byId(ada), ...times },
			version,
		);
		expect(last()?.body).not.toHaveProperty('calendarId');
		expect(last()?.body).toMatchObject({ assignedUserId: ada });
	});
});

test('a block slot for both a calendar and a user, for neither, or with its end first is refused before any call', async () => {
	expect(
		await refused('blockSlot.update', {
			blockSlotId: 'x',
			updateFields: { ...CALENDAR, assignedUserId: byId(ada) },
		}),
	).toContain('only one of them');
	const times = { startTime: '2026-10-26T10:00:00', endTime: '2026-10-26T09:00:00' };
	expect(await refused('blockSlot.create', { ...CALENDAR, ...times })).toContain(
		"'End Time' is not after 'Start Time'",
	);
	expect(await refused('blockSlot.create', { calendarId: EMPTY, ...times })).toContain(
		"'Calendar' is empty",
	);
	expect(await refused('blockSlot.update', { blockSlotId: 'x' })).toContain('nothing to update');
});

describe.each(['v3', '2021'])('appointment notes, API version %s', (version) => {
	async function book(): Promise<string> {
		const [made] = await ok(
			'appointment.create',
			{
				...CALENDAR,
				contactId: byId(SEED.contacts.maria),
				startTime: '2026-10-26T10:00:00-04:00',
				additionalFields: { ignoreFreeSlotValidation: true },
			},
			version,
		);
		return String(made?.id);
	}

	test('are created, listed over pages of 20, changed and deleted', async () => {
		const appointmentId = byId(await book());
		for (let index = 0; index < 45; index++) {
			await ok(
				'appointmentNote.create',
				{ appointmentId, noteBody: `Note ${index}`, additionalFields: { userId: byId(ada) } },
				version,
			);
		}
		expect(last()?.body).toEqual({ body: 'Note 44', userId: ada });
		const before = account.standIn.log.length;
		const notes = await ok('appointmentNote.getAll', { appointmentId, returnAll: true }, version);
		expect(new Set(notes.map(({ id }) => id)).size).toBe(45);
		expect(
			account.standIn.log.slice(before).map(({ query }) => [query.limit, query.offset]),
		).toEqual([
			['20', '0'],
			['20', '20'],
			['20', '40'],
		]);
		const few = await ok('appointmentNote.getAll', { appointmentId, limit: 3 }, version);
		expect(few).toHaveLength(3);
		expect(last()?.query).toEqual({ limit: '3', offset: '0' });

		const noteId = String(notes[0]?.id);
		const [changed] = await ok(
			'appointmentNote.update',
			{ appointmentId, noteId, noteBody: 'Changed' },
			version,
		);
		expect(last()?.body).toEqual({ body: 'Changed' });
		expect(changed).toMatchObject({ id: noteId });
		expect(await ok('appointmentNote.delete', { appointmentId, noteId }, version)).toEqual([
			{ deleted: true, id: noteId },
		]);
	});
});

test('that are too long or empty are refused before any call', async () => {
	const appointmentId = byId('0TkCdp9PfvLeWKYRRvIz');
	expect(
		await refused('appointmentNote.create', { appointmentId, noteBody: 'x'.repeat(5001) }),
	).toContain('longer than 5000');
	expect(
		await refused('appointmentNote.create', { appointmentId, noteBody: '={{ "" }}' }),
	).toContain("'Note Text' is empty");
});
