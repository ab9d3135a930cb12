import { exchange } from '../../nodes/shared/exchange';
import { until } from '../engine/events';
import { refusal } from './customNode';

import { call, clientOf, create, failureOf, fails, NEXT, node, ok } from './directClient';

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
		const sending = client.send(create);
		await until(() => requests.length === 1);
		expect(requests[0]?.abortSignal).toMatchObject({ aborted: false });
		stop.abort();
		await expect(sending).rejects.toThrow('The execution was canceled');
		expect(requests[0]?.abortSignal).toMatchObject({ aborted: true });
		await expect(client.send(create)).rejects.toThrow('The execution was canceled');
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

describe('an exchange', () => {
	const context = {
		helpers: { httpRequest: async () => await Promise.reject(new Error('reset')) },
	};
	const run = async (work: () => Promise<unknown>, cancel?: AbortSignal, timeoutMs = 60) =>
		await exchange(context as never, { timeoutMs, cancel, onToken: () => {} }, work);
	const never = async () => await new Promise<never>(() => {});

	test('begins nothing once the execution is stopped', async () => {
		let begun = false;
		const work = async () => await Promise.resolve((begun = true));
		await expect(run(work, AbortSignal.abort())).rejects.toThrow('The execution was canceled');
		expect(begun).toBe(false);
	});

	test('ends with the execution before its time is up', async () => {
		const stop = new AbortController();
		const running = run(never, stop.signal);
		stop.abort();
		await expect(running).rejects.toThrow('The execution was canceled');
		await expect(run(never)).rejects.toMatchObject({ code: 'ETIMEDOUT', name: 'DeadlinePassed' });
	});

	test('passes on an error without a response', async () => {
		const { client } = clientOf({
			respond: () => ok(),
			httpRequest: context.helpers.httpRequest,
			connection: {
				transmit: async ({ helpers }) => (await helpers.httpRequest({ url: '' })) as unknown,
			},
		});
		expect((await failureOf(client.send(create))).message).toBe('Create thing: reset');
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
					const request = async () => (await context.helpers.httpRequest({ url: '' })) as unknown;
					// n8n sends the call, renews the token after a 401, and sends the call again.
					try {
						return await request();
					} catch (error) {
						if (fault === undefined) return await request();
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

	test('is used for a call that is then refused for another reason', async () => {
		let sent = 0;
		const { client } = clientOf({
			respond: () => ok(),
			httpRequest: async () => {
				sent += 1;
				return await Promise.reject(sent === 1 ? refusal(401, 'Expired') : refusal(422, 'Bad'));
			},
			connection: {
				transmit: async ({ helpers }) => {
					await helpers.httpRequest({ url: '' }).catch(() => undefined);
					return (await helpers.httpRequest({ url: '' })) as unknown;
				},
			},
		});
		const error = await failureOf(client.send(create));
		expect(error).toMatchObject({ message: 'Create thing: Bad', httpCode: '422' });
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
