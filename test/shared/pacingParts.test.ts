/** The parts of the pacing, each on its own; `pacing.test.ts` shows what they achieve together. */
import { AccountBudget, budgetOf } from '../../nodes/shared/pacing';
import { DailyQuota } from '../../nodes/shared/pacing/day';
import { BurstLimit, isWithin, usedBy } from '../../nodes/shared/pacing/limits';
import { Refusals } from '../../nodes/shared/pacing/refusals';
import { Share } from '../../nodes/shared/pacing/share';
import type { Sent } from '../../nodes/shared/pacing/slots';
import { Slots } from '../../nodes/shared/pacing/slots';
import { Spread } from '../../nodes/shared/pacing/spread';
import { VirtualTime } from './simulation/time';

const INTERVAL = 800;
const sentAt = (time: number, tookMs?: number): Sent => ({
	sentAt: time,
	rank: 1,
	looks: false,
	...(tookMs === undefined ? {} : { tookMs }),
});

describe('slots', () => {
	test('are held for an interval', () => {
		const slots = new Slots();
		expect(slots.expire(0, INTERVAL)).toBe(Infinity);
		slots.take(100, INTERVAL);
		slots.take(150, INTERVAL);
		expect(slots.size).toBe(2);
		expect(slots.expire(200, INTERVAL)).toBe(900);
		expect(slots.expire(899, INTERVAL)).toBe(900);
		expect(slots.size).toBe(2);
		expect(slots.expire(900, INTERVAL)).toBe(950);
		expect(slots.size).toBe(1);
		expect(slots.expire(950, INTERVAL)).toBe(Infinity);
		expect(slots.size).toBe(0);
	});

	test('are held longer after a slow response, by what it was slower than the fastest', () => {
		const slots = new Slots();
		const [slow, fast] = [slots.take(0, INTERVAL), slots.take(10, INTERVAL)];
		slots.answered(fast, 30);
		slots.answered(slow, 70);
		expect(slow.tookMs).toBe(70);
		// The first is free at 800 + 50, the second at 810.
		expect(slots.expire(805, INTERVAL)).toBe(810);
		expect(slots.size).toBe(2);
		expect(slots.expire(810, INTERVAL)).toBe(850);
		expect(slots.size).toBe(1);
		expect(slots.expire(849, INTERVAL)).toBe(850);
		expect(slots.expire(850, INTERVAL)).toBe(Infinity);
		expect(slots.size).toBe(0);
	});

	test('that are given back are free', () => {
		const slots = new Slots();
		const sent = slots.take(0, INTERVAL);
		slots.giveBack(sent);
		expect(slots.size).toBe(0);
	});

	test('are counted as the service can have counted them when it answered', () => {
		const slots = new Slots();
		const a = slots.take(0, INTERVAL);
		const b = slots.take(0, INTERVAL);
		slots.take(40, INTERVAL);
		slots.take(50, INTERVAL);
		slots.take(60, INTERVAL);
		expect([a.rank, b.rank]).toEqual([1, 2]);
		// It took 20: what was sent up to 40 can have arrived before the response left.
		expect(slots.answered(b, 20)).toBe(2);
		expect(slots.answered(a, 60)).toBe(3);
		// The fastest response sets the time that a call needs to arrive.
		expect(slots.answered(slots.take(100, INTERVAL), 105)).toBe(6);
		const early = slots.take(200, INTERVAL);
		slots.take(240, INTERVAL);
		slots.take(245, INTERVAL);
		slots.take(246, INTERVAL);
		expect(slots.answered(early, 250)).toBe(early.rank + 2);
	});

	test('are counted by the fastest of the last 16 responses, for calls queue in a busy process', () => {
		const slots = new Slots();
		const countedAfter = (slowOnes: number) => {
			slots.answered(slots.take(0, INTERVAL), 5);
			for (let i = 0; i < slowOnes; i++) slots.answered(slots.take(0, INTERVAL), 100);
			const early = slots.take(0, INTERVAL);
			slots.take(50, INTERVAL);
			return slots.answered(early, 100) - early.rank;
		};
		expect(countedAfter(14)).toBe(1);
		expect(countedAfter(15)).toBe(0);
	});

	test('are in flight until they have a response or are free', () => {
		const slots = new Slots();
		const [first] = [slots.take(0, INTERVAL), slots.take(0, INTERVAL), slots.take(10, INTERVAL)];
		expect(slots.inFlight).toBe(3);
		slots.answered(first, 20);
		expect(slots.inFlight).toBe(2);
		slots.giveBack(first);
		expect(slots.inFlight).toBe(2);
		slots.expire(INTERVAL, INTERVAL);
		expect(slots.inFlight).toBe(1);
		// Its response comes after an interval.
		const late = slots.take(2000, INTERVAL);
		slots.expire(2000 + INTERVAL, INTERVAL);
		expect(slots.inFlight).toBe(0);
		slots.answered(late, 2000 + 2 * INTERVAL);
		expect(slots.inFlight).toBe(0);
		slots.answered(slots.take(4000, INTERVAL), 4010);
		slots.expire(4000 + 3 * INTERVAL, INTERVAL);
		expect(slots.inFlight).toBe(0);
	});

	test('show from an eighth to half of an interval after the first call what others use', () => {
		const looks = (after: number) => {
			const slots = new Slots();
			expect(slots.take(1000, INTERVAL).looks).toBe(false);
			return slots.take(1000 + after, INTERVAL).looks;
		};
		expect(looks(99)).toBe(false);
		expect(looks(100)).toBe(true);
		expect(looks(399)).toBe(true);
		expect(looks(400)).toBe(false);
		const slots = new Slots();
		expect(slots.lookAt(INTERVAL)).toBe(-Infinity);
		slots.take(1000, INTERVAL);
		slots.take(1050, INTERVAL);
		expect(slots.lookAt(INTERVAL)).toBe(1100);
	});
});

