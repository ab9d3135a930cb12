import type { HighLevelStandIn, StandInOptions } from '../highlevel';
import { startHighLevelStandIn } from '../highlevel';
import { call } from './http';
import type { CallOptions, Reply } from './http';

/** A stand-in that lives as long as the tests of one file. */
export interface StandInUnderTest {
	readonly standIn: HighLevelStandIn;
	/** One raw HTTP call. */
	readonly send: (path: string, options?: CallOptions) => Promise<Reply>;
}

/** Starts a stand-in before the tests of a file, resets it before each one, and closes it after the last. */
export function useStandIn(
	options: StandInOptions = { limiter: { max: 1_000_000 } },
): StandInUnderTest {
	let standIn: HighLevelStandIn;
	beforeAll(async () => {
		standIn = await startHighLevelStandIn(options);
	});
	afterAll(() => standIn.close());
	beforeEach(() => standIn.reset());
	return {
		get standIn() {
			return standIn;
		},
		send: (path, callOptions) => call(standIn, path, callOptions),
	};
}
