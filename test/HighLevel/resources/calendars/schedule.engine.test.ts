import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';
import { inEditor, NOTHING } from './editor';

const account = TestAccount.forTests();

const run = async (operation: string, parameters: INodeParameters = {}, version = 'v3') =>
	await account.run('calendars', `schedule.${operation}`, parameters, {
		version,
		timezone: 'America/New_York',
	});
const bodies = () => account.standIn.log.map(({ body }) => body);
const versions = () => account.standIn.log.map(({ version }) => version);

const RULES = {
	weekdays: [
		{ days: ['monday', 'tuesday'], from: '9:00', to: '12:00' },
		{ days: ['monday', 'tuesday'], from: '13:00', to: '17:30' },
		{ days: ['tuesday'], from: '18:00', to: '20:00' },
		{ days: ['sunday'], availability: 'closed' },
	],
	dates: [{ date: '2026-12-24T00:00:00', to: '11:00' }],
};
const SENT_RULES = [
	{
		type: 'wday',
		day: 'monday',
		intervals: [
			{ from: '09:00', to: '12:00' },
			{ from: '13:00', to: '17:30' },
		],
	},
	{
		type: 'wday',
		day: 'tuesday',
		intervals: [
			{ from: '09:00', to: '12:00' },
			{ from: '13:00', to: '17:30' },
			{ from: '18:00', to: '20:00' },
		],
	},
	{ type: 'wday', day: 'sunday', intervals: [] },
	{ type: 'date', date: '2026-12-24', intervals: [{ from: '09:00', to: '11:00' }] },
];
const NEW = {
	name: 'Summer',
	userId: byId(SEED.users.grace),
	scheduleTimezone: 'Europe/Berlin',
	rules: RULES,
};

describe.each(['v3', '2021'])('schedules, %s', (version) => {
	test('are created with one rule per day', async () => {
		const calendars = [{ calendar: byId(SEED.calendars.team) }];
		const made = await run(
			'create',
			{ ...NEW, additionalFields: { calendarIds: { calendars } } },
			version,
		);
		expect(made.error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				locationId: SEED.locationId,
				name: 'Summer',
				userId: SEED.users.grace,
				timezone: 'Europe/Berlin',
				rules: SENT_RULES,
				calendarIds: [SEED.calendars.team],
			},
		]);
		expect(made.items[0]?.json).toMatchObject({ name: 'Summer', timezone: 'Europe/Berlin' });
	});

	test('are read, listed, changed, associated and deleted', async () => {
		const scheduleId = byId(String((await run('create', NEW, version)).items[0]?.json.id));
		const calendarId = byId(SEED.calendars.team);

		const linked = await run('addCalendar', { scheduleId, calendarId }, version);
		expect(linked.items[0]?.json).toEqual({
			scheduleId: scheduleId.value,
			calendarId: calendarId.value,
			success: true,
		});
		const of = { userId: NEW.userId, filters: { calendarId } };
		expect((await run('getAll', of, version)).items.map(({ json }) => json.id)).toEqual([
			scheduleId.value,
		]);
		expect(account.standIn.log.at(-1)?.query).toMatchObject({
			userId: SEED.users.grace,
			calendarId: SEED.calendars.team,
		});
		await run('removeCalendar', { scheduleId, calendarId }, version);
		expect((await run('getAll', of, version)).items).toEqual([]);

		await run('update', { scheduleId, updateFields: { name: 'Winter' } }, version);
		expect(bodies().at(-1)).toEqual({ name: 'Winter' });
		const changed = await run(
			'update',
			{
				scheduleId,
				rules: { weekdays: [{ days: ['friday'], from: '08:00', to: '09:00' }] },
			},
			version,
		);
		expect(changed.items[0]?.json).toMatchObject({
			name: 'Winter',
			rules: [{ type: 'wday', day: 'friday', intervals: [{ from: '08:00', to: '09:00' }] }],
		});
		expect((await run('get', { scheduleId }, version)).items[0]?.json).toMatchObject({
			name: 'Winter',
			timezone: 'Europe/Berlin',
		});
		const gone = await run('delete', { scheduleId }, version);
		expect(gone.items[0]?.json).toEqual({ deleted: true, id: scheduleId.value });
	});

	test('of event calendars are always requested with v3', async () => {
		const { id } = account.standIn.state.addCalendar({ name: 'Open day', calendarType: 'event' });
		const calendarId = byId(id);
		const made = await run(
			'createEventCalendarSchedule',
			{ calendarId, scheduleTimezone: 'America/Chicago', rules: RULES },
			version,
		);
		expect(made.error).toBeUndefined();
		expect(bodies()).toEqual([{ timezone: 'America/Chicago', rules: SENT_RULES }]);
		await run(
			'updateEventCalendarSchedule',
			{ calendarId, updateFields: { scheduleTimezone: 'America/Denver' } },
			version,
		);
		const read = await run('getEventCalendarSchedule', { calendarId }, version);
		expect(read.items[0]?.json).toMatchObject({ calendarId: id, timezone: 'America/Denver' });
		expect(versions()).toEqual(['v3', 'v3', 'v3']);
	});
});