describe('our share', () => {
	const limit = Object.assign(new BurstLimit(), { max: 100, intervalMs: INTERVAL });

	test('grows by 1.4 slots with each response, up to the limit', () => {
		const share = new Share();
		share.grow(limit, 0);
		expect(share.size).toBeCloseTo(2.4);
		for (let i = 0; i < 200; i++) share.grow(limit, 0);
		expect(share.size).toBe(100);
	});

	test('claims free slots in proportion, at least a quarter of them', () => {
		const grown = (own: number, used: number) => {
			const share = new Share();
			share.see(own, used, false, 10);
			for (let i = 0; i < 200; i++) share.grow(limit, 0);
			return share.size;
		};
		// 98 slots to share: 20 are ours, 20 others'; half of the 58 free ones.
		expect(grown(20, 40)).toBeCloseTo(20 + 58 / 2);
		expect(grown(10, 90)).toBeCloseTo(10 + 8 / 4);
		expect(grown(10, 120)).toBe(10);
		expect(grown(0, 98)).toBe(1);
		// Two calls may only look like others'.
		expect(grown(20, 22)).toBe(100);
		expect(grown(20, 23)).toBeLessThan(100);
		expect(grown(30, 20)).toBe(100);
	});

	test('remembers the peak of others’ use until its time is over', () => {
		const share = new Share();
		share.see(1, 11, false, 100);
		share.see(2, 32, false, 50);
		share.see(3, 8, false, 120);
		expect(share.peak(50)).toEqual({ own: 2, others: 30, until: 50 });
		expect(share.peak(51)).toEqual({ own: 3, others: 5, until: 120 });
		expect(share.peak(121)).toBeUndefined();
	});

	test('keeps lower observations for later, and replaces them by higher ones', () => {
		const share = new Share();
		share.see(1, 31, false, 50);
		share.see(1, 21, false, 90);
		share.see(1, 11, false, 100);
		expect(share.peak(40)?.others).toBe(30);
		expect(share.peak(60)?.others).toBe(20);
		expect(share.peak(95)?.others).toBe(10);
		share.see(1, 11, false, 200);
		expect(share.peak(150)?.others).toBe(10);
	});

	test('forgets earlier observations when it looks', () => {
		const share = new Share();
		share.see(1, 50, false, 100);
		share.see(1, 11, true, 100);
		expect(share.peak(0)?.others).toBe(10);
		share.see(1, 1, true, 100);
		expect(share.peak(0)).toBeUndefined();
	});

	test('shrinks by one after a refusal, to no more than it holds and no less than one', () => {
		const share = new Share();
		share.size = 10;
		share.shrink(20, limit, 0);
		expect(share.size).toBe(9);
		share.shrink(3, limit, 0);
		expect(share.size).toBe(3);
		share.shrink(0, limit, 0);
		expect(share.size).toBe(1);
	});

	test('takes everything that is not ours for others’, for a little more than an interval', () => {
		const share = new Share();
		share.size = 10;
		share.shrink(20, limit, 1000);
		expect(share.peak(1000)).toEqual({ own: 20, others: 80, until: 1900 });
		expect(share.peak(1900)).toBeDefined();
		expect(share.peak(1901)).toBeUndefined();
	});
});

