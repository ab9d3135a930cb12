/** What holds for every request: token, routes, refusals, the log, faults, rate limit, controls. */
import { PLANTED, SEED, startCalendarHeroStandIn } from '..';

import { hourFrom, useStandIn } from './support';

const OPERATIONS = `
GET /contact
POST /contact
GET /contact/count
GET /contact/{id}
PUT /contact/{id}
DELETE /contact/{id}
GET /meeting
GET /meeting/categories
GET /meeting/tasks
POST /meeting/tasks
DELETE /meeting/tasks/{id}
PUT /meeting/tasks/{id}/remind
GET /user/meeting
PUT /user/meeting
POST /user/meeting/{type}
DELETE /user/meeting/{type}
POST /user/meeting/{type}/share
GET /user/directories
POST /user/directories
GET /user/directories/{uuid}
PUT /user/directories/{uuid}
DELETE /user/directories/{uuid}
GET /user
PUT /user
PUT /user/settings/info
PUT /user/settings/address
PUT /user/settings/worklocation
PUT /user/settings/restrictedapps
GET /user/org
GET /user/savings
GET /user/calendly
GET /provider
GET /search
GET /search/{id}
POST /msg/web
GET /msg/web
GET /webhook/{event}
POST /webhook/{event}
DELETE /webhook/{event}
GET /webhook/{event}/sample`
	.trim()
	.split('\n');

