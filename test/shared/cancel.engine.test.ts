/** Stopping an execution: the node ends although calls hang, and nothing is sent afterwards. */
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { settle, until, watched } from '../engine/events';
import { byId, TestAccount } from '../HighLevel/account';
import { AgencyAccount } from '../HighLevel/agencyAccount';
import { SEED } from '../standins/highlevel';

/** Sleeps of the nodes that last until the test ends them. */
const mockSleeps: Array<() => void> = [];
let mockHoldsSleeps = false;

jest.mock('n8n-workflow', () => {
	const actual: object = jest.requireActual('n8n-workflow');
	const sleep: unknown = Reflect.get(actual, 'sleep');
	return {
		...actual,
		sleep: async (milliseconds: number) =>
			mockHoldsSleeps
				? await new Promise<void>((resolve) => mockSleeps.push(resolve))
				: await (sleep as (ms: number) => Promise<void>)(milliseconds),
	};
});

const account = TestAccount.forTests();
const nodes = { contacts: HighLevelContacts, calendars: HighLevelCalendars };
const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });
const NEVER = { kind: 'never', when: 'before' } as const;
const UPSERT = { email: '={{ $json.email }}' };
const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ email: `person${index}@example.com` }));

beforeEach(() => {
	mockHoldsSleeps = false;
	mockSleeps.length = 0;
});
afterEach(() => jest.restoreAllMocks());

interface Run {
	node: keyof typeof nodes;
	/** Such as `contact.create`. */
	operation: string;
	parameters: INodeParameters;
	items?: IDataObject[];
	credentials?: Record<string, ICredentialDataDecryptedObject>;
}

function start(on: TestAccount, { node, operation, parameters, items, credentials }: Run) {
	const [resource = '', value = ''] = operation.split('.');
	const stop = new AbortController();
	const { nodeType, ended } = watched(new nodes[node]());
	const running = on.engine.run({
		nodeType,
		parameters: {
			authentication: credentials ? 'oAuth2' : 'privateIntegration',
			resource,
			operation: value,
			...parameters,
		},
		credentials: credentials ?? { highLevelPrivateIntegrationApi: on.credential() },
		...(items ? { items } : {}),
		// The failures of the calls in flight must not be what ends the run.
		onError: 'continueRegularOutput',
		signal: stop.signal,
	});
	return { running, ended, stop: () => stop.abort() };
}

/** Lets everything happen that a node could still do, and waits until the stand-in has seen it. */
async function letTimePass({ standIn, log }: TestAccount): Promise<void> {
	standIn.faults.clear();
	standIn.limiter.set({ max: 100_000 });
	const now = performance.now();
	jest.spyOn(performance, 'now').mockImplementation(() => now + 3_600_000);
	mockHoldsSleeps = false;
	for (const wake of mockSleeps.splice(0)) wake();
	await settle();
	await until(() => log.every(({ hungUp, status }) => hungUp || status !== undefined));
	// What was sent before this request has arrived by the time of its answer.
	await fetch(`${standIn.url}/__control/info`);
}

interface More {
	on?: TestAccount;
	/** A further condition for stopping the run. */
	waits?: () => boolean;
	/** Called once the run has ended. */
	afterwards?: () => void;
}

/**
 * Stops a run and checks that it ends with nothing sent afterwards.
 *
 * @param calls how many calls the run makes before it waits for what never comes
 */
async function stopped(
	run: Run,
	calls: number,
	{ on = account, waits = () => true, afterwards = () => {} }: More = {},
): Promise<void> {
	const { running, ended, stop } = start(on, run);
	await until(() => on.log.length === calls && waits());
	await settle();
	stop();
	expect((await running).status).toBe('canceled');
	await ended;
	afterwards();
	await letTimePass(on);
	expect(on.log).toHaveLength(calls);
}

const hangs = (rule: { operationId?: string; nth?: number | number[] } = {}, on = account) =>
	on.standIn.faults.add({ action: NEVER, ...rule });
const from = (first: number) => Array.from({ length: 200 }, (_, index) => first + index);

describe('while calls hang, stopping ends', () => {
	test('items sent on their own', async () => {
		hangs({ nth: from(11) });
		const parameters = { ...UPSERT, options: { concurrency: 5 } };
		const items = people(100);
		await stopped({ node: 'contacts', operation: 'contact.upsert', parameters, items }, 15);
	});

	test('items that wait for an earlier one of the same contact', async () => {
		hangs();
		const items = people(5).map(() => ({ email: 'same@example.com' }));
		const parameters = UPSERT;
		await stopped({ node: 'contacts', operation: 'contact.upsert', parameters, items }, 1);
	});

	test('bundles', async () => {
		const items = account.standIn.state.seedContacts(1200).map((id) => ({ id }));
		hangs({ nth: 2 });
		const parameters = {
			contactId: byId('={{ $json.id }}'),
			newTags: 'new',
			options: { concurrency: 1 },
		};
		await stopped({ node: 'contacts', operation: 'tag.add', parameters, items }, 2);
	});

	test('a bundle that is sent again in halves', async () => {
		const items = account.standIn.state.seedContacts(8).map((id) => ({ id }));
		account.standIn.faults.add({ action: { kind: 'status', status: 422 }, nth: 1 });
		hangs();
		const parameters = { contactId: byId('={{ $json.id }}'), newTags: 'new' };
		await stopped({ node: 'contacts', operation: 'tag.add', parameters, items }, 2);
	});

	test('a list at its second page', async () => {
		account.standIn.state.seedContacts(3000);
		hangs({ nth: 2 });
		const parameters = { returnAll: true, options: { concurrency: 1 } };
		await stopped({ node: 'contacts', operation: 'contact.getAll', parameters }, 2);
	});

	test.each([
		['items of their own', 'contact.get', {}],
		['items in bundles', 'tag.add', { newTags: 'new' }],
	])('look-ups by email for %s', async (_, operation, more) => {
		hangs({ operationId: 'search-contacts-advanced', nth: from(1) });
		const parameters = { contactId: byEmail('={{ $json.email }}'), ...more };
		await stopped({ node: 'contacts', operation, parameters, items: people(30) }, 1);
	});

	test('the second way to look up an email', async () => {
		account.standIn.state.addContact({ firstName: 'Sam', email: 'person0@example.com' });
		account.standIn.state.contacts.indexLagMs = 60_000;
		hangs({ nth: 2 });
		const parameters = { contactId: byEmail('nobody@example.com') };
		await stopped({ node: 'contacts', operation: 'contact.get', parameters }, 2);
	});
});

