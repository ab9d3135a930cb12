import type { IDataObject, IHttpRequestOptions, INodeType } from 'n8n-workflow';

import type { Connection } from '../../nodes/shared/call';
import { executeOperation } from '../../nodes/shared/execute';
import type { Operation } from '../../nodes/shared/operation';
import { toProperties } from '../../nodes/shared/properties';

/** The service of a custom node: returns the body of the answer, or throws a refusal. */
export type Respond = (request: IHttpRequestOptions) => Promise<IDataObject> | IDataObject;

/** Parameters that choose the operation of a custom node. */
export const CUSTOM = { resource: 'thing', operation: 'work' };

let nodes = 0;

/**
 * A node with one operation of the test's own, executed by the package's code against a service that is a function.
 *
 * @param operation the properties that matter to the test
 * @param beforeConnecting may throw what opening the connection throws
 */
export function customNode(
	operation: Partial<Operation>,
	respond: Respond = () => ({}),
	beforeConnecting: () => void = () => undefined,
): INodeType {
	const resources = [
		{
			name: 'Thing',
			value: CUSTOM.resource,
			operations: [
				{
					name: 'Work',
					value: CUSTOM.operation,
					action: 'Work on a thing',
					description: 'Work on a thing',
					request: 'GET /things' as const,
					scope: 'things.readonly',
					...operation,
				},
			],
		},
	];
	const connection = connectionTo(respond);
	return {
		description: {
			displayName: 'Custom',
			name: 'custom',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Custom' },
			inputs: ['main'],
			outputs: ['main'],
			properties: toProperties(resources, CUSTOM.resource),
		},
		async execute() {
			return await executeOperation(this, resources, {
				partReader: () => () => '',
				connect: async () => {
					beforeConnecting();
					return connection;
				},
			});
		},
	};
}

function connectionTo(respond: Respond): Connection {
	nodes += 1;
	return {
		service: 'The service',
		baseUrl: 'http://service.invalid',
		// Unique, so that a test does not inherit what another one learned about the account's limits.
		accountKey: `custom node ${nodes}`,
		location: 'location1',
		access: 'Key',
		version: 'v3',
		secrets: [],
		readSecrets: async () => [],
		headers: () => ({}),
		adapt: (call) => call,
		limits: () => ({}),
		advise: () => ({ next: 'Nothing.' }),
		isAccessLost: () => false,
		transmit: async (_context, request) => ({ body: await respond(request), headers: {} }),
	};
}

/** An error as n8n's request helper throws it for a refused call. */
export function refusal(status: number, message = 'Refused'): Error {
	return Object.assign(new Error(message), {
		response: { status, headers: {}, data: { message } },
	});
}
