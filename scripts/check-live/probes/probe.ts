import type { Api } from '../api';
import type { Created } from '../created';
import type { Observation } from '../observe';

/** What probes find in the account for the probes after them; '' where nothing was found. */
export interface Found {
	contactId: string;
	email: string;
	calendarId: string;
	companyId: string;
}

/** A question to the API. It is put to the stand-in first, and what that answers is expected of the real API. */
export interface Probe {
	/** Names the probe in the report. */
	title: string;
	/** What an earlier probe must have found; without it the probe sends nothing and reports that there is no record. */
	needs?: ReadonlyArray<keyof Found>;
	/**
	 * Asks one API.
	 *
	 * @param created takes what the probe creates, until the probe has deleted it again
	 */
	run: (api: Api, found: Found, created: Created) => Promise<Observation[]>;
}
