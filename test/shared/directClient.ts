import type { IHttpRequestOptions, INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { Call, Connection, NodeContext } from '../../nodes/shared/call';
import { CallStatistics } from '../../nodes/shared/callStatistics';
import { Client } from '../../nodes/shared/client';
import { recordUnder } from '../../nodes/shared/expectation';

export const node = {
	name: 'N',
	type: 'n',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
} as never as INode;
export const NEXT = 'Do something.';

/** Responds to the nth request; throws what n8n's helper throws. */
type Respond = (nth: number, options: IHttpRequestOptions, token?: string) => unknown;

let accounts = 0;

/** The key of the account of the client that is made next. */
export const nextAccountKey = () => `client ${accounts + 1}`;

interface Given {
	respond: Respond;
	connection?: Partial<Connection>;
	signal?: AbortSignal;
	timeoutMs?: number;
	repeatsAfter429?: number;
	httpRequest?: (options: IHttpRequestOptions) => Promise<unknown>;
}

/** A client of a service that is a function, with pauses of no length. */
export function clientOf({
	respond,
	connection,
	signal,
	timeoutMs = 5000,
	repeatsAfter429,
	httpRequest,
}: Given) {
	const accountKey = nextAccountKey();
	accounts += 1;
	const requests: IHttpRequestOptions[] = [];
	const statistics = new CallStatistics();
	const service: Connection = {
		service: 'The service',
		baseUrl: 'http://service.invalid',
		accountKey,
		location: 'l',
		access: 'Key',
		version: 'v3',
		secrets: ['secret-of-the-account'],
		readSecrets: async () => ['renewed-secret'],
		headers: ({ version }) => ({ Version: version }),
		adapt: (call) => call,
		limits: () => ({}),
		advise: () => ({ next: NEXT }),
		isAccessLost: ({ status }) => status === 401,
		transmit: async (_context, options, token) => {
			requests.push(options);
			return await respond(requests.length, options, token);
		},
		...connection,
	};
	const context = {
		getNode: () => node,
		helpers: { httpRequest: httpRequest ?? (async () => await Promise.resolve({})) },
	} as never as NodeContext;
	// A negative number makes the pauses before repeats none.
	const settings = {
		timeoutMs,
		repeatsAfter429,
		statistics,
		random: () => -1,
		...(signal ? { signal } : {}),
	};
	return { client: new Client(context, service, settings), requests, statistics, service };
}

export const call = (more: Partial<Call> = {}): Call => ({
	method: 'GET',
	path: '/things',
	query: {},
	label: 'Get thing',
	scope: 'things.readonly',
	version: 'v3',
	repeatable: true,
	expects: recordUnder(),
	itemIndex: 3,
	...more,
});
export const create = call({ method: 'POST', repeatable: false, label: 'Create thing' });
export const ok = (body: unknown = { id: 'a' }) => ({ body, headers: { left: '5' } });
export const fails = (error: unknown): never => {
	throw error as Error;
};

export async function failureOf(sending: Promise<unknown>): Promise<NodeApiError> {
	const error: unknown = await sending.catch((thrown: unknown) => thrown);
	if (error instanceof NodeApiError) return error;
	throw new Error(`No refusal: ${String(error)}`);
}
