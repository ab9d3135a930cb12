import type { IDataObject, IHttpRequestOptions, INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { Call, Connection, NodeContext } from '../../nodes/shared/call';
import { CallStatistics } from '../../nodes/shared/callStatistics';
import { Client } from '../../nodes/shared/client';
import { recordUnder } from '../../nodes/shared/expectation';
import { until } from '../engine/events';
import { refusal } from './customNode';

const node = {
	name: 'N',
	type: 'n',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
} as never as INode;
const NEXT = 'Do something.';

/** Responds to the nth request; throws what n8n's helper throws. */
type Respond = (nth: number, options: IHttpRequestOptions, token?: string) => unknown;

let accounts = 0;

interface Given {
	respond: Respond;
	connection?: Partial<Connection>;
	signal?: AbortSignal;
	timeoutMs?: number;
	httpRequest?: (options: IHttpRequestOptions) => Promise<unknown>;
}

/** A client of a service that is a function, with pauses of no length. */
function clientOf({ respond, connection, signal, timeoutMs = 5000, httpRequest }: Given) {
	accounts += 1;
	const requests: IHttpRequestOptions[] = [];
	const statistics = new CallStatistics();
	const service: Connection = {
		service: 'The service',
		baseUrl: 'http://service.invalid',
		accountKey: `client ${accounts}`,
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
	const settings = { timeoutMs, statistics, random: () => -1, ...(signal ? { signal } : {}) };
	return { client: new Client(context, service, settings), requests, statistics, service };
}

const call = (more: Partial<Call> = {}): Call => ({
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
const create = call({ method: 'POST', repeatable: false, label: 'Create thing' });
const ok = (body: unknown = { id: 'a' }) => ({ body, headers: { left: '5' } });
const fails = (error: unknown): never => {
	throw error as Error;
};

async function failureOf(sending: Promise<unknown>): Promise<NodeApiError> {
	const error: unknown = await sending.catch((thrown: unknown) => thrown);
	if (error instanceof NodeApiError) return error;
	throw new Error(`No refusal: ${String(error)}`);
}

describe('a request', () => {
	test('carries what the call and the connection say', async () => {
		const { client, requests } = clientOf({ respond: () => ok() });
		const body = { name: 'x' };
		await client.send(call({ method: 'POST', query: { a: 'b c' }, body }));
		expect(requests).toEqual([
			{
				method: 'POST',
				url: 'http://service.invalid/things?a=b%20c',
				headers: { Accept: 'application/json', Version: 'v3' },
				json: true,
				returnFullResponse: true,
				encoding: 'stream',
				timeout: 65_000,
				disableFollowRedirect: true,
				body,
				abortSignal: expect.any(AbortSignal),
			},
		]);
	});

	test('without a body has none; an empty object is sent as text, since n8n drops it', async () => {
		const { client, requests } = clientOf({ respond: () => ok() });
		await client.send(call());
		await client.send(call({ method: 'POST', body: {} }));
		await client.send(call({ method: 'POST', body: [] }));
		expect(requests[0]).not.toHaveProperty('body');
		expect(requests[0]?.headers).not.toHaveProperty('Content-Type');
		expect(requests[1]).toMatchObject({
			body: '{}',
			headers: { Accept: 'application/json', 'Content-Type': 'application/json', Version: 'v3' },
		});
		expect(requests[2]).toMatchObject({ body: [] });
	});

	test('is the one that the connection adapts', async () => {
		const { client, requests } = clientOf({
			respond: () => ok(),
			connection: { adapt: (one) => ({ ...one, path: '/adapted' }) },
		});
		await client.send(call());
		expect(requests[0]?.url).toBe('http://service.invalid/adapted');
	});
});

describe('a response', () => {
	test('is cleaned by the connection where it has something to clean', async () => {
		const clean = (body: IDataObject | IDataObject[]) => ({ ...body, key: '***' });
		const cleaning = clientOf({ respond: () => ok(), connection: { clean } });
		expect(await cleaning.client.send(call())).toEqual({ id: 'a', key: '***' });
		expect(await clientOf({ respond: () => ok() }).client.send(call())).toEqual({ id: 'a' });
	});

	test('reports the limits of the account, but not those of an agency', async () => {
		let limits = {};
		const { client } = clientOf({
			respond: () => ok(),
			connection: { limits: () => limits },
		});
		expect(client.limits).toEqual({});
		limits = { max: 100, remaining: 99, dailyRemaining: 500, dailyMax: 1000 };
		await client.send(call());
		expect(client.limits).toBe(limits);
		expect(client.dailyRemaining).toBe(500);
		limits = {};
		await client.send(call());
		expect(client.limits).toMatchObject({ max: 100 });
		limits = { max: 7, remaining: 6 };
		await client.send(call({ accountKey: `agency ${accounts}` }));
		expect(client.limits).toMatchObject({ max: 100 });
	});

	test('that is not the service’s is asked for again', async () => {
		const { client, statistics } = clientOf({
			respond: (nth) => (nth === 1 ? ok('<html>Sign in</html>') : ok()),
		});
		expect(await client.send(call())).toEqual({ id: 'a' });
		expect(statistics).toMatchObject({ calls: 2, repeats: 1, limited: 0 });
		const written = clientOf({ respond: () => ok('<html>Sign in</html>') });
		const error = await failureOf(written.client.send(create));
		expect(error.message).toContain('Create thing: Expected a record with an ID');
		expect(error.description).toContain('It is not known whether this took effect');
		expect(written.requests).toHaveLength(1);
	});
});

describe('a call that fails', () => {
	test('is repeated five times', async () => {
		const { client, requests, statistics } = clientOf({
			respond: () => fails(refusal(503, 'Down')),
		});
		const error = await failureOf(client.send(call()));
		expect(error.message).toBe('Get thing: Down');
		expect(error.description).toBe(NEXT);
		expect(error.context.itemIndex).toBe(3);
		expect(requests).toHaveLength(6);
		expect(statistics).toMatchObject({ calls: 6, repeats: 5, limited: 0 });
	});

	test('is not repeated if that could do it twice', async () => {
		const { client, requests } = clientOf({ respond: () => fails(refusal(503, 'Down')) });
		const error = await failureOf(client.send(create));
		expect(error.description).toContain(`run it again. ${NEXT}`);
		expect(requests).toHaveLength(1);
	});

	test('is not repeated if it was refused', async () => {
		const { client, requests, statistics } = clientOf({ respond: () => fails(refusal(422, 'No')) });
		const error = await failureOf(client.send(create));
		expect(error.description).toBe(NEXT);
		expect(error.httpCode).toBe('422');
		expect(requests).toHaveLength(1);
		expect(statistics).toMatchObject({ calls: 1, repeats: 0 });
	});

	test('with 429 is sent again, also if it must not be done twice', async () => {
		const limited: boolean[] = [];
		const { client, statistics } = clientOf({
			respond: (nth) => {
				limited.push(nth <= 7);
				return nth <= 7 ? fails(refusal(429)) : ok();
			},
			// Calls left, so that no caller waits.
			connection: { limits: () => ({ max: 100, remaining: 50, intervalMs: 50 }) },
		});
		expect(await client.send(create)).toEqual({ id: 'a' });
		expect(limited).toHaveLength(8);
		expect(statistics).toMatchObject({ calls: 8, repeats: 7, limited: 7 });
	});

	test('shows no secret, not even one that was renewed or sent meanwhile', async () => {
		const said = 'secret-of-the-account and token-that-was-sent';
		const { client } = clientOf({
			respond: () => fails(refusal(400, said)),
			connection: {
				transmit: async (context) => {
					await context.helpers.httpRequest({
						url: '',
						headers: { Authorization: 'Bearer token-that-was-sent' },
					});
					throw refusal(400, said);
				},
			},
		});
		expect((await failureOf(client.send(call()))).message).toBe('Get thing: *** and ***');
	});

	test('may be turned into a response by its caller, unless there was none', async () => {
		const seen: unknown[] = [];
		const onRefusal = ({ status }: { status?: number }) => {
			seen.push(status);
			return status === 404 ? { found: false } : undefined;
		};
		const { client } = clientOf({
			respond: (nth) => fails(nth === 1 ? new Error('reset') : refusal(404)),
		});
		expect(await client.send(call({ onRefusal }))).toEqual({ found: false });
		expect(seen).toEqual([404]);
		const refused = clientOf({ respond: () => fails(refusal(400)) });
		await failureOf(refused.client.send(call({ onRefusal })));
		expect(seen).toEqual([404, 400]);
	});

	test('reports as unknown what an earlier attempt may have changed', async () => {
		const put = call({ method: 'PUT', changes: ['isNew'] });
		const same = { id: 'a', isNew: false };
		const after = (status: number) =>
			clientOf({ respond: (nth) => (nth === 1 ? fails(refusal(status)) : ok(same)) });
		expect(await after(503).client.send(put)).toEqual({ id: 'a', isNew: null });
		expect(await after(429).client.send(put)).toEqual(same);
		const unsent = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
		const never = clientOf({ respond: (nth) => (nth === 1 ? fails(unsent) : ok(same)) });
		expect(await never.client.send(put)).toEqual(same);
	});

	test('has deleted the record if that is gone after a repeat', async () => {
		const remove = (method: 'DELETE' | 'GET', first: number) =>
			clientOf({
				respond: (nth) => fails(refusal(nth === 1 ? first : 404, 'Not found')),
			}).client.send(call({ method }));
		expect(await remove('DELETE', 503)).toEqual({});
		await failureOf(remove('GET', 503));
		await failureOf(remove('DELETE', 404));
		await failureOf(
			clientOf({ respond: (nth) => fails(refusal(nth === 1 ? 503 : 400, 'Bad')) }).client.send(
				call({ method: 'DELETE' }),
			),
		);
	});

	test('that loses access ends the run', async () => {
		const { client, requests } = clientOf({ respond: () => fails(refusal(401, 'Revoked')) });
		await failureOf(client.send(call()));
		expect((await failureOf(client.send(call({ itemIndex: 4 })))).context.itemIndex).toBe(4);
		expect(requests).toHaveLength(1);
	});

	test('that loses access also ends the calls that wait for a permit', async () => {
		let refuse: (error: Error) => void = () => {};
		const { client, requests, statistics } = clientOf({
			respond: async () => await new Promise((_, reject) => (refuse = reject)),
		});
		const first = failureOf(client.send(call()));
		const second = failureOf(client.send(call()));
		await until(() => requests.length === 1);
		refuse(refusal(401, 'Revoked'));
		expect((await first).message).toBe('Get thing: Revoked');
		expect((await second).message).toBe('Get thing: Revoked');
		expect(requests).toHaveLength(1);
		expect(statistics.calls).toBe(1);
	});
});

describe('a token of its own', () => {
	const tokens = (discards: boolean) => {
		let made = 0;
		return clientOf({
			respond: (_, __, token) => (token === 'token 2' ? ok() : fails(refusal(403, 'Old'))),
			connection: {
				token: async () => `token ${++made}`,
				discard: () => discards,
			},
		});
	};

	test('is renewed once if the service refuses it', async () => {
		const { client, statistics, requests } = tokens(true);
		expect(await client.send(create)).toEqual({ id: 'a' });
		expect(statistics).toMatchObject({ calls: 2, repeats: 0 });
		expect(requests).toHaveLength(2);
		const none = tokens(false);
		await failureOf(none.client.send(create));
		expect(none.requests).toHaveLength(1);
	});

	test('is not renewed a second time', async () => {
		const { client, requests } = clientOf({
			respond: () => fails(refusal(403, 'Old')),
			connection: { token: async () => 'token', discard: () => true },
		});
		await failureOf(client.send(create));
		expect(requests).toHaveLength(2);
	});

	test('without one, there is nothing to discard', async () => {
		const { client, requests } = clientOf({
			respond: () => fails(refusal(403, 'Old')),
			connection: { token: async () => await Promise.resolve(undefined), discard: () => true },
		});
		await failureOf(client.send(create));
		expect(requests).toHaveLength(1);
	});

	const exchanging = (status: number) =>
		clientOf({
			respond: (_, { url }) => (url.endsWith('/token') ? fails(refusal(status, 'No')) : ok()),
			connection: {
				isAccessLost: () => false,
				token: async ({ path }, send) => {
					if (path === '/token') return undefined;
					await send(
						call({ method: 'POST', path: '/token', label: 'Get access', repeatable: false }),
					);
					return 'token';
				},
			},
		});

	test('that is refused ends the run', async () => {
		const { client, requests } = exchanging(400);
		const error = await failureOf(client.send(call()));
		expect(error.message).toBe('Get access: No');
		expect(error.context.itemIndex).toBe(3);
		await failureOf(client.send(call()));
		expect(requests).toHaveLength(1);
	});

	test('that cannot be obtained for now ends the call only', async () => {
		const { client, requests } = exchanging(500);
		await failureOf(client.send(call()));
		await failureOf(client.send(call()));
		expect(requests).toHaveLength(2);
	});

	test('another fault of obtaining it is passed on', async () => {
		const { client } = clientOf({
			respond: () => ok(),
			connection: { token: async () => await Promise.reject(new Error('odd')) },
		});
		await expect(client.send(call())).rejects.toThrow('odd');
		expect(await client.send(call()).catch((error: Error) => error.name)).toBe('Error');
	});

	test('is not waited for once the execution is stopped', async () => {
		const stop = new AbortController();
		const { client, requests } = clientOf({
			respond: () => ok(),
			signal: stop.signal,
			connection: { token: async () => await new Promise<string>(() => {}) },
		});
		const sending = client.send(call());
		stop.abort();
		await expect(sending).rejects.toThrow('The execution was canceled');
		expect(requests).toEqual([]);
	});
});

describe('the end of an exchange', () => {
	test.each([
		[1000, 'No complete response arrived within 1 second'],
		[20, 'No complete response arrived within 0.02 seconds'],
	])('comes after %i ms at the latest, and closes the connection', async (timeoutMs, message) => {
		const { client, requests } = clientOf({
			respond: async () => await new Promise(() => {}),
			timeoutMs,
		});
		const error = await failureOf(client.send(create));
		expect(error.message).toBe(`Create thing: ${message}`);
		expect(error.description).toContain('not known whether');
		expect(requests[0]?.abortSignal).toMatchObject({ aborted: true });
		expect(requests).toHaveLength(1);
	});

	test('comes with that of the execution', async () => {
		const stop = new AbortController();
		const { client, requests } = clientOf({
			respond: async () => await new Promise(() => {}),
			signal: stop.signal,
		});
		const sending = client.send(call());
		await until(() => requests.length === 1);
		expect(requests[0]?.abortSignal).toMatchObject({ aborted: false });
		stop.abort();
		await expect(sending).rejects.toThrow('The execution was canceled');
		expect(requests[0]?.abortSignal).toMatchObject({ aborted: true });
		await expect(client.send(call())).rejects.toThrow('The execution was canceled');
		expect(requests).toHaveLength(1);
	});

	test('ends the pause before a repeat, too', async () => {
		const stop = new AbortController();
		const { client, requests } = clientOf({
			respond: () => {
				setImmediate(() => stop.abort());
				return fails(refusal(503));
			},
			signal: stop.signal,
		});
		Reflect.set(Reflect.get(client, 'settings') as object, 'random', () => 1e4);
		await expect(client.send(call())).rejects.toThrow('The execution was canceled');
		expect(requests).toHaveLength(1);
	});

	test('reads the text of a refusal that has not arrived yet', async () => {
		const listeners: Record<string, (chunk?: Buffer) => void> = {};
		const data = {
			on: (event: string, listener: () => void) => (listeners[event] = listener),
			once: (event: string, listener: () => void) => {
				listeners[event] = listener;
				if (event === 'close')
					setImmediate(() => {
						listeners.data?.(Buffer.from('{"message":"Too late"}'));
						listeners.end?.();
					});
			},
			destroy: () => {},
		};
		const { client } = clientOf({
			respond: () => fails(Object.assign(new Error('x'), { response: { status: 400, data } })),
		});
		expect((await failureOf(client.send(call()))).message).toBe('Get thing: Too late');
	});

	test('a refusal whose text cannot be read is still a refusal', async () => {
		const data = {
			on: () => {},
			once: (event: string, listener: (error?: Error) => void) => {
				if (event === 'error') setImmediate(() => listener(new Error('reset')));
			},
			destroy: () => {},
		};
		const { client } = clientOf({
			respond: () => fails(Object.assign(new Error('x'), { response: { status: 400, data } })),
		});
		const error = await failureOf(client.send(create));
		expect(error.httpCode).toBe('400');
		expect(error.message).toBe('Create thing: x');
	});
});

describe('a token that n8n renews', () => {
	const renewing = (fault: unknown, first: unknown = refusal(401, 'Expired')) => {
		let sent = 0;
		return clientOf({
			respond: () => ok(),
			httpRequest: async () => {
				sent += 1;
				if (sent === 1) throw first as Error;
				return await Promise.resolve(ok());
			},
			connection: {
				transmit: async (context) => {
					// n8n sends the call, renews the token after a 401, and sends the call again.
					try {
						return await context.helpers.httpRequest({ url: '' });
					} catch (error) {
						if (fault === undefined) return await context.helpers.httpRequest({ url: '' });
						throw (fault ?? error) as Error;
					}
				},
			},
		});
	};

	test('is used', async () => {
		expect(await renewing(undefined).client.send(create)).toEqual({ id: 'a' });
	});

	test('but is refused by the service, is a refusal for good', async () => {
		const refused = refusal(400, 'invalid_grant with renewed-secret');
		const { client } = renewing(refused);
		const error = await failureOf(client.send(create));
		expect(error.message).toBe('Create thing: invalid_grant with ***');
		expect(error.description).toBe(NEXT);
	});

	test('is not what failed if the call itself did', async () => {
		const { client, statistics } = renewing(null);
		const error = await failureOf(client.send(create));
		expect(error.message).toBe('Create thing: Expired');
		expect(statistics.calls).toBe(1);
		const other = renewing(null, refusal(400, 'Bad'));
		expect((await failureOf(other.client.send(create))).message).toBe('Create thing: Bad');
	});

	test('is not asked for by a call that got no 401', async () => {
		const { client } = renewing(refusal(422, 'Other'), refusal(400, 'Bad'));
		const error = await failureOf(client.send(create));
		expect(error.httpCode).toBe('422');
	});

	test('the context of the exchange is n8n’s, with the signal of the exchange', async () => {
		const seen: unknown[] = [];
		const { client } = clientOf({
			respond: () => ok(),
			connection: {
				transmit: async (context, { abortSignal }) => {
					const signal = (context as never as { getExecutionCancelSignal: () => unknown })
						.getExecutionCancelSignal;
					seen.push(context.getNode(), signal() === abortSignal);
					return await Promise.resolve(ok());
				},
			},
		});
		await client.send(call());
		expect(seen).toEqual([node, true]);
	});
});

test('a day whose calls are used up says when to go on', async () => {
	const { client, requests } = clientOf({
		respond: () => fails(refusal(429, 'Quota')),
		connection: {
			limits: () => ({
				max: 100,
				remaining: 50,
				dailyMax: 10,
				dailyRemaining: 0,
				dailyResetMs: 7_200_000,
			}),
		},
	});
	const error = await failureOf(client.send(create));
	expect(error.message).toBe('Create thing: The daily quota of API calls is used up');
	expect(error.description).toContain('The quota resets in about 2 hours');
	expect(error.httpCode).toBe('429');
	expect(requests).toHaveLength(1);
});
