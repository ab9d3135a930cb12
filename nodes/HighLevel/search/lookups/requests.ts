// The requests that read lists.

import type { IDataObject } from 'n8n-workflow';

import type { RequestParts } from '../../../shared/http';
import type { LookupContext } from '../context';

export const get = (path: string, query: IDataObject = {}): RequestParts => ({
	method: 'GET',
	path,
	query,
});

/** A list that expects the sub-account in the query. */
export const ofLocation =
	(path: string, query: IDataObject = {}) =>
	({ location }: LookupContext): RequestParts[] => [get(path, { locationId: location, ...query })];

/** A list under the sub-account's path. */
export const underLocation =
	(part: string, query: IDataObject = {}) =>
	({ location }: LookupContext): RequestParts[] => [
		get(`/locations/${encodeURIComponent(location)}/${part}`, query),
	];

/** A list under the path of the chosen contact; empty while none is chosen. */
export const underContact =
	(part: string) =>
	({ chosen }: LookupContext): RequestParts[] => {
		const contactId = chosen('contactId');
		return contactId === '' ? [] : [get(`/contacts/${encodeURIComponent(contactId)}/${part}`)];
	};

const DAY_MS = 86_400_000;

/**
 * The range of start times that users most likely choose from: from yesterday to two months ahead; when searching for
 * text, from three months ago to a year ahead. HighLevel requires milliseconds as text.
 */
export function likelyRange(isSearching: boolean): { startTime: string; endTime: string } {
	const now = Date.now();
	return {
		startTime: String(now - (isSearching ? 90 : 1) * DAY_MS),
		endTime: String(now + (isSearching ? 365 : 60) * DAY_MS),
	};
}
