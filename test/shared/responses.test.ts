import { EventEmitter, getEventListeners } from 'node:events';

import { asError, comesFrom, errorChain, responseIn } from '../../nodes/shared/errorChain';
import type { Expectation } from '../../nodes/shared/expectation';
import { bareList, recordUnder } from '../../nodes/shared/expectation';
import { isNotFound, messageOf, RenewalFailed, UnusableResponse } from '../../nodes/shared/failure';
import { Mask } from '../../nodes/shared/mask';
import { parseResponse } from '../../nodes/shared/parseResponse';
import { readFailure } from '../../nodes/shared/readFailure';
import { isStream, readResponse, readText } from '../../nodes/shared/readResponse';

const mask = new Mask(['secret-of-the-account']);

describe('a parsed response', () => {
	const read = (body: unknown, expected: Expectation = recordUnder()) =>
		parseResponse({ body, headers: {} }, expected, 'The service', mask);

	test.each([
		['{"id":"a"}', { id: 'a' }],
		['\uFEFF{"id":"a"}', { id: 'a' }],
		[Buffer.from('{"id":"ü"}'), { id: 'ü' }],
		[{ id: 'a' }, { id: 'a' }],
	])('%p', (body, expected) => {
		expect(read(body)).toEqual(expected);
	});

	test.each<[unknown, string]>([
		['', 'an empty response'],
		['  \n ', 'an empty response'],
		[undefined, 'an empty response'],
		[null, 'an empty response'],
		['null', 'an empty response'],
		['""', 'an empty response'],
		['[]', 'an empty list'],
		['[1]', 'a list'],
		['1', 'a number'],
		['true', 'true or false'],
		['"text"', 'text ("text")'],
		['{}', 'an empty object'],
		['{"message":"No"}', 'an object with the message ("No")'],
		['{"message":"","error":"Bad"}', 'an object with the message ("Bad")'],
		['{"message":[1],"error":{}}', 'an object with the keys ("message, error")'],
		['{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', 'an object with the keys ("a, b, c, d, e")'],
		['<!DOCTYPE html><p>Sign in</p>', 'an HTML page ("Sign in")'],
		['<html></html>', 'an HTML page'],
		['  <div>Hi</div>', 'an HTML page ("Hi")'],
		['< 1 is text', 'text ("< 1 is text")'],
		['x <p>', 'text ("x <p>")'],
		['{"id":', 'a response cut off after 6 characters'],
		['[1,', 'a response cut off after 3 characters'],
		['"abc', 'a response cut off after 4 characters'],
		[`{"id":"${'x'.repeat(2000)}`, 'a response cut off after 2,007 characters'],
		['x{', 'text ("x{")'],
		['Gateway said secret-of-the-account', 'text ("Gateway said ***")'],
		['y'.repeat(200), `text ("${'y'.repeat(119)}…")`],
		[' '.repeat(1200), 'text'],
		[' '.repeat(119), 'an empty response'],
		[' '.repeat(120), 'text'],
		[`${' '.repeat(1150)}abc${'d'.repeat(100)}`, `text ("abc${'d'.repeat(47)}")`],
	])('%p is refused as %s', (body, what) => {
		const act = () => read(body);
		expect(act).toThrow(UnusableResponse);
		expect(act).toThrow(
			new UnusableResponse(`Expected a record with an ID from The service, but received ${what}`),
		);
	});

	const plain = (seen: unknown[]): Expectation => ({
		what: 'a number',
		isMet: () => true,
		readPlain: (body) => {
			seen.push(body);
			return typeof body === 'number' ? { value: body } : undefined;
		},
	});

	test('a body that is neither an object nor a list is read where it counts', () => {
		const seen: unknown[] = [];
		expect(read('5', plain(seen))).toEqual({ value: 5 });
		expect(() => read(' OK ', plain(seen))).toThrow('received text ("OK")');
		expect(() => read('  ', plain(seen))).toThrow('received an empty response');
		expect(() => read('null', plain(seen))).toThrow('received an empty response');
		expect(read('{"a":1}', plain(seen))).toEqual({ a: 1 });
		expect(seen).toEqual([5, 'OK', undefined, undefined]);
	});

	test('a list or an object that is not what was expected is not read as plain', () => {
		const seen: unknown[] = [];
		const expected = { ...plain(seen), isMet: () => false };
		expect(() => read('[]', expected)).toThrow('an empty list');
		expect(() => read('{}', expected)).toThrow('an empty object');
		expect(seen).toEqual([]);
		expect(read('[]', bareList)).toEqual([]);
	});
});

