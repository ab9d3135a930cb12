// Builds n8n's errors for refused calls and refused items, and the failed items of the output. Their messages name no item:
// n8n's editor appends the number of the item in the error's context, and failed items of the output are paired.

import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Failure } from './failure';
import type { Mask } from './mask';
import { plainMask } from './mask';
import type { ModelAdvice } from './modelAdvice';
import { adviseModel } from './modelAdvice';
import { shorten, shortenBetween } from './shorten';
import { FieldError } from './valueErrors';

/** What a service's code tells the user about a failure. */
export interface Advice {
	/** Replaces the service's own message. */
	message?: string;
	/** What to do next. */
	next: string;
	/** What a model is told instead. */
	model?: ModelAdvice;
}

/** HighLevel's are 36 characters long. */
const MAX_TRACE_ID_LENGTH = 80;

/**
 * The error that the user sees for a refused call: message and description of at most 500 characters each.
 *
 * @param label what was attempted, e.g. "Create contact"
 * @param mask hides the credential's secrets, which the service's message may repeat
 */
export function toApiError(
	node: INode,
	failure: Failure,
	advice: Advice,
	label: string,
	itemIndex?: number,
	mask: Mask = plainMask,
): NodeApiError {
	const message = mask.show(advice.message ?? failure.message);
	const traceId = failure.traceId
		? ` (trace ID: ${shorten(failure.traceId, MAX_TRACE_ID_LENGTH)})`
		: '';
	const response: JsonObject = { message: failure.message };
	if (failure.status !== undefined) response.statusCode = failure.status;
	const error = new NodeApiError(node, response, {
		message: shortenBetween(`${label}: `, message, ''),
		description: shortenBetween('', mask.show(advice.next), traceId),
		httpCode: failure.status === undefined ? undefined : String(failure.status),
		itemIndex,
	});
	if (itemIndex !== undefined) error.context.itemIndex = itemIndex;
	return advice.model ? adviseModel(error, advice.model) : error;
}

/**
 * The error of an item that is refused before any call.
 *
 * @param next what the user can do
 * @param model what a model is told instead, if the node is a tool
 */
export function toRefusal(
	node: INode,
	message: string,
	next: string,
	itemIndex?: number,
	model?: ModelAdvice,
): NodeOperationError {
	const error = new NodeOperationError(node, shorten(message), {
		description: shorten(next),
		itemIndex,
	});
	return model ? adviseModel(error, model) : error;
}

const UNEXPECTED =
	'Run the workflow again. If this message appears again, report it with the settings of the node.';

/** What a model is told about a value that says what is wrong with it. */
export const CORRECT_ARGUMENT: ModelAdvice = {
	next: 'Correct the arguments, then call the tool again. Nothing was changed.',
};

/** Whether n8n threw an error for the user, such as that of an expression. It may have a description of its own. */
const isOfN8n = (error: unknown) => error instanceof Error && 'level' in error;

/** Turns any error into one of n8n's: n8n's own unchanged, a `FieldError` as a refusal, others wrapped. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof FieldError) {
		const { message, next = 'Correct the value or the expression that sets it.' } = error;
		const sent = itemIndex === undefined ? '' : 'Nothing was sent for this item. ';
		const model = error.model ?? (error.next === undefined ? CORRECT_ARGUMENT : undefined);
		return toRefusal(node, message, `${sent}${next}`, itemIndex, model);
	}
	const wrapped = new NodeOperationError(node, error instanceof Error ? error : String(error), {
		description: isOfN8n(error) ? undefined : UNEXPECTED,
		itemIndex,
	});
	// No argument of a model causes these.
	return adviseModel(wrapped, { setUp: true });
}

/**
 * A failed item in the output, when the node continues on failure: `error` says what happened, `message` what to do.
 * n8n sends an item to the error output only if it has no other keys.
 */
export function errorRecord(error: NodeApiError | NodeOperationError): IDataObject {
	const record: IDataObject = { error: error.message };
	if (error.description) record.message = error.description;
	return record;
}
