/** The user, the organisation and the connected integrations. */
import { PLANTED, SEED } from '..';

import { useStandIn } from './support';

describe('CalendarHero stand-in: user', () => {
	const t = useStandIn();

	test('the user holds a password and its directories', async () => {
		const { body } = await t.send('GET /user');
		expect(body).toMatchObject({
			id: SEED.userId,
			plan: 'professional',
			timezone: 'Europe/London',
			password: PLANTED.password,
			directories: { [SEED.directoryId]: { directoryName: 'harbour-desk' } },
		});
		expect(t.standIn.user.id).toBe(body.id);
	});

	test('every change answers with the whole user', async () => {
		t.standIn.clock.advance(1000);
		const before = (await t.send('GET /user')).body;
		const changes: Array<[string, unknown, object]> = [
			['PUT /user', { language: 'fr', id: 'x', password: 'x' }, { language: 'fr' }],
			['PUT /user/settings/info', { name: 'R. Adeyemi' }, { name: 'R. Adeyemi' }],
			['PUT /user/settings/address', { address: '5 Quay' }, { address: '5 Quay' }],
			[
				'PUT /user/settings/worklocation',
				{ city: 'Bath' },
				{ location: { work: { city: 'Bath' } } },
			],
			['PUT /user/settings/restrictedapps', ['slack'], { restrictedApps: ['slack'] }],
		];
		let after = before;
		for (const [request, body, changed] of changes) {
			after = (await t.post(request, body)).body;
			expect(after).toMatchObject({ id: SEED.userId, password: PLANTED.password, ...changed });
		}
		expect((await t.send('GET /user')).body).toEqual(after);
		expect(after.dateUpdated).not.toBe(before.dateUpdated);
	});

	test('the providers hold planted secrets', async () => {
		const { list } = await t.send('GET /provider');
		expect(list).toMatchObject([{ providerType: 'google', orgId: null }]);
		expect(JSON.stringify(list[0]?.auth)).toContain(PLANTED.auth);
		expect(list[0]?.eAuth).toContain(PLANTED.eAuth);
		const all = await t.send('GET /provider?org=true');
		expect(all.list.map(({ providerType }) => providerType)).toEqual(['google', 'office365']);
	});

	test('organisation and savings', async () => {
		expect((await t.send('GET /user/org')).body).toMatchObject({ id: SEED.orgId });
		await t.invite({ meetingLength: 60 });
		expect((await t.send('GET /user/savings')).body).toMatchObject({ meetings: 1 });
	});
});