describe('the chain of an error', () => {
	const inner = Object.assign(new TypeError('inner'), { code: 'X' });
	const outer = new Error('outer', { cause: inner });

	test('has the members of each error, own and inherited', () => {
		expect(errorChain(outer)).toMatchObject([
			{ name: 'Error', message: 'outer', cause: inner },
			{ name: 'TypeError', message: 'inner', code: 'X' },
		]);
		expect(errorChain({ cause: { code: 'Y' } })).toEqual([{ cause: { code: 'Y' } }, { code: 'Y' }]);
		expect(errorChain('text')).toEqual([]);
		expect(errorChain(null)).toEqual([]);
		expect(errorChain(undefined)).toEqual([]);
	});

	test('ends, even if an error is its own cause', () => {
		const loop: { cause?: unknown } = {};
		loop.cause = loop;
		expect(errorChain(loop)).toHaveLength(6);
		const error = new Error('loop');
		error.cause = error;
		expect(comesFrom(error, 'other')).toBe(false);
	});

	test('shows the response wherever it is', () => {
		const response = { status: 400, data: 'x' };
		expect(responseIn(new Error('a', { cause: { response } }))).toEqual(response);
		expect(responseIn({ response: null, cause: { response } })).toEqual(response);
		for (const none of [{ response: 'x' }, { response: {} }, { response: { status: '400' } }, {}]) {
			expect(responseIn(none)).toBeUndefined();
		}
	});

	test('leads back to its origin', () => {
		expect(comesFrom(outer, inner)).toBe(true);
		expect(comesFrom(outer, outer)).toBe(true);
		expect(comesFrom(inner, outer)).toBe(false);
		expect(comesFrom({ cause: inner }, inner)).toBe(false);
		const chain = (depth: number): Error =>
			depth === 0 ? inner : new Error('x', { cause: chain(depth - 1) });
		expect(comesFrom(chain(5), inner)).toBe(true);
		expect(comesFrom(chain(6), inner)).toBe(false);
	});

	test('what is thrown becomes an error', () => {
		expect(asError(inner)).toBe(inner);
		expect(asError('text')).toEqual(new Error('text'));
	});
});

describe('the message of a response', () => {
	test.each([
		['<p>Bad gateway</p>', 'Bad gateway'],
		['Said secret-of-the-account', 'Said ***'],
		[{ message: 'No' }, 'No'],
		[{ message: ['a', 1] }, 'a; 1'],
		[{ message: { message: 'deep' } }, 'deep'],
		[{ message: '', error: 'Bad' }, 'Bad'],
		[{ error: { message: 'a', details: 'b', resolution: 'c' } }, 'a. b. c'],
		[{ error: { message: 'a', details: '', resolution: 7 } }, 'a'],
		[{ error: 5 }, undefined],
		[{ error: {} }, undefined],
		[{}, undefined],
		['', undefined],
		[7, undefined],
		[null, undefined],
	])('of %j is %j', (body, message) => {
		expect(messageOf(body, mask)).toBe(message);
	});

	test.each([
		[404, 'x', true],
		[404, 'Cannot GET /x', false],
		[404, 'cannot post', false],
		[404, 'It cannot be found', true],
		[400, 'Contact Not Found', true],
		[400, 'Bad', false],
		[422, 'not found', false],
		[undefined, 'not found', false],
	])('%p %j means that there is no such record: %p', (status, message, expected) => {
		expect(isNotFound({ status, message, headers: {}, body: {}, cancelled: false })).toBe(expected);
	});
});

