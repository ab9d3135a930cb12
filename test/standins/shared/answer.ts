/** What a stand-in answers. */

/** An answer to a request of the API. */
export interface Answer {
	/** JSON; a string is sent as it is. */
	body: unknown;
	/** Default: 200. */
	status?: number;
	headers?: Record<string, string>;
}

/** An answer for the user's browser. */
export interface Page {
	status: number;
	html?: string;
	redirect?: string;
}

/** An error answer. Handlers throw it before they change anything. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly body: Record<string, unknown>,
		readonly headers: Record<string, string> = {},
	) {
		super(typeof body.message === 'string' ? body.message : `status ${status}`);
		this.name = 'Refusal';
	}
}
