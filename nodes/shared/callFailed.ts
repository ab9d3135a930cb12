// A call that failed for good, and the error that the user sees.

import type { INode, NodeApiError } from 'n8n-workflow';

import type { Call, Connection } from './call';
import type { Advice } from './errors';
import { toApiError } from './errors';
import type { Failure } from './failure';
import { isNotFound } from './failure';
import type { Mask } from './mask';
import type { ModelAdvice } from './modelAdvice';
import type { DailyQuotaExhausted } from './pacing';

/** A call that failed for good. */
export class CallFailed extends Error {
	constructor(
		readonly failure: Failure,
		/** The call that failed, which may be one that obtains a token for another call. */
		readonly call: Call,
		/** The call may have taken effect. */
		readonly unknownOutcome: boolean,
	) {
		super(failure.message);
	}

	/** Whether the service refused the call, rather than failing or not responding. */
	get isRefusal(): boolean {
		const { status, renewal } = this.failure;
		return renewal === 'refused' || (status !== undefined && status < 500 && status !== 429);
	}
}

/**
 * The error that the user sees for a failed call, with the service's advice.
 *
 * @param itemIndex the item that made the call, or that needed the token it was to obtain
 */
export function toCallError(
	node: INode,
	{ failure, call, unknownOutcome }: CallFailed,
	itemIndex: number | undefined,
	connection: Connection,
	mask: Mask,
): NodeApiError {
	const advice = connection.advise(failure, call);
	const next = unknownOutcome
		? `It is not known whether this took effect, so it was not sent again. Check the account before you run it again. ${advice.next}`
		: advice.next;
	const model = adviceForModel(advice, failure, call, unknownOutcome);
	return toApiError(node, failure, { ...advice, next, model }, call.label, itemIndex, mask);
}

function adviceForModel(
	{ model }: Advice,
	failure: Failure,
	{ idsFrom }: Call,
	unknownOutcome: boolean,
): ModelAdvice | undefined {
	if (unknownOutcome) return { unknownOutcome };
	if (model?.setUp || !isNotFound(failure)) return model;
	return { next: idsFrom, ...model, notFound: true };
}

/** The error of a call that was not sent because the day's quota is used up. */
export function toQuotaError(
	node: INode,
	{ resetsInMs }: DailyQuotaExhausted,
	{ label, itemIndex }: Call,
): NodeApiError {
	const failure: Failure = {
		status: 429,
		headers: {},
		body: {},
		message: 'The daily quota of API calls is used up',
		cancelled: false,
	};
	const next = `The quota resets in about ${inWords(resetsInMs)}. This call was not sent. Run the remaining items after that.`;
	const model: ModelAdvice = { next: `${next} Tell the user so.` };
	const error = toApiError(node, failure, { next, model }, label, itemIndex);
	error.context.resetsInMs = resetsInMs;
	return error;
}

function inWords(milliseconds: number): string {
	const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
	if (minutes === 1) return 'a minute';
	return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
