// Records that the service refused while it accepted others of the same item.

import type { IDataObject, INode, NodeOperationError } from 'n8n-workflow';

import { toRefusal } from './errors';
import { shorten, shortenBetween } from './shorten';

/** One record of an item that the service refused while it accepted others. It becomes a failed item of its own. */
export class RefusedRecord {
	/**
	 * @param record what identifies the record, e.g. its ID
	 * @param reason the service's own words
	 */
	constructor(
		readonly record: IDataObject,
		readonly reason: string,
	) {}
}

/** The result of each record in a call, in the order in which the records were sent. */
export type Results = Array<IDataObject | RefusedRecord>;

const shown = (record: IDataObject): string => Object.values(record).map(String).join(', ');

/**
 * A refused record in the output: `error` is the service's reason, `message` identifies the record. n8n allows a failed
 * item only these two keys. For a model, `message` says what to do.
 */
export function toFailedItem({ record, reason }: RefusedRecord, answersModel = false): IDataObject {
	if (!answersModel) return { error: reason, message: record };
	const message = 'Only this record was refused. Check its ID, then call the tool for it again.';
	return { ok: false, ...record, error: reason, message };
}

/** The error of an item whose only record was refused. */
export function toSingleRecordError(
	node: INode,
	{ record, reason }: RefusedRecord,
	label: string,
	itemIndex: number,
): NodeOperationError {
	return toRefusal(
		node,
		`${label}: ${reason}`,
		`The refused record is ${shown(record)}. Check its ID and that it belongs to this account.`,
		itemIndex,
	);
}

/** How many refused records an error names, and how much of each reason it quotes. */
const MAX_NAMED = 10;
const MAX_REASON_LENGTH = 60;

/** The error of an item some of whose records were refused, when the node stops on failure. */
export function toPartialError(
	node: INode,
	refused: RefusedRecord[],
	total: number,
	itemIndex: number,
): NodeOperationError {
	const named = refused
		.slice(0, MAX_NAMED)
		.map(({ record, reason }) => `${shown(record)}: ${shorten(reason, MAX_REASON_LENGTH)}`);
	if (refused.length > MAX_NAMED) named.push(`and ${refused.length - MAX_NAMED} more`);
	return toRefusal(
		node,
		`${refused.length} of ${total} records were refused`,
		shortenBetween(
			'',
			named.join('; '),
			". The other records were changed. To continue with them and get the refused records as failed items, set 'On Error' in the node's settings to 'Continue'.",
		),
		itemIndex,
	);
}
