// Reads the body of a response within limits of size and time.

import { UnusableResponse } from './failure';

/** A response as it arrived. */
export interface RawResponse {
	/** Text if n8n did not parse it. */
	body: unknown;
	/** Names in lower case. */
	headers: Record<string, unknown>;
}

/** Largest body that is read, uncompressed: a page of 500 contacts is about one megabyte. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A body larger than `MAX_BYTES`; the rest of it is not read. */
class TooLarge extends Error {
	readonly code = 'ETOOLARGE';

	constructor() {
		super(`The response is larger than ${MAX_BYTES / 1024 / 1024} MB`);
		this.name = 'TooLarge';
	}
}

/** A body that has not been read yet, as n8n returns it. */
interface Stream {
	on(event: 'data', listener: (chunk: Buffer) => void): unknown;
	once(event: 'end' | 'close', listener: () => void): unknown;
	once(event: 'error', listener: (error: Error) => void): unknown;
	destroy(): unknown;
}

/** @returns whether a body has not been read yet */
export function isStream(value: unknown): value is Stream {
	const has = (key: string) =>
		typeof value === 'object' && value !== null && typeof Reflect.get(value, key) === 'function';
	return has('on') && has('once') && has('destroy');
}

/** Distinguishes a body that cannot be decompressed (Node's codes begin with `Z_`) from a broken connection. */
function toStreamError(error: Error): Error {
	const isCompressed = 'code' in error && /^Z_/.test(String(error.code));
	return isCompressed ? new UnusableResponse('The response cannot be decompressed') : error;
}

/** The connection closed before the body was complete. */
function incomplete(): Error {
	return Object.assign(new Error('The response was cut off'), { code: 'ECONNRESET' });
}

/**
 * Reads a body to the end.
 *
 * @param signal stops reading and closes the connection
 * @throws TooLarge; UnusableResponse if the body cannot be decompressed; what a broken connection throws
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
				if (bytes > MAX_BYTES) fail(new TooLarge());
			});
			stream.once('end', () => {
				complete = true;
				resolve(Buffer.concat(chunks).toString('utf8'));
			});
			stream.once('error', (error) => fail(toStreamError(error)));
			stream.once('close', () => (complete ? undefined : fail(incomplete())));
			if (signal.aborted) stop();
		});
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** Reads what n8n's helper returns with `returnFullResponse`. Throws what `readText` throws. */
export async function readResponse(response: unknown, signal: AbortSignal): Promise<RawResponse> {
	if (typeof response !== 'object' || response === null) return { body: response, headers: {} };
	const { body, headers } = response as { body?: unknown; headers?: object };
	return {
		body: isStream(body) ? await readText(body, signal) : body,
		// The headers are an object of the HTTP client's own class.
		headers: { ...headers },
	};
}
