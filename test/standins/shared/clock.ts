/** The clock for dates, slots and token lifetimes. The limiter keeps real time. */
export class Clock {
	private offset = 0;

	/** Milliseconds since the epoch. */
	now(): number {
		return Date.now() + this.offset;
	}

	/** Moves the clock by so many milliseconds; a negative number moves it back. */
	advance(ms: number): void {
		this.offset += ms;
	}

	/** Sets the clock to a time in milliseconds; it runs on from there. */
	set(ms: number): void {
		this.offset = ms - Date.now();
	}

	/** Returns to real time. */
	reset(): void {
		this.offset = 0;
	}
}
