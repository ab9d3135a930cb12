// Bounds one exchange with the service: it ends at its deadline and when the execution is cancelled.

import type { IHttpRequestOptions } from 'n8n-workflow';

import type { NodeContext } from './call';
import { asError, comesFrom, responseIn } from './errorChain';
import { RenewalFailed } from './failure';
import { isStream, readText } from './readResponse';
import { cancelled, rejectOnAbort } from './wait';

/** The response was not complete in time. */
class DeadlinePassed extends Error {
	readonly code = 'ETIMEDOUT';

	constructor(milliseconds: number) {
		const seconds = milliseconds / 1000;
		super(`No complete response arrived within ${seconds} second${seconds === 1 ? '' : 's'}`);
		this.name = 'DeadlinePassed';
	}
}

interface ExchangeRules {
	/** From the first byte sent to the last one read, renewal of the token included. */
	timeoutMs: number;
	/** Cancels the exchange with the execution. */
	cancel: AbortSignal | undefined;
	/** Called with every token that is sent. */
	onToken: (token: string) => void;
}

/**
 * Runs one exchange with the service. When its time is up or the execution is cancelled, the exchange ends at once and
 * its connection is closed, whatever the other side does.
 *
 * @param work gets n8n's context with a cancel signal that includes the deadline: n8n replaces the `abortSignal` of a
 * request with that of the context the helper is called with (n8n-core 1.100 and 2.41, `httpRequestWithAuthentication`)
 * @throws DeadlinePassed; ExecutionCancelled; RenewalFailed; else what `work` throws, with the body of its response read
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
	const observed = new ObservedContext(context, signal, onToken);
	try {
		return await rejectOnAbort(
			withBodyRead(work(observed.context, signal), signal),
			[cancel, cancelled],
			[deadline, () => new DeadlinePassed(timeoutMs)],
		);
	} catch (error) {
		// Closes the connection, if it is still open.
		controller.abort();
		throw observed.isRenewal(error) ? new RenewalFailed(error) : asError(error);
	}
}

/** Reads the body of the response in an error before passing the error on. */
async function withBodyRead<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	try {
		return await work;
	} catch (error) {
		await readErrorBody(error, signal);
		throw asError(error);
	}
}

/** Replaces an unread body in an error with its text, to free the connection and make the message known. */
async function readErrorBody(error: unknown, signal: AbortSignal): Promise<void> {
	const response = responseIn(error);
	if (!response || !isStream(response.data)) return;
	const stream = response.data;
	// The refusal counts even if its text cannot be read.
	response.data = await readText(stream, signal).catch(() => '');
}

/**
 * n8n's context for one exchange. n8n renews tokens through the helper of this context, so those requests can be told
 * apart from the call's.
 */
class ObservedContext {
	readonly context: NodeContext;
	/** The 401 to which n8n responded by renewing the token. */
	private expired: unknown;
	/** What the latest request failed with; undefined while it is in flight. */
	private failed: unknown;

	constructor(
		context: NodeContext,
		private readonly signal: AbortSignal,
		private readonly onToken: (token: string) => void,
	) {
		const { helpers } = context;
		const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> => {
			const request = async (): Promise<unknown> => await helpers.httpRequest(options);
			return await this.observe(options, request);
		};
		this.context = derive(context, {
			getExecutionCancelSignal: () => signal,
			helpers: derive(helpers, { httpRequest }),
		});
	}

	/** Whether an error came from renewing the token rather than from the call. */
	isRenewal(error: unknown): boolean {
		const { expired, failed } = this;
		return failed !== undefined && failed === expired && !comesFrom(error, expired);
	}

	private async observe(
		{ headers }: IHttpRequestOptions,
		request: () => Promise<unknown>,
	): Promise<unknown> {
		const authorization: unknown = headers?.Authorization;
		if (typeof authorization === 'string') this.onToken(authorization.replace(/^\w+\s/, ''));
		this.failed = undefined;
		try {
			return await request();
		} catch (error) {
			await readErrorBody(error, this.signal);
			this.failed = error;
			if (responseIn(error)?.status === 401) this.expired ??= error;
			throw asError(error);
		}
	}
}

/** An object that inherits from another, with some members of its own. */
function derive<T extends object>(origin: T, members: object): T {
	const properties = Object.entries(members).map(([name, value]) => [
		name,
		{ value: value as unknown },
	]);
	return Object.create(origin, Object.fromEntries(properties) as PropertyDescriptorMap) as T;
}
