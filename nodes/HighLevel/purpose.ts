// Calls that no operation makes: those of lists in the editor and of polls.

import type { Call } from '../shared/call';
import type { Expectation } from '../shared/expectation';
import type { OnRefusal, RequestParts } from '../shared/http';
import { versionFor } from '../shared/operation';

/** What a call that no operation makes is for: one that fills a list in the editor, or one of a poll. Such calls read. */
export interface Purpose {
	/** What is tried, as the user knows it: "List calendars". */
	label: string;
	scope: string;
	/** What a response must hold to be accepted. */
	expects: Expectation;
	/** The API versions that have the endpoint, where not all do. */
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
