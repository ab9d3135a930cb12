/** Sends answers the way that a fault demands. */
import type { ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';

import type { FaultAction } from './faults';

/** An answer before it is sent: its status, headers and body text. */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	text: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const MEGABYTE = 1024 * 1024;

/**
 * Sends an answer as a fault demands: cut off, slowly, too large, or not at all.
 *
 * @returns false if the fault does not concern sending
 */
export function sendFaulty(response: ServerResponse, reply: Reply, action: FaultAction): boolean {
	switch (action.kind) {
		case 'never':
			return true;
		case 'reset':
			response.socket?.resetAndDestroy();
			return true;
		case 'cut':
			cut(response, reply);
			return true;
		case 'drip':
			drip(response, reply, action.everyMs);
			return true;
		case 'huge':
			flood(response, reply, action.megabytes, action.packed === true);
			return true;
		default:
			return false;
	}
}

function cut(response: ServerResponse, { status, headers, text }: Reply): void {
	const bytes = Buffer.from(text);
	response.writeHead(status, {
		'content-type': JSON_TYPE,
		...headers,
		'content-length': bytes.length,
	});
	response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
		response.socket?.destroy();
	});
}

/** Drips blanks, so that what has arrived so far remains the start of valid JSON. */
function drip(response: ServerResponse, { status, headers, text }: Reply, everyMs: number): void {
	response.writeHead(status, { 'content-type': JSON_TYPE, ...headers });
	response.write(text.slice(0, 1));
	const timer = setInterval(() => response.write(' '), everyMs);
	response.once('close', () => clearInterval(timer));
}

/** Sends so many megabytes of blanks before the answer. */
function flood(
	response: ServerResponse,
	{ status, headers, text }: Reply,
	megabytes: number,
	packed: boolean,
): void {
	response.writeHead(status, {
		'content-type': JSON_TYPE,
		...headers,
		...(packed ? { 'content-encoding': 'gzip' } : {}),
	});
	const target = packed ? createGzip() : response;
	if (target !== response) target.pipe(response);
	const blanks = Buffer.alloc(MEGABYTE, ' ');
	let left = megabytes;
	const more = () => {
		while (left > 0 && !response.destroyed) {
			left -= 1;
			if (!target.write(blanks)) {
				target.once('drain', more);
				return;
			}
		}
		target.end(text);
	};
	response.once('close', () => target.destroy());
	more();
}
