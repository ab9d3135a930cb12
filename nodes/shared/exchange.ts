import type { IHttpRequestOptions } from 'n8n-workflow';

import { isStream, readText } from './answer';
import type { NodeContext } from './call';
import { asError, comesFrom, RenewalFailed, responseIn } from './failure';
import { cancelled, unless } from './wait';

/** The answer was not complete in time. */
export class DeadlinePassed extends Error {
	readonly code = 'ETIMEDOUT';

	constructor(milliseconds: number) {
		super(`No complete answer came within ${milliseconds / 1000} seconds`);
		this.name = 'DeadlinePassed';
	}
}

/** What bounds an exchange, and who is told of the tokens that it sends. */
export interface ExchangeRules {
	/** For everything from the first byte sent to the last one read, the renewal of a token included. */
	timeoutMs: number;
	/** Cancels the exchange with the execution. */
	cancel: AbortSignal | undefined;
	onToken: (token: string) => void;
}

/**
 * Runs one exchange with the service. When its time is up or the execution is cancelled, it ends at once and its connection
 * is closed, whatever the other side does.
 *
 * @param work gets n8n's context with a cancel signal that knows the deadline: n8n replaces the `abortSignal` of a request by
 * that of the context the helper is called with (n8n-core 1.100 and 2.41, `httpRequestWithAuthentication`)
 * @throws DeadlinePassed; ExecutionCancelled; RenewalFailed; else what `work` throws, with the body of an answer read
 */
export async function exchange<T>(
	context: NodeContext,
	{ timeoutMs, cancel, onToken }: ExchangeRules,
	work: (bounded: NodeContext, signal: AbortSignal) => Promise<T>,
): Promise<T> {
	if (cancel?.aborted) throw cancelled();
	const deadline = AbortSignal.timeout(timeoutMs);
	const controller = new AbortController();
	const sending = send(context, controller.signal, onToken, work);
	try {
		return await unless(
			sending,
			[cancel, cancelled],
			[deadline, () => new DeadlinePassed(timeoutMs)],
		);
	} finally {
		// Without effect on an exchange that is over; else it closes the connection.
		controller.abort();
	}
}

async function send<T>(
	context: NodeContext,
	signal: AbortSignal,
	onToken: (token: string) => void,
	work: (bounded: NodeContext, signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const watch = new Watch(context, signal, onToken);
	try {
		return await work(watch.bounded, signal);
	} catch (error) {
		await unpack(error, signal);
		throw watch.isRenewal(error) ? new RenewalFailed(error) : error;
	}
}

/** n8n's context as one exchange sees it. Where n8n renews a token, its requests go through the helper of this context. */
class Watch {
	readonly bounded: NodeContext;
	/** The 401 that n8n answered by renewing the token. */
	private expired: unknown;
	private failed: unknown;

	constructor(
		context: NodeContext,
		private readonly signal: AbortSignal,
		private readonly onToken: (token: string) => void,
	) {
		const { helpers } = context;
		const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> => {
			const request = async (): Promise<unknown> => await helpers.httpRequest(options);
			return await this.follow(options, request);
		};
		this.bounded = derived(context, {
			getExecutionCancelSignal: () => signal,
			helpers: derived(helpers, { httpRequest }),
		});
	}

	/** Whether an error came from renewing the token rather than from the call. */
	isRenewal(error: unknown): boolean {
		return (
			this.expired !== undefined && this.failed === this.expired && !comesFrom(error, this.expired)
		);
	}

	private async follow(
		{ headers }: IHttpRequestOptions,
		request: () => Promise<unknown>,
	): Promise<unknown> {
		const authorization: unknown = headers?.Authorization;
		if (typeof authorization === 'string') this.onToken(authorization.replace(/^\w+\s/, ''));
		try {
			return await request();
		} catch (error) {
			this.failed = error;
			await unpack(error, this.signal);
			if (responseIn(error)?.status === 401) this.expired ??= error;
			throw asError(error);
		}
	}
}

/** An object that answers for another one, with some members of its own. */
function derived<T extends object>(origin: T, members: object): T {
	const properties = Object.entries(members).map(([name, value]) => [
		name,
		{ value: value as unknown },
	]);
	return Object.create(origin, Object.fromEntries(properties) as PropertyDescriptorMap) as T;
}

/** Reads the body of the answer that an error carries, so that its connection is free and its message known. */
async function unpack(error: unknown, signal: AbortSignal): Promise<void> {
	const response = responseIn(error);
	if (!response || !isStream(response.data)) return;
	const stream = response.data;
	// A refusal is a refusal, whatever becomes of its text.
	response.data = await readText(stream, signal).catch(() => '');
}
