import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Failure } from './failure';
import type { Mask } from './mask';
import { LONGEST_SHOWN, plainMask, shorten } from './mask';
import { FieldError } from './parameters';

/** What a service says to the user about a failure. */
export interface Advice {
	/** Replaces the service's own message. */
	message?: string;
	/** What to do next. */
	next: string;
}

/** HighLevel's have 36 characters. */
const LONGEST_TRACE_ID = 80;

/** Names the item, counted from 1 as users count. */
export function ofItem(itemIndex: number | undefined): string {
	return itemIndex === undefined ? '' : ` [item ${itemIndex + 1}]`;
}

/** What is said of a failure, cut so that what stands behind it is seen as well. */
function framed(before: string, told: string, behind: string): string {
	return `${before}${shorten(told, LONGEST_SHOWN - before.length - behind.length)}${behind}`;
}

/**
 * The error that the user sees for a refused call: message and description of at most 500 characters each.
 *
 * @param label what was tried, e.g. "Create contact"
 * @param mask knows the credential's secrets, which HighLevel's words may repeat
 */
export function toApiError(
	node: INode,
	failure: Failure,
	advice: Advice,
	label: string,
	itemIndex?: number,
	mask: Mask = plainMask,
): NodeApiError {
	const said = mask.show(advice.message ?? failure.message);
	const details = failure.traceId
		? ` (trace ID: ${shorten(failure.traceId, LONGEST_TRACE_ID)})`
		: '';
	const answer: JsonObject = { message: failure.message };
	if (failure.status !== undefined) answer.statusCode = failure.status;
	const error = new NodeApiError(node, answer, {
		message: framed(`${label}: `, said, ofItem(itemIndex)),
		description: framed('', mask.show(advice.next), details),
		httpCode: failure.status === undefined ? undefined : String(failure.status),
		itemIndex,
	});
	if (itemIndex !== undefined) error.context.itemIndex = itemIndex;
	return error;
}

/** The refusal of an item before any call. */
export function toRefusal(
	node: INode,
	message: string,
	next: string,
	itemIndex?: number,
): NodeOperationError {
	return new NodeOperationError(node, framed('', message, ofItem(itemIndex)), {
		description: shorten(next),
		itemIndex,
	});
}

/** Gives every error the node's shape: ours unchanged, a field's as a refusal, the rest wrapped. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof FieldError) {
		return toRefusal(
			node,
			error.message,
			'Nothing was sent for this item. Correct the field, or the expression that fills it.',
			itemIndex,
		);
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}

/**
 * What a failed item looks like in the output when the node is told to continue: `error` says what happened, `message`
 * what to do. n8n moves an item to the error output by just these two keys.
 */
export function errorRecord(error: NodeApiError | NodeOperationError): IDataObject {
	const record: IDataObject = { error: error.message };
	if (error.description) record.message = error.description;
	return record;
}

/** The error of a call that several items share, as the failed item of one of them. */
export function sharedErrorRecord(
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
): IDataObject {
	const { itemIndex: named } = error.context;
	const record = errorRecord(error);
	const said = typeof named === 'number' ? error.message.replace(ofItem(named), '') : error.message;
	return { ...record, error: `${said}${ofItem(itemIndex)}` };
}

/** What one record of an item came to when the service refused it and took others: a failed item of its own. */
export class RefusedRecord {
	/**
	 * @param record what tells the record from the others, e.g. its ID
	 * @param reason the service's own words
	 */
	constructor(
		readonly record: IDataObject,
		readonly reason: string,
	) {}
}

/**
 * What a refused record looks like in the output: `error` is the service's reason, `message` holds what tells the record
 * from the others. n8n allows a failed item these two keys alone.
 */
export function refusedRecord({ record, reason }: RefusedRecord): IDataObject {
	return { error: reason, message: record };
}

const MOST_NAMED = 10;
const LONGEST_REASON = 60;

/** The error of an item of which the service refused some records, where the node must not continue. */
export function toPartialError(
	node: INode,
	refused: RefusedRecord[],
	all: number,
	itemIndex: number,
): NodeOperationError {
	const named = refused.slice(0, MOST_NAMED).map(({ record, reason }) => {
		const told = Object.values(record).map(String).join(', ');
		return `${told}: ${shorten(reason, LONGEST_REASON)}`;
	});
	if (refused.length > MOST_NAMED) named.push(`and ${refused.length - MOST_NAMED} more`);
	return toRefusal(
		node,
		`${refused.length} of ${all} records were refused`,
		framed(
			'',
			named.join('; '),
			". The other records were changed. To go on with them and get the refused ones as failed items, set 'On Error' in the settings of the node to continue.",
		),
		itemIndex,
	);
}
