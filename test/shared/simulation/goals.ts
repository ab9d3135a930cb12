/**
 * Runs scenarios over seeds in virtual time, by default at HighLevel's own limit of 100 calls in 10 s, and holds the mean
 * against a goal. `ratio` is the time taken as a multiple of the minimum; `refused` is the share of calls answered 429.
 */
import type { Result, Scenario } from './run';
import { simulate } from './run';
import { LIMITER_KINDS } from './server';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Processes that meet depend more on chance. */
export const MORE_SEEDS = Array.from({ length: 16 }, (_, index) => index + 1);
export const INTERVAL_MS = 10_000;

export async function runs(scenario: Omit<Scenario, 'seed'>, seeds = SEEDS): Promise<Result[]> {
	const results: Result[] = [];
	for (const seed of seeds)
		results.push(await simulate({ intervalMs: INTERVAL_MS, ...scenario, seed }));
	return results;
}

export function mean(results: Result[], of: (result: Result) => number): number {
	return results.reduce((sum, result) => sum + of(result), 0) / results.length;
}

/** Every call gets through once, with more counted only if `faults` count too; ratio and refusals are within the goal. */
export function expectWithin(
	results: Result[],
	goal: { ratio: number; refused: number; faults?: boolean },
): void {
	const counted = results.map(({ accepted }) => accepted);
	if (goal.faults) expect(Math.min(...counted)).toBeGreaterThan(1000);
	else expect(new Set(counted)).toEqual(new Set([1000]));
	expect(mean(results, ({ ratio }) => ratio)).toBeLessThanOrEqual(goal.ratio);
	expect(mean(results, ({ refusedShare }) => refusedShare)).toBeLessThanOrEqual(goal.refused);
}

export const everyKind = LIMITER_KINDS.map((kind) => ({ kind }));
