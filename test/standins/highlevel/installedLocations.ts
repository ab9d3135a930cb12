/** Answers which locations an app is installed in. */
import { Refusal } from '../shared/answer';
import { flag, number, text } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { App } from './app';
import { appIdOf } from './app';
import type { Location } from './records';
import { badRequest, unprocessable } from './refusal';

/** More than a page can hold: a larger `limit` is cut to this one. */
const MOST_ROWS = 100;

/** What the endpoint knows of the app and the agency that owns the token. */
export interface Installations {
	app: App;
	/** The agency of the token. */
	companyId: string;
	/** All sub-accounts of the agency. */
	locations: Location[];
}

/**
 * The answer of GET /oauth/installedLocations, or of v3's GET /oauth/installed-locations.
 *
 * @throws {Refusal} where the query names another agency or app, or a page that cannot be
 */
export function installedAnswer(
	installations: Installations,
	query: JsonObject,
	v3: boolean,
): JsonObject {
	checkOwner(installations, query, v3);
	const rows = rowsOf(installations, query);
	const { installToFutureLocations } = installations.app;
	if (v3) return { ...v3Page(rows, query), installToFutureLocations };
	const [skip, limit] = [whole(query, 'skip'), whole(query, 'limit')];
	return {
		locations: rows.slice(skip, skip + Math.min(limit, MOST_ROWS)),
		// The agency's locations, whatever the query selects.
		count: installations.locations.length,
		installToFutureLocations,
	};
}

function checkOwner({ app, companyId }: Installations, query: JsonObject, v3: boolean): void {
	const appId = text(query, 'appId') ?? '';
	if (appId !== appIdOf(app)) {
		const message = `The requested App '${appId}' was not found.`;
		if (!v3) throw badRequest(message);
		throw invalid(404, 'RESOURCE_NOT_FOUND', message, { resource: 'App', identifier: appId });
	}
	if (text(query, 'companyId') === companyId) return;
	const message = 'companyId is not the company of the token';
	throw v3 ? invalidArgument('companyId', message) : badRequest(message);
}

function rowsOf({ app, locations }: Installations, query: JsonObject): JsonObject[] {
	const words = text(query, 'query')?.toLowerCase();
	const locationId = text(query, 'locationId');
	const isInstalled = flag(query, 'isInstalled');
	return locations
		.filter(
			({ id, name }) =>
				(words === undefined || name.toLowerCase().includes(words)) &&
				(locationId === undefined || id === locationId) &&
				(isInstalled === undefined || app.installedLocations.has(id) === isInstalled),
		)
		.map(({ id, name, address }) => ({
			_id: id,
			name,
			address,
			isInstalled: app.installedLocations.has(id),
		}));
}

function whole(query: JsonObject, key: string): number {
	const given = text(query, key) ?? '';
	if (!/^\d+$/.test(given)) throw unprocessable([`${key} must be a number string`]);
	return Number(given);
}

function v3Page(rows: JsonObject[], query: JsonObject): JsonObject {
	const size = number(query, 'pageSize') ?? 0;
	if (!Number.isInteger(size) || size < 1 || size > MOST_ROWS) {
		throw invalidArgument('pageSize', `pageSize must be between 1 and ${MOST_ROWS}`);
	}
	const start = startOf(text(query, 'pageToken'));
	const end = Math.min(start + size, rows.length);
	const hasNextPage = end < rows.length;
	const hasPrevPage = start > 0;
	const { companyId, isInstalled } = query;
	return {
		items: rows.slice(start, end),
		pagination: {
			totalRecords: rows.length,
			hasNextPage,
			hasPrevPage,
			...(hasNextPage ? { nextPageToken: tokenAt(end) } : {}),
			...(hasPrevPage ? { prevPageToken: tokenAt(Math.max(0, start - size)) } : {}),
			currentPageSize: Math.max(0, end - start),
		},
		metadata: {
			filterApplied: { companyId, ...(isInstalled === undefined ? {} : { isInstalled }) },
			sortApplied: {},
		},
	};
}

/** Opaque to clients; this form is the one in the official file's example. */
function tokenAt(skip: number): string {
	return Buffer.from(JSON.stringify({ skip })).toString('base64url');
}

function startOf(token: string | undefined): number {
	if (token === undefined) return 0;
	const skip = /^\{"skip":(\d+)\}$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
	if (skip === undefined) throw invalidArgument('pageToken', 'pageToken is not valid');
	return Number(skip);
}

function invalidArgument(field: string, message: string): Refusal {
	return invalid(400, 'INVALID_ARGUMENT', message, { field });
}

/** The error envelope of v3's oauth operations. */
function invalid(status: number, code: string, message: string, details: JsonObject): Refusal {
	return new Refusal(status, { error: { code, message, details } });
}
