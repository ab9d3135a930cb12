// Collects each item's result, in the order of the input.

import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { errorRecord, toNodeError } from './errors';
import type { Item } from './item';
import { emptyAnswer, moreAnswer } from './modelAnswers';
import { modelAdviceOf, modelRecord } from './modelAdvice';
import { RefusedRecord, toFailedItem, toPartialError, toSingleRecordError } from './refusedRecord';
import { answersModel } from './tool';
import { cancelled } from './wait';

/** Each item's result. Items may end in any order; the output is in the order of the input. */
export class Outcomes {
	private readonly output: INodeExecutionData[][];
	/** Errors that end the run, by item. */
	private readonly failures = new Map<number, NodeApiError | NodeOperationError>();
	/** Whether failed items go back to a model as records. */
	private readonly answersModel: boolean;

	constructor(
		private readonly context: IExecuteFunctions,
		count: number,
		private readonly signal?: AbortSignal,
	) {
		this.output = new Array<INodeExecutionData[]>(count);
		this.answersModel = answersModel(context.getNode());
	}

	/** Whether a failed item goes to the output instead of ending the run. */
	get continuesOnFail(): boolean {
		return this.answersModel || this.context.continueOnFail();
	}

	/** Whether no further item should be started. */
	get hasEnded(): boolean {
		return this.failures.size > 0 || this.signal?.aborted === true;
	}

	/**
	 * Collects the records of an item.
	 *
	 * @throws NodeOperationError when the service refused the item's only record, or some of them and the node stops on
	 * failure
	 */
	async take(item: Item, source: AsyncIterable<IDataObject | RefusedRecord>): Promise<void> {
		const { itemIndex } = item;
		const records: INodeExecutionData[] = [];
		const refused: RefusedRecord[] = [];
		const pairedItem = { item: itemIndex };
		for await (const record of source) {
			if (record instanceof RefusedRecord) {
				refused.push(record);
				records.push({ json: toFailedItem(record, this.answersModel), pairedItem });
			} else records.push({ json: record, pairedItem });
		}
		const [only] = refused;
		if (only && records.length === 1) {
			throw toSingleRecordError(item.node, only, item.label, itemIndex);
		}
		if (refused.length > 0 && !this.continuesOnFail) {
			throw toPartialError(item.node, refused, records.length, itemIndex);
		}
		this.output[itemIndex] = item.isTool ? this.forModel(item, records) : records;
	}

	/**
	 * Collects the error of an item.
	 *
	 * @throws ExecutionCancelled
	 */
	fail(itemIndex: number, caught: unknown): void {
		if (this.signal?.aborted) throw cancelled();
		const error = toNodeError(this.context.getNode(), caught, itemIndex);
		if (this.ends(error)) {
			this.failures.set(itemIndex, error);
			return;
		}
		const isForModel = this.answersModel && modelAdviceOf(error).setUp !== true;
		const json = isForModel ? modelRecord(error) : errorRecord(error);
		this.output[itemIndex] = [{ json, pairedItem: { item: itemIndex } }];
	}

	/** Whether an error ends the run. What only whoever set up the node can mend does, unless they chose to continue. */
	private ends(error: NodeApiError | NodeOperationError): boolean {
		if (this.context.continueOnFail()) return false;
		return !this.answersModel || modelAdviceOf(error).setUp === true;
	}

	/** A list for a model, which never gets an empty text, and is told of records that are left out. */
	private forModel(item: Item, records: INodeExecutionData[]): INodeExecutionData[] {
		const { shown = Number.POSITIVE_INFINITY } = item;
		const pairedItem = { item: item.itemIndex };
		if (records.length === 0) return [{ json: emptyAnswer(item), pairedItem }];
		if (records.length <= shown) return records;
		return [...records.slice(0, shown), { json: moreAnswer(shown), pairedItem }];
	}

	/**
	 * The records of all items, in the order of the input.
	 *
	 * @throws the error of the first item, in the order of the input, that ended the run
	 */
	inOrder(): INodeExecutionData[] {
		const [first] = [...this.failures.keys()].sort((a, b) => a - b);
		const failure = first === undefined ? undefined : this.failures.get(first);
		if (failure) throw failure;
		const [only = []] = this.output;
		return this.output.length === 1 ? only : this.output.flat();
	}
}