describe('CalendarHero stand-in: every request', () => {
	const t = useStandIn();

	test('needs the bare token', async () => {
		const { token } = t.standIn;
		expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
		expect((await t.send('GET /user')).status).toBe(200);
		for (const authorization of [
			null,
			'',
			'wrong',
			`Bearer ${token}`,
			`bearer ${token}`,
			`${token}x`,
		]) {
			expect([authorization, (await t.send('GET /user', { authorization })).status]).toEqual([
				authorization,
				401,
			]);
		}
	});

	test('a token of one’s own', async () => {
		const standIn = await startCalendarHeroStandIn({ token: 'my-token' });
		const status = async (token: string) =>
			(await fetch(`${standIn.url}/user`, { headers: { Authorization: token } })).status;
		expect([await status('my-token'), await status(t.standIn.token)]).toEqual([200, 401]);
		await standIn.close();
	});

	test('seeds of one’s own, and a clock that works by itself', async () => {
		const empty = await startCalendarHeroStandIn({ seed: 'empty' });
		expect(empty.state.contacts.size + empty.state.meetings.size).toBe(0);
		expect(empty.state.meetingTypes.size).toBe(3);
		await empty.close();
		const standIn = await startCalendarHeroStandIn({
			seed: (state) => state.addContact({ email: ['own@quay.example'] }),
			tickEveryMs: 1,
		});
		expect(standIn.state.contacts.size).toBe(4);
		const id = standIn.requestAsUser({ subject: 'Sail', emails: ['own@quay.example'] });
		standIn.clock.advance(100 * 3_600_000);
		while (standIn.state.requests.get(id)?.state === 'active') {
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		expect(standIn.state.requests.get(id)?.status).toBe('expired');
		await standIn.close();
	});

	test('the routes are the 40 known ones', () => {
		const served = t.standIn.operations.map(({ method, path }) => `${method} ${path}`);
		expect(served.sort()).toEqual([...OPERATIONS].sort());
		expect(t.standIn.operations.map(({ operationId }) => operationId)).toEqual(
			expect.arrayContaining(['postWebhookEvent', 'getUserMeeting', 'getMeeting']),
		);
	});

	test('nothing else is served', async () => {
		const id = await t.invite();
		for (const request of [
			`PUT /meeting/tasks/${id}`,
			`GET /meeting/tasks/${id}`,
			'POST /meeting',
			`GET /meeting/${SEED.meetingId}`,
			'GET /v2/user',
			'GET /webhook',
			'GET /contact/',
			'DELETE /user',
		]) {
			expect([request, (await t.send(request)).status]).toEqual([request, 404]);
		}
	});

	test('no answer has an envelope', async () => {
		expect((await t.send('GET /contact')).list).toHaveLength(2);
		expect((await t.send('GET /user')).body.id).toBe(SEED.userId);
		expect((await t.send('GET /provider')).list).toHaveLength(1);
	});

	test('a body must be JSON and say so', async () => {
		const text = JSON.stringify({ email: ['new@brightmill.example'] });
		for (const raw of [
			{ type: 'application/json', text: '{' },
			{ type: 'text/plain', text },
			{ type: 'application/x-www-form-urlencoded', text: 'email=new%40brightmill.example' },
		]) {
			expect((await t.send('POST /contact', { raw })).status).toBe(400);
		}
		const type = 'application/json; charset=utf-8';
		expect((await t.send('POST /contact', { raw: { type, text } })).status).toBe(200);
	});

	test('the bodies of refusals', async () => {
		const refusal = () => t.send('GET /user', { authorization: 'wrong' });
		expect((await refusal()).json).toEqual({ message: 'Unauthorized' });
		t.standIn.settings.refusalBody = 'error';
		expect((await refusal()).json).toEqual({ error: 'Unauthorized' });
		t.standIn.settings.refusalBody = 'errors';
		expect((await refusal()).json).toEqual({ errors: [{ message: 'Unauthorized' }] });
		t.standIn.settings.refusalBody = 'text';
		expect((await refusal()).text).toBe('Unauthorized');
		t.standIn.settings.refusalBody = 'empty';
		expect(await refusal()).toMatchObject({ status: 401, text: '' });
		t.standIn.settings.invalidStatus = 422;
		expect((await t.post('POST /contact', {})).status).toBe(422);
	});

	test('the log hides secrets and counts effects', async () => {
		const { token, log } = t.standIn;
		await t.send('GET /user', { authorization: `Bearer ${token}` });
		await t.send('PUT /user', {
			body: { password: PLANTED.password, auth: { key: PLANTED.auth } },
		});
		const { body } = await t.post('POST /contact', { email: ['new@brightmill.example'] });
		await t.post('POST /contact', {});
		expect(JSON.stringify(log)).not.toContain(token);
		expect(JSON.stringify(log)).not.toContain(PLANTED.password);
		expect(JSON.stringify(log)).not.toContain(PLANTED.auth);
		expect(log[0]?.headers.authorization).toBe('Bearer ***');
		expect(log[1]?.headers.authorization).toBe('***');
		expect(log.map(({ effect }) => effect?.kind)).toEqual([
			undefined,
			'user.update',
			'contact.create',
			undefined,
		]);
		expect(log[2]).toMatchObject({
			operationId: 'postContact',
			status: 200,
			effect: { recordIds: [body.id] },
		});
	});

	test('planted faults strike with or without an effect', async () => {
		const { faults, state } = t.standIn;
		const create = () => t.post('POST /meeting/tasks', hourFrom(1));
		faults.add({ action: { kind: 'status', status: 503 }, count: 1 });
		expect((await create()).status).toBe(503);
		expect(state.requests.size).toBe(0);
		faults.add({ action: { kind: 'reset', when: 'after' }, operationId: 'postMeetingTasks' });
		await expect(create()).rejects.toThrow();
		expect(state.requests.size).toBe(1);
		expect(state.mails).toHaveLength(1);
	});

	test('a rate limit, with and without Retry-After', async () => {
		t.standIn.settings.rateLimit = { max: 2, intervalMs: 60_000, retryAfter: true };
		const answers = [];
		for (let at = 0; at < 3; at += 1) answers.push(await t.send('GET /contact/count'));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
		const wait = Number(answers[2]?.headers.get('retry-after'));
		expect(wait).toBeGreaterThan(0);
		expect(wait).toBeLessThanOrEqual(60);
		expect(t.standIn.log.map(({ limited }) => limited)).toEqual([false, false, true]);
		t.standIn.settings.rateLimit.retryAfter = false;
		expect((await t.send('GET /contact/count')).headers.get('retry-after')).toBeNull();
		t.standIn.settings.rateLimit = null;
		expect((await t.send('GET /contact/count')).status).toBe(200);
	});

	test('a reset restores everything', async () => {
		const { standIn } = t;
		await t.invite();
		await t.post('POST /webhook/meeting_started', { hookUrl: 'https://hooks.example.org/a' });
		standIn.settings.plan = 'basic';
		standIn.clock.advance(1000 * 86_400_000);
		standIn.reset();
		expect(standIn.state.requests.size + standIn.state.hooks.size).toBe(0);
		expect([standIn.state.mails, standIn.deliveries, standIn.log]).toEqual([[], [], []]);
		expect(standIn.settings.plan).toBe('professional');
		expect(Math.abs(standIn.clock.now() - Date.now())).toBeLessThan(60_000);
	});

	test('operations whose answers nobody knows answer something plain', async () => {
		const { body } = await t.send('GET /search');
		expect((await t.send(`GET /search/${String(body.id)}`)).body.results).toEqual([]);
		expect((await t.send('GET /search/nothing')).status).toBe(404);
		expect((await t.post('POST /msg/web', { text: 'hello' })).status).toBe(200);
		expect((await t.send('GET /msg/web')).json).toEqual([]);
		expect((await t.send('GET /user/calendly')).json).toEqual([]);
		expect(t.standIn.log.filter(({ effect }) => effect !== undefined)).toEqual([]);
	});

	test('other processes control it over HTTP', async () => {
		const id = await t.invite();
		expect((await t.post('POST /__control/pick', { requestId: id })).body.state).toBe('upcoming');
		expect((await t.post('POST /__control/pick', { requestId: id })).status).toBe(400);
		expect((await t.post('POST /__control/pick', { requestId: 'none' })).status).toBe(400);
		const kinds = async () => (await t.send('GET /__control/mails')).list.map(({ kind }) => kind);
		expect(await kinds()).toEqual(['invitation', 'confirmation']);
		expect((await t.send('GET /__control/deliveries')).list).toHaveLength(2);
		expect((await t.send('GET /__control/state/requests')).list).toMatchObject([{ id }]);
		await t.post('POST /__control/clock', { advanceMs: 2 * 86_400_000 });
		await t.post('POST /__control/tick', {});
		expect(t.standIn.state.requests.get(id)?.status).toBe('completed');
		const made = await t.post('POST /__control/request', {
			subject: 'Sail',
			emails: ['a@b.example'],
		});
		expect(made.body).toMatchObject({ subject: 'Sail', state: 'active' });
		await t.post('POST /__control/settings', { plan: 'basic' });
		expect((await t.send('GET /user')).body.plan).toBe('basic');
	});
});
