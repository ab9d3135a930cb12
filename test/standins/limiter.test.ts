import { Limiter, SEED, startHighLevelStandIn } from './highlevel';
import type { HighLevelStandIn, LimiterKind } from './highlevel';
import { call } from './support/http';

const KEY = 'app location';

/** Makes calls at the given times (milliseconds) and returns which were allowed. */
function run(limiter: Limiter, times: number[]): boolean[] {
	return times.map((time) => {
		jest.setSystemTime(time);
		return limiter.take(KEY).allowed;
	});
}

describe('the three windows', () => {
	beforeEach(() => jest.useFakeTimers({ now: 0 }));
	afterEach(() => jest.useRealTimers());

	const limiter = (kind: LimiterKind): Limiter => new Limiter({ kind, max: 2, intervalMs: 1000 });

	it('firstCall opens a window with the first call after the previous window closed', () => {
		const allowed = run(limiter('firstCall'), [900, 1100, 1200, 1899, 1900, 2899, 2899, 2900]);
		expect(allowed).toEqual([true, true, false, false, true, true, false, true]);
	});

	it('clockAligned starts windows at multiples of the interval', () => {
		const allowed = run(limiter('clockAligned'), [900, 950, 999, 1000, 1001, 1002, 2000]);
		expect(allowed).toEqual([true, true, false, true, true, false, true]);
	});

	it('slidingLog allows at most max calls in any period of one interval', () => {
		const allowed = run(limiter('slidingLog'), [900, 1500, 1899, 1900, 2000, 2499, 2500]);
		expect(allowed).toEqual([true, true, false, true, false, false, true]);
	});

	it('a changed limit applies from the next call on', () => {
		const one = limiter('firstCall');
		expect(run(one, [0, 1, 2])).toEqual([true, true, false]);
		one.set({ max: 3 });
		expect(run(one, [3, 4])).toEqual([true, false]);
	});

	it('the daily quota runs out and is restored at the announced time', () => {
		const one = new Limiter({ max: 100, dailyMax: 2, dailyResetMs: 5000 });
		expect(run(one, [0, 1, 2])).toEqual([true, true, false]);
		const { headers } = one.take(KEY);
		expect(headers['X-RateLimit-Daily-Remaining']).toBe('0');
		expect(headers['X-RateLimit-Daily-Reset']).toBe('4998');
		expect(run(one, [4999, 5000])).toEqual([false, true]);
	});

	it('accounts are counted separately', () => {
		const one = limiter('slidingLog');
		run(one, [0, 1]);
		expect(one.take('app other').allowed).toBe(true);
		expect(one.take(KEY).allowed).toBe(false);
	});
});

describe('over HTTP', () => {
	let standIn: HighLevelStandIn;
	const contact = `/contacts/${SEED.contacts.maria}`;

	beforeAll(async () => {
		standIn = await startHighLevelStandIn({ limiter: { max: 3, intervalMs: 3_600_000 } });
	});
	afterAll(() => standIn.close());
	beforeEach(() => standIn.reset());

	it('sends the six headers and answers 429 without Retry-After', async () => {
		const first = await call(standIn, contact);
		expect(first.headers).toMatchObject({
			'x-ratelimit-max': '3',
			'x-ratelimit-remaining': '2',
			'x-ratelimit-interval-milliseconds': '3600000',
			'x-ratelimit-limit-daily': '200000',
			'x-ratelimit-daily-remaining': '199999',
		});
		const reset = Number(first.headers['x-ratelimit-daily-reset']);
		expect(reset).toBeGreaterThan(0);
		expect(reset).toBeLessThanOrEqual(86_400_000);

		await call(standIn, contact);
		await call(standIn, contact);
		const refused = await call(standIn, contact, { method: 'PUT', body: { firstName: 'X' } });
		expect(refused.status).toBe(429);
		expect(refused.headers['retry-after']).toBeUndefined();
		expect(refused.headers['x-ratelimit-remaining']).toBe('0');
		expect(standIn.log.at(-1)).toMatchObject({ limited: true, status: 429 });
		expect(standIn.log.at(-1)?.effect).toBeUndefined();
		expect(standIn.state.contacts.get(SEED.contacts.maria)?.firstName).toBe('Maria');
	});

	it("two tokens of one app share a location's budget; another location has its own", async () => {
		const tokens = [1, 2].map(() => standIn.oauth.issueAppToken().token.value);
		const other = standIn.oauth.issueAppToken({ locationId: standIn.otherLocationId }).token.value;
		for (const token of [...tokens, ...tokens]) await call(standIn, contact, { token });
		expect(standIn.log.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
		const elsewhere = await call(standIn, contact, { token: other });
		expect(elsewhere.headers['x-ratelimit-remaining']).toBe('2');
	});

	it('can send no headers, malformed ones or wrong ones', async () => {
		standIn.limiter.set({ headers: 'absent' });
		const none = await call(standIn, contact);
		expect(Object.keys(none.headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);

		standIn.limiter.set({
			headers: {
				'X-RateLimit-Remaining': 'plenty',
				'X-RateLimit-Max': '-1',
				'X-RateLimit-Daily-Reset': null,
			},
		});
		const wrong = await call(standIn, contact);
		expect(wrong.headers).toMatchObject({
			'x-ratelimit-remaining': 'plenty',
			'x-ratelimit-max': '-1',
			'x-ratelimit-interval-milliseconds': '3600000',
		});
		expect(wrong.headers['x-ratelimit-daily-reset']).toBeUndefined();
	});
});
