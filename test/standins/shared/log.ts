/** The stand-in's log of requests. */

/** What a request changed. Each change has a number of its own, so that lost and duplicate writes can be counted. */
export interface Effect {
	/** Increases by one with every change. */
	readonly id: number;
	/** Such as `contact.create`. */
	readonly kind: string;
	/** The records created, changed or deleted. */
	readonly recordIds: string[];
}

/** A request as it was received and answered. */
export interface LogEntry {
	readonly id: number;
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	/** Parameters by name; a repeated one, or `name[]`, is a list. */
	readonly query: Record<string, string | string[]>;
	/** With the token masked. */
	readonly headers: Record<string, string>;
	/** The parsed body, with OAuth secrets masked; undefined if there was none. */
	body: unknown;
	/** Time of arrival in milliseconds since the epoch, with fractions. */
	readonly at: number;
	/** Whose rate limit it counted against: the app's or token's key and the location. */
	account: string | undefined;
	operationId: string | undefined;
	/** The Version header as sent. */
	readonly version: string | undefined;
	/** The status answered; undefined while waiting and if no answer was sent. */
	status: number | undefined;
	/** When the answer was sent. */
	answeredAt: number | undefined;
	/** Whether the limiter answered it with 429. */
	limited: boolean;
	/** Whether the client closed the connection before the answer was complete. */
	hungUp: boolean;
	/** The name of the fault that struck it. */
	fault: string | undefined;
	/** What it changed, if anything. */
	effect: Effect | undefined;
}
