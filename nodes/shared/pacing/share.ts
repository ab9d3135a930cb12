// How many of the account's slots are ours, judging by others' use.
import type { BurstLimit } from './limits';

/** Slots added per response. At 2, processes that start together are refused twice as often; at 1.3, a run of calls that
 * take 1 s is 2 % slower. */
const GROWTH = 1.4;
/** Fraction of a shared limit that nobody claims: room to notice newcomers. Without it 1 % more calls are refused. */
const RESERVE = 0.02;
/** Smallest fraction of the free slots to claim, however small our share. Without it latecomers are 4 % slower. */
const LEAST_CLAIM = 0.25;
/** Responses can arrive out of order, so a few calls may look like others'. Without it a lone run holds back for nobody. */
const NOISE = 2;
/** A refusal is remembered for more than an interval, so that the same calls in the next round heed it. Without it
 * processes that stall are refused 1 % more often. */
const REFUSAL_MEMORY = 9 / 8;

/** Calls that may be without a response even if nothing is left, for the next interval may have begun. At 1, four processes
 * whose calls are slow take 4 % longer. */
const LEAST_IN_FLIGHT = 4;

/** Our part of what nobody uses. */
function claimOf({ own, others }: { own: number; others: number }): number {
	return Math.max(own / (own + others), LEAST_CLAIM);
}

export class Share {
	/** Fractional, since a response also adds part of a slot. */
	size = 1;
	/** Calls left in the interval, as the last response reported. */
	left = Number.POSITIVE_INFINITY;
	/** Observations from the last interval, in descending order of `others`: the first is the peak. */
	private sights: Array<{ own: number; others: number; until: number }> = [];

	/** @param looks whether the call was late in our round, which means that earlier observations are incomplete */
	see(own: number, used: number, looks: boolean, until: number): void {
		if (looks) this.sights = [];
		const others = Math.max(0, used - own);
		while ((this.sights.at(-1)?.others ?? Number.POSITIVE_INFINITY) <= others) this.sights.pop();
		this.sights.push({ own, others, until });
	}

	/** @returns the observation with the most calls by others, if there are others */
	peak(now: number) {
		while (this.sights[0] && this.sights[0].until < now) this.sights.shift();
		const [peak] = this.sights;
		return peak && peak.others > NOISE ? peak : undefined;
	}

	/** How many calls of ours may be without a response: if there are others, our part of what is left. Without it processes that
	 * stall are refused half as often again. */
	mostInFlight(now: number): number {
		const peak = this.peak(now);
		return peak ? Math.max(LEAST_IN_FLIGHT, this.left * claimOf(peak)) : Number.POSITIVE_INFINITY;
	}

	/** After a response. We claim free slots in proportion to our share, so that all claims together do not exceed them. */
	grow({ max }: BurstLimit, now: number): void {
		const { own, others } = this.peak(now) ?? { own: max, others: 0 };
		const free = Math.max(0, max * (1 - RESERVE) - own - others);
		const fair = Math.max(1, own + free * claimOf({ own, others }));
		this.size = Math.min(this.size + GROWTH, fair);
	}

	/** After a refusal: everything that is not ours belongs to others, and we give up one slot. */
	shrink(held: number, { max, intervalMs }: BurstLimit, now: number): void {
		this.see(held, max, false, now + REFUSAL_MEMORY * intervalMs);
		this.size = Math.max(1, Math.min(this.size - 1, held));
	}
}