describe('calls without a response', () => {
	test('are at most our part of what is left, a quarter of it or four calls at least', () => {
		const most = (own: number, used: number, left?: number) => {
			const share = new Share();
			share.see(own, used, false, 10);
			if (left !== undefined) share.left = left;
			return share.mostInFlight(0);
		};
		expect(most(30, 60, 40)).toBe(20);
		expect(most(5, 60, 40)).toBe(10);
		expect(most(30, 60, 6)).toBe(4);
		expect(most(30, 60, 0)).toBe(4);
		// Before a response has said what is left, and while nobody else uses the account.
		expect(most(30, 60)).toBe(Infinity);
		expect(most(30, 30, 0)).toBe(Infinity);
	});
});

describe('the calls of a long run', () => {
	const limit = Object.assign(new BurstLimit(), { max: 100, intervalMs: 6400 });

	/** Of a run that has been at the limit for so long: the time between two calls. */
	const between = (forMs: number, spread = new Spread()) => {
		const end = 1_000_000 + forMs;
		for (let now = 1_000_000; now <= end; now += 3200) spread.full(now, limit);
		// More than may be caught up.
		for (let i = 0; i < 500; i++) spread.sending(end, limit);
		const before = spread.opensAt(end, limit);
		spread.sending(end, limit);
		return spread.opensAt(end, limit) - before;
	};

	test('are spread over 1/64 of the time at the limit, up to an interval', () => {
		expect(between(64_000)).toBeCloseTo(1000 / 100);
		expect(between(256_000)).toBeCloseTo(4000 / 100);
		expect(between(4_096_000)).toBeCloseTo(6400 / 100);
	});

	test('are not spread at the beginning, nor after one and a half intervals below the limit', () => {
		const spread = new Spread();
		for (let i = 0; i < 500; i++) spread.sending(0, limit);
		expect(spread.opensAt(0, limit)).toBe(0);
		between(64_000, spread);
		expect(spread.opensAt(1_064_000 + 9599, limit)).not.toBe(1_064_000 + 9599);
		expect(spread.opensAt(1_064_000 + 9600, limit)).toBe(1_064_000 + 9600);
		spread.full(1_064_000 + 9600, limit);
		spread.sending(1_064_000 + 9600, limit);
		expect(spread.opensAt(1_064_000 + 9600, limit)).toBeLessThanOrEqual(1_064_000 + 9600);
	});

	test('catch up what a late timer cost, up to 50 ms', () => {
		const spread = new Spread();
		for (let now = 0; now <= 64_000; now += 3200) spread.full(now, limit);
		let sent = 0;
		for (; spread.opensAt(64_000, limit) <= 64_000; sent++) spread.sending(64_000, limit);
		// The first, and one each 10 ms.
		expect(sent).toBe(7);
	});
});

