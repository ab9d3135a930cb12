/*
 * The quirks of HighLevel's API that the nodes have to handle, by their number in the project's API notes, with at least one
 * test each. Number 26 is about webhooks: see the tests of the webhook trigger.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../standins/highlevel';
import { byId, TestAccount } from '../account';

export const MARIA = { contactId: byId(SEED.contacts.maria) };
export const DISCOVERY = { calendarId: byId(SEED.calendars.discovery) };
/** A free slot of the discovery calendar. */
export const TEN = '2026-10-26T10:00:00-04:00';

type NodeName = 'contacts' | 'calendars';

/** The account of a test file, with what the tests of this folder do with it. */
export function accountForQuirks() {
	const account = TestAccount.forTests();
	beforeEach(() => account.standIn.clock.set(Date.parse('2026-10-20T00:00:00Z')));
	return {
		account,
		log: () => account.log,
		/** The body of a request, the first one by default. */
		body: (index = 0) => account.log[index]?.body,
		/** Runs an operation that must succeed, and returns its records. */
		ok: async (
			node: NodeName,
			operation: string,
			parameters: INodeParameters,
			version?: string,
		): Promise<IDataObject[]> =>
			await account.records(node, operation, parameters, version ? { version } : {}),
		/** Runs an operation that must be refused before a request, and returns the message. */
		refused: async (
			node: NodeName,
			operation: string,
			parameters: INodeParameters,
		): Promise<string> => await account.refusal(node, operation, parameters),
		/** Lets an operation answer this from now on. */
		answer: (operationId: string, given: object, status = 200) =>
			account.standIn.faults.add({ operationId, action: { kind: 'status', status, body: given } }),
	};
}

/** The keys of a value that may be an object. */
export const keys = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? { ...value } : {};
