import type { IDataObject } from 'n8n-workflow';

import type { Engine, RunResult } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import { CUSTOM, customNode, refusal } from './customNode';

let engine: Engine;
beforeAll(async () => {
	engine = await loadEngine();
});

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

/** Runs one item against a service that always responds with this status; returns each call's time by the fake clock. */
async function sendings(status: number): Promise<{ times: number[]; run: RunResult }> {
	const times: number[] = [];
	const nodeType = customNode({}, (): IDataObject => {
		times.push(Date.now());
		throw refusal(status);
	});
	let run: RunResult | undefined;
	const running = engine.run({ nodeType, parameters: CUSTOM }).then((result) => (run = result));
	while (run === undefined) {
		await jest.advanceTimersToNextTimerAsync();
		await new Promise(setImmediate);
	}
	return { times, run: await running };
}

test('a call that keeps failing is given up after 5 repeats, so that an outage ends the run', async () => {
	const { times, run } = await sendings(503);
	expect(times).toHaveLength(1 + 5);
	expect(run.error).toBeDefined();
});

test('a call that keeps getting 429 is given up after 75 repeats, so that a run starved by other clients ends', async () => {
	const { times, run } = await sendings(429);
	expect(times).toHaveLength(1 + 75);
	expect(run.error).toBeDefined();
});

test.each([
	{ random: 0, share: 0.5 },
	{ random: 1, share: 1 },
])(
	'the pauses between repeats are jittered, so that clients that failed together do not return together (factor $share)',
	async ({ random, share }) => {
		jest.spyOn(Math, 'random').mockReturnValue(random);
		const { times } = await sendings(503);
		const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
		expect(pauses).toEqual([500, 1000, 2000, 4000, 8000].map((pause) => pause * share));
	},
);
