import { getEventListeners } from 'node:events';

import { cachedIn } from '../../nodes/shared/cache';
import type { Call } from '../../nodes/shared/call';
import { CallStatistics } from '../../nodes/shared/callStatistics';
import type { Failure } from '../../nodes/shared/failure';
import { KeyedQueue } from '../../nodes/shared/keyedQueue';
import { backoff, judge } from '../../nodes/shared/retry';
import {
	cancelled,
	isCancelled,
	rejectOnAbort,
	sleepUnlessCancelled,
} from '../../nodes/shared/wait';
import { settle } from '../engine/events';

/** A promise that the test settles. */
function deferred<T = void>() {
	let resolve: (value: T) => void = () => {};
	let reject: (error: Error) => void = () => {};
	const promise = new Promise<T>((one, other) => ([resolve, reject] = [one, other]));
	return { promise, resolve, reject };
}

describe('what becomes of a failed call', () => {
	const verdict = (failure: Partial<Failure>, repeatable = true) =>
		judge({ headers: {}, body: {}, message: '', cancelled: false, ...failure }, {
			repeatable,
		} as Call);

	test.each<[Partial<Failure>, string, string]>([
		[{ status: 429 }, 'again', 'again'],
		[{ renewal: 'broken' }, 'again', 'again'],
		[{ renewal: 'refused' }, 'final', 'final'],
		[{ status: 400 }, 'final', 'final'],
		[{ status: 499 }, 'final', 'final'],
		[{ status: 408 }, 'repeat', 'unknown'],
		[{ status: 500 }, 'repeat', 'unknown'],
		[{ status: 503, code: 'ECONNREFUSED' }, 'repeat', 'unknown'],
		[{ code: 'ETOOLARGE' }, 'final', 'unknown'],
		[{ code: 'ECONNREFUSED' }, 'again', 'again'],
		[{ code: 'EAI_AGAIN' }, 'again', 'again'],
		[{ code: 'ENOTFOUND' }, 'again', 'again'],
		[{ code: 'ECONNREFUSED', unusable: true }, 'repeat', 'unknown'],
		[{ code: 'CERT_HAS_EXPIRED' }, 'final', 'final'],
		[{ code: 'ERR_INVALID_URL' }, 'final', 'final'],
		[{ code: 'ECONNRESET' }, 'repeat', 'unknown'],
		[{ code: 'ETIMEDOUT' }, 'repeat', 'unknown'],
		[{}, 'repeat', 'unknown'],
		[{ code: 'ODD' }, 'final', 'unknown'],
		[{ code: 'ODD', message: 'Timeout of 5 s' }, 'repeat', 'unknown'],
		[{ code: 'ODD', message: 'socket hang up' }, 'repeat', 'unknown'],
		[{ code: 'ODD', message: 'Connection RESET' }, 'repeat', 'unknown'],
		[{ code: 'ODD', unusable: true }, 'repeat', 'unknown'],
	])('%j: %s if it may be repeated, else %s', (failure, repeatable, once) => {
		expect(verdict(failure)).toBe(repeatable);
		expect(verdict(failure, false)).toBe(once);
	});

	test('the pauses double up to 15 seconds, with up to half of each left to chance', () => {
		const pauses = [1, 2, 3, 4, 5, 6, 7].map((attempt) => backoff(attempt, () => 1));
		expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
		expect(backoff(1, () => 0)).toBe(250);
		expect(backoff(2, () => 0.5)).toBe(750);
	});
});

describe('a look-up', () => {
	test('is made once per key', async () => {
		const cached = cachedIn(new Map());
		let made = 0;
		const lookUp = async () => ++made;
		expect(await cached('a', lookUp)).toBe(1);
		expect(await cached('a', lookUp)).toBe(1);
		expect(await cached('b', lookUp)).toBe(2);
	});

	test('that fails is made again', async () => {
		const cached = cachedIn(new Map());
		const failing = cached('a', async () => await Promise.reject(new Error('no')));
		await expect(failing).rejects.toThrow('no');
		expect(await cached('a', async () => 'yes')).toBe('yes');
	});
});

