import type { IDataObject } from 'n8n-workflow';

import type { Expectation } from './expectation';
import { UnusableAnswer, withoutTags } from './failure';
import type { Mask } from './mask';
import { shorten } from './mask';
import { isRecord } from './values';

/** What an answer says: one object, or a list of them. */
export type Body = IDataObject | IDataObject[];

/** An answer as it came. */
export interface RawAnswer {
	/** Text where n8n did not parse it. */
	body: unknown;
	/** Names in lower case. */
	headers: Record<string, unknown>;
}

/** Most bytes of an answer, unpacked: a page of 500 contacts has about one megabyte. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** An answer larger than `MOST_BYTES`; reading it was given up. */
class TooLarge extends Error {
	readonly code = 'ETOOLARGE';

	constructor() {
		super(`The answer is larger than ${MOST_BYTES / 1024 / 1024} MB`);
		this.name = 'TooLarge';
	}
}

/** A body that is still to be read, as n8n hands it out. */
interface Stream {
	on(event: 'data', listener: (chunk: Buffer) => void): unknown;
	once(event: 'end' | 'close', listener: () => void): unknown;
	once(event: 'error', listener: (error: Error) => void): unknown;
	destroy(): unknown;
}

/** @returns whether a body is still to be read */
export function isStream(value: unknown): value is Stream {
	const has = (key: string) =>
		typeof value === 'object' && value !== null && typeof Reflect.get(value, key) === 'function';
	return has('on') && has('once') && has('destroy');
}

/** The fault of a body: Node's names for compressed data begin so, those of a broken connection do not. */
function faultOf(error: Error): Error {
	const isPacked = 'code' in error && /^Z_/.test(String(error.code));
	return isPacked ? new UnusableAnswer('an answer that cannot be unpacked') : error;
}

/** The connection ended before the answer was complete. */
function brokenOff(): Error {
	return Object.assign(new Error('The answer broke off'), { code: 'ECONNRESET' });
}

/**
 * Reads a body to its end.
 *
 * @param signal ends the reading and closes the connection
 * @throws TooLarge; UnusableAnswer for what cannot be unpacked; what the connection throws when it breaks
 */
export async function readText(stream: Stream, signal: AbortSignal): Promise<string> {
	const stop = () => stream.destroy();
	signal.addEventListener('abort', stop, { once: true });
	try {
		return await new Promise((resolve, reject) => {
			const chunks: Buffer[] = [];
			let bytes = 0;
			let complete = false;
			const fail = (error: Error) => {
				stop();
				reject(error);
			};
			stream.on('data', (chunk) => {
				bytes += chunk.length;
				chunks.push(chunk);
				if (bytes > MOST_BYTES) fail(new TooLarge());
			});
			stream.once('end', () => {
				complete = true;
				resolve(Buffer.concat(chunks).toString('utf8'));
			});
			stream.once('error', (error) => fail(faultOf(error)));
			stream.once('close', () => (complete ? undefined : fail(brokenOff())));
			if (signal.aborted) stop();
		});
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** Reads what n8n's helper gave with `returnFullResponse`. */
export async function readAnswer(answer: unknown, signal: AbortSignal): Promise<RawAnswer> {
	if (typeof answer !== 'object' || answer === null) return { body: answer, headers: {} };
	const { body, headers } = answer as { body?: unknown; headers?: object };
	return {
		body: isStream(body) ? await readText(body, signal) : body,
		// The headers come as an object of the HTTP client's own class.
		headers: { ...headers },
	};
}

/**
 * The answer as data, if it is the service's.
 *
 * @param service whose answer it should be, for the message
 * @throws UnusableAnswer saying what came
 */
export function believe(
	{ body }: RawAnswer,
	expected: Expectation,
	service: string,
	mask: Mask,
): Body {
	const parsed = parse(body);
	if ('data' in parsed && isBody(parsed.data) && expected.isMet(parsed.data)) return parsed.data;
	const came = 'data' in parsed ? describeData(parsed.data, mask) : describeText(parsed.text, mask);
	throw new UnusableAnswer(`Not ${service}'s answer: ${came} came instead of ${expected.what}`);
}

function isBody(data: unknown): data is Body {
	return isRecord(data) || Array.isArray(data);
}

function parse(body: unknown): { data: unknown } | { text: string } {
	const text = Buffer.isBuffer(body) ? body.toString('utf8') : body;
	if (typeof text !== 'string') return { data: text };
	// A byte order mark is no part of JSON.
	const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
	try {
		return { data: JSON.parse(plain) };
	} catch {
		return { text: plain };
	}
}

/** What a message quotes of an answer, in characters. */
const LONGEST_QUOTE = 120;

function quote(text: string, mask: Mask): string {
	const shown = shorten(mask.show(text), LONGEST_QUOTE);
	return shown === '' ? '' : ` ("${shown}")`;
}

function describeText(text: string, mask: Mask): string {
	const plain = text.slice(0, LONGEST_QUOTE * 10).trimStart();
	if (plain === '' && text.length < LONGEST_QUOTE) return 'an empty answer';
	if (/^<(!doctype|html|head|body|\w)/i.test(plain)) {
		return `an HTML page${quote(withoutTags(text), mask)}`;
	}
	if (/^[[{"]/.test(plain)) {
		return `an answer cut off after ${text.length.toLocaleString('en-US')} characters`;
	}
	return `text${quote(plain, mask)}`;
}

function describeData(data: unknown, mask: Mask): string {
	if (data === undefined || data === '') return 'an empty answer';
	if (data === null) return 'null';
	if (Array.isArray(data)) return data.length === 0 ? 'an empty list' : 'a list';
	if (!isRecord(data)) return `a ${typeof data}`;
	const keys = Object.keys(data);
	if (keys.length === 0) return 'an empty object';
	for (const key of ['message', 'error']) {
		const told = data[key];
		if (typeof told === 'string') return `an object that says${quote(told, mask)}`;
	}
	return `an object with${quote(keys.slice(0, 5).join(', '), mask)}`;
}