const monday = (...entries: INodeParameters[]) => ({
	rules: { weekdays: entries.map((entry) => ({ days: ['monday'], ...entry })) },
});

const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

test('weekdays as they are when added are open from nine to five', async () => {
	await run('create', { ...NEW, rules: { weekdays: [{}] } });
	expect(bodies()[0]).toMatchObject({
		rules: WORKDAYS.map((day) => ({
			type: 'wday',
			day,
			intervals: [{ from: '09:00', to: '17:00' }],
		})),
	});
});

test('in a node of version 1, weekdays as they are when added are closed', async () => {
	const parameters = { ...NEW, rules: { weekdays: [{}] } };
	await account.run('calendars', 'schedule.create', parameters, { typeVersion: 1 });
	expect(bodies()[0]).toMatchObject({
		rules: WORKDAYS.map((day) => ({ type: 'wday', day, intervals: [] })),
	});
});

test.each([
	[
		{ scheduleTimezone: 'UTC' },
		'\'Time Zone Name or ID\' is "UTC", which HighLevel does not accept',
	],
	[
		{ scheduleTimezone: 'America/Argentina/Salta' },
		'which HighLevel does not accept for schedules',
	],
	[{ scheduleTimezone: 'Mars/Olympus' }, 'is not a known time zone'],
	[{ scheduleTimezone: NOTHING }, "'Time Zone Name or ID' is empty"],
	[{ userId: byId(NOTHING) }, "'User' is empty"],
	[monday({ to: '24:00' }), "Weekdays 1 > To' is not a time from 00:00 to 23:59"],
	[monday({ from: '9 am' }), "> From' is not a time"],
	[monday({ from: '17:00', to: '09:00' }), "'Hours' has an entry from 17:00 to 09:00, which does"],
	[monday({ from: '10:00', to: '10:00' }), 'has an entry from 10:00 to 10:00'],
	[monday({ from: NOTHING }), "'Hours' has an open day without 'From' or 'To'"],
	[monday({ availability: 'closed' }, {}), "'Hours' has monday both open and closed"],
	[{ rules: { weekdays: [{ days: NOTHING }] } }, "Weekdays 1 > Days' is empty"],
	[{ rules: { weekdays: [{ days: ['someday'] }] } }, 'is not one of monday'],
	[{ rules: { dates: [{ date: 'soon' }] } }, "Dates 1 > Date' is not a date"],
])('a new schedule with %j is refused before any call', async (wrong, message) => {
	const result = await run('create', { ...NEW, ...wrong } as INodeParameters);
	expect(result.error?.message).toContain(message);
	expect(account.standIn.log).toEqual([]);
});

test('the schedule of an event calendar requires hours, and an update requires a change', async () => {
	const calendarId = byId(SEED.calendars.team);
	const none = await run('createEventCalendarSchedule', {
		calendarId,
		scheduleTimezone: 'America/Chicago',
	});
	expect(none.error?.message).toContain("'Hours' is empty");
	for (const operation of ['update', 'updateEventCalendarSchedule']) {
		const nothing = await run(operation, { calendarId, scheduleId: byId('s1') });
		expect(nothing.error?.message).toContain('There is nothing to update');
	}
	expect(account.standIn.log).toEqual([]);
});

test("the date of a rule is the day in the workflow's zone, whatever the offset", async () => {
	const late = { rules: { dates: [{ date: '2026-11-01T23:30:00', availability: 'closed' }] } };
	await run('create', { ...NEW, ...late });
	expect(bodies()[0]).toMatchObject({
		rules: [{ type: 'date', date: '2026-11-01', intervals: [] }],
	});
});

test('the list of time zones does not offer those that HighLevel refuses for schedules', async () => {
	const zones = await account.engine.loadOptions(inEditor(account), 'getScheduleTimezones');
	const all = await account.engine.loadOptions(inEditor(account), 'getTimezones');
	const values = zones.map(({ value }) => value);
	expect(values).toContain('America/New_York');
	expect(values.filter((zone) => !/^[A-Za-z_]+\/[A-Za-z_]+$/.test(String(zone)))).toEqual([]);
	expect(all.map(({ value }) => value)).toEqual(expect.arrayContaining(values));
});
