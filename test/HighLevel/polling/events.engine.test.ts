/** Every polling event in n8n-core, against the stand-in. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelCalendarsTrigger } from '../../../nodes/HighLevel/HighLevelCalendarsTrigger.node';
import { HighLevelContactsTrigger } from '../../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { SEED, seedLocations } from '../../standins/highlevel';
import type { FaultAction } from '../../standins/shared/faults';
import { byId, TestAccount } from '../account';
import { EVENT_FIXTURES, EVENT_PARAMETERS } from './eventFixtures';
import { EVENTS } from './events';
import { RunningTrigger } from './runningTrigger';

const contacts = new HighLevelContactsTrigger();
const calendars = new HighLevelCalendarsTrigger();
const NEVER_OPEN = { id: SEED.calendars.discovery, name: 'Closed', calendarType: 'event' };

const account = TestAccount.forTests({ limiter: { max: 100_000, intervalMs: 1000 } });
afterEach(() => jest.restoreAllMocks());

/** A trigger of a workflow that was saved with version 1 of the node. (Newer versions: `shape.engine.test.ts`.) */
const active = (event: string, parameters?: INodeParameters, credential?: IDataObject) =>
	new RunningTrigger(account, event, { parameters, credential });

const callsSince = (before: number) => account.standIn.log.length - before;

describe.each(EVENTS.map(({ value, example }) => [value, example] as const))(
	'%s',
	(event, example) => {
		test.each(['v3', '2021'])(
			'is emitted once, and the first poll emits nothing (%s)',
			async (version) => {
				const fixture = EVENT_FIXTURES[event];
				if (!fixture) throw new Error(`${event} has no fixture`);
				fixture.before?.(account.standIn);
				const trigger = active(event, undefined, { apiVersion: version });
				expect(await trigger.poll()).toBeNull();
				expect(await trigger.poll()).toBeNull();
				fixture.happens(account.standIn);
				const items = (await trigger.poll()) ?? [];
				expect(items).toHaveLength(1);
				expect(items[0]).toMatchObject(fixture.expected);
				expect(Object.keys(items[0] ?? {})).toEqual(expect.arrayContaining(Object.keys(example)));
				expect(await trigger.poll()).toBeNull();
				trigger.restart();
				expect(await trigger.poll()).toBeNull();
			},
		);

		test('a test run shows a real record, with the keys and types of the sample data', async () => {
			EVENT_FIXTURES[event]?.before?.(account.standIn);
			const [real] = (await active(event).poll('manual')) ?? [];
			expect(Object.keys(real ?? {})).toEqual(expect.arrayContaining(Object.keys(example)));
			account.standIn.state.clear();
			seedLocations(account.standIn.state);
			for (const [key, one] of Object.entries(example)) {
				// An empty value in sample data says nothing about its type.
				if (one !== null && real?.[key] !== null) {
					expect([key, Array.isArray(real?.[key]), typeof real?.[key]]).toEqual([
						key,
						Array.isArray(one),
						typeof one,
					]);
				}
			}
		});
	},
);

describe('an empty account', () => {
	test.each(EVENTS.map(({ value, example }) => [value, example] as const))(
		'%s: a test run shows sample data that says so',
		async (event, example) => {
			const { state } = account.standIn;
			state.clear();
			seedLocations(state);
			// The event that needs a calendar gets one that never opens.
			const openHours = [{ daysOfTheWeek: [], hours: [] }];
			if (event === 'freeSlotOpened') state.addCalendar({ ...NEVER_OPEN, openHours });
			const token = account.standIn.issuePrivateIntegration().value;
			const items = await active(event, undefined, { token }).poll('manual');
			expect(items).toEqual([
				{ ...example, madeUp: expect.stringMatching(/sample data/) as string },
			]);
		},
	);
});

/** Faults that strike one call; the next one succeeds. */
const FAULTS: FaultAction[] = [
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 502, body: '<html><h1>Bad Gateway</h1></html>' },
	{ kind: 'status', status: 429, headers: { 'x-ratelimit-interval-milliseconds': '100' } },
	{ kind: 'status', status: 200, body: '<html>Please sign in</html>' },
	{ kind: 'status', status: 401, body: { statusCode: 401, message: 'Invalid JWT' } },
	{ kind: 'reset', when: 'before' },
	{ kind: 'reset', when: 'after' },
	{ kind: 'cut' },
	{ kind: 'delay', ms: 50 },
];

/** A trigger that has started and has not been polled since the change that it reports. */
async function startedBeforeChange(event: string) {
	const fixture = EVENT_FIXTURES[event];
	if (!fixture) throw new Error(`${event} has no fixture`);
	fixture.before?.(account.standIn);
	const trigger = active(event);
	await trigger.poll();
	fixture.happens(account.standIn);
	return { trigger, expected: fixture.expected };
}