describe('a pause after refusals', () => {
	test('doubles with each further refusal, up to a quarter of an interval, with half of it left to chance', () => {
		const refusals = new Refusals();
		const pauses = [0, 1, 2, 3, 4, 5, 6].map((time) => {
			const now = time * 10_000;
			refusals.refused(sentAt(now), now, 1600, 0.5);
			return refusals.opensAt(1600) - now;
		});
		expect(pauses).toEqual([100, 200, 400, 400, 400, 400, 400]);
		const chance = (random: number) => {
			const fresh = new Refusals();
			fresh.refused(sentAt(0), 0, 1600, random);
			return fresh.opensAt(1600);
		};
		expect([chance(0), chance(1)]).toEqual([50, 150]);
	});

	test('takes a whole interval from the seventeenth refusal in a row on', () => {
		const refusals = new Refusals();
		const pauses = Array.from({ length: 20 }, (_, index) => {
			const now = index * 10_000;
			refusals.refused(sentAt(now), now, 1600, 0.5);
			return refusals.opensAt(1600) - now;
		});
		expect(pauses.lastIndexOf(400)).toBe(15);
		expect(pauses.slice(16)).toEqual([1600, 1600, 1600, 1600]);
		refusals.accepted(sentAt(190_000));
		refusals.refused(sentAt(200_000), 200_000, 1600, 0.5);
		expect(refusals.opensAt(1600)).toBe(200_100);
	});

	test('is not begun again by calls that were sent before it', () => {
		const refusals = new Refusals();
		refusals.refused(sentAt(100), 100, 1600, 0.5);
		refusals.refused(sentAt(99), 150, 1600, 0.5);
		expect(refusals.opensAt(1600)).toBe(200);
		refusals.refused(sentAt(100), 150, 1600, 0.5);
		expect(refusals.opensAt(1600)).toBe(350);
	});

	test('is forgotten once a call gets through that was sent after it began', () => {
		const refusals = new Refusals();
		refusals.refused(sentAt(0), 0, 1600, 0.5);
		refusals.accepted(sentAt(-1));
		refusals.refused(sentAt(1000), 1000, 1600, 0.5);
		expect(refusals.opensAt(1600)).toBe(1200);
		refusals.accepted(sentAt(1000));
		refusals.refused(sentAt(2000), 2000, 1600, 0.5);
		expect(refusals.opensAt(1600)).toBe(2100);
	});

	test('lasts as long as the service asks, if that is longer', () => {
		const refusals = new Refusals();
		refusals.refused(sentAt(0), 0, 1600, 0.5);
		refusals.waitUntil(50);
		expect(refusals.opensAt(1600)).toBe(100);
		refusals.waitUntil(500);
		expect(refusals.opensAt(1600)).toBe(500);
	});

	test('lets one call go alone, for a quarter of an interval or until its response', () => {
		const refusals = new Refusals();
		refusals.sending(sentAt(0));
		expect(refusals.opensAt(1600)).toBe(-Infinity);
		refusals.refused(sentAt(0), 0, 1600, 0.5);
		const scout = sentAt(120);
		refusals.sending(scout);
		expect(refusals.opensAt(1600)).toBe(520);
		refusals.waitUntil(600);
		expect(refusals.opensAt(1600)).toBe(600);
		scout.tookMs = 0;
		refusals.waitUntil(100);
		expect(refusals.opensAt(1600)).toBe(600);
		const next = sentAt(700);
		refusals.sending(next);
		expect(refusals.opensAt(1600)).toBe(1100);
		next.tookMs = 10;
		expect(refusals.opensAt(1600)).toBe(600);
		refusals.accepted(next);
		refusals.sending(sentAt(800));
		expect(refusals.opensAt(1600)).toBe(600);
	});

	test('is not made for a fault of the service, unless that happens eight times in a row', () => {
		const refusals = new Refusals();
		expect(refusals.isFault(undefined, 100)).toBe(false);
		expect(refusals.isFault(100, 100)).toBe(false);
		const faults = () => Array.from({ length: 9 }, () => refusals.isFault(50, 100));
		expect(faults()).toEqual([...Array<boolean>(7).fill(true), false, false]);
		refusals.accepted(sentAt(0));
		expect(refusals.isFault(99, 100)).toBe(true);
	});
});