describe('tasks with keys', () => {
	test('run in order where they share a key, and overtake each other where not', async () => {
		const queue = new KeyedQueue();
		const events: string[] = [];
		const task = (name: string, keys: string[], ends: Promise<void>) =>
			queue.run(keys, async () => {
				events.push(`${name} begins`);
				await ends;
				events.push(`${name} ends`);
				return name;
			});
		const [a, b, c, d] = [deferred(), deferred(), deferred(), deferred()];
		const results = [
			task('a', ['x'], a.promise),
			task('b', ['y'], b.promise),
			task('c', ['x', 'y'], c.promise),
			task('d', ['y'], d.promise),
		];
		await settle();
		expect(events).toEqual(['a begins', 'b begins']);
		b.resolve();
		await settle();
		expect(events.slice(2)).toEqual(['b ends']);
		a.resolve();
		await settle();
		expect(events.slice(3)).toEqual(['a ends', 'c begins']);
		c.resolve();
		d.resolve();
		expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
		expect(events.slice(5)).toEqual(['c ends', 'd begins', 'd ends']);
	});

	test('follow one that failed', async () => {
		const queue = new KeyedQueue();
		const first = queue.run(['x'], async () => await Promise.reject(new Error('no')));
		const second = queue.run(['x'], async () => 'done');
		await expect(first).rejects.toThrow('no');
		expect(await second).toBe('done');
	});

	test('begin at once where nothing is left to wait for', async () => {
		const queue = new KeyedQueue();
		await queue.run(['x'], async () => {});
		let begun = false;
		const next = queue.run(['x'], async () => {
			begun = true;
		});
		expect(begun).toBe(true);
		await next;
	});

	test('leave nothing behind, except what still waits', async () => {
		const queue = new KeyedQueue();
		const keys = () => [...(Reflect.get(queue, 'last') as Map<string, unknown>).keys()];
		const [a, b] = [deferred(), deferred()];
		const first = queue.run(['x', 'y'], async () => await a.promise);
		const second = queue.run(['y'], async () => await b.promise);
		a.resolve();
		await first;
		expect(keys()).toEqual(['y']);
		b.resolve();
		await second;
		expect(keys()).toEqual([]);
	});
});

describe('the time spent waiting', () => {
	afterEach(() => jest.restoreAllMocks());

	test('counts overlapping waits once', async () => {
		let now = 1000;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		const statistics = new CallStatistics();
		const [a, b] = [deferred(), deferred()];
		const first = statistics.whileWaiting(async () => await a.promise);
		now += 10;
		const second = statistics.whileWaiting(async () => await b.promise);
		now += 10;
		a.resolve();
		await first;
		expect(statistics.waitedMs).toBe(0);
		now += 10;
		b.reject(new Error('no'));
		await expect(second).rejects.toThrow('no');
		expect(statistics.waitedMs).toBe(30);
		now += 1000;
		await statistics.whileWaiting(async () => {
			now += 5;
		});
		expect(statistics.waitedMs).toBe(35);
	});
});

describe('waiting that a signal ends', () => {
	const never = new Promise<string>(() => {});

	test('gives what the work gives, or throws what it throws', async () => {
		const { signal } = new AbortController();
		const rule: [AbortSignal, () => Error] = [signal, cancelled];
		expect(await rejectOnAbort(Promise.resolve('done'), rule)).toBe('done');
		await expect(rejectOnAbort(Promise.reject(new Error('no')), rule)).rejects.toThrow('no');
		expect(await rejectOnAbort(Promise.resolve('done'), [undefined, cancelled])).toBe('done');
	});

	test('throws the error of the signal that aborts first', async () => {
		const [one, other] = [new AbortController(), new AbortController()];
		const waiting = rejectOnAbort(
			never,
			[undefined, () => new Error('none')],
			[one.signal, () => new Error('one')],
			[other.signal, () => new Error('other')],
		);
		other.abort();
		one.abort();
		await expect(waiting).rejects.toThrow('other');
		await expect(rejectOnAbort(never, [AbortSignal.abort(), cancelled])).rejects.toThrow(
			'The execution was canceled',
		);
	});

	test('shares one listener, and keeps none of its callbacks once it has ended', async () => {
		const controller = new AbortController();
		let asked = 0;
		const rule: [AbortSignal, () => Error] = [
			controller.signal,
			() => {
				asked += 1;
				return new Error('stopped');
			},
		];
		for (let i = 0; i < 3; i++) await rejectOnAbort(Promise.resolve('done'), rule);
		const left = rejectOnAbort(never, rule);
		expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
		controller.abort();
		await expect(left).rejects.toThrow('stopped');
		expect(asked).toBe(1);
		expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
	});

	test('leaves no rejection unhandled, whichever comes second', async () => {
		const controller = new AbortController();
		const work = deferred<string>();
		const waiting = rejectOnAbort(work.promise, [controller.signal, cancelled]);
		controller.abort();
		await expect(waiting).rejects.toThrow('canceled');
		work.reject(new Error('late'));
		await settle();
		const done = rejectOnAbort(Promise.resolve('done'), [AbortSignal.abort(), cancelled]);
		await Promise.allSettled([done]);
		await settle();
	});

	test('a sleep ends at its time or with the execution', async () => {
		await sleepUnlessCancelled(1);
		const controller = new AbortController();
		const sleeping = sleepUnlessCancelled(3_000, controller.signal);
		controller.abort();
		const error: unknown = await sleeping.catch((thrown: unknown) => thrown);
		expect(isCancelled(error)).toBe(true);
		expect(error).toMatchObject({ name: 'ExecutionCancelledError' });
		expect(isCancelled(new Error('The execution was canceled'))).toBe(false);
	});
});
