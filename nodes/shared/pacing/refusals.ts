import type { Sent } from './slots';

/** The first pause, in intervals. Without it all who were refused are back at once; with a long one nobody sends. */
const FIRST_PAUSE = 1 / 16;
/** By then every window has ended. Without it a busy account could put a run to sleep for good. */
const LONGEST_PAUSE = 1;
/** How long the first call after a pause goes alone. Without it late comers are refused up to four times as often. */
const SCOUT = 1 / 4;
/** A 429 beside "calls are left" is a fault, but not so many in a row. Without it a wrong count is never found out. */
const FAULTS_IN_A_ROW = 8;

/** What a 429 means for the account. That the refused call is sent again, and how often, is decided in `../retry.ts`. */
export class Refusals {
	private inARow = 0;
	private faultsInARow = 0;
	private pausedAt = Number.NEGATIVE_INFINITY;
	private pausedUntil = Number.NEGATIVE_INFINITY;
	private scout: Sent | undefined;

	/** @param random in [0, 1), so that those who were refused together come back apart */
	refused({ sentAt }: Sent, now: number, intervalMs: number, random: number): void {
		// Sent before the pause began, it is part of the refusal that is waited for already.
		if (sentAt < this.pausedAt) return;
		const pause = Math.min(FIRST_PAUSE * 2 ** this.inARow, LONGEST_PAUSE);
		this.inARow += 1;
		this.pausedAt = now;
		this.pausedUntil = now + pause * intervalMs * (0.5 + random);
	}

	/** @param used what the service said to have counted, if it did */
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

	/** @returns from when calls may be sent */
	opensAt(intervalMs: number): number {
		const { scout, pausedUntil } = this;
		const isAlone = scout && scout.tookMs === undefined;
		return isAlone ? Math.max(pausedUntil, scout.sentAt + SCOUT * intervalMs) : pausedUntil;
	}
}