describe('the day', () => {
	const over = { dailyMax: 1000, dailyRemaining: 0, dailyResetMs: 5000 };
	const learned = (...all: Array<Parameters<DailyQuota['learn']>>) => {
		const day = new DailyQuota();
		for (const one of all) day.learn(...one);
		return day;
	};

	test('is over if a refusal says so, until it resets', () => {
		const day = learned([over, true, 100, 1000]);
		expect(day.remaining).toBe(0);
		expect(day.refusal(1000)).toMatchObject({
			name: 'DailyQuotaExhausted',
			message: 'The daily quota of API calls is used up',
			resetsInMs: 5000,
		});
		expect(day.refusal(5999)?.resetsInMs).toBe(1);
		expect(day.refusal(6000)).toBeUndefined();
		expect(day.remaining).toBeUndefined();
		expect(day.refusal(0)).toBeUndefined();
		day.learn({ dailyRemaining: 0 }, true, 100, 7000);
		expect(day.refusal(7000)?.resetsInMs).toBe(3_600_000);
	});

	test('is not over because of a header alone', () => {
		expect(learned([over, false, 100, 0]).refusal(0)).toBeUndefined();
		expect(learned([over, false, 100, 0]).remaining).toBeUndefined();
		expect(learned([{ dailyRemaining: 1 }, true, 100, 0]).refusal(0)).toBeUndefined();
	});

	test.each([
		[1, 1],
		[86_400_000, 86_400_000],
		[0, 3_600_000],
		[86_400_001, 3_600_000],
		[undefined, 3_600_000],
	])('that resets in %p ms is believed if plausible', (dailyResetMs, resetsInMs) => {
		const limits = { dailyRemaining: 0, ...(dailyResetMs === undefined ? {} : { dailyResetMs }) };
		expect(learned([limits, true, 100, 0]).refusal(0)?.resetsInMs).toBe(resetsInMs);
	});

	test('counts down; a little more is an older count, much more a new day', () => {
		const left = (...values: number[]) =>
			learned(
				...values.map(
					(dailyRemaining): Parameters<DailyQuota['learn']> => [
						{ dailyRemaining, dailyMax: 1000 },
						false,
						100,
						0,
					],
				),
			).remaining;
		expect(left(500)).toBe(500);
		expect(left(500, 498)).toBe(498);
		expect(left(500, 600)).toBe(500);
		expect(left(500, 601)).toBe(601);
		expect(left(500, 1001)).toBe(500);
		expect(left(500, 1000)).toBe(1000);
		expect(learned([{ dailyRemaining: 5e9 }, false, 100, 0]).remaining).toBe(5e9);
	});
});

describe('the limits of a response', () => {
	test.each([
		[5, 1, 10, true],
		[1, 1, 10, true],
		[10, 1, 10, true],
		[0, 1, 10, false],
		[11, 1, 10, false],
		[NaN, 1, 10, false],
		[undefined, 1, 10, false],
	])('%p is within %i and %i: %p', (value, least, most, expected) => {
		expect(isWithin(value, least, most)).toBe(expected);
	});

	test('say how many calls were counted, if they are plausible', () => {
		expect(usedBy({ max: 100, remaining: 40 })).toBe(60);
		expect(usedBy({ max: 100.5, remaining: 40 })).toBe(60);
		expect(usedBy({ max: 100, remaining: 100 })).toBe(0);
		expect(usedBy({ max: 100, remaining: 0 })).toBe(100);
		for (const limits of [
			{},
			{ max: 100 },
			{ remaining: 5 },
			{ max: 0, remaining: 0 },
			{ max: 100_001, remaining: 5 },
			{ max: 100, remaining: 101 },
			{ max: 100, remaining: -1 },
		]) {
			expect(usedBy(limits)).toBeUndefined();
		}
	});

	test('replace HighLevel’s only if they are plausible', () => {
		const limit = new BurstLimit();
		expect({ ...limit }).toEqual({ max: 100, intervalMs: 10_000 });
		for (const max of [0, 100_001, NaN]) limit.learn({ max });
		for (const intervalMs of [49, 120_001, NaN]) limit.learn({ intervalMs });
		expect({ ...limit }).toEqual({ max: 100, intervalMs: 10_000 });
		limit.learn({ max: 7.9, intervalMs: 50 });
		expect({ ...limit }).toEqual({ max: 7, intervalMs: 50 });
		limit.learn({ max: 100_000, intervalMs: 120_000 });
		expect({ ...limit }).toEqual({ max: 100_000, intervalMs: 120_000 });
	});
});

