import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../shared/errors';
import { RefusedRecord } from '../../../shared/errors';
import type { ItemContext, RequestParts } from '../../../shared/operation';
import { isRecord } from '../../../shared/values';

/** What each contact of a batch came to. */
export type Results = Array<IDataObject | RefusedRecord>;

export interface Batch {
	/** Most IDs that the endpoint takes in a call. */
	size: number;
	/** The request for some of the contacts. */
	request: (ids: string[]) => RequestParts;
	/** Reads from an answer what each of these contacts came to. */
	results: (ids: string[], answer: IDataObject) => Results;
}

const REFUSAL = 'refusalOfBatch';
/** Single contacts refused with one and the same reason, and none taken: the reason is not the contacts. */
const ENOUGH_ALIKE = 8;

function refusalOfValues({ status, message }: Failure): IDataObject | undefined {
	return status === 400 || status === 404 || status === 422 ? { [REFUSAL]: message } : undefined;
}

/**
 * Sends contacts in batches and gives what each came to, in order. A batch that HighLevel refuses as a whole is halved, so
 * that one bad ID does not take the others with it.
 *
 * @throws NodeApiError when a call fails for another reason than its values
 * @throws NodeOperationError when HighLevel refuses whatever contact it is given
 */
export async function inBatches(
	item: ItemContext,
	ids: string[],
	{ size, request, results }: Batch,
): Promise<Results> {
	let taken = false;
	const reasons: string[] = [];

	const refuse = (id: string, reason: string): Results => {
		reasons.push(reason);
		const alike = reasons.every((one) => one === reasons[0]) && !taken;
		if (alike && reasons.length >= ENOUGH_ALIKE) {
			throw item.refuse(
				`HighLevel refuses every contact: ${reason}`,
				'No contact was changed. The reason lies in what is the same for all of them, or all IDs are of another sub-account.',
			);
		}
		return [new RefusedRecord({ contactId: id }, reason)];
	};

	const sendBatch = async (batch: string[]): Promise<Results> => {
		const sent = await item.send(request(batch), {
			repeatable: true,
			...(ids.length > 1 ? { refused: refusalOfValues } : {}),
		});
		const answer = isRecord(sent) ? sent : {};
		const reason = answer[REFUSAL];
		if (typeof reason !== 'string') {
			taken = true;
			return results(batch, answer);
		}
		const [only] = batch;
		if (batch.length === 1 && only !== undefined) return refuse(only, reason);
		const middle = Math.ceil(batch.length / 2);
		const first = await sendBatch(batch.slice(0, middle));
		return [...first, ...(await sendBatch(batch.slice(middle)))];
	};

	const all: Results = [];
	for (let start = 0; start < ids.length; start += size) {
		all.push(...(await sendBatch(ids.slice(start, start + size))));
	}
	return all;
}

/** @returns the IDs of the field `contactIds` */
export function idsOf({ values }: ItemContext): string[] {
	return Array.isArray(values.contactIds) ? values.contactIds.map(String) : [];
}
