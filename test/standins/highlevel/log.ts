/** What a request changed: one number per change, so that lost and doubled writes can be counted. */
export interface Effect {
	/** Rises by one with every change in the life of the stand-in. */
	readonly id: number;
	/** For example `contact.create`. */
	readonly kind: string;
	/** The records that were made, changed or removed. */
	readonly recordIds: string[];
}

/** One request as it was received and answered. */
export interface LogEntry {
	readonly id: number;
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	/** Parameters by name; a repeated one or `name[]` is a list. */
	readonly query: Record<string, string | string[]>;
	/** With the authorization masked. */
	readonly headers: Record<string, string>;
	/** Parsed; secrets of OAuth calls masked; undefined when there was none. */
	body: unknown;
	/** When it arrived, in milliseconds since 1970 with a fraction. */
	readonly at: number;
	/** The bucket it was counted in: the app's or token's key and the location. */
	account: string | undefined;
	operationId: string | undefined;
	/** The Version header as sent. */
	readonly version: string | undefined;
	/** The status answered; undefined while waiting, or when no answer was given. */
	status: number | undefined;
	/** When the answer was handed over. */
	answeredAt: number | undefined;
	/** Answered 429 by the limiter. */
	limited: boolean;
	/** The client closed the connection before the answer was complete. */
	hungUp: boolean;
	/** The name of the fault that struck it. */
	fault: string | undefined;
	/** What it changed, if it changed anything. */
	effect: Effect | undefined;
}
