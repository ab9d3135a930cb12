// The list of an agency's sub-accounts.

import { byOffset, pageToken } from '../../../shared/pagination';
import { trimmedText } from '../../../shared/values';
import { idOf } from '../../record';
import type { Lookup, LookupSource } from '../lookup';
import { get } from './requests';

const common = {
	label: 'List sub-accounts',
	scope: 'oauth.readonly',
	search: (parts, text) => ({ ...parts, query: { ...parts.query, query: text } }),
	keep: ({ isInstalled }) => isInstalled !== false,
	entry: (location) => {
		const name = trimmedText(location.name) || idOf(location);
		const address = trimmedText(location.address);
		return { name: address ? `${name} (${address})` : name, value: idOf(location) };
	},
} satisfies Partial<Lookup>;

const requestsTo =
	(path: string): Lookup['requests'] =>
	async ({ companyId, appId }) => [
		get(path, { companyId: await companyId(), appId, isInstalled: true }),
	];

/** `GET /oauth/installed-locations` (OpenAPI: oauth-v3.json). */
const inV3: Lookup = {
	...common,
	requests: requestsTo('/oauth/installed-locations'),
	unwrap: 'items',
	paginate: pageToken(100),
};

/** `GET /oauth/installedLocations` (OpenAPI: oauth.json), whose largest page is not documented; 20 is the default. */
const dated: Lookup = {
	...common,
	requests: requestsTo('/oauth/installedLocations'),
	unwrap: 'locations',
	paginate: byOffset('skip', 20),
};

/** The sub-accounts in which the agency has installed the app. */
export const subAccounts: LookupSource = ({ version }) => (version === '2021' ? dated : inV3);
