// Whether series are flat: the growth from the first third to the last, against the baseline's growth in the same time.

/** Values in the order of time, at equal distances. */
export type Series = readonly number[];

/** A third with fewer values says nothing. */
const FEWEST = 3;

export interface Thirds {
	first: number;
	last: number;
}

/** The value that a quarter of the others do not exceed. */
function lowerQuartile(values: Series): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 4)] ?? Number.NaN;
}

/**
 * The lower quartiles of the first and of the last third of a series. Peaks, as of a poll, do not move them, while what is
 * never released lifts them.
 *
 * @throws {Error} if the series has fewer than nine values
 */
export function thirdsOf(series: Series): Thirds {
	const size = Math.floor(series.length / 3);
	if (size < FEWEST) throw new Error(`${series.length} samples are too few: take at least 9`);
	return { first: lowerQuartile(series.slice(0, size)), last: lowerQuartile(series.slice(-size)) };
}

const growthOf = ({ first, last }: Thirds) => last - first;

export interface Flatness {
	ours: Thirds;
	baseline: Thirds;
	/** The most that ours may grow. */
	limit: number;
	flat: boolean;
}

/**
 * Compares the growth of two series.
 *
 * @param allowance how much more than the baseline ours may grow; a baseline that shrinks counts as one that is flat
 * @param full what ours may reach in any case, because it is known to grow up to there and no further
 */
export function flatness(
	ours: Series,
	baseline: Series,
	allowance: number,
	full = Number.NEGATIVE_INFINITY,
): Flatness {
	const [mine, its] = [thirdsOf(ours), thirdsOf(baseline)];
	const limit = Math.max(0, growthOf(its)) + allowance;
	return { ours: mine, baseline: its, limit, flat: growthOf(mine) <= limit || mine.last <= full };
}

/** Compares what was to arrive with what did; both with one entry for each arrival. */
export interface Tally {
	expected: number;
	arrived: number;
	/** Entries that never arrived, or fewer times than expected. */
	lost: string[];
	/** Entries that arrived more often than expected, or were not expected at all. */
	surplus: string[];
}

/** Counts each entry in both lists. */
export function tally(expected: Iterable<string>, arrived: Iterable<string>): Tally {
	const balance = new Map<string, number>();
	const result: Tally = { expected: 0, arrived: 0, lost: [], surplus: [] };
	for (const id of expected) {
		result.expected += 1;
		balance.set(id, (balance.get(id) ?? 0) + 1);
	}
	for (const id of arrived) {
		result.arrived += 1;
		balance.set(id, (balance.get(id) ?? 0) - 1);
	}
	for (const [id, left] of balance) {
		if (left > 0) result.lost.push(id);
		if (left < 0) result.surplus.push(id);
	}
	return result;
}
