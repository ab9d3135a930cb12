/** Time from the first call of our round to the look at others' use, in intervals. Without the look, the client that is
 * first in each window never sees the others: refusals double, and four processes take up to 8 % longer. */
const LOOK_AFTER = 1 / 8;
/** Later than this, our oldest call belongs to the previous round. Without it every response would count as a look. */
const LOOK_BEFORE = 1 / 2;

/** Responses of which the fastest shows how long a call takes now, for calls may queue in a busy process before they go out.
 * Without it two processes that work hard are refused 2.5 times as often. */
const RECENT = 16;

/** One call of ours. */
export interface Sent {
	readonly sentAt: number;
	/** How many of our calls held a slot when it was sent, itself included. */
	readonly rank: number;
	/** Sent late in our round, so that its response shows what others used after us. */
	readonly looks: boolean;
	/** Time from sending to the response; undefined until then. */
	tookMs?: number;
	/** The call sent after it. */
	next?: Sent;
}

/** Our calls that the service may still be counting. */
export class Slots {
	private readonly held = new Set<Sent>();
	private last: Sent | undefined;
	private fastestMs = Number.POSITIVE_INFINITY;
	/** How long the last responses took, in milliseconds. */
	private readonly recentMs: number[] = [];
	/** Our calls that hold a slot and have no response. */
	inFlight = 0;

	get size(): number {
		return this.held.size;
	}

	/** When to look at what others have used after us in this round. */
	lookAt(intervalMs: number): number {
		const [oldest] = this.held;
		return (oldest?.sentAt ?? Number.NEGATIVE_INFINITY) + LOOK_AFTER * intervalMs;
	}

	take(now: number, intervalMs: number): Sent {
		const lateMs = now - this.lookAt(intervalMs);
		const looks = lateMs >= 0 && lateMs < (LOOK_BEFORE - LOOK_AFTER) * intervalMs;
		const sent: Sent = { sentAt: now, rank: this.held.size + 1, looks };
		if (this.last) this.last.next = sent;
		this.last = sent;
		this.held.add(sent);
		this.inFlight += 1;
		return sent;
	}

	giveBack(sent: Sent): void {
		this.held.delete(sent);
	}

	/** @returns how many of our calls the service can have counted when it answered this one */
	answered(sent: Sent, now: number): number {
		if (this.held.has(sent)) this.inFlight -= 1;
		sent.tookMs = now - sent.sentAt;
		this.fastestMs = Math.min(this.fastestMs, sent.tookMs);
		this.recentMs.push(sent.tookMs);
		if (this.recentMs.length > RECENT) this.recentMs.shift();
		let counted = sent.rank;
		// A call sent any later has hardly arrived before this response left.
		const until = now - Math.min(...this.recentMs);
		for (let later = sent.next; later && later.sentAt <= until; later = later.next) counted += 1;
		return counted;
	}

	/**
	 * Frees slots that were held for an interval plus the time by which the response was slower than the fastest: the call
	 * may have arrived that much later.
	 *
	 * @returns when the next slot becomes free; Infinity if none is held
	 */
	expire(now: number, intervalMs: number): number {
		let next = Number.POSITIVE_INFINITY;
		for (const sent of this.held) {
			const freeAt = sent.sentAt + intervalMs;
			if (freeAt > now) return Math.min(next, freeAt);
			const lateMs = sent.tookMs === undefined ? 0 : sent.tookMs - this.fastestMs;
			if (freeAt + lateMs <= now) {
				this.held.delete(sent);
				if (sent.tookMs === undefined) this.inFlight -= 1;
			} else next = Math.min(next, freeAt + lateMs);
		}
		return next;
	}
}
