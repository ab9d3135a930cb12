import type { IDataObject } from 'n8n-workflow';

import { until } from '../engine/events';
import { IN_EDITOR } from '../../nodes/shared/client';
import { budgetOf } from '../../nodes/shared/pacing';
import { refusal } from './customNode';

import { call, clientOf, create, failureOf, fails, NEXT, nextAccountKey, ok } from './directClient';

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
		await client.send(call({ accountKey: 'an agency' }));
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

	test('with 429 is given up after as many repeats as the client allows', async () => {
		const { client, requests } = clientOf({
			respond: () => fails(refusal(429)),
			repeatsAfter429: 3,
		});
		await failureOf(client.send(call()));
		expect(requests).toHaveLength(1 + 3);
	});

	test('for a list in the editor has less time and fewer repeats than in a run', () => {
		expect(IN_EDITOR).toEqual({ timeoutMs: 30_000, repeatsAfter429: 20 });
	});

	test('pauses before it is repeated, except after a 429', async () => {
		const pauses: unknown[] = [];
		const given = (status: number) =>
			clientOf({
				respond: (nth) => (nth === 1 ? fails(refusal(status)) : ok()),
				connection: { limits: () => ({ max: 100, remaining: 50, intervalMs: 50 }) },
			});
		for (const status of [503, 429]) {
			const { client } = given(status);
			const settings = Reflect.get(client, 'settings') as object;
			Reflect.set(settings, 'random', () => (pauses.push(status), -1));
			await client.send(call());
		}
		expect(pauses).toEqual([503]);
	});

	test('reports to the account’s budget whether it was limited, and the limits of a response only', async () => {
		const reports: unknown[] = [];
		const budget = budgetOf(nextAccountKey());
		jest.spyOn(budget, 'acquire').mockImplementation(
			async () =>
				await Promise.resolve({
					answered: (outcome: unknown) => reports.push(outcome),
				}),
		);
		jest.spyOn(budget, 'isIdle', 'get').mockReturnValue(false);
		const limits = { max: 100 };
		const { client } = clientOf({
			respond: (nth) => {
				if (nth === 1) return fails(refusal(429));
				if (nth === 2) return fails(new Error('reset'));
				return nth === 3 ? fails(refusal(503)) : ok();
			},
			connection: { limits: () => limits },
		});
		await client.send(call());
		expect(reports).toEqual([
			{ limits, limited: true },
			{ limits: undefined, limited: false },
			{ limits, limited: false },
			{ limits, limited: false },
		]);
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

	test('that cannot be discarded is not renewed', async () => {
		const { client, requests } = clientOf({
			respond: () => fails(refusal(403, 'Old')),
			connection: { token: async () => await Promise.resolve('token') },
		});
		expect((await failureOf(client.send(create))).message).toBe('Create thing: Old');
		expect(requests).toHaveLength(1);
	});

	test('is not asked for once access is lost', async () => {
		let asked = 0;
		const { client } = clientOf({
			respond: () => fails(refusal(401, 'Revoked')),
			connection: {
				token: async () => {
					asked += 1;
					return await Promise.resolve('token');
				},
			},
		});
		await failureOf(client.send(create));
		await failureOf(client.send(create));
		expect(asked).toBe(1);
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
