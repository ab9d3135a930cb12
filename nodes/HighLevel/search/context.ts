// The context for reading a list: the sub-account, and what is chosen in the node.

import type { Sender } from '../../shared/finder';
import type { Body, RequestParts } from '../../shared/http';
import { recordAt } from '../../shared/values';
import { isHighLevel } from '../api';
import { LOCATION } from '../expected';
import type { Purpose } from '../purpose';
import { callFor } from '../purpose';

/** The context for reading a list: the node's sub-account, and what is chosen in that node. */
export interface LookupContext {
	readonly location: string;
	readonly version: string;
	/** ID of the marketplace app; '' for a private integration. */
	readonly appId: string;
	/** The agency that the sub-account belongs to; read once. Requires `locations.readonly` unless the token names it. */
	companyId: () => Promise<string>;
	/** The ID in a parameter of the node; '' if nothing is chosen or an expression is set. */
	chosen: (parameter: string) => string;
	send: (parts: RequestParts, purpose: Purpose) => Promise<Body>;
}

/** The context for reading lists with a client. */
export function lookupWith(client: Sender, chosen: LookupContext['chosen']): LookupContext {
	const { connection } = client;
	const { location, version } = connection;
	const { appId = '', companyId: knownCompany = '' } = isHighLevel(connection) ? connection : {};

	const send: LookupContext['send'] = async (parts, purpose) =>
		await client.send(callFor(parts, purpose, version));

	const readCompanyId = async (): Promise<string> => {
		if (knownCompany !== '') return knownCompany;
		const response = await send(
			{ method: 'GET', path: `/locations/${encodeURIComponent(location)}`, query: {} },
			{ label: 'Get sub-account', scope: 'locations.readonly', expects: LOCATION },
		);
		const found = recordAt(response, 'location') ?? {};
		return typeof found.companyId === 'string' ? found.companyId : '';
	};
	let companyId: Promise<string> | undefined;

	return {
		location,
		version,
		appId,
		companyId: async () => await (companyId ??= readCompanyId()),
		chosen,
		send,
	};
}
