/** Meeting requests, their mails, and the events in the calendar. */
import { SEED } from '..';

import { hourFrom, inDays, useStandIn } from './support';

const MINUTE = 60_000;

describe('CalendarHero stand-in: meeting requests', () => {
	const t = useStandIn();
	const list = async (query: string) => (await t.send(`GET /meeting/tasks?${query}`)).list;
	const ids = async (query: string) => (await list(query)).map(({ id }) => id);
	const mails = () => t.standIn.state.mails.map(({ kind, to }) => `${kind} ${to}`);

	test('a request answers its ID alone and waits in its window', async () => {
		const body = hourFrom(1);
		const reply = await t.post('POST /meeting/tasks', body);
		expect(reply).toMatchObject({ status: 200, json: { id: expect.any(String) } });
		expect(Object.keys(reply.body)).toEqual(['id']);
		expect(await list('state=active')).toEqual([
			{
				id: reply.body.id,
				taskStatus: 'pending',
				dates: [body.dateStart, body.dateEnd].map((at) => new Date(String(at)).toISOString()),
				meetingType: 'call',
				meetingLength: 30,
				info: 'Tour of the mill',
				contacts: [{ contactName: 'Jonas Weber', contactEmails: ['jonas@brightmill.example'] }],
				dateAdded: expect.any(String),
				dateUpdated: expect.any(String),
			},
		]);
		expect(await ids('state=upcoming')).toEqual([]);
	});

	test('each invitee gets one invitation', async () => {
		const id = await t.invite({
			contactEmails: ['JONAS@brightmill.example', 'new@quay.example', 'New@quay.example'],
			contacts: [{ id: SEED.contactId }, { id: SEED.otherContactId }],
		});
		expect(t.standIn.state.mails).toHaveLength(3);
		expect(t.standIn.state.mails[1]).toMatchObject({
			kind: 'invitation',
			to: 'New@quay.example',
			subject: 'Invitation: Tour of the mill',
			text: 'Agenda: looms, invoices.',
			requestId: id,
		});
		const found = await t.send('GET /contact?search=new%40quay.example');
		expect(found.list).toHaveLength(1);
		expect(t.standIn.state.contacts.size).toBe(4);
	});

	test('type and meetingLength have defaults', async () => {
		const dateEnd = inDays(2);
		await t.invite({ type: undefined, meetingLength: undefined, dateEnd });
		await t.invite({ type: 'coffee', meetingLength: undefined });
		expect(await list('state=active')).toMatchObject([
			{ meetingType: 'coffee', meetingLength: 45 },
			{ meetingType: 'meeting', meetingLength: 60 },
		]);
	});

	test('times without an offset are in UTC', async () => {
		const bare = (days: number, hours: number) => inDays(days, hours).replace('Z', '');
		await t.invite({ dateStart: bare(2, 0), dateEnd: bare(2, 2) });
		const [request] = await list('state=active');
		expect(Date.parse((request?.dates as string[])[0] ?? '') - Date.now()).toBeGreaterThan(
			2 * 86_400_000 - MINUTE,
		);
	});

	const REFUSED: Array<[string, object]> = [
		['without subject', { subject: undefined }],
		['with a blank subject', { subject: ' ' }],
		['without dateStart', { dateStart: undefined }],
		['without dateEnd', { dateEnd: undefined }],
		['with a time that is none', { dateStart: 'tomorrow' }],
		['with milliseconds for a time', { dateStart: Date.now() }],
		['that ends before it starts', { dateEnd: inDays(0, 1) }],
		['with a window shorter than the meeting', { meetingLength: 61 }],
		['whose window has passed', { dateStart: inDays(-2), dateEnd: inDays(-1) }],
		['without invitees', { contactEmails: undefined }],
		['with an empty list of invitees', { contactEmails: [], contacts: [] }],
		['with contactEmails as a text', { contactEmails: 'jonas@brightmill.example' }],
		['with an address that is none', { contactEmails: ['jonas'] }],
		['with an unknown contact', { contacts: [{ id: SEED.userId }] }],
		['with contacts by address', { contacts: [{ email: 'jonas@brightmill.example' }] }],
		['of an unknown type', { type: 'lunch' }],
		['with half a minute', { meetingLength: 0.5 }],
		['with locations as texts', { locations: ['Quay'] }],
		['with a location that is no text', { location: { name: 'Quay' } }],
		['with a negative capacity', { capacity: -1 }],
		['with a room that is no object', { room: 'big' }],
	];
	test.each(REFUSED)('a request %s is refused', async (_, values) => {
		const body = { ...hourFrom(1), ...values };
		expect((await t.post('POST /meeting/tasks', body)).status).toBe(400);
		expect(t.standIn.state.requests.size + t.standIn.state.mails.length).toBe(0);
		expect(t.standIn.state.contacts.size).toBe(3);
	});

	test('locations, rooms and other readings', async () => {
		const { settings, state } = t.standIn;
		await t.invite({ location: 'Quay', locations: [{ name: 'Mill' }], room: { capacity: 4 } });
		expect(state.requests.all()[0]?.details).toMatchObject({ location: 'Quay' });
		settings.locationsAs = 'texts';
		settings.inviteesAs = 'addresses';
		settings.pastWindow = 'accepted';
		await t.invite({ locations: ['Mill'], contacts: [{ email: 'x@quay.example', name: 'X' }] });
		await t.invite({ dateStart: inDays(-2), dateEnd: inDays(-1) });
		expect(state.requests.size).toBe(3);
	});

	test('a window as long as the meeting is booked at once, or waits', async () => {
		const booked = await t.invite({ meetingLength: 60 });
		expect(await list('state=upcoming')).toMatchObject([{ id: booked, taskStatus: 'scheduled' }]);
		expect(mails()).toEqual(['invitation jonas@brightmill.example']);
		expect(t.standIn.deliveries.map(({ event }) => event)).toEqual([
			'new_meeting_request',
			'meeting_request_success',
		]);
		t.standIn.settings.exactWindow = 'waits';
		const waiting = await t.invite({ meetingLength: 60 });
		expect(await ids('state=active')).toEqual([waiting]);
	});

	test('the list is paged, five at a time, newest first', async () => {
		const made: string[] = [];
		for (let at = 0; at < 7; at += 1) made.unshift(await t.invite());
		expect(await ids('state=active')).toEqual(made.slice(0, 5));
		expect(await ids('')).toEqual(made.slice(0, 5));
		expect(await ids('state=active&skip=5')).toEqual(made.slice(5));
		expect(await ids('state=active&skip=2&take=2')).toEqual(made.slice(2, 4));
		expect(await ids('state=active&skip=7')).toEqual([]);
		t.standIn.settings.taskPageMax = 3;
		expect(await ids('state=active&take=100')).toEqual(made.slice(0, 3));
	});

	test('the list is of one type, and has other shapes', async () => {
		await t.invite();
		const coffee = await t.invite({ type: 'coffee' });
		expect(await ids('state=active&type=coffee')).toEqual([coffee]);
		expect((await t.send('GET /meeting/tasks?tally=true')).body.tally).toEqual({
			call: 1,
			coffee: 1,
		});
		t.standIn.settings.taskListShape = 'requests';
		expect((await t.send('GET /meeting/tasks')).body.requests).toHaveLength(2);
	});

	test.each(['state=pending', 'skip=-1', 'take=0', 'take=ten', 'tally=1'])(
		'a list with %s is refused',
		async (query) => {
			expect((await t.send(`GET /meeting/tasks?${query}`)).status).toBe(400);
		},
	);

	test('cancelling answers 204 without a body and tells everybody', async () => {
		const id = await t.invite({ contactEmails: ['a@quay.example', 'b@quay.example'] });
		expect(await t.send(`DELETE /meeting/tasks/${id}`)).toMatchObject({ status: 204, text: '' });
		expect(mails().slice(2)).toEqual([
			'cancellation a@quay.example',
			'cancellation b@quay.example',
		]);
		expect(await list('state=closed')).toMatchObject([{ id, taskStatus: 'cancelled' }]);
		expect((await t.send(`DELETE /meeting/tasks/${id}`)).status).toBe(404);
		expect((await t.send('DELETE /meeting/tasks/none')).status).toBe(404);
		t.standIn.settings.cancelClosedStatus = 204;
		expect((await t.send(`DELETE /meeting/tasks/${id}`)).status).toBe(204);
		t.standIn.settings.cancelClosedStatus = 400;
		expect((await t.send(`DELETE /meeting/tasks/${id}`)).status).toBe(400);
		expect(t.standIn.state.mails).toHaveLength(4);
	});

	test('a booked meeting is in the calendar until it is cancelled', async () => {
		const id = await t.invite();
		const range = `start=${inDays(0)}&end=${inDays(3)}`;
		const events = async () => (await t.send(`GET /meeting?${range}`)).list;
		const before = (await events()).length;
		const start = Number(t.standIn.state.requests.get(id)?.windowStart) + 15 * MINUTE;
		await t.standIn.invitee.pick(id, start);
		const event = (await events()).find(({ description }) => description === 'Tour of the mill');
		expect(event).toMatchObject({
			dateStart: new Date(start).toISOString(),
			dateEnd: new Date(start + 30 * MINUTE).toISOString(),
			contacts: [{ name: 'Jonas Weber', email: ['jonas@brightmill.example'] }],
		});
		expect(event?.id).not.toBe(id);
		await t.send(`DELETE /meeting/tasks/${id}`);
		expect(await events()).toHaveLength(before);
	});

	test('the calendar shows what CalendarHero did not book, if it overlaps the range', async () => {
		const { start, end } = t.standIn.state.meetings.get(SEED.meetingId) ?? { start: 0, end: 0 };
		const at = async (from: number, to: number) => {
			const range = [from, to].map((ms) => new Date(ms).toISOString());
			const reply = await t.send(`GET /meeting?start=${range[0]}&end=${range[1]}`);
			return reply.list.map(({ description }) => description);
		};
		expect(await at(start + MINUTE, start + 2 * MINUTE)).toEqual(['Dentist']);
		expect(await at(end, end + MINUTE)).toEqual([]);
		expect(await at(start - MINUTE, start)).toEqual([]);
	});

	test.each([
		'',
		`start=${inDays(0)}`,
		`end=${inDays(0)}`,
		'start=x&end=y',
		`start=${inDays(1)}&end=${inDays(0)}`,
	])('the range "%s" is refused', async (query) => {
		expect((await t.send(`GET /meeting?${query}`)).status).toBe(400);
	});

	test('a reminder goes to those who have not answered', async () => {
		const id = await t.invite({ contactEmails: ['a@quay.example', 'b@quay.example'] });
		t.standIn.invitee.decline(id, 'A@quay.example');
		expect((await t.send(`PUT /meeting/tasks/${id}/remind`)).status).toBe(200);
		expect(mails().slice(2)).toEqual(['reminder b@quay.example']);
		await t.standIn.invitee.pick(id, undefined, 'b@quay.example');
		expect((await t.send(`PUT /meeting/tasks/${id}/remind`)).status).toBe(400);
		t.standIn.settings.remindNotActive = 'ignored';
		expect((await t.send(`PUT /meeting/tasks/${id}/remind`)).status).toBe(200);
		expect(mails().filter((mail) => mail.startsWith('reminder'))).toHaveLength(1);
		expect((await t.send('PUT /meeting/tasks/none/remind')).status).toBe(404);
	});

	test('the categories count the meetings of each type', async () => {
		await t.invite({ meetingLength: 60 });
		const { list: all } = await t.send('GET /meeting/categories');
		expect(all).toContainEqual({ category: 'call', count: 1, minutes: 60 });
		expect((await t.send('GET /meeting/categories?month=1999-01')).list).toEqual([]);
	});
});
