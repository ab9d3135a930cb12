// Calls that no operation makes: those for lists in the editor and for polls.

import type { Call } from '../shared/call';
import type { Expectation } from '../shared/expectation';
import type { OnRefusal, RequestParts } from '../shared/http';
import { versionFor } from '../shared/operation';

/** What a call that no operation makes is for: it fills a list in the editor or belongs to a poll. It only reads. */
export interface Purpose {
	/** What the call does, in the user's terms: "List calendars". */
	label: string;
	scope: string;
	/** What a response must contain to be accepted. */
	expects: Expectation;
	/** The API versions that have the endpoint, if not all do. */
	versions?: string[];
	onRefusal?: OnRefusal;
}

/**
 * @param version the credential's API version
 * @returns the call that sends a request for a purpose
 */
export function callFor(
	parts: RequestParts,
	{ versions, ...purpose }: Purpose,
	version: string,
): Call {
	return {
		...parts,
		...purpose,
		version: versionFor(versions, version),
		repeatable: true,
	};
}
