import type { IHttpRequestOptions } from 'n8n-workflow';

import { isStream, readText } from './answer';
import type { NodeContext } from './call';
import { asError, comesFrom, RenewalFailed, responseIn } from './failure';
import { cancelled, unless } from './wait';

/** The answer was not complete in time. */
class DeadlinePassed extends Error {
	readonly code = 'ETIMEDOUT';

	constructor(milliseconds: number) {
		const seconds = milliseconds / 1000;
		super(`No complete answer came within ${seconds} second${seconds === 1 ? '' : 's'}`);
		this.name = 'DeadlinePassed';
	}
}

/** What bounds an exchange, and who is told of the tokens that it sends. */
interface ExchangeRules {
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
	const { signal } = controller;
	const watch = new Watch(context, signal, onToken);
	try {
		return await unless(
			withBodyRead(work(watch.bounded, signal), signal),
			[cancel, cancelled],
			[deadline, () => new DeadlinePassed(timeoutMs)],
		);
	} catch (error) {
		// Closes the connection, if it is still open.
		controller.abort();
		throw watch.isRenewal(error) ? new RenewalFailed(error) : asError(error);
	}
}

/** The work, with the body read of an answer that its error carries. */
async function withBodyRead<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	try {
		return await work;
	} catch (error) {
		await unpack(error, signal);
		throw asError(error);
	}
}

/** n8n's context as one exchange sees it. Where n8n renews a token, its requests go through the helper of this context. */
class Watch {
	readonly bounded: NodeContext;
	/** The 401 that n8n answered by renewing the token. */
	private expired: unknown;
	/** What the latest request failed with; undefined while it is under way. */
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
		const { expired, failed } = this;
		return failed !== undefined && failed === expired && !comesFrom(error, expired);
	}

	private async follow(
		{ headers }: IHttpRequestOptions,
		request: () => Promise<unknown>,
	): Promise<unknown> {
		const authorization: unknown = headers?.Authorization;
		if (typeof authorization === 'string') this.onToken(authorization.replace(/^\w+\s/, ''));
		this.failed = undefined;
		try {
			return await request();
		} catch (error) {
			await unpack(error, this.signal);
			this.failed = error;
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
