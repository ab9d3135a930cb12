import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import type { Operation, Resource } from '../../nodes/shared/operation';
import type { Engine, RunResult } from '../engine/harness';
import type { VersionSet } from '../standins/highlevel/digest';
import type { Recorder } from './recorder';

const LOCATION = 'loc0123456789abcdef0';
const families = { contacts: contactResources, calendars: calendarResources };
const nodeTypes = { contacts: new HighLevelContacts(), calendars: new HighLevelCalendars() };

/** One operation of a node. */
export interface Row {
	family: 'contacts' | 'calendars';
	resource: Resource;
	operation: Operation;
}

/** Every operation of both nodes. */
export const rows: Row[] = (['contacts', 'calendars'] as const).flatMap((family) =>
	families[family].flatMap((resource) =>
		resource.operations.map((operation) => ({ family, resource, operation })),
	),
);

interface Run {
	engine: Engine;
	recorder: Recorder;
	family: Row['family'];
	/** Including `resource` and `operation`, as the editor stores them. */
	parameters: INodeParameters;
	version: VersionSet;
	/** Default: the newest version of the node. */
	typeVersion?: number;
	onError?: OnError;
	/** The workflow's IANA time zone. */
	timezone?: string;
	items?: IDataObject[];
}

/** Runs a node in n8n-core against the recorder, which keeps the requests until the caller takes them. */
export async function runAgainst({
	recorder,
	engine,
	family,
	parameters,
	version,
	timezone = 'America/New_York',
	...more
}: Run): Promise<RunResult> {
	return await engine.run({
		nodeType: nodeTypes[family],
		parameters: { authentication: 'privateIntegration', ...parameters },
		timezone,
		credentials: {
			highLevelPrivateIntegrationApi: {
				token: 'pit-contract',
				locationId: LOCATION,
				apiVersion: version,
				apiUrl: recorder.url,
			},
		},
		...more,
	});
}
