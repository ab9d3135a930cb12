/** Meeting types and directories. */
import { SEED } from '..';
import type { JsonObject } from '../../shared/json';

import { useStandIn } from './support';

const CUSTOM = encodeURIComponent(SEED.customType);

describe('CalendarHero stand-in: meeting types', () => {
	const t = useStandIn();
	const types = async () => (await t.send('GET /user/meeting')).body as Record<string, JsonObject>;

	test('they are an object keyed by name, each setting under value', async () => {
		const all = await types();
		expect(Object.keys(all)).toEqual(['meeting', 'call', 'coffee', SEED.customType]);
		expect(all.call).toEqual({
			meetingLength: { value: 30 },
			days: { value: expect.objectContaining({ monday: true, sunday: false }) },
			availabilityWindows: {
				value: expect.objectContaining({
					monday: [{ start: '09:00', end: '17:00' }],
					sunday: [],
				}),
			},
		});
	});

	test('other shapes', async () => {
		const { settings } = t.standIn;
		const only = async () => (await t.send('GET /user/meeting?onlyTypes=true')).json;
		expect(await only()).toEqual(['meeting', 'call', 'coffee', SEED.customType]);
		settings.onlyTypesShape = 'object';
		expect(await only()).toMatchObject({ call: true });
		settings.typeLinkField = 'schedulingLink';
		expect((await types()).call?.schedulingLink).toEqual({
			value: 'https://calendarhero.to/ruth/call',
		});
		settings.meetingTypesShape = 'array';
		expect((await t.send('GET /user/meeting')).list[1]).toEqual({
			name: 'call',
			duration: 30,
			link: 'https://calendarhero.to/ruth/call',
		});
	});

	test('a type is added under the name in the path', async () => {
		const path = `POST /user/meeting/${encodeURIComponent('call/vip')}`;
		const reply = await t.post(path, { meetingLength: { value: 15 } });
		expect(reply.json).toEqual({ id: 'call/vip' });
		expect((await types())['call/vip']).toMatchObject({ meetingLength: { value: 15 } });
		expect((await t.post(path, {})).status).toBe(400);
		expect((await t.send('POST /user/meeting/plain')).status).toBe(200);
		expect((await t.post('POST /user/meeting/flat', { meetingLength: 15 })).status).toBe(400);
	});

	test('an update names its type in the body and keeps what is left out', async () => {
		const change = { [SEED.customType]: { meetingLength: { value: 20 } } };
		const reply = await t.post('PUT /user/meeting', change);
		expect(reply.status).toBe(200);
		expect(reply.body).not.toHaveProperty([SEED.customType]);
		expect((await types())[SEED.customType]).toMatchObject({
			meetingLength: { value: 20 },
			days: expect.anything(),
		});
		expect((await t.post('PUT /user/meeting', {})).status).toBe(400);
		expect((await t.post('PUT /user/meeting', { lunch: {} })).status).toBe(404);
		expect((await t.post('PUT /user/meeting', { call: { meetingLength: 5 } })).status).toBe(400);
	});

	test('a type is deleted, unless it is built in', async () => {
		expect((await t.send(`DELETE /user/meeting/${CUSTOM}`)).status).toBe(200);
		expect((await t.send(`DELETE /user/meeting/${CUSTOM}`)).status).toBe(404);
		for (const name of ['meeting', 'call', 'coffee']) {
			expect((await t.send(`DELETE /user/meeting/${name}`)).status).toBe(400);
		}
		expect(Object.keys(await types())).toEqual(['meeting', 'call', 'coffee']);
	});

	test('the plan decides about custom types and sharing', async () => {
		expect((await t.send('POST /user/meeting/call/share')).status).toBe(403);
		t.standIn.settings.plan = 'team';
		expect((await t.send('POST /user/meeting/call/share')).status).toBe(200);
		expect((await t.send('POST /user/meeting/lunch/share')).status).toBe(404);
		t.standIn.settings.plan = 'basic';
		expect((await t.post('POST /user/meeting/lunch', {})).status).toBe(403);
		expect((await types()).lunch).toBeUndefined();
		await t.invite({ type: 'call' });
		expect(t.standIn.state.requests.size).toBe(1);
	});
});

describe('CalendarHero stand-in: directories', () => {
	const t = useStandIn();
	const meetingTypes = [{ name: 'call', userId: SEED.userId }];
	const body = (values: object = {}) => ({
		directory: { directoryName: 'mill', title: 'The mill', meetingTypes, ...values },
	});
	const path = (id: unknown = SEED.directoryId) => `/user/directories/${String(id)}`;
	const read = async (id?: unknown) => (await t.send(`GET ${path(id)}`)).body;

	test('one is added, read, changed and deleted', async () => {
		const { json, body: answer } = await t.post('POST /user/directories', body());
		expect(json).toEqual({
			id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
		});
		const { id } = answer;
		expect(await read(id)).toEqual({ id, ...body().directory });
		const change = await t.post(`PUT ${path(id)}`, { directory: { title: 'New' } });
		expect(change.body).not.toHaveProperty('title');
		expect(await read(id)).toMatchObject({ directoryName: 'mill', title: 'New', meetingTypes });
		expect((await t.send('GET /user/directories')).list).toHaveLength(2);
		expect((await t.send(`DELETE ${path(id)}`)).status).toBe(200);
		expect((await t.send(`GET ${path(id)}`)).status).toBe(404);
		expect((await t.send(`DELETE ${path(id)}`)).status).toBe(404);
	});

	const REFUSED: Array<[string, object]> = [
		['without directory around it', body().directory],
		['without directoryName', body({ directoryName: undefined })],
		['with a name that is taken', body({ directoryName: 'harbour-desk' })],
		['without meetingTypes', body({ meetingTypes: undefined })],
		['with meetingTypes as texts', body({ meetingTypes: ['call'] })],
		['with an unknown meeting type', body({ meetingTypes: [{ name: 'x', userId: 'y' }] })],
		['with a meeting type of nobody', body({ meetingTypes: [{ name: 'call' }] })],
		['with isDefault as a text', body({ isDefault: 'yes' })],
		['with a title that is no text', body({ title: 1 })],
	];
	test.each(REFUSED)('one %s is refused', async (_, given) => {
		expect((await t.post('POST /user/directories', given)).status).toBe(400);
		expect(t.standIn.state.directories.size).toBe(1);
	});

	test('the default is one, and a locked one stays as it is', async () => {
		await t.post('POST /user/directories', body({ isDefault: true }));
		expect((await read()).isDefault).toBe(false);
		await t.post(`PUT ${path()}`, { directory: { locked: true } });
		expect((await t.post(`PUT ${path()}`, { directory: { title: 'New' } })).status).toBe(400);
		expect((await t.send(`DELETE ${path()}`)).status).toBe(400);
	});

	test('they may be keyed by UUID, and need a plan', async () => {
		t.standIn.settings.directoriesShape = 'object';
		expect((await t.send('GET /user/directories')).body[SEED.directoryId]).toMatchObject({
			directoryName: 'harbour-desk',
		});
		t.standIn.settings.plan = 'basic';
		expect((await t.post('POST /user/directories', body())).status).toBe(403);
		expect((await t.post(`PUT ${path()}`, body())).status).toBe(403);
		expect((await t.send(`DELETE ${path()}`)).status).toBe(403);
	});
});