describe('what went wrong with a call', () => {
	test('is read from the response', () => {
		const response = {
			status: 422,
			headers: { 'X-RateLimit': '5', Date: 'x' },
			data: '{"message":"No secret-of-the-account","traceId":"t secret-of-the-account"}',
		};
		const error = Object.assign(new Error('Request failed'), { response, code: 'ERR_BAD_REQUEST' });
		expect(readFailure(error, mask)).toEqual({
			status: 422,
			headers: { 'x-ratelimit': '5', date: 'x' },
			body: { message: 'No secret-of-the-account', traceId: 't secret-of-the-account' },
			message: 'No ***',
			traceId: 't ***',
			code: 'ERR_BAD_REQUEST',
			cancelled: false,
		});
	});

	test('is read from the error where there is no response', () => {
		const error = Object.assign(new Error('', { cause: new Error('Connection reset') }), {
			code: 5,
			cause: Object.assign(new Error('Connection reset'), { code: 'ECONNRESET' }),
		});
		expect(readFailure(error)).toEqual({
			status: undefined,
			headers: {},
			body: undefined,
			message: 'Connection reset',
			traceId: undefined,
			code: 'ECONNRESET',
			cancelled: false,
		});
		expect(readFailure('thrown').message).toBe('No response');
		expect(readFailure({ message: 7 }).message).toBe('No response');
	});

	test.each([
		[{ httpCode: '404' }, 404],
		[{ httpCode: null, status: 503 }, 503],
		[{ httpCode: '99' }, undefined],
		[{ httpCode: '100', status: 404 }, undefined],
		[{ httpCode: '500.5' }, undefined],
		[{ status: 200 }, undefined],
		[{ status: 300 }, 300],
		[{ response: { status: 200 }, status: 404 }, undefined],
		[{ response: { status: 299 } }, undefined],
		[{}, undefined],
	])('the status of %j is %p', (error, status) => {
		expect(readFailure(error).status).toBe(status);
	});

	test('text that is not JSON stays text; another trace ID does not count', () => {
		const of = (data: unknown) => readFailure({ response: { status: 500, data } });
		expect(of('<b>Bad</b>')).toMatchObject({ body: '<b>Bad</b>', message: 'Bad' });
		expect(of({ traceId: 7 }).traceId).toBeUndefined();
		expect(of('"text"').traceId).toBeUndefined();
	});

	test.each([
		[{ code: 'ERR_CANCELED' }, true],
		[{ cause: { name: 'AbortError' } }, true],
		[{ code: 'ECONNRESET' }, false],
	])('%j was cancelled: %p', (error, cancelled) => {
		expect(readFailure(error).cancelled).toBe(cancelled);
	});

	test('a response that is not the service’s is marked', () => {
		expect(readFailure(new UnusableResponse('x'))).toMatchObject({ unusable: true, message: 'x' });
		expect(readFailure(new Error('x'))).not.toHaveProperty('unusable');
		expect(readFailure(new Error('x'))).not.toHaveProperty('renewal');
	});

	test.each<[object, string, string]>([
		[{ response: { status: 400, data: { error: 'invalid_grant' } } }, 'refused', 'invalid_grant'],
		[{ response: { status: 499, data: {} }, message: 'x' }, 'refused', 'x'],
		[{ response: { status: 500, data: {} }, message: 'Oops' }, 'broken', 'Oops'],
		[{ response: { status: 408, data: {} }, message: 'Late' }, 'broken', 'Late'],
		[{ response: { status: 429, data: {} }, message: 'Many' }, 'broken', 'Many'],
		[{ code: 'EAUTH', message: 'secret-of-the-account' }, 'refused', '***'],
		[{ name: 'NodeOperationError', message: 'No' }, 'refused', 'No'],
		[{ message: '', cause: { message: 'Deep' } }, 'broken', 'Deep'],
		[{}, 'broken', 'Access could not be renewed'],
	])('a renewal that fails with %j was %s: %s', (cause, renewal, message) => {
		const failure = readFailure(new RenewalFailed(cause), mask);
		expect(failure).toMatchObject({ renewal, message });
		expect(failure.status).toBeUndefined();
	});
});