describe('Book First Free Slot is stopped', () => {
	const parameters = {
		calendarId: byId(SEED.calendars.discovery),
		contactId: byId(SEED.contacts.maria),
		startDate: '2026-10-26T00:00:00-04:00',
		endDate: '2026-10-27T00:00:00-04:00',
	};
	const run: Run = {
		node: 'calendars',
		operation: 'appointment.bookFirst',
		parameters,
		items: [{}, {}, {}],
	};
	beforeEach(() => account.standIn.clock.set(Date.parse('2026-10-20T00:00:00Z')));
	const bookings = () => account.log.filter(({ effect }) => effect?.kind === 'appointment.create');

	test('while it looks for slots', async () => {
		hangs();
		await stopped(run, 1);
		expect(bookings()).toHaveLength(0);
	});

	test('while it books one', async () => {
		hangs({ operationId: 'create-appointment' });
		await stopped(run, 2);
		expect(bookings()).toHaveLength(0);
	});

	test('while it tries the next one', async () => {
		account.standIn.faults.add({
			operationId: 'create-appointment',
			nth: 1,
			action: {
				kind: 'status',
				status: 400,
				body: { message: 'The slot you have selected is no longer available.', statusCode: 400 },
			},
		});
		hangs({ operationId: 'create-appointment' });
		await stopped(run, 3);
		expect(bookings()).toHaveLength(0);
	});
});

describe('a wait ends when the execution is stopped:', () => {
	const upserts = (count: number): Run => ({
		node: 'contacts',
		operation: 'contact.upsert',
		parameters: UPSERT,
		items: people(count),
	});
	const allAnswered = () => account.log.every(({ status }) => status !== undefined);
	const sleeps = (count: number) => () => mockSleeps.length === count && allAnswered();

	test('for the rate limit', async () => {
		account.standIn.limiter.set({ max: 10, intervalMs: 60_000 });
		mockHoldsSleeps = true;
		await stopped(upserts(40), 10, { waits: sleeps(1) });
	});

	test('after a 429', async () => {
		account.standIn.limiter.set({ max: 1, intervalMs: 60_000, headers: 'absent' });
		mockHoldsSleeps = true;
		await stopped(upserts(5), 2, { waits: () => mockSleeps.length > 0 && allAnswered() });
	});

	test('before a call is sent again', async () => {
		account.standIn.faults.add({ action: { kind: 'status', status: 502 } });
		mockHoldsSleeps = true;
		await stopped({ ...upserts(5), parameters: { ...UPSERT, options: { concurrency: 1 } } }, 1, {
			waits: sleeps(1),
		});
	});
});

describe('a run over several sub-accounts', () => {
	let agency: AgencyAccount;
	beforeEach(async () => {
		agency = await AgencyAccount.open({ subAccounts: 3 });
	});
	afterEach(async () => await agency.close());

	const run = (): Run => ({
		node: 'contacts',
		operation: 'contact.upsert',
		parameters: { ...UPSERT, subAccount: byId('={{ $json.subAccount }}') },
		items: people(60).map((person, index) => ({
			...person,
			subAccount: agency.subAccounts[index % 3]?.id ?? '',
		})),
		credentials: agency.credentials(),
	});

	test('is stopped in all of them', async () => {
		hangs({ operationId: 'upsert-contact' }, agency.account);
		await stopped(run(), 6, { on: agency.account });
		expect(agency.subAccounts.map(({ calls }) => calls.length)).toEqual([1, 1, 1]);
	});

	test('is stopped while it gets access to the first', async () => {
		hangs({ operationId: 'get-location-access-token' }, agency.account);
		await stopped(run(), 1, { on: agency.account });
	});

	test('is stopped while it waits for the access that another run gets', async () => {
		hangs({ operationId: 'get-location-access-token' }, agency.account);
		const one = { ...run(), items: run().items?.slice(0, 1) };
		const other = start(agency.account, one);
		await until(() => agency.account.log.length === 1);
		await stopped(one, 1, { on: agency.account, afterwards: other.stop });
	});

	test('does not stop another run that waits for the same access', async () => {
		const on = agency.account;
		on.standIn.faults.add({ action: NEVER, operationId: 'get-location-access-token', nth: 1 });
		const credentials = agency.credentials();
		const one = { ...run(), items: run().items?.slice(0, 1), credentials };
		const first = start(on, one);
		await until(() => on.log.length === 1);
		const second = start(on, one);
		await settle();
		first.stop();
		expect((await first.running).status).toBe('canceled');
		const { items } = await second.running;
		expect(items.map(({ json }) => json.error ?? json.email)).toEqual(['person0@example.com']);
	});
});
