/** The bounds of a call: its deadline, the size of its answer, redirects. */
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { HighLevelContactsTrigger } from '../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { until } from '../engine/events';
import { byId, TestAccount } from '../HighLevel/account';
import type { HighLevelStandIn } from '../standins/highlevel';
import { SEED, startHighLevelStandIn } from '../standins/highlevel';
import type { LogEntry } from '../standins/shared/log';

const { maria } = SEED.contacts;

let account: TestAccount;
let elsewhere: HighLevelStandIn;

beforeAll(async () => {
	account = await TestAccount.open();
	elsewhere = await startHighLevelStandIn();
});
beforeEach(() => {
	account.reset();
	elsewhere.reset();
	account.standIn.limiter.set({ kind: 'firstCall', max: 200, intervalMs: 500 });
});
afterAll(async () => {
	await account.close();
	await elsewhere.close();
});

/** The calls of the test; a connection that is closed is noticed a moment later. */
async function logOnceClosed(): Promise<LogEntry[]> {
	const { log } = account.standIn;
	await until(() => log.every(({ hungUp, status }) => hungUp || status !== undefined));
	return log;
}

const create = { email: 'new@example.com', options: { timeout: 1 } };

describe('a deadline for the whole exchange', () => {
	test.each([
		['an answer that drips', { kind: 'drip', everyMs: 100 } as const],
		['an answer that never comes', { kind: 'never', when: 'after' } as const],
	])('%s ends a write, closes the connection and leaves its outcome open', async (_, action) => {
		account.standIn.faults.add({ action });
		const { error } = await account.run('contacts', 'contact.create', create);
		expect(error?.message).toContain('No complete response arrived within 1 second');
		expect(error?.description).toContain('It is not known whether this took effect');
		const log = await logOnceClosed();
		expect(log.map(({ hungUp }) => hungUp)).toEqual([true]);
	});

	test('a read is sent again and returns the second answer', async () => {
		account.standIn.faults.add({ action: { kind: 'drip', everyMs: 100 }, nth: 1 });
		const { items, error } = await account.run('contacts', 'contact.get', {
			contactId: byId(maria),
			options: { timeout: 1 },
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json.id).toBe(maria);
		expect((await logOnceClosed()).map(({ hungUp }) => hungUp)).toEqual([true, false]);
	});

	test('also ends a refusal whose body never ends', async () => {
		account.standIn.faults.add({ action: { kind: 'drip', everyMs: 100 }, path: '/contacts/' });
		const { error } = await account.run('contacts', 'contact.create', {
			...create,
			// A second contact with this address is refused with 400.
			email: 'maria.garcia@example.com',
		});
		expect(error).toBeDefined();
		expect((await logOnceClosed()).every(({ hungUp }) => hungUp)).toBe(true);
	});

	test('also applies over an app connection and for an agency', async () => {
		account.standIn.faults.add({
			action: { kind: 'drip', everyMs: 100 },
			operationId: 'create-contact',
		});
		for (const kind of ['location', 'company'] as const) {
			const { error } = await account.run(
				'contacts',
				'contact.create',
				{ ...create, authentication: 'oAuth2' },
				{ credentials: account.appCredentials(kind) },
			);
			expect(error?.message).toContain('No complete response arrived within 1 second');
		}
		const drips = (await logOnceClosed()).filter(({ fault }) => fault === 'drip');
		expect(drips.map(({ hungUp }) => hungUp)).toEqual([true, true]);
	});

	test.each([1e9, 0.0333, 86_400.0001])('of %p seconds is accepted', async (timeout) => {
		const { items, error } = await account.run('contacts', 'contact.get', {
			contactId: byId(maria),
			options: { timeout },
		});
		// A thirtieth of a second may be too short on a busy machine; then the error must say so.
		expect(items[0]?.json.id ?? error?.message).toMatch(
			timeout < 1 ? /./ : new RegExp(`^${maria}$`),
		);
		expect(error?.message ?? '').toMatch(/^$|No complete response/);
	});

	test('stopping the execution closes the connection at once', async () => {
		account.standIn.faults.add({ action: { kind: 'drip', everyMs: 100 } });
		const stop = new AbortController();
		const running = account.run(
			'contacts',
			'contact.create',
			{ email: 'new@example.com', options: { timeout: 600 } },
			{ signal: stop.signal },
		);
		await until(() => account.standIn.log[0]?.fault === 'drip');
		stop.abort();
		expect((await running).status).toBe('canceled');
		expect((await logOnceClosed()).map(({ hungUp }) => hungUp)).toEqual([true]);
	});
});

describe('a limit for the size of an answer', () => {
	test.each([
		['plain', { kind: 'huge', megabytes: 70 } as const],
		['packed to a thousandth', { kind: 'huge', megabytes: 70, packed: true } as const],
	])('ends 70 MB, %s, with an error that says so', async (_, action) => {
		account.standIn.faults.add({ action });
		const read = await account.run('contacts', 'contact.getAll', { limit: 1 });
		expect(read.error?.message).toContain('The response is larger than 64 MB');
		expect(read.error?.description).toContain('fewer records');
		expect(account.standIn.log).toHaveLength(1);
		const written = await account.run('contacts', 'contact.create', { email: 'new@example.com' });
		expect(written.error?.message).toContain('The response is larger than 64 MB');
		expect(written.error?.description).toContain('It is not known whether this took effect');
		expect(account.standIn.log).toHaveLength(2);
	});

	test('allows 60 MB', async () => {
		account.standIn.faults.add({ action: { kind: 'huge', megabytes: 60, packed: true } });
		const { items, error } = await account.run('contacts', 'contact.get', {
			contactId: byId(maria),
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json.id).toBe(maria);
	});
});

describe('redirects are not followed with a token', () => {
	const statuses = [301, 302, 303, 307, 308];
	const redirect = (status: number, path?: string) =>
		account.standIn.faults.add({
			action: {
				kind: 'status',
				status,
				body: '',
				headers: { location: `${elsewhere.url}/contacts/` },
			},
			...(path === undefined ? {} : { path }),
		});

	test.each(statuses)('%i of a call is an error that says so', async (status) => {
		redirect(status);
		const { error } = await account.run('contacts', 'contact.create', {
			email: 'new@example.com',
		});
		expect(error?.message).toContain('The API URL redirects to 127.0.0.1');
		expect(error?.description).toContain('It was not followed');
		expect(error?.description).not.toContain('not known whether');
		expect(elsewhere.log).toHaveLength(0);
	});

	test.each(statuses)('%i of the exchange of an agency token', async (status) => {
		redirect(status, '/oauth/location-token');
		const { error } = await account.run(
			'contacts',
			'contact.get',
			{ contactId: byId(maria), authentication: 'oAuth2' },
			{ credentials: account.appCredentials('company') },
		);
		expect(error?.message).toContain('Get access to the sub-account: The API URL redirects');
		expect(elsewhere.log).toHaveLength(0);
	});

	test.each(statuses)('%i of a credential test', async (status) => {
		redirect(status);
		const result = await account.engine.testCredential(
			'highLevelPrivateIntegrationApi',
			account.credential(),
		);
		expect(result).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('redirect'),
		});
		expect(elsewhere.log).toHaveLength(0);
	});

	test('of a look-up and of a poll', async () => {
		redirect(307);
		const credentials = { highLevelPrivateIntegrationApi: account.credential() };
		const parameters = { authentication: 'privateIntegration' };
		await expect(
			account.engine.listSearch(
				{ nodeType: new HighLevelContacts(), parameters, credentials },
				'searchContacts',
			),
		).rejects.toThrow('redirect');
		await expect(
			account.engine.poll({
				nodeType: new HighLevelContactsTrigger(),
				parameters: { ...parameters, event: 'contactCreated' },
				credentials,
			}),
		).rejects.toThrow('redirect');
		expect(elsewhere.log).toHaveLength(0);
	});
});
