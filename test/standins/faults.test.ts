/** The stand-in's planted faults, its log and its control endpoints. */
import { settle, until } from '../engine/events';
import { SEED, startHighLevelStandIn } from './highlevel';
import type { FaultAction, HighLevelStandIn } from './highlevel';
import { call } from './support/http';
import type { Reply } from './support/http';

let standIn: HighLevelStandIn;

beforeAll(async () => {
	standIn = await startHighLevelStandIn({ limiter: { max: 1_000_000 } });
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const maria = `/contacts/${SEED.contacts.maria}`;

const rename = (): Promise<Reply> =>
	call(standIn, maria, { method: 'PUT', body: { firstName: 'Changed' } });

const nameNow = (): string | null | undefined =>
	standIn.state.contacts.get(SEED.contacts.maria)?.firstName;

/** Plants a fault and sends a rename: how the call ended, the name after it, and the effects logged. */
async function strike(
	action: FaultAction,
): Promise<{ ended: string; name: unknown; effects: number }> {
	standIn.faults.add({ action });
	const ended = await rename().then(
		({ status }) => String(status),
		(error: unknown) => String(error),
	);
	const effects = standIn.log.filter((entry) => entry.effect !== undefined).length;
	return { ended, name: nameNow(), effects };
}

describe('faults', () => {
	it('answers with a status and no effect', async () => {
		const struck = await strike({ kind: 'status', status: 503, body: '<html>busy</html>' });
		expect(struck).toEqual({ ended: '503', name: 'Maria', effects: 0 });
	});

	it('answers with a status although the request took effect', async () => {
		const struck = await strike({ kind: 'status', status: 502, effect: true });
		expect(struck).toEqual({ ended: '502', name: 'Changed', effects: 1 });
	});

	it('answers 204 with nothing', async () => {
		standIn.faults.add({ action: { kind: 'status', status: 204, body: '' } });
		expect(await rename()).toMatchObject({ status: 204, text: '' });
		expect(nameNow()).toBe('Maria');
	});

	it('redirects to another address', async () => {
		const location = 'http://127.0.0.1:9/elsewhere';
		standIn.faults.add({ action: { kind: 'status', status: 307, headers: { location } } });
		const { status, headers } = await rename();
		expect([status, headers.location]).toEqual([307, location]);
		expect(nameNow()).toBe('Maria');
	});

	it('answers a text as it is, even if it is JSON', async () => {
		const body = '{"status":"ok"}';
		standIn.faults.add({ action: { kind: 'status', status: 200, body } });
		expect((await rename()).text).toBe(body);
	});

	it('resets before the write', async () => {
		const struck = await strike({ kind: 'reset', when: 'before' });
		expect(struck).toMatchObject({ name: 'Maria', effects: 0 });
		expect(struck.ended).toMatch(/ECONNRESET|socket hang up/);
	});

	it('resets after the write, which is then logged without a status', async () => {
		const struck = await strike({ kind: 'reset', when: 'after' });
		expect(struck).toMatchObject({ name: 'Changed', effects: 1 });
		expect(struck.ended).toMatch(/ECONNRESET|socket hang up/);
		expect(standIn.log.at(-1)).toMatchObject({ fault: 'reset', status: undefined });
	});

	it('cuts the answer off half-way', async () => {
		const struck = await strike({ kind: 'cut' });
		expect(struck).toMatchObject({ ended: 'Error: aborted', name: 'Changed', effects: 1 });
	});

	it.each([
		['before', 'Maria'],
		['after', 'Changed'],
	] as const)('never answers (%s the write)', async (when, name) => {
		standIn.faults.add({ action: { kind: 'never', when } });
		let answered = false;
		const waiting = rename().then(
			() => (answered = true),
			() => undefined,
		);
		while (standIn.log[0]?.fault === undefined) await new Promise(setImmediate);
		expect(answered).toBe(false);
		expect(nameNow()).toBe(name);
		expect(standIn.log[0]?.status).toBeUndefined();
		await standIn.close();
		await waiting;
		expect(answered).toBe(false);
		standIn = await startHighLevelStandIn({ limiter: { max: 1_000_000 } });
	});

	it('answers late, and correctly', async () => {
		// Only setTimeout: the connection goes on as usual.
		jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate'] });
		try {
			standIn.faults.add({ action: { kind: 'delay', ms: 30 } });
			let reply: Reply | undefined;
			void rename().then((answer) => (reply = answer));
			await until(() => standIn.log[0]?.fault === 'delay');
			await jest.advanceTimersByTimeAsync(29);
			await settle();
			expect(reply).toBeUndefined();
			await jest.advanceTimersByTimeAsync(1);
			await until(() => reply !== undefined);
			expect(reply).toMatchObject({ status: 200 });
			expect(nameNow()).toBe('Changed');
		} finally {
			jest.useRealTimers();
		}
	});

	it('strikes the n-th request that matches by method, path and operation', async () => {
		const action: FaultAction = { kind: 'status', status: 500 };
		standIn.faults.add({ action, method: 'GET', path: /^\/contacts\//, nth: [2, 4] });
		standIn.faults.add({ action, operationId: 'get-calendars', count: 1 });
		const statuses: number[] = [];
		for (let round = 0; round < 4; round += 1) {
			statuses.push((await rename()).status, (await call(standIn, maria)).status);
		}
		const query = { locationId: standIn.locationId };
		for (let round = 0; round < 2; round += 1) {
			statuses.push((await call(standIn, '/calendars/', { query })).status);
		}
		expect(statuses).toEqual([200, 200, 200, 500, 200, 200, 200, 500, 500, 200]);
	});

	it('strikes with a probability, reproducibly from a seed', async () => {
		const draw = async (): Promise<number[]> => {
			standIn.reset();
			standIn.faults.add({ action: { kind: 'status', status: 500 }, probability: 0.3 });
			const statuses: number[] = [];
			for (let round = 0; round < 40; round += 1) {
				statuses.push((await call(standIn, maria)).status);
			}
			return statuses;
		};
		const first = await draw();
		expect(await draw()).toEqual(first);
		const struck = first.filter((status) => status === 500).length;
		expect(struck).toBeGreaterThan(4);
		expect(struck).toBeLessThan(22);
	});
});

describe('the log', () => {
	it('has every effect once and hides the token', async () => {
		const { locationId } = standIn;
		for (let at = 0; at < 5; at += 1) {
			const body = { locationId, email: `p${at % 3}@example.com` };
			await call(standIn, '/contacts/upsert', { body });
		}
		const kinds = standIn.log.map(({ effect }) => effect?.kind);
		expect(kinds).toEqual([
			'contact.create',
			'contact.create',
			'contact.create',
			'contact.update',
			'contact.update',
		]);
		const ids = standIn.log.map(({ effect }) => effect?.id);
		expect(new Set(ids).size).toBe(5);
		const text = JSON.stringify(standIn.log);
		expect(text).not.toContain(standIn.tokens.privateIntegration.slice(4));
		expect(standIn.log[0]).toMatchObject({
			method: 'POST',
			path: '/contacts/upsert',
			operationId: 'upsert-contact',
			version: 'v3',
			status: 200,
		});
	});
});

describe('the control endpoints', () => {
	const control = (path: string, body?: unknown): Promise<Reply> =>
		call(standIn, `/__control/${path}`, body === undefined ? {} : { body });

	it('control the stand-in from another process', async () => {
		const info = await control('info');
		expect(info.body).toMatchObject({
			url: standIn.url,
			privateIntegration: standIn.tokens.privateIntegration,
		});
		await control('limiter', { kind: 'slidingLog', max: 1, intervalMs: 3_600_000 });
		await call(standIn, maria);
		expect((await call(standIn, maria)).status).toBe(429);
		await control('limiter', { max: 1000 });
		await control('faults', { action: { kind: 'status', status: 500 }, path: maria, count: 1 });
		expect((await call(standIn, maria)).status).toBe(500);
		const log = await control('log');
		expect(log.list).toHaveLength(3);
		const summary = await control('log/summary');
		expect(summary.body).toMatchObject({ requests: 3, limited: 1, effects: 0 });
		await control('seed/contacts', { count: 10 });
		const contacts = await control('state/contacts');
		expect(contacts.list).toHaveLength(12);
		await control('reset', {});
		expect(standIn.state.contacts.size).toBe(2);
		expect(standIn.log).toEqual([]);
		expect((await control('nothing')).status).toBe(404);
	});
});
