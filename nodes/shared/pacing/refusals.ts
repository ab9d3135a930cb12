// After a 429: how long all callers wait. `../retry.ts` decides whether the refused call is retried, and how often.
import type { Sent } from './slots';

/** The first pause, in intervals. Without it all refused clients return at once; with a long one nobody sends. */
const FIRST_PAUSE = 1 / 16;
/** Without it a run comes back ever later. At 1, it waits twice as long for its turn while another is always at the limit. */
const LONGEST_PAUSE = 1 / 4;
/** Refusals in a row after which a pause takes a whole interval: nobody leaves room, so asking often does not help. */
const PATIENT_AFTER = 16;
/** How long the first call after a pause goes alone. Without it latecomers are refused up to four times as often. */
const SCOUT = 1 / 4;
/** A 429 that reports calls left is a fault, but not this many in a row. Without it a wrong count is never detected. */
const FAULTS_IN_A_ROW = 8;

export class Refusals {
	private inARow = 0;
	private faultsInARow = 0;
	private pausedAt = Number.NEGATIVE_INFINITY;
	private pausedUntil = Number.NEGATIVE_INFINITY;
	private scout: Sent | undefined;

	/** @param random in [0, 1), so that clients refused together do not return together */
	refused({ sentAt }: Sent, now: number, intervalMs: number, random: number): void {
		// A call sent before the pause began is part of the refusal that caused the pause.
		if (sentAt < this.pausedAt) return;
		const pause =
			this.inARow < PATIENT_AFTER ? Math.min(FIRST_PAUSE * 2 ** this.inARow, LONGEST_PAUSE) : 1;
		this.inARow += 1;
		this.pausedAt = now;
		this.pausedUntil = now + pause * intervalMs * (0.5 + random);
	}

	/** The service says when it accepts calls again. */
	waitUntil(at: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, at);
	}

	/** @param used how many calls the service reported as counted, if it did */
	isFault(used: number | undefined, max: number): boolean {
		return used !== undefined && used < max && ++this.faultsInARow < FAULTS_IN_A_ROW;
	}

	accepted({ sentAt }: Sent): void {
		this.faultsInARow = 0;
		if (sentAt >= this.pausedAt) this.inARow = 0;
	}

	sending(sent: Sent): void {
		this.scout = this.inARow > 0 ? sent : undefined;
	}

	/** @returns when calls may be sent again */
	opensAt(intervalMs: number): number {
		const { scout, pausedUntil } = this;
		const isAlone = scout && scout.tookMs === undefined;
		return isAlone ? Math.max(pausedUntil, scout.sentAt + SCOUT * intervalMs) : pausedUntil;
	}
}
