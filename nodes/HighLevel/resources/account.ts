// The operation of the resource 'Account', which both nodes have.

import type { IDataObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { asError } from '../../shared/errorChain';
import type { ItemContext, Resource } from '../../shared/operation';
import { recordAt } from '../../shared/values';
import { LOCATION } from '../expected';

/** @returns an ISO time in UTC; null if it is not known how far away it is */
function timeIn(milliseconds: number | undefined): string | null {
	return milliseconds === undefined ? null : new Date(Date.now() + milliseconds).toISOString();
}

/** The sub-account's limits as the last response reported them; null where it did not. */
function limitsOf(item: ItemContext): IDataObject {
	const { max, remaining, intervalMs, dailyMax, dailyRemaining, dailyResetMs } = item.limits();
	return {
		callsLeft: remaining ?? null,
		callsPerInterval: max ?? null,
		intervalSeconds: intervalMs === undefined ? null : intervalMs / 1000,
		// HighLevel does not report when the interval began.
		intervalResetsBy: timeIn(intervalMs),
		callsLeftToday: dailyRemaining ?? null,
		callsPerDay: dailyMax ?? null,
		dayResetsAt: timeIn(dailyResetMs),
	};
}

/** Milliseconds until the day's quota resets, if a call was not sent because the quota is used up. */
function usedUpFor(error: unknown): number | undefined {
	if (!(error instanceof NodeApiError)) return undefined;
	const { resetsInMs } = error.context;
	return typeof resetsInMs === 'number' ? resetsInMs : undefined;
}

/** Reads the sub-account. While the day's quota is used up, nothing can be read, and the status says just that. */
async function getStatus(item: ItemContext): Promise<IDataObject> {
	const status = { locationId: item.location, access: item.access, apiVersion: item.version };
	try {
		const location = recordAt(await item.send(item.request), 'location') ?? {};
		const { name = null, timezone = null, companyId = null } = location;
		return { name, timezone, companyId, ...status, ...limitsOf(item) };
	} catch (error) {
		const resetsInMs = usedUpFor(error);
		if (resetsInMs === undefined) throw asError(error);
		return {
			name: null,
			timezone: null,
			companyId: null,
			...status,
			...limitsOf(item),
			callsLeftToday: 0,
			dayResetsAt: timeIn(resetsInMs),
		};
	}
}

/** The sub-account that the credential opens (OpenAPI: get-location). */
export const account: Resource = {
	name: 'Account',
	value: 'account',
	description: 'The sub-account and its limits',
	operations: [
		{
			name: 'Get Status',
			value: 'getStatus',
			action: 'Get the status of the account',
			description:
				'Retrieve the name and time zone of the sub-account, the kind of credential, and how many calls are left now and today',
			request: 'GET /locations/{locationId}',
			scope: 'locations.readonly',
			location: 'path',
			expects: LOCATION,
			run: getStatus,
		},
	],
};
