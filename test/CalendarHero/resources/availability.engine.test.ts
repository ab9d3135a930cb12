/** The estimate of free times in the node. */
import { byName, inHours, TestAccount } from '../account';

const account = TestAccount.forTests();

const getAll = async (more = {}) =>
	await account.output('availability', 'getAll', {
		type: byName('call'),
		start: inHours(0),
		end: inHours(24 * 14),
		returnAll: true,
		...more,
	});

test('gives times in the zone of the user that a meeting request can take, labelled as an estimate', async () => {
	const [first] = await getAll({ limit: 1, returnAll: false });
	expect(first).toEqual({
		start: expect.any(String),
		end: expect.any(String),
		dateStart: expect.stringMatching(/Z$/),
		dateEnd: expect.stringMatching(/Z$/),
		timezone: 'Europe/London',
		meetingType: 'call',
		meetingLength: 30,
		estimate: true,
	});
	const [made] = await account.output('meetingRequest', 'create', {
		subject: 'Booked',
		contactEmails: 'ada@lovelace.example',
		dateStart: String(first?.dateStart),
		dateEnd: String(first?.dateEnd),
		type: byName('call'),
	});
	expect(made?.id).toEqual(expect.any(String));
});

test('has no time of a meeting, and none in the past', async () => {
	const before = await getAll();
	const busy = before[3];
	account.standIn.state.addMeeting({
		start: Date.parse(String(busy?.start)),
		end: Date.parse(String(busy?.end)),
	});
	const after = await getAll();
	expect(after.map(({ start }) => start)).not.toContain(busy?.start);
	expect(after).toHaveLength(before.length - 1);
	const early = await getAll({ start: inHours(-240), end: inHours(240) });
	expect(Date.parse(String(early[0]?.start))).toBeGreaterThan(Date.now());
});

test('reads another zone of the user if told to, and refuses one that nobody knows', async () => {
	account.standIn.state.user.timezone = 'Mars/Olympus';
	const parameters = { type: byName('call'), start: inHours(0), end: inHours(240) };
	const { message, description } = await account.refusal('availability', 'getAll', parameters);
	expect(message).toMatch(/time zone .*"Mars\/Olympus"/);
	expect(description).toMatch(/User Time Zone/);
	const starts = (await getAll({ options: { userTimeZone: 'Asia/Tokyo' } })).map(({ start }) =>
		String(start),
	);
	// The first day may have begun already.
	const today = starts[0]?.slice(0, 'yyyy-MM-dd'.length) ?? '';
	expect(starts.find((start) => !start.startsWith(today))).toMatch(/T09:00:00\+09:00$/);
});

test('refuses a type without windows or length', async () => {
	const { state } = account.standIn;
	state.addMeetingType('bare', 30, { availabilityWindows: null });
	state.addMeetingType('endless', 30, { meetingLength: null });
	const parameters = { start: inHours(0), end: inHours(240) };
	const bare = await account.refusal('availability', 'getAll', {
		...parameters,
		type: byName('bare'),
	});
	expect(bare.message).toMatch(/no availability windows/);
	const endless = { ...parameters, type: byName('endless') };
	expect((await account.refusal('availability', 'getAll', endless)).message).toMatch(/how long/);
	const output = await account.output('availability', 'getAll', {
		...endless,
		options: { meetingLength: 90, interval: 30 },
	});
	expect(output[0]).toMatchObject({ meetingLength: 90 });
});