describe('a budget', () => {
	/** A budget whose sleeps the test ends. */
	function budgetWithClock() {
		let now = 0;
		const sleeps: Array<{ ms: number; wake: () => void }> = [];
		const clock = {
			now: () => now,
			sleep: async (ms: number) =>
				await new Promise<void>((wake) => void sleeps.push({ ms, wake })),
			random: () => 0.5,
		};
		return { budget: new AccountBudget(clock), sleeps, at: (time: number) => (now = time) };
	}
	const settle = async () => await new Promise(setImmediate);
	/** How many of some callers get a permit without waiting. */
	const grantedAtOnce = async (budget: AccountBudget, callers: number) => {
		let count = 0;
		for (let i = 0; i < callers; i++) void budget.acquire().then(() => (count += 1));
		await settle();
		return count;
	};

	test('wakes when the next slot becomes free', async () => {
		const { budget, sleeps, at } = budgetWithClock();
		at(1000.5);
		await budget.acquire();
		let granted = false;
		void budget.acquire().then(() => (granted = true));
		void budget.acquire();
		expect(sleeps.map(({ ms }) => ms)).toEqual([10_000]);
		at(11_000.5);
		sleeps[0]?.wake();
		await settle();
		expect(granted).toBe(true);
		expect(sleeps).toHaveLength(2);
	});

	test('goes on sleeping for the shorter of two times, and sleeps at least a millisecond', async () => {
		const { budget, sleeps, at } = budgetWithClock();
		const permit = await budget.acquire();
		void budget.acquire();
		permit.answered({ limited: true, limits: { max: 100, remaining: 0, intervalMs: 1600 } });
		// The pause of 100 ms replaces the wait for the slot.
		expect(sleeps.map(({ ms }) => ms)).toEqual([10_000, 100]);
		at(99.9999);
		sleeps[1]?.wake();
		await settle();
		expect(sleeps.map(({ ms }) => ms)).toEqual([10_000, 100, 1]);
		sleeps[0]?.wake();
		await settle();
		expect(sleeps).toHaveLength(3);
	});

	test('ignores a second report of the same call', async () => {
		const { budget, sleeps } = budgetWithClock();
		const permit = await budget.acquire();
		permit.answered({ limited: false, limits: { max: 100, remaining: 99, intervalMs: 1600 } });
		permit.answered({ limited: true, limits: { max: 100, remaining: 0 } });
		await budget.acquire();
		expect(sleeps).toEqual([]);
	});

	test('sends no more at once than the day has left, but one', async () => {
		const granted = async (dailyRemaining: number) => {
			const { budget } = budgetWithClock();
			for (let i = 0; i < 4; i++) {
				(await budget.acquire()).answered({ limited: false, limits: { dailyRemaining: 500 } });
			}
			const permit = await budget.acquire();
			permit.answered({ limited: false, limits: { dailyRemaining } });
			expect(budget.dailyRemaining).toBe(dailyRemaining);
			return await grantedAtOnce(budget, 9);
		};
		// Five slots are held; 1 + 5 * 1.4 = 8 are ours.
		expect(await granted(500)).toBe(3);
		expect(await granted(7)).toBe(2);
		expect(await granted(5)).toBe(0);
	});

	test('leaves others the slots that they use, as long as an interval', async () => {
		const granted = async (others: number) => {
			const { budget } = budgetWithClock();
			for (let i = 1; i <= 10; i++) {
				const limits = { max: 100, remaining: 100 - others - i, intervalMs: 1e5 };
				(await budget.acquire()).answered({ limited: false, limits });
			}
			return await grantedAtOnce(budget, 5);
		};
		expect(await granted(0)).toBe(5);
		// A quarter of the nine free slots is ours.
		expect(await granted(79)).toBe(2);
	});

	test('keeps its last slot until it is time to look at what others use', async () => {
		const waiting = async (remaining: number, callers: number) => {
			const { budget, sleeps } = budgetWithClock();
			const permit = await budget.acquire();
			let granted = 0;
			for (let i = 0; i < callers; i++) void budget.acquire().then(() => (granted += 1));
			permit.answered({ limited: false, limits: { max: 100, remaining, intervalMs: 8000 } });
			await settle();
			return { granted, sleeps: sleeps.slice(1).map(({ ms }) => ms) };
		};
		expect(await waiting(20, 2)).toEqual({ granted: 0, sleeps: [1000] });
		expect(await waiting(99, 2)).toEqual({ granted: 1, sleeps: [8000] });
		expect(await waiting(20, 1)).toEqual({ granted: 1, sleeps: [] });
	});

	test('sends nothing while more calls are without a response than its part of what is left', async () => {
		const granted = async (remaining: number, isSilentNext = false) => {
			const { budget } = budgetWithClock();
			for (let i = 1; i <= 50; i++) {
				const limits = { max: 1000, remaining: 1000 - i, intervalMs: 1e5 };
				(await budget.acquire()).answered({ limited: false, limits });
			}
			const permits = await Promise.all(Array.from({ length: 15 }, () => budget.acquire()));
			permits[0]?.answered({ limited: false, limits: { max: 1000, remaining, intervalMs: 1e5 } });
			if (isSilentNext) permits[1]?.answered({ limited: false });
			return await grantedAtOnce(budget, 60);
		};
		// 65 slots are held, and a quarter of the 20 free ones is ours; but 14 calls are more than a quarter of 40.
		expect(await granted(40)).toBe(0);
		expect(await granted(56)).toBe(0);
		expect(await granted(60)).toBeGreaterThan(0);
		// A response that does not say what is left changes nothing.
		expect(await granted(40, true)).toBe(0);
		expect(await granted(900)).toBeGreaterThan(0);
	});

	test('spreads the calls of a run that has been at the limit for long', async () => {
		const time = new VirtualTime();
		const budget = new AccountBudget({
			now: () => time.now(),
			sleep: (ms) => time.sleep(ms),
			random: () => 0.5,
		});
		const limits = { max: 10, intervalMs: 1000 };
		const times: number[] = [];
		const caller = async () => {
			for (;;) {
				const permit = await budget.acquire();
				times.push(time.now());
				permit.answered({ limited: false, limits });
			}
		};
		for (let i = 0; i < 20; i++) void caller();
		await time.run(time.sleep(65_100));
		const last = times.filter((one) => one > 64_000);
		expect((last.at(-1) ?? 0) - (last[0] ?? 0)).toBeGreaterThan(500);
		// At the beginning, all of a round go at once.
		const second = times.filter((one) => one > 500 && one < 1900);
		expect(second.length).toBeGreaterThanOrEqual(9);
		expect((second.at(-1) ?? 0) - (second[0] ?? 0)).toBeLessThan(50);
	});

	test('pauses after eight refusals in a row that report calls left', async () => {
		const { budget, sleeps } = budgetWithClock();
		for (let i = 0; i < 8; i++) {
			const permit = await budget.acquire();
			expect(sleeps).toEqual([]);
			permit.answered({ limited: true, limits: { max: 100, remaining: 90, intervalMs: 1600 } });
		}
		void budget.acquire();
		expect(sleeps.map(({ ms }) => ms)).toEqual([100]);
	});

	test('is idle until it is used, and again two intervals after that', async () => {
		const { budget, at } = budgetWithClock();
		expect(budget.isIdle).toBe(true);
		await budget.acquire();
		at(19_999);
		expect(budget.isIdle).toBe(false);
		at(20_000);
		expect(budget.isIdle).toBe(true);
	});

	test('is not idle while somebody waits or the day is over', async () => {
		const { budget, at } = budgetWithClock();
		const permit = await budget.acquire();
		const stop = new AbortController();
		const waiting = budget.acquire(stop.signal).catch(() => {});
		at(1e6);
		expect(budget.isIdle).toBe(false);
		stop.abort();
		await waiting;
		expect(budget.isIdle).toBe(true);
		permit.answered({ limited: true, limits: { dailyRemaining: 0, dailyResetMs: 50_000 } });
		expect(budget.isIdle).toBe(false);
		at(1e6 + 60_000);
		expect(budget.isIdle).toBe(true);
	});

	test('of an account that nobody uses is not kept', async () => {
		const used = budgetOf('used');
		await used.acquire();
		const idle = budgetOf('idle');
		budgetOf('third');
		expect(budgetOf('used')).toBe(used);
		expect(budgetOf('idle')).not.toBe(idle);
	});
});
