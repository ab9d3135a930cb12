/** Answers which locations an app is installed in. */
import { text } from './json';
import type { JsonObject } from './json';
import { notFound } from './refusal';

/** The answer of GET /oauth/installedLocations, or of v3's GET /oauth/installed-locations. */
export function installedAnswer(
	rows: Array<{ _id: string; name: string; isInstalled: boolean }>,
	query: JsonObject,
	v3: boolean,
): JsonObject {
	const words = text(query, 'query')?.toLowerCase();
	const locationId = text(query, 'locationId');
	const matching = rows.filter(
		(row) =>
			(words === undefined || row.name.toLowerCase().includes(words)) &&
			(locationId === undefined || row._id === locationId) &&
			(query.isInstalled === undefined || row.isInstalled === query.isInstalled),
	);
	if (!v3) {
		const skip = Number(query.skip ?? 0);
		const limit = Number(query.limit ?? 20);
		return {
			locations: matching.slice(skip, skip + limit),
			count: matching.length,
			installToFutureLocations: false,
		};
	}
	const size = Number(query.pageSize ?? 20);
	const start = Number(text(query, 'pageToken') ?? 0);
	if (!Number.isInteger(start)) throw notFound('pageToken is not valid');
	const end = Math.min(start + size, matching.length);
	const more = end < matching.length;
	return {
		items: matching.slice(start, end),
		pagination: {
			totalRecords: matching.length,
			hasNextPage: more,
			hasPrevPage: start > 0,
			nextPageToken: more ? String(end) : null,
			prevPageToken: start > 0 ? String(Math.max(0, start - size)) : null,
			currentPageSize: end - start,
		},
		metadata: { installToFutureLocations: false },
	};
}
