// What a probe is: a row with a name and the requests that it sends.

import type { Api } from '../api';
import type { Created } from '../created';
import type { Observation } from '../observe';

/** What probes find in the account for later probes; '' if nothing was found. */
export interface Found {
	contactId: string;
	email: string;
	calendarId: string;
	companyId: string;
}

/** A check of the API. It runs against the stand-in first, whose response is then expected of the real API. */
export interface Probe {
	/** Names the probe in the report. */
	title: string;
	/** What an earlier probe must have found; without it, the probe sends nothing and reports that there is no record. */
	needs?: ReadonlyArray<keyof Found>;
	/**
	 * Runs the probe against one API.
	 *
	 * @param created records what the probe creates, until it has deleted it
	 */
	run: (api: Api, found: Found, created: Created) => Promise<Observation[]>;
}
