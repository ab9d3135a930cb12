import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelCalendarsTrigger } from '../../../nodes/HighLevel/HighLevelCalendarsTrigger.node';
import { HighLevelContactsTrigger } from '../../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { SEED, seedLocations } from '../../standins/highlevel';
import type { FaultAction } from '../../standins/highlevel/faults';
import { byId, TestAccount } from '../account';
import { EVENT_PARAMETERS, HAPPENINGS } from './happenings';

const contacts = new HighLevelContactsTrigger();
const calendars = new HighLevelCalendarsTrigger();
const nodeOf = (event: string) =>
	contactEvents.some(({ value }) => value === event) ? contacts : calendars;
const EVENTS = [...contactEvents, ...calendarEvents];

const NEVER_OPEN = { id: SEED.calendars.discovery, name: 'Closed', calendarType: 'event' };

let account: TestAccount;

beforeAll(async () => {
	account = await TestAccount.open({ limiter: { max: 100_000, intervalMs: 1000 } });
});
beforeEach(() => account.reset());
afterEach(() => jest.restoreAllMocks());
afterAll(async () => await account.close());

/** A trigger in a workflow that is active: its static data stays the same object from poll to poll. */
class Active {
	private staticData: IDataObject = {};

	constructor(
		private readonly event: string,
		private readonly parameters: INodeParameters = EVENT_PARAMETERS[event] ?? {},
		private readonly credential: IDataObject = {},
	) {}

	async poll(mode: 'trigger' | 'manual' = 'trigger'): Promise<IDataObject[] | null> {
		const { output, staticData } = await account.engine.poll({
			nodeType: nodeOf(this.event),
			parameters: {
				authentication: 'privateIntegration',
				event: this.event,
				...this.parameters,
			},
			credentials: { highLevelPrivateIntegrationApi: account.credential(this.credential) },
			staticData: this.staticData,
			mode,
		});
		this.staticData = staticData;
		return output?.[0]?.map(({ json }) => json) ?? null;
	}

	/** The same workflow in a new process. */
	restart(): void {
		this.staticData = JSON.parse(JSON.stringify(this.staticData)) as IDataObject;
	}
}

const callsSince = (before: number) => account.standIn.log.length - before;

