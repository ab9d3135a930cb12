// Sends a call once through n8n's helper.

import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Call, Connection, NodeContext } from './call';
import { exchange } from './exchange';
import type { RawResponse } from './readResponse';
import { readResponse } from './readResponse';
import { queryText } from './url';
import { isRecord } from './values';

/** n8n's own timeout is this much longer than ours. It counts idle time only, so it is merely a fallback. */
const FALLBACK_MS = 60_000;

interface TransmitRules {
	/** From the first byte sent to the last one read. */
	timeoutMs: number;
	/** Cancels the call with the execution. */
	signal?: AbortSignal;
	/** The token to send, if not the credential's own. */
	token: string | undefined;
	/** Called with every token that is sent. */
	onToken: (token: string) => void;
}

/** Sends a call once through n8n's helper and reads its response. Throws what `exchange` throws. */
export async function transmit(
	context: NodeContext,
	connection: Connection,
	call: Call,
	{ timeoutMs, signal: cancel, token, onToken }: TransmitRules,
): Promise<RawResponse> {
	const options = requestOptions(connection, call, timeoutMs + FALLBACK_MS);
	return await exchange(context, { timeoutMs, cancel, onToken }, async (bounded, signal) => {
		const response = await connection.transmit(bounded, { ...options, abortSignal: signal }, token);
		return await readResponse(response, signal);
	});
}

function requestOptions(connection: Connection, call: Call, timeout: number): IHttpRequestOptions {
	const options: IHttpRequestOptions = {
		method: call.method,
		url: `${connection.baseUrl}${call.path}${queryText(call.query)}`,
		headers: { Accept: 'application/json', ...connection.headers(call) },
		json: true,
		returnFullResponse: true,
		// A stream, so that `readResponse` can bound its size and time.
		encoding: 'stream',
		timeout,
		// Following a redirect would send the token elsewhere.
		disableFollowRedirect: true,
	};
	if (isRecord(call.body) && Object.keys(call.body).length === 0) {
		// n8n drops an empty object; HighLevel's reference says that these endpoints require a body.
		options.body = '{}';
		options.headers = { ...options.headers, 'Content-Type': 'application/json' };
	} else if (call.body !== undefined) options.body = call.body;
	return options;
}
