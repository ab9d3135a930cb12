// Counts what the calls of a run cost.

/** What the calls of one run have cost so far. */
export class CallStatistics {
	calls = 0;
	/** Calls that were sent again. */
	repeats = 0;
	/** Calls that the service refused with 429. */
	limited = 0;
	/** Time in which at least one call waited for its permit, in milliseconds. */
	waitedMs = 0;
	private waiting = 0;
	private waitingSince = 0;

	/** Adds the time that `work` takes to `waitedMs`; overlapping waits count once. */
	async whileWaiting<T>(work: () => Promise<T>): Promise<T> {
		if (this.waiting++ === 0) this.waitingSince = Date.now();
		try {
			return await work();
		} finally {
			if (--this.waiting === 0) this.waitedMs += Date.now() - this.waitingSince;
		}
	}
}