describe('every fault', () => {
	/** Plants a fault at one call of the poll that would report the change, then polls until the change is reported. */
	async function struckAt(event: string, call: number, action: FaultAction): Promise<boolean> {
		const { trigger, expected } = await startedBeforeChange(event);
		const fault = account.standIn.faults.add({ action, nth: call });
		const emitted: IDataObject[] = [];
		for (let poll = 0; poll < 3; poll += 1) {
			emitted.push(...((await trigger.poll().catch(() => null)) ?? []));
		}
		expect(emitted).toHaveLength(1);
		expect(emitted[0]).toMatchObject(expected);
		return fault.struck > 0;
	}

	test.each(EVENTS.map(({ value }, at) => [value, FAULTS[at % FAULTS.length]] as const))(
		'%s is emitted once despite %j',
		async (event, action) => {
			if (!action) throw new Error('There is no fault');
			expect(await struckAt(event, 1, action)).toBe(true);
		},
	);

	test.each(
		FAULTS.filter((one) => one.kind === 'status' && one.status < 502 && one.status !== 429),
	)('appointmentCancelled is emitted once despite %j at any call of a poll', async (action) => {
		let calls = 0;
		while (await struckAt('appointmentCancelled', calls + 1, action)) {
			calls += 1;
			account.reset();
		}
		// The calendars, the appointments of each, and the deleted appointment.
		expect(calls).toBeGreaterThan(Object.keys(SEED.calendars).length + 1);
	});
});

describe('series of errors', () => {
	test.each(EVENTS.map(({ value }) => value))(
		'%s is emitted once after polls with nothing but 401, then with half of the calls refused by 429',
		async (event) => {
			const { faults } = account.standIn;
			const { trigger, expected } = await startedBeforeChange(event);
			const emitted: IDataObject[] = [];
			const poll = async () => emitted.push(...((await trigger.poll().catch(() => null)) ?? []));
			faults.add({
				action: { kind: 'status', status: 401, body: { statusCode: 401, message: 'Invalid JWT' } },
			});
			for (let round = 0; round < 3; round++) await poll();
			expect(emitted).toEqual([]);
			faults.clear();
			faults.add({
				action: {
					kind: 'status',
					status: 429,
					headers: { 'x-ratelimit-interval-milliseconds': '100' },
				},
				probability: 0.5,
			});
			await poll();
			faults.clear();
			for (let round = 0; round < 2; round++) await poll();
			expect(emitted).toHaveLength(1);
			expect(emitted[0]).toMatchObject(expected);
		},
	);
});

