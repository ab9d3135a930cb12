/** Posts bytes as a service does that sends webhooks. */
import { request } from 'node:http';

/** How a receiver answered. */
export interface Posted {
	/** 0 if there was no answer. */
	status: number;
	text: string;
}

/** How long services are assumed to wait for an answer. */
const ANSWER_TIMEOUT_MS = 15_000;

/** Posts a body; never rejects. Each call has a connection of its own, since an idle one may have been closed. */
export async function post(
	url: string,
	body: Buffer,
	headers: Record<string, string>,
): Promise<Posted> {
	return await new Promise((resolve) => {
		const noAnswer = () => resolve({ status: 0, text: '' });
		const sent = request(
			url,
			{
				method: 'POST',
				headers: { ...headers, 'content-length': body.length },
				agent: false,
				timeout: ANSWER_TIMEOUT_MS,
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', noAnswer);
				response.on('end', () =>
					resolve({
						status: response.statusCode ?? 0,
						text: Buffer.concat(chunks).toString(),
					}),
				);
			},
		);
		sent.on('timeout', () => sent.destroy());
		// An error after an early answer changes nothing: the promise is already settled.
		sent.on('error', noAnswer);
		sent.end(body);
	});
}
