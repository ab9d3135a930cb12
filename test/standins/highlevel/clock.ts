/** The time that dates, slots and token lifetimes are measured by; the limiter keeps real time. */
export class Clock {
	private offset = 0;

	/** Milliseconds since 1970. */
	now(): number {
		return Date.now() + this.offset;
	}

	/** Moves the clock forward (or back) by milliseconds. */
	advance(ms: number): void {
		this.offset += ms;
	}

	/** Sets the clock to an instant in milliseconds; it runs on from there. */
	set(ms: number): void {
		this.offset = ms - Date.now();
	}

	/** Back to real time. */
	reset(): void {
		this.offset = 0;
	}
}