describe.each(EVENTS.map(({ value, example }) => [value, example] as const))(
	'%s',
	(event, example) => {
		test.each(['v3', '2021'])(
			'comes once, after a first poll that tells nothing (%s)',
			async (version) => {
				const happening = HAPPENINGS[event];
				if (!happening) throw new Error(`Nothing happens for ${event}`);
				happening.before?.(account.standIn);
				const trigger = new Active(event, undefined, { apiVersion: version });
				expect(await trigger.poll()).toBeNull();
				expect(await trigger.poll()).toBeNull();
				happening.happens(account.standIn);
				const items = (await trigger.poll()) ?? [];
				expect(items).toHaveLength(1);
				expect(items[0]).toMatchObject(happening.expected);
				expect(Object.keys(items[0] ?? {})).toEqual(expect.arrayContaining(Object.keys(example)));
				expect(await trigger.poll()).toBeNull();
				trigger.restart();
				expect(await trigger.poll()).toBeNull();
			},
		);

		test('a test run shows a real record, or one that says that it is made up, in the same shape', async () => {
			HAPPENINGS[event]?.before?.(account.standIn);
			const [real] = (await new Active(event).poll('manual')) ?? [];
			expect(Object.keys(real ?? {})).toEqual(expect.arrayContaining(Object.keys(example)));
			account.standIn.state.clear();
			seedLocations(account.standIn.state);
			for (const [key, one] of Object.entries(example)) {
				// A key that a made-up record leaves empty says nothing of its kind.
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
		'%s: a test run shows a made-up record, which says so',
		async (event, example) => {
			const { state } = account.standIn;
			state.clear();
			seedLocations(state);
			// A calendar that never opens, for the event that asks for one.
			const openHours = [{ daysOfTheWeek: [], hours: [] }];
			if (event === 'freeSlotOpened') state.addCalendar({ ...NEVER_OPEN, openHours });
			const token = account.standIn.issuePrivateIntegration().value;
			const items = await new Active(event, undefined, { token }).poll('manual');
			expect(items).toEqual([{ ...example, madeUp: expect.stringMatching(/made up/) as string }]);
		},
	);
});

/** How a fault of the stand-in strikes one call, and lets the next one through. */
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

/** A trigger that has begun, and has not been asked since what it waits for happened. */
async function afterSomethingHappened(event: string) {
	const happening = HAPPENINGS[event];
	if (!happening) throw new Error(`Nothing happens for ${event}`);
	happening.before?.(account.standIn);
	const trigger = new Active(event);
	await trigger.poll();
	happening.happens(account.standIn);
	return { trigger, expected: happening.expected };
}

describe('every fault', () => {
	/** A fault at one call of the poll that would tell of what happened, and polls until it has been told. */
	async function struckAt(event: string, call: number, action: FaultAction): Promise<boolean> {
		const { trigger, expected } = await afterSomethingHappened(event);
		const fault = account.standIn.faults.add({ action, nth: call });
		const told: IDataObject[] = [];
		for (let poll = 0; poll < 3; poll += 1) {
			told.push(...((await trigger.poll().catch(() => null)) ?? []));
		}
		expect(told).toHaveLength(1);
		expect(told[0]).toMatchObject(expected);
		return fault.struck > 0;
	}

	test.each(EVENTS.map(({ value }, at) => [value, FAULTS[at % FAULTS.length]] as const))(
		'%s comes once in spite of %j',
		async (event, action) => {
			if (!action) throw new Error('There is no fault');
			expect(await struckAt(event, 1, action)).toBe(true);
		},
	);

	test.each(
		FAULTS.filter((one) => one.kind === 'status' && one.status < 502 && one.status !== 429),
	)('%j at any call of a poll', async (action) => {
		let calls = 0;
		while (await struckAt('appointmentCancelled', calls + 1, action)) {
			calls += 1;
			account.reset();
		}
		// The calendars, the appointments of each, and what became of the one that is gone.
		expect(calls).toBeGreaterThan(Object.keys(SEED.calendars).length + 1);
	});
});

describe('storms', () => {
	test.each(EVENTS.map(({ value }) => value))(
		'%s comes once after half of all calls were refused with 429, and then all with 401',
		async (event) => {
			const { faults } = account.standIn;
			const { trigger, expected } = await afterSomethingHappened(event);
			const told: IDataObject[] = [];
			const poll = async () => told.push(...((await trigger.poll().catch(() => null)) ?? []));
			faults.add({
				action: { kind: 'status', status: 401, body: { statusCode: 401, message: 'Invalid JWT' } },
			});
			for (let round = 0; round < 3; round++) await poll();
			expect(told).toEqual([]);
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
			expect(told).toHaveLength(1);
			expect(told[0]).toMatchObject(expected);
		},
	);
});

describe('with many contacts', () => {
	test('100,000 contacts and no change cost one call a poll, and 1,200 changes come once each, in order', async () => {
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
		const triggers = new Map<string, Active>();
		for (const [event, given] of Object.entries(parameters)) {
			const trigger = new Active(event, given);
			triggers.set(event, trigger);
			expect([event, await trigger.poll()]).toEqual([event, null]);
			const before = account.standIn.log.length;
			expect([event, await trigger.poll()]).toEqual([event, null]);
			expect([event, callsSince(before)]).toEqual([event, 1]);
		}

		// Several share a stamp, at the edges of pages too.
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

		// The dates are read with the changes, and reached the next day.
		const birthdays = triggers.get('dateReached');
		expect(await birthdays?.poll()).toBeNull();
		HAPPENINGS.dateReached?.happens(account.standIn);
		expect(idsOf((await birthdays?.poll()) ?? null)).toEqual(changed);
		expect(await birthdays?.poll()).toBeNull();
	}, 300_000);

	test('more contacts than can be remembered stop the activation with the way out', async () => {
		account.standIn.state.seedContacts(20_001, { tags: ['vip'] });
		const before = account.standIn.log.length;
		await expect(new Active('tagRemoved', { tags: ['vip'] }).poll()).rejects.toMatchObject({
			message: expect.stringContaining(
				'There are 20,001 contacts with one of these tags',
			) as string,
			description: expect.stringContaining('HighLevel Webhook Trigger') as string,
		});
		expect(callsSince(before)).toBeLessThan(4);
	});

	test('20,000 contacts are remembered', async () => {
		const ids = account.standIn.state.seedContacts(20_000, { tags: ['vip'] });
		const trigger = new Active('tagRemoved', { tags: ['vip'] });
		expect(await trigger.poll()).toBeNull();
		const contact = account.standIn.state.contacts.get(ids[0] ?? '');
		if (!contact) throw new Error('The contact is missing');
		const dateUpdated = account.standIn.clock.now() + 5;
		account.standIn.state.contacts.put({ ...contact, tags: [], dateUpdated });
		expect(await trigger.poll()).toMatchObject([{ id: contact.id, removedTags: ['vip'] }]);
	});
});

describe('what goes wrong', () => {
	test('a missing scope is told on the first poll', async () => {
		const token = account.standIn.issuePrivateIntegration({ scopes: ['calendars.readonly'] }).value;
		await expect(new Active('contactCreated', {}, { token }).poll()).rejects.toMatchObject({
			message: expect.stringContaining('contacts.readonly') as string,
		});
	});

	test('a fault at each call of a poll loses nothing', async () => {
		const { state, clock, faults } = account.standIn;
		const trigger = new Active('contactCreated');
		await trigger.poll();
		const made = state.addContact({ dateAdded: clock.now() + 5, dateUpdated: clock.now() + 5 });
		faults.add({ action: { kind: 'status', status: 403 }, path: '/contacts/search', count: 1 });
		await expect(trigger.poll()).rejects.toThrow();
		expect(await trigger.poll()).toMatchObject([{ id: made.id }]);
		expect(await trigger.poll()).toBeNull();
	});

	test('a field that is not filled is named', async () => {
		await expect(new Active('tagAdded', { tags: [] }).poll()).rejects.toMatchObject({
			message: expect.stringContaining("'Tag Names or IDs' is empty") as string,
		});
		await expect(new Active('fieldChanged', {}).poll()).rejects.toThrow('No field is chosen');
		await expect(
			new Active('dateReached', { dateField: 'dateOfBirth', timeOfDay: '25:00' }).poll(),
		).rejects.toThrow("'Time of Day' is not a time such as 09:00");
		await expect(
			new Active('freeSlotOpened', { calendarId: byId(''), daysAhead: 3 }).poll(),
		).rejects.toThrow("'Calendar ID' is empty");
	});

	test('an event that does not exist is refused', async () => {
		await expect(new Active('nothing').poll()).rejects.toThrow('This trigger has no event');
	});
});

test('other tags begin anew, other filters keep the place', async () => {
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

test('the menus of the triggers list calendars and dates', async () => {
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