describe('with many contacts', () => {
	test('100,000 contacts without a change take one call per poll, and 1,200 changes are emitted once each, in order', async () => {
		const { state, clock } = account.standIn;
		const day = new Date(clock.now() + 24 * 3_600_000).toISOString().slice(4, 10);
		state.seedContacts(98_800);
		const ids = state.seedContacts(1200, { tags: ['lead'] });
		const parameters: Record<string, INodeParameters | undefined> = {
			contactUpdated: {},
			tagAdded: EVENT_PARAMETERS.tagAdded,
			tagRemoved: EVENT_PARAMETERS.tagRemoved,
			fieldChanged: EVENT_PARAMETERS.fieldChanged,
			dateReached: { ...EVENT_PARAMETERS.dateReached, dateField: SEED.customFields.renewal },
			contactCreated: {},
		};
		const triggers = new Map<string, RunningTrigger>();
		for (const [event, given] of Object.entries(parameters)) {
			const trigger = active(event, given);
			triggers.set(event, trigger);
			expect([event, await trigger.poll()]).toEqual([event, null]);
			const before = account.standIn.log.length;
			expect([event, await trigger.poll()]).toEqual([event, null]);
			expect([event, callsSince(before)]).toEqual([event, 1]);
		}

		// Several records share a timestamp, including those at page boundaries.
		const from = clock.now() + 5;
		const inOrder = (stamped: Array<{ id: string; stamp: number }>) =>
			stamped.sort((a, b) => a.stamp - b.stamp || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
		const changed = inOrder(
			ids.map((id, at) => {
				const contact = state.contacts.get(id);
				if (!contact) throw new Error('The contact is missing');
				const stamp = from + Math.floor(at / 7);
				state.contacts.put({
					...contact,
					tags: ['vip'],
					customFields: [
						{ id: SEED.customFields.plan, value: `p${at}` },
						{ id: SEED.customFields.renewal, value: `2020${day}` },
					],
					dateUpdated: stamp,
				});
				return { id, stamp };
			}),
		);
		const idsOf = (items: IDataObject[] | null) => items?.map(({ id }) => id);
		for (const event of ['contactUpdated', 'tagAdded', 'tagRemoved', 'fieldChanged']) {
			const trigger = triggers.get(event);
			const calls = account.standIn.log.length;
			expect([event, idsOf((await trigger?.poll()) ?? null)]).toEqual([event, changed]);
			expect([event, callsSince(calls)]).toEqual([event, 3]);
			expect([event, await trigger?.poll()]).toEqual([event, null]);
		}

		const stamps = { from: from + 1000, everyMs: 0 };
		const made = inOrder(state.seedContacts(1200, stamps).map((id) => ({ id, stamp: 0 })));
		const calls = account.standIn.log.length;
		expect(idsOf((await triggers.get('contactCreated')?.poll()) ?? null)).toEqual(made);
		expect(callsSince(calls)).toBe(3);

		// The dates are read when the contacts change, and are reached the next day.
		const birthdays = triggers.get('dateReached');
		expect(await birthdays?.poll()).toBeNull();
		EVENT_FIXTURES.dateReached?.happens(account.standIn);
		expect(idsOf((await birthdays?.poll()) ?? null)).toEqual(changed);
		expect(await birthdays?.poll()).toBeNull();
	}, 300_000);

	test('more contacts than can be remembered fail the activation and point to the alternative', async () => {
		account.standIn.state.seedContacts(20_001, { tags: ['vip'] });
		const before = account.standIn.log.length;
		await expect(active('tagRemoved', { tags: ['vip'] }).poll()).rejects.toMatchObject({
			message: expect.stringContaining(
				'There are 20,001 contacts with one of these tags',
			) as string,
			description: expect.stringContaining('HighLevel Webhook Trigger') as string,
		});
		expect(callsSince(before)).toBeLessThan(4);
	});

	test('20,000 contacts are remembered', async () => {
		const ids = account.standIn.state.seedContacts(20_000, { tags: ['vip'] });
		const trigger = active('tagRemoved', { tags: ['vip'] });
		expect(await trigger.poll()).toBeNull();
		const contact = account.standIn.state.contacts.get(ids[0] ?? '');
		if (!contact) throw new Error('The contact is missing');
		const dateUpdated = account.standIn.clock.now() + 5;
		account.standIn.state.contacts.put({ ...contact, tags: [], dateUpdated });
		expect(await trigger.poll()).toMatchObject([{ id: contact.id, removedTags: ['vip'] }]);
	});
});

describe('errors', () => {
	test('a missing scope is reported on the first poll', async () => {
		const token = account.standIn.issuePrivateIntegration({ scopes: ['calendars.readonly'] }).value;
		await expect(active('contactCreated', {}, { token }).poll()).rejects.toMatchObject({
			message: expect.stringContaining('contacts.readonly') as string,
		});
	});

	test('a refused call loses nothing', async () => {
		const { state, clock, faults } = account.standIn;
		const trigger = active('contactCreated');
		await trigger.poll();
		const made = state.addContact({ dateAdded: clock.now() + 5, dateUpdated: clock.now() + 5 });
		faults.add({ action: { kind: 'status', status: 403 }, path: '/contacts/search', count: 1 });
		await expect(trigger.poll()).rejects.toThrow();
		expect(await trigger.poll()).toMatchObject([{ id: made.id }]);
		expect(await trigger.poll()).toBeNull();
	});

	test('an empty field is named', async () => {
		await expect(active('tagAdded', { tags: [] }).poll()).rejects.toMatchObject({
			message: expect.stringContaining("'Tag Names or IDs' is empty") as string,
		});
		await expect(active('fieldChanged', {}).poll()).rejects.toThrow('No field is selected');
		await expect(
			active('dateReached', { dateField: 'dateOfBirth', timeOfDay: '25:00' }).poll(),
		).rejects.toThrow("'Time of Day' is not a time such as 09:00");
		await expect(
			active('freeSlotOpened', { calendarId: byId(''), daysAhead: 3 }).poll(),
		).rejects.toThrow("'Calendar' is empty");
	});

	test('an event that does not exist is refused', async () => {
		await expect(active('nothing').poll()).rejects.toThrow('This trigger has no event');
	});
});

test('with other tags the trigger starts afresh, with other filters it continues', async () => {
	const { state, clock } = account.standIn;
	const run = async (staticData: IDataObject, event: string, parameters: INodeParameters) =>
		await account.engine.poll({
			nodeType: contacts,
			parameters: { authentication: 'privateIntegration', event, ...parameters },
			credentials: { highLevelPrivateIntegrationApi: account.credential() },
			staticData,
			mode: 'trigger',
		});
	const tags = await run({}, 'tagAdded', { tags: ['vip'] });
	const created = await run({}, 'contactCreated', { filters: {} });
	const stamp = clock.now() + 5;
	const made = state.addContact({ tags: ['lead', 'vip'], dateAdded: stamp, dateUpdated: stamp });
	const other = await run(tags.staticData, 'tagAdded', { tags: ['lead'] });
	expect(other.output).toBeNull();
	const filtered = await run(created.staticData, 'contactCreated', { filters: { tags: ['lead'] } });
	expect(filtered.output?.[0]?.[0]?.json).toMatchObject({ id: made.id });
});

test('the drop-downs of the triggers list calendars and date fields', async () => {
	const setup = {
		nodeType: contacts,
		parameters: { authentication: 'privateIntegration' },
		credentials: { highLevelPrivateIntegrationApi: account.credential() },
	};
	expect(await account.engine.loadOptions(setup, 'getDateFields')).toEqual([
		{ name: 'Date of Birth', value: 'dateOfBirth' },
		{ name: 'Renewal Date', value: SEED.customFields.renewal },
	]);
	const names = await account.engine.loadOptions({ ...setup, nodeType: calendars }, 'getCalendars');
	expect(names.map(({ value }) => value)).toEqual(
		expect.arrayContaining(Object.values(SEED.calendars)),
	);
});
