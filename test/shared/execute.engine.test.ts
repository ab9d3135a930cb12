/** Many items in one run: their order, the rate limit, retries and failures. */
import type { IDataObject } from 'n8n-workflow';

import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { until, watched } from '../engine/events';
import { TestAccount } from '../HighLevel/account';
import { itemIndexOf } from '../support/itemIndexOf';

const COUNT = 200;

let account: TestAccount;

beforeAll(async () => {
	account = await TestAccount.open({ latencyMs: 3 });
});

beforeEach(() => {
	account.reset();
	// A short interval keeps the test short; the ratio of calls to window is HighLevel's.
	account.standIn.limiter.set({ kind: 'firstCall', max: 100, intervalMs: 600 });
});

afterAll(async () => {
	await account.close();
});

const people = (count = COUNT): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ email: `person${index}@example.com`, index }));

const upsert = {
	email: '={{ $json.email }}',
	lastName: '={{ "Number " + $json.index }}',
	simple: false,
};

function writes(): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { effect, body } of account.standIn.log) {
		if (!effect) continue;
		const email = String((body as IDataObject).email);
		counts.set(email, (counts.get(email) ?? 0) + 1);
	}
	return counts;
}

describe('200 items', () => {
	test('come out in the order of the items, each paired with its item', async () => {
		account.standIn.faults.add({ action: { kind: 'delay', ms: 40 }, probability: 0.2 });
		const { items, status } = await account.run('contacts', 'contact.upsert', upsert, {
			items: people(),
		});
		expect(status).toBe('success');
		expect(items.map(({ json }) => json.email)).toEqual(people().map(({ email }) => email));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			people().map((_, item) => ({ item })),
		);
	});

	test('stay below the rate limit of the account', async () => {
		account.standIn.limiter.set({ intervalMs: 2000 });
		const { items } = await account.run('contacts', 'contact.upsert', upsert, { items: people() });
		expect(items).toHaveLength(COUNT);
		// Without pacing, 100 of the first 200 would be refused at once; a busy machine may add a few.
		const refused = account.standIn.log.filter(({ limited }) => limited);
		expect(refused.length).toBeLessThanOrEqual(COUNT / 5);
	});

	test('are neither lost nor repeated despite 429, 5xx, resets and lost answers', async () => {
		const { faults } = account.standIn;
		faults.add({ action: { kind: 'status', status: 429 }, probability: 0.05 });
		faults.add({
			action: { kind: 'status', status: 502, body: '<html>Bad gateway</html>' },
			probability: 0.03,
		});
		faults.add({ action: { kind: 'reset', when: 'before' }, probability: 0.03 });
		faults.add({ action: { kind: 'reset', when: 'after' }, probability: 0.03 });
		faults.add({ action: { kind: 'cut' }, probability: 0.03 });
		const { items, error } = await account.run('contacts', 'contact.upsert', upsert, {
			items: people(),
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.email)).toEqual(people().map(({ email }) => email));
		const made = account.standIn.state.contacts
			.all()
			.filter(({ email }) => /^person\d+@/.test(String(email)));
		expect(made).toHaveLength(COUNT);
		expect(account.standIn.log.some(({ fault }) => fault)).toBe(true);
	});

	test('are never created again if the outcome is unknown, which the error says', async () => {
		account.standIn.faults.add({ action: { kind: 'reset', when: 'after' }, nth: [3, 50, 120] });
		account.standIn.faults.add({ action: { kind: 'status', status: 500 }, nth: [70] });
		const { items } = await account.run('contacts', 'contact.create', upsert, {
			items: people(),
			onError: 'continueRegularOutput',
		});
		const failed = items.filter(({ json }) => json.error);
		expect(items).toHaveLength(COUNT);
		expect(failed).toHaveLength(4);
		for (const { json } of failed) {
			expect(String(json.message)).toContain('not known whether this took effect');
		}
		expect([...writes().values()].every((count) => count === 1)).toBe(true);
		expect(account.standIn.log.filter(({ limited }) => !limited)).toHaveLength(COUNT);
	});

	test('stop at the first failing item, in item order, and name it', async () => {
		const items = people();
		items[41] = { email: 'not an address', index: 41 };
		items[120] = { email: 'not an address', index: 120 };
		const run = await account.run('contacts', 'contact.upsert', upsert, { items });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain("'Email' is not an email address");
		expect(run.error?.message).not.toContain('[item');
		expect(itemIndexOf(run.error)).toBe(41);
	});

	test('continue per item if the node continues on errors, and send nothing for refused ones', async () => {
		const items = people();
		items[7] = { email: '', index: 7 };
		const run = await account.run('contacts', 'contact.upsert', upsert, {
			items,
			onError: 'continueErrorOutput',
		});
		expect(run.outputs[0]).toHaveLength(COUNT - 1);
		expect(run.outputs[1]).toHaveLength(1);
		expect(run.outputs[1]?.[0]?.json).toMatchObject({ index: 7 });
		expect(String(run.outputs[1]?.[0]?.json.error)).toContain("'Email' and 'Phone' are both empty");
		expect(account.standIn.log.filter(({ limited }) => !limited)).toHaveLength(COUNT - 1);
	});

	test('end at once when the execution is cancelled', async () => {
		const { standIn } = account;
		standIn.limiter.set({ max: 100_000, intervalMs: 1000 });
		const after10 = Array.from({ length: COUNT }, (_, index) => 11 + index);
		standIn.faults.add({ action: { kind: 'never', when: 'before' }, nth: after10 });
		const stop = new AbortController();
		const contacts = watched(new HighLevelContacts());
		const running = account.engine.run({
			nodeType: contacts.nodeType,
			parameters: {
				authentication: 'privateIntegration',
				resource: 'contact',
				operation: 'upsert',
				...upsert,
				options: { concurrency: 5 },
			},
			credentials: { highLevelPrivateIntegrationApi: account.credential() },
			items: people(),
			// The failures of the calls in flight must not be what ends the run.
			onError: 'continueRegularOutput',
			signal: stop.signal,
		});
		// Ten calls were answered, five wait for ever.
		await until(() => standIn.log.length === 15);
		stop.abort();
		expect((await running).status).toBe('canceled');
		await contacts.ended;
		await until(() => standIn.log.slice(10).every(({ hungUp }) => hungUp));
		expect(standIn.log).toHaveLength(15);
	});
});

