import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { Body } from '../../shared/answer';
import { Client } from '../../shared/client';
import type { Expectation } from '../../shared/expectation';
import type { RequestParts } from '../../shared/operation';
import { isRecord } from '../../shared/values';
import { connect } from '../api';
import { LOCATION } from '../expected';

/** An editor waits for a list, so a call is given up sooner than in a run. */
const TIMEOUT_MS = 30_000;

/** What a call for a list says of itself, for the error texts and the version header. */
export interface Purpose {
	/** What is tried, as the user knows it: "List calendars". */
	label: string;
	scope: string;
	/** What its answer must hold to be believed. */
	expects: Expectation;
	/** The versions that know the endpoint, where not all do. */
	versions?: string[];
}

/** The sub-account of the node that is open in the editor, and what is chosen in that node. */
export interface Place {
	readonly location: string;
	readonly version: string;
	/** The agency that holds the sub-account; asked for once. Needs `locations.readonly` unless the token names it. */
	companyId: () => Promise<string>;
	/** The ID that a parameter of the open node holds; '' while nothing is chosen or an expression stands there. */
	chosen: (parameter: string) => string;
	send: (parts: RequestParts, purpose: Purpose) => Promise<Body>;
}

function chosenIn(context: ILoadOptionsFunctions, parameter: string): string {
	let value: unknown;
	try {
		value = context.getCurrentNodeParameter(parameter, { extractValue: true });
	} catch {
		// n8n throws for a URL that holds no ID yet: the user is still typing.
		return '';
	}
	if (isRecord(value)) value = value.value;
	const text = typeof value === 'string' ? value.trim() : '';
	return text.startsWith('=') ? '' : text;
}

/**
 * Opens the sub-account of the node's credential for look-ups in the editor.
 *
 * @throws NodeOperationError when the credential names no sub-account
 */
export async function openPlace(context: ILoadOptionsFunctions): Promise<Place> {
	const connection = await connect(context);
	const client = new Client(context, connection, { timeoutMs: TIMEOUT_MS });
	const { location, version } = connection;

	const send: Place['send'] = async (parts, { label, scope, versions, expects }) =>
		await client.send({
			...parts,
			label,
			scope,
			expects,
			version: versions?.includes(version) === false ? (versions[0] ?? version) : version,
			repeatable: true,
		});

	const readCompany = async (): Promise<string> => {
		if (connection.companyId !== '') return connection.companyId;
		const answer = await send(
			{ method: 'GET', path: `/locations/${encodeURIComponent(location)}`, query: {} },
			{ label: 'Get sub-account', scope: 'locations.readonly', expects: LOCATION },
		);
		const found = isRecord(answer) && isRecord(answer.location) ? answer.location.companyId : '';
		return typeof found === 'string' ? found : '';
	};
	let company: Promise<string> | undefined;

	return {
		location,
		version,
		companyId: async () => await (company ??= readCompany()),
		chosen: (parameter) => chosenIn(context, parameter),
		send,
	};
}
