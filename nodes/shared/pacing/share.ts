import type { BurstLimit } from './limits';

/** Slots that one answer adds. At 2, processes that start together are refused twice as often; at 1.3, a run of calls that
 * take 1 s is 2 % slower. */
const GROWTH = 1.4;
/** Part of a shared limit that nobody claims: room to notice newcomers. Without it 1 % more calls are refused. */
const RESERVE = 0.02;
/** Part of what is free that one claims however small one's share. Without it whoever comes late is 4 % slower. */
const LEAST_CLAIM = 0.25;
/** Answers overtake each other, so a few calls may seem to be others'. Without it a lone run yields to nobody. */
const NOISE = 2;
/** A refusal is remembered for more than an interval, so that the same calls of the next round know of it. Without it
 * processes that stall are refused 1 % more. */
const REFUSAL_MEMORY = 9 / 8;

/** How many slots of the account's limit are ours, by what others were seen to use. */
export class Share {
	/** Not whole: an answer adds a part of a slot as well. */
	size = 1;
	/** Of the last interval, falling in `others`: the first is the peak. */
	private sights: Array<{ own: number; others: number; until: number }> = [];

	/** @param looks whether the call was late in our round: what was seen before it is incomplete */
	see(own: number, used: number, looks: boolean, until: number): void {
		if (looks) this.sights = [];
		const others = Math.max(0, used - own);
		while ((this.sights.at(-1)?.others ?? Number.POSITIVE_INFINITY) <= others) this.sights.pop();
		this.sights.push({ own, others, until });
	}

	/** @returns the sight with the most calls of others, if there are others */
	peak(now: number) {
		while (this.sights[0] && this.sights[0].until < now) this.sights.shift();
		const [peak] = this.sights;
		return peak && peak.others > NOISE ? peak : undefined;
	}

	/** After an answer. Of what is free we claim a part like our share, so that all claims together do not exceed it. */
	grow({ max }: BurstLimit, now: number): void {
		const { own, others } = this.peak(now) ?? { own: max, others: 0 };
		const free = Math.max(0, max * (1 - RESERVE) - own - others);
		const fair = Math.max(1, own + free * Math.max(own / (own + others), LEAST_CLAIM));
		this.size = Math.min(this.size + GROWTH, fair);
	}

	/** After a refusal: everything that is not ours is theirs, and we keep to one slot less. */
	shrink(held: number, { max, intervalMs }: BurstLimit, now: number): void {
		this.see(held, max, false, now + REFUSAL_MEMORY * intervalMs);
		this.size = Math.max(1, Math.min(this.size - 1, held));
	}
}