describe('the order of writes', () => {
	test('items of one contact are written in item order, even if earlier answers are slower', async () => {
		const [id = ''] = account.standIn.state.contacts.all().map((contact) => contact.id);
		account.standIn.faults.add({ action: { kind: 'delay', ms: 60 }, probability: 0.4 });
		const items = Array.from({ length: 12 }, (_, index) => ({ id, city: `City ${index}` }));
		await account.run(
			'contacts',
			'contact.update',
			{
				contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				updateFields: { city: '={{ $json.city }}' },
			},
			{ items },
		);
		const cities = account.standIn.log
			.filter(({ effect }) => effect)
			.map(({ body }) => (body as IDataObject).city);
		expect(cities).toEqual(items.map(({ city }) => city));
	});

	test('Concurrency 1 sends one call at a time', async () => {
		await account.run(
			'contacts',
			'contact.upsert',
			{ ...upsert, options: { concurrency: 1 } },
			{ items: people(20) },
		);
		const { log } = account.standIn;
		expect(log).toHaveLength(20);
		for (const [index, entry] of log.entries()) {
			const before = log[index - 1];
			if (before) expect(entry.at).toBeGreaterThanOrEqual(before.answeredAt ?? Infinity);
		}
	});
});

describe('limits', () => {
	test('the end of the daily quota stops the run and says when the quota resets', async () => {
		account.standIn.limiter.set({ dailyMax: 1000, dailyUsed: 980, dailyResetMs: 3_600_000 });
		const run = await account.run('contacts', 'contact.upsert', upsert, { items: people(60) });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('daily quota');
		expect(run.error?.description).toMatch(/resets in about (59|60) minutes/);
		expect(account.standIn.log.filter(({ limited }) => !limited).length).toBeLessThanOrEqual(20);
	});

	test.each([
		['absent', 'absent' as const],
		[
			'text',
			{
				'X-RateLimit-Max': 'many',
				'X-RateLimit-Remaining': 'few',
				'X-RateLimit-Interval-Milliseconds': 'NaN',
			},
		],
		['negative', { 'X-RateLimit-Max': '-5', 'X-RateLimit-Remaining': '-1' }],
		['zero', { 'X-RateLimit-Max': '0', 'X-RateLimit-Interval-Milliseconds': '0' }],
		['huge', { 'X-RateLimit-Max': '1e300', 'X-RateLimit-Interval-Milliseconds': '9e15' }],
	])('rate headers that are %s neither stall nor crash a run', async (_, headers) => {
		account.standIn.limiter.set({ max: 100_000, headers });
		const run = await account.run('contacts', 'contact.upsert', upsert, { items: people(30) });
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(30);
	});
});
