/** Webhooks: registration, the delivery of each event, and what people and the clock bring about. */
import { EVENTS, SEED, sampleOf } from '..';
import type { Delivery, EventName } from '..';

import type { Receiver } from './support';
import { inDays, startReceiver, useStandIn } from './support';

const HOUR = 3_600_000;

describe('CalendarHero stand-in: webhooks', () => {
	const t = useStandIn();
	let receiver: Receiver;
	beforeAll(async () => {
		receiver = await startReceiver();
	});
	afterAll(() => receiver.close());
	beforeEach(() => {
		receiver.arrivals.length = 0;
		receiver.status = 200;
	});
	const register = (event: string, hookUrl = `${receiver.url}/${event}`) =>
		t.post(`POST /webhook/${event}`, { hookUrl });
	const registerAll = () => Promise.all(EVENTS.map((event) => register(event)));
	const arrived = async () => {
		await t.standIn.settled();
		return receiver.arrivals.map(({ path }) => path.slice(1));
	};
	const bodyOf = async (event: EventName) => {
		await t.standIn.settled();
		return receiver.arrivals.find(({ path }) => path === `/${event}`)?.body;
	};

	test('there are eight events', async () => {
		expect(EVENTS).toHaveLength(8);
		for (const event of EVENTS) expect((await register(event)).status).toBe(200);
		const hookUrl = 'https://hooks.example.org/a';
		expect((await t.post('POST /webhook/contact_changed', { hookUrl })).status).toBe(404);
		expect((await t.send('GET /webhook/contact_changed')).status).toBe(404);
		expect((await t.send('DELETE /webhook/contact_changed')).status).toBe(404);
		expect((await t.send('GET /webhook/contact_changed/sample')).status).toBe(404);
	});

	test('an event has one hook: a second one replaces it', async () => {
		const first = await register('meeting_started', 'https://hooks.example.org/a?key=1');
		expect(Object.keys(first.body)).toEqual(['id']);
		const read = async () => (await t.send('GET /webhook/meeting_started')).body;
		expect(await read()).toEqual({
			id: first.body.id,
			hookUrl: 'https://hooks.example.org/a?key=1',
		});
		const second = await register('meeting_started', 'https://hooks.example.org/b');
		expect(await read()).toEqual({ id: second.body.id, hookUrl: 'https://hooks.example.org/b' });
		expect(t.standIn.state.hooks.size).toBe(1);
		expect((await t.send('DELETE /webhook/meeting_started')).status).toBe(200);
		expect((await t.send('DELETE /webhook/meeting_started')).status).toBe(404);
		expect((await t.send('GET /webhook/meeting_started')).status).toBe(404);
	});

	test.each([
		{},
		{ hookUrl: '' },
		{ hookUrl: 7 },
		{ hookUrl: 'hooks' },
		{ hookUrl: 'ftp://a.example' },
	])('a hook with %j is refused', async (body) => {
		expect((await t.post('POST /webhook/meeting_started', body)).status).toBe(400);
		expect(t.standIn.state.hooks.size).toBe(0);
	});

	test('other readings of a hook', async () => {
		const { settings } = t.standIn;
		const read = async () => {
			const { status, text } = await t.send('GET /webhook/meeting_started');
			return [status, text];
		};
		settings.noHookAnswer = 204;
		expect(await read()).toEqual([204, '']);
		settings.noHookAnswer = 'emptyObject';
		expect(await read()).toEqual([200, '{}']);
		settings.noHookAnswer = 'emptyText';
		expect(await read()).toEqual([200, '']);
		settings.deleteMissingHookStatus = 200;
		expect((await t.send('DELETE /webhook/meeting_started')).status).toBe(200);
		settings.hookUrlQuery = 'dropped';
		const { body } = await register('meeting_started', 'https://hooks.example.org/a?key=1');
		expect(t.standIn.state.hooks.all()[0]?.hookUrl).toBe('https://hooks.example.org/a');
		settings.hookAnswer = 'withoutUrl';
		expect(await read()).toEqual([200, JSON.stringify({ id: body.id })]);
	});

	test('a sample looks like a delivery', async () => {
		for (const event of EVENTS) {
			expect((await t.send(`GET /webhook/${event}/sample`)).json).toEqual(sampleOf(event));
		}
		t.standIn.settings.sampleShape = 'array';
		expect((await t.send('GET /webhook/new_contact_added/sample')).json).toEqual([
			sampleOf('new_contact_added'),
		]);
	});

	test('a delivery is JSON without the event’s name, a signature or a token', async () => {
		await register('new_meeting_request');
		const id = await t.invite();
		await t.standIn.settled();
		const [arrival] = receiver.arrivals;
		expect(arrival?.body).toEqual({ id, status: 'pending' });
		expect(Object.keys(arrival?.headers ?? {}).sort()).toEqual([
			'connection',
			'content-length',
			'content-type',
			'host',
		]);
		expect(arrival?.headers['content-type']).toBe('application/json');
	});

	test('the whole life of a request', async () => {
		await registerAll();
		const id = await t.invite();
		const { windowStart } = t.standIn.state.requests.get(id) ?? { windowStart: 0 };
		const dates = (start: number) => ({
			dateScheduledStart: new Date(start).toISOString(),
			dateScheduledEnd: new Date(start + HOUR / 2).toISOString(),
		});
		await t.standIn.invitee.pick(id, new Date(windowStart));
		expect(await bodyOf('meeting_request_success')).toEqual({
			id,
			status: 'scheduled',
			...dates(windowStart),
		});
		const moved = windowStart + 24 * HOUR;
		await t.standIn.reschedule(id, new Date(moved).toISOString());
		const expected = { id, status: 'rescheduled', ...dates(moved) };
		expect(await bodyOf('meeting_rescheduled')).toEqual(expected);
		await t.standIn.start(id);
		expect(await bodyOf('meeting_started')).toEqual(expected);
		const state = () => t.standIn.state.requests.get(id)?.state;
		expect(state()).toBe('upcoming');
		await t.standIn.complete(id);
		expect(await bodyOf('meeting_completed')).toEqual({ ...expected, status: 'completed' });
		expect(state()).toBe('closed');
		expect(await arrived()).toEqual([
			'new_meeting_request',
			'meeting_request_success',
			'meeting_rescheduled',
			'meeting_started',
			'meeting_completed',
		]);
		expect(t.standIn.deliveries.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
		expect(t.standIn.state.mails.map(({ kind }) => kind)).toEqual([
			'invitation',
			'confirmation',
			'update',
		]);
	});

	test('a request expires, or is cancelled by the user or through the API', async () => {
		await registerAll();
		const [one, two, three] = [await t.invite(), await t.invite(), await t.invite()];
		expect((await t.standIn.expire(one)).body).toEqual({ id: one, status: 'expired' });
		expect((await t.standIn.cancelAsUser(two)).body).toEqual({ id: two, status: 'cancelled' });
		await t.standIn.invitee.pick(three);
		await t.send(`DELETE /meeting/tasks/${three}`);
		expect((await arrived()).slice(3)).toEqual([
			'meeting_request_expired',
			'meeting_request_cancelled',
			'meeting_request_success',
			'meeting_request_cancelled',
		]);
		expect(receiver.arrivals.at(-1)?.body).toMatchObject({
			id: three,
			status: 'cancelled',
			dateScheduledStart: expect.any(String),
		});
		expect(t.standIn.state.mails.filter(({ kind }) => kind === 'cancellation')).toHaveLength(2);
	});

	test('the user invites in the app', async () => {
		await registerAll();
		const id = t.standIn.requestAsUser({ subject: 'Sail', emails: ['a@quay.example'] });
		expect(await bodyOf('new_meeting_request')).toEqual({ id, status: 'pending' });
		expect((await t.send('GET /meeting/tasks?state=active')).list).toMatchObject([
			{ id, info: 'Sail', meetingType: 'call', meetingLength: 30 },
		]);
		expect(t.standIn.state.mails).toMatchObject([{ kind: 'invitation', to: 'a@quay.example' }]);
		const { dateStart, dateEnd } = { dateStart: inDays(1), dateEnd: inDays(2) };
		const other = t.standIn.requestAsUser({ subject: 'Row', emails: [], dateStart, dateEnd });
		expect(t.standIn.state.requests.get(other)).toMatchObject({
			windowStart: Date.parse(dateStart),
			windowEnd: Date.parse(dateEnd),
		});
	});

	test('people cannot do what does not fit the state', async () => {
		const { standIn } = t;
		const id = await t.invite();
		await expect(standIn.invitee.pick(id, inDays(9))).rejects.toThrow('not in the window');
		await expect(standIn.invitee.pick(id, undefined, 'x@y.example')).rejects.toThrow('not invited');
		await expect(standIn.start(id)).rejects.toThrow('is active, not upcoming');
		await standIn.invitee.pick(id);
		await expect(standIn.invitee.pick(id)).rejects.toThrow('is upcoming, not active');
		await expect(standIn.expire(id)).rejects.toThrow('is upcoming, not active');
		await standIn.complete(id);
		await expect(standIn.cancelAsUser(id)).rejects.toThrow('is closed');
		await expect(standIn.expire('none')).rejects.toThrow('There is no meeting request none');
	});

	test('the clock expires, starts and completes', async () => {
		await registerAll();
		const waiting = await t.invite();
		const booked = await t.invite({ meetingLength: 60 });
		const events = (deliveries: Delivery[]) =>
			deliveries.map(({ event, recordId }) => [event, recordId]);
		expect(await t.standIn.tick()).toEqual([]);
		t.standIn.clock.advance(24.5 * HOUR);
		expect(events(await t.standIn.tick())).toEqual([['meeting_started', booked]]);
		expect(await t.standIn.tick()).toEqual([]);
		t.standIn.clock.advance(HOUR);
		expect(events(await t.standIn.tick()).sort()).toEqual([
			['meeting_completed', booked],
			['meeting_request_expired', waiting],
		]);
		const { list } = await t.send('GET /meeting/tasks?state=closed');
		expect(list.map(({ taskStatus }) => taskStatus)).toEqual(['completed', 'expired']);
	});

	test('a meeting that the clock jumps over starts before it is completed', async () => {
		await registerAll();
		await t.invite({ meetingLength: 60 });
		t.standIn.clock.advance(100 * HOUR);
		await t.standIn.tick();
		expect((await arrived()).slice(2)).toEqual(['meeting_started', 'meeting_completed']);
	});

	test('a newcomer through the scheduling link is announced, a contact through the API is not', async () => {
		await registerAll();
		await t.post('POST /contact', { email: ['api@quay.example'] });
		await t.invite({ contactEmails: ['invited@quay.example'] });
		const email = ['link@quay.example'];
		const delivery = await t.standIn.addContactByLink({ name: 'Li Link', email });
		expect(await bodyOf('new_contact_added')).toEqual({
			id: delivery?.recordId,
			name: 'Li Link',
			email,
		});
		expect(await t.standIn.addContactByLink({ email: ['LINK@quay.example'] })).toBeUndefined();
		expect((await arrived()).filter((event) => event === 'new_contact_added')).toHaveLength(1);
		t.standIn.settings.contactDelivery = 'data';
		const other = await t.standIn.addContactByLink({ email: ['two@quay.example'] });
		expect(other?.body).toMatchObject({ data: { email: ['two@quay.example'] } });
	});

	test('what nobody listens to is recorded and not sent', async () => {
		await register('meeting_request_success');
		await register('meeting_request_success', `${receiver.url}/second`);
		const id = await t.invite();
		await t.standIn.invitee.pick(id);
		expect(await arrived()).toEqual(['second']);
		expect(t.standIn.deliveries).toMatchObject([
			{ event: 'new_meeting_request', url: undefined, status: undefined, recordId: id },
			{ event: 'meeting_request_success', url: `${receiver.url}/second`, status: 200 },
		]);
	});

	test('a delivery is tried once, and again on demand', async () => {
		await register('new_meeting_request');
		receiver.status = 500;
		await t.invite();
		await t.standIn.settled();
		const [delivery] = t.standIn.deliveries;
		expect([delivery?.status, receiver.arrivals.length]).toEqual([500, 1]);
		receiver.status = 200;
		if (delivery !== undefined) await t.standIn.deliverAgain(delivery);
		expect([delivery?.status, receiver.arrivals.length]).toEqual([200, 2]);
		expect(receiver.arrivals[1]?.body).toEqual(receiver.arrivals[0]?.body);
	});

	test('nothing is sent beyond the loopback interface, and nobody answering is status 0', async () => {
		await register('new_meeting_request', 'https://hooks.example.org/a');
		await t.invite();
		await register('new_meeting_request', 'http://127.0.0.1:1/a');
		await t.invite();
		await t.standIn.settled();
		expect(t.standIn.deliveries.map(({ status }) => status)).toEqual([0, 0]);
	});

	test('started and completed may hold the ID of the meeting', async () => {
		t.standIn.settings.startedCarries = 'meetingId';
		const id = await t.invite({ meetingLength: 60 });
		const { meetingId } = t.standIn.state.requests.get(id) ?? {};
		expect((await t.standIn.start(id)).body.id).toBe(meetingId);
		expect((await t.standIn.complete(id)).body.id).toBe(meetingId);
		expect(meetingId).not.toBe(SEED.meetingId);
	});
});