/** A body that has not arrived yet. */
class Body extends EventEmitter {
	destroyed = 0;
	destroy(): void {
		this.destroyed += 1;
	}
}

describe('a body', () => {
	const stop = () => new AbortController();

	test('is read to its end', async () => {
		const { signal } = stop();
		const body = new Body();
		const text = readText(body, signal);
		const bytes = Buffer.from('aü');
		body.emit('data', bytes.subarray(0, 2));
		body.emit('data', bytes.subarray(2));
		body.emit('end');
		body.emit('close');
		expect(await text).toBe('aü');
		expect(body.destroyed).toBe(0);
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});

	test('that closes early was cut off', async () => {
		const body = new Body();
		const text = readText(body, stop().signal);
		body.emit('data', Buffer.from('a'));
		body.emit('close');
		await expect(text).rejects.toMatchObject({
			message: 'The response was cut off',
			code: 'ECONNRESET',
		});
		expect(body.destroyed).toBe(1);
	});

	test('of more than 64 MB is not read to its end', async () => {
		const full = new Body();
		const large = readText(full, stop().signal);
		full.emit('data', Buffer.alloc(64 * 1024 * 1024));
		expect(full.destroyed).toBe(0);
		full.emit('data', Buffer.alloc(1));
		await expect(large).rejects.toMatchObject({
			name: 'TooLarge',
			code: 'ETOOLARGE',
			message: 'The response is larger than 64 MB',
		});
		expect(full.destroyed).toBe(1);
	});

	test.each([
		['Z_DATA_ERROR', UnusableResponse, 'The response cannot be decompressed'],
		['ECONNRESET', Error, 'reset'],
		['XZ_', Error, 'reset'],
	])('that fails with %s', async (code, type, message) => {
		const body = new Body();
		const text = readText(body, stop().signal);
		body.emit('error', Object.assign(new Error('reset'), { code }));
		await expect(text).rejects.toThrow(message);
		await expect(text).rejects.toBeInstanceOf(type);
		expect(body.destroyed).toBe(1);
	});

	test('that fails without a code fails with its error', async () => {
		const body = new Body();
		const text = readText(body, stop().signal);
		const error = new Error('odd');
		body.emit('error', error);
		await expect(text).rejects.toBe(error);
	});

	test('is closed when the call is stopped, before or while it arrives', async () => {
		const before = new Body();
		const text = readText(before, AbortSignal.abort());
		expect(before.destroyed).toBe(1);
		before.emit('close');
		await expect(text).rejects.toThrow('cut off');

		const during = new Body();
		const controller = stop();
		const cut = readText(during, controller.signal);
		expect(during.destroyed).toBe(0);
		controller.abort();
		expect(during.destroyed).toBe(1);
		during.emit('close');
		await expect(cut).rejects.toThrow('cut off');
	});

	test.each<[unknown, boolean]>([
		[new Body(), true],
		[{ on: 1, once: () => 1, destroy: () => 1 }, false],
		[{ on: () => 1, once: 1, destroy: () => 1 }, false],
		[{ on: () => 1, once: () => 1 }, false],
		[{}, false],
		[null, false],
		['text', false],
		[Object.assign(() => 1, { on: () => 1, once: () => 1, destroy: () => 1 }), false],
	])('%# is one that has not arrived: %p', (value, expected) => {
		expect(isStream(value)).toBe(expected);
	});

	test('is read with its headers', async () => {
		const body = new Body();
		const read = readResponse({ body, headers: { a: 'b' } }, stop().signal);
		body.emit('data', Buffer.from('x'));
		body.emit('end');
		expect(await read).toEqual({ body: 'x', headers: { a: 'b' } });
		const parsed = { body: { id: 1 }, headers: undefined };
		expect(await readResponse(parsed, stop().signal)).toEqual({ body: { id: 1 }, headers: {} });
		for (const bare of ['text', null, undefined]) {
			expect(await readResponse(bare, stop().signal)).toEqual({ body: bare, headers: {} });
		}
	});
});
