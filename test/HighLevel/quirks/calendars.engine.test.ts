/** The quirks of HighLevel's Calendars API; `account.ts` explains the numbers. */
import { SEED } from '../../standins/highlevel';
import { byId } from '../account';
import { accountForQuirks, DISCOVERY, keys, MARIA, TEN } from './account';

const { discovery } = SEED.calendars;
const { ada } = SEED.users;
const { answer, body, log, ok, refused } = accountForQuirks();

describe('quirks of calendars', () => {
	test('14: free slots are requested in milliseconds, at most 31 days at a time, and are returned unchanged and without the trace ID', async () => {
		const slots = await ok('calendars', 'freeSlot.getAll', {
			...DISCOVERY,
			startDate: '2026-10-26T00:00:00-04:00',
			endDate: '2026-12-05T00:00:00-05:00',
			returnAll: true,
		});
		const windows = log().filter(({ path }) => path.endsWith('/free-slots'));
		expect(windows).toHaveLength(2);
		for (const { query } of windows) {
			const [from, to] = [Number(query.startDate), Number(query.endDate)];
			expect(String(from)).toMatch(/^\d{13}$/);
			expect(to - from).toBeLessThanOrEqual(31 * 24 * 3_600_000);
		}
		expect(slots.map(({ date }) => date)).not.toContain('traceId');
		expect(slots.every(({ start }) => typeof start === 'string')).toBe(true);
		const [first] = slots;
		await ok('calendars', 'appointment.create', {
			...DISCOVERY,
			...MARIA,
			startTime: String(first?.start),
		});
		expect(log().at(-1)?.body).toMatchObject({ startTime: first?.start });
	});

	test('15: events are requested in milliseconds as a string and for one owner, or the list would be empty', async () => {
		await ok('calendars', 'appointment.create', { ...DISCOVERY, ...MARIA, startTime: TEN });
		const found = await ok('calendars', 'event.getAll', {
			eventsOf: 'calendar',
			...DISCOVERY,
			rangeStart: '2026-10-26',
			rangeEnd: '2026-10-27',
		});
		expect(found).toHaveLength(1);
		expect(log().at(-1)?.query).toEqual({
			calendarId: discovery,
			locationId: SEED.locationId,
			startTime: String(Date.parse('2026-10-26T00:00:00-04:00')),
			endTime: String(Date.parse('2026-10-27T00:00:00-04:00')),
		});
		const before = log().length;
		const said = await refused('calendars', 'event.getAll', {
			eventsOf: 'user',
			userId: byId('={{ "" }}'),
			...DISCOVERY,
		});
		expect(said).toContain("'User' is empty");
		expect(log()).toHaveLength(before);
	});

	test('17: notifications are sent unless switched off, and a series requires the free slot check to be off', async () => {
		const booking = { ...DISCOVERY, ...MARIA, startTime: TEN };
		await ok('calendars', 'appointment.create', booking);
		expect(keys(body())).not.toHaveProperty('toNotify');
		const rrule = 'FREQ=WEEKLY;COUNT=3';
		const said = await refused('calendars', 'appointment.create', {
			...booking,
			additionalFields: { rrule },
		});
		expect(said).toContain("'Recurrence Rule' needs 'Ignore Free Slot Validation'");
		expect(log()).toHaveLength(1);
		await ok('calendars', 'appointment.create', {
			...booking,
			additionalFields: { rrule, ignoreFreeSlotValidation: true, toNotify: false },
		});
		expect(body(1)).toMatchObject({
			rrule: `RRULE:${rrule}`,
			ignoreFreeSlotValidation: true,
			toNotify: false,
		});
	});

	test.each(['appointment', 'event'])(
		'18: an appointment is read under `%s`, also to get its times after a write, and a deleted one is marked',
		async (wrapper) => {
			answer('get-appointment', {
				[wrapper]: { id: 'a1', startTime: TEN, endTime: TEN, deleted: true },
				traceId: 'x',
			});
			const [read] = await ok('calendars', 'appointment.get', { appointmentId: byId('a1a1') });
			expect(read).toMatchObject({ id: 'a1', startTime: TEN, deleted: true });
			const [written] = await ok('calendars', 'appointment.create', {
				...DISCOVERY,
				...MARIA,
				startTime: TEN,
				options: { readBack: true },
			});
			expect(written).toMatchObject({ startTime: TEN, endTime: TEN });
		},
	);

	test('19: a block slot is for a calendar or a user, never for both', async () => {
		const times = { startTime: TEN, endTime: '2026-10-26T12:00:00-04:00' };
		await ok('calendars', 'blockSlot.create', {
			blockFor: 'user',
			assignedUserId: byId(ada),
			...DISCOVERY,
			...times,
		});
		expect(body()).toMatchObject({ assignedUserId: ada });
		expect(keys(body())).not.toHaveProperty('calendarId');
		const said = await refused('calendars', 'blockSlot.update', {
			blockSlotId: 'block1',
			updateFields: { ...DISCOVERY, assignedUserId: byId(ada) },
		});
		expect(said).toContain('only one of them can be blocked');
		expect(log()).toHaveLength(1);
	});

	test('20: an event is deleted with a body', async () => {
		const [made] = await ok('calendars', 'appointment.create', {
			...DISCOVERY,
			...MARIA,
			startTime: TEN,
		});
		await ok('calendars', 'event.delete', { eventId: String(made?.id) });
		expect(log().at(-1)).toMatchObject({ method: 'DELETE', body: {} });
		expect(log().at(-1)?.headers['content-type']).toContain('application/json');
	});

	test('21: bare arrays become items with an `id`, and a new notification is sent in an array', async () => {
		const [made] = await ok('calendars', 'notification.create', {
			...DISCOVERY,
			notificationType: 'reminder',
			receiverType: 'contact',
			channel: 'email',
		});
		expect(Array.isArray(body())).toBe(true);
		expect(made).toMatchObject({ id: expect.any(String), notificationType: 'reminder' });
		expect(made?.id).toBe(made?._id);
		const listed = await ok('calendars', 'notification.getAll', DISCOVERY);
		expect(listed.map(({ id }) => id)).toContain(made?.id);
		await ok('calendars', 'resource.create', {
			resourceType: 'rooms',
			name: 'Studio',
			description: 'Ground floor',
		});
		const rooms = await ok('calendars', 'resource.getAll', { resourceType: 'rooms' });
		expect(rooms).toEqual([expect.objectContaining({ id: expect.any(String), name: 'Studio' })]);
	});

	test('22: every page of appointment notes is requested with limit and offset', async () => {
		const [made] = await ok('calendars', 'appointment.create', {
			...DISCOVERY,
			...MARIA,
			startTime: TEN,
		});
		const of = { appointmentId: byId(String(made?.id)) };
		for (let note = 0; note < 23; note++) {
			await ok('calendars', 'appointmentNote.create', { ...of, noteBody: `Note ${note}` });
		}
		const notes = await ok('calendars', 'appointmentNote.getAll', { ...of, returnAll: true });
		expect(notes).toHaveLength(23);
		const pages = log().filter(({ method }) => method === 'GET');
		expect(pages.map(({ query }) => [query.limit, query.offset])).toEqual([
			['20', '0'],
			['20', '20'],
		]);
	});

	test.each([
		['calendars', 'calendar.get', 'calendarId', 'Calendar', 'groups'],
		['calendars', 'calendar.delete', 'calendarId', 'Calendar', 'events'],
		['contacts', 'contact.get', 'contactId', 'Contact', 'lookup'],
		['contacts', 'contact.delete', 'contactId', 'Contact', 'bulk'],
	] as const)(
		'23: %s %s is refused without an ID and with the name of another endpoint',
		async (node, operation, name, title, word) => {
			for (const id of ['', '  ', '..', word, word.toUpperCase()]) {
				const said = await refused(node, operation, {
					[name]: byId(`={{ ${JSON.stringify(id)} }}`),
				});
				expect(said).toContain(`'${title}' is`);
			}
			expect(log()).toHaveLength(0);
		},
	);

	test('23: a campaign ID that means all campaigns is refused in either spelling', async () => {
		for (const campaignId of ['remove-all', 'removeAll']) {
			const said = await refused('contacts', 'campaign.remove', {
				...MARIA,
				campaignId,
			});
			expect(said).toContain(`is "${campaignId}", which is not an ID`);
		}
		expect(log()).toHaveLength(0);
	});

	test('23: paths have a trailing slash only where HighLevel has one', async () => {
		await ok('calendars', 'calendar.getAll', {});
		await ok('calendars', 'calendarGroup.getAll', {});
		await ok('contacts', 'contact.create', { firstName: 'Nora' });
		expect(log().map(({ path, status }) => [path, Math.floor((status ?? 0) / 100)])).toEqual([
			['/calendars/', 2],
			['/calendars/groups', 2],
			['/contacts/', 2],
		]);
	});

	test.each(['UTC', 'America/Argentina/Salta'])(
		'24: a schedule in %s, which HighLevel refuses, is refused before any call',
		async (scheduleTimezone) => {
			const said = await refused('calendars', 'schedule.create', {
				name: 'Hours',
				userId: byId(ada),
				scheduleTimezone,
				rules: {
					weekdays: [
						{ days: ['monday'], intervals: { interval: [{ from: '09:00', to: '17:00' }] } },
					],
				},
			});
			expect(said).toContain('Time Zone');
			expect(log()).toHaveLength(0);
		},
	);

	test('25: a no-show is `noshow` for appointments and `no_show` for service bookings', async () => {
		const [made] = await ok('calendars', 'appointment.create', {
			...DISCOVERY,
			...MARIA,
			startTime: TEN,
		});
		await ok('calendars', 'appointment.update', {
			appointmentId: byId(String(made?.id)),
			updateFields: { appointmentStatus: 'noshow' },
		});
		expect(log().at(-1)).toMatchObject({ status: 200, body: { appointmentStatus: 'noshow' } });
		const other = await refused('calendars', 'appointment.update', {
			appointmentId: byId(String(made?.id)),
			updateFields: { appointmentStatus: 'no_show' },
		});
		expect(other).toContain("'Appointment Status' is not one of");
		const wrong = await refused('calendars', 'serviceBooking.update', {
			bookingId: byId('booking1'),
			updateFields: { status: 'noshow', bookingStatus: 'noshow' },
		});
		expect(wrong).toMatch(/Status' is not one of .*no_show/);
	});
});
