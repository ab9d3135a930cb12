// Runs one poll of a trigger, and keeps its state in the node's static data.

import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { toNodeError, toRefusal } from '../../shared/errors';
import { isRecord, textOf } from '../../shared/values';
import { rejectOnAbort } from '../../shared/wait';
import type { Detail } from '../records/shape';
import { detailOf } from '../records/shape';
import type { Poll, PollEvent, State } from './event';
import { fingerprint } from './fingerprint';
import { notePoll, suppressFault } from './firstPoll';
import { openPoll } from './openPoll';
import { sampleData, SHAPED_FROM, toOutput } from './output';

/** A poll that takes longer is aborted. Reading 100,000 contacts takes far less. */
const DEADLINE_MS = 10 * 60_000;

/** What a poll needs from n8n's context besides the calls. */
export type TriggerContext = Pick<
	IPollFunctions,
	'getMode' | 'getNode' | 'getNodeParameter' | 'getWorkflow' | 'getWorkflowStaticData' | 'logger'
>;

/** One poll of a trigger node: `pollOnce` with the account of the node's credential. */
export async function pollTrigger(
	context: IPollFunctions,
	events: PollEvent[],
): Promise<INodeExecutionData[][] | null> {
	return await pollOnce(
		context,
		events,
		async (event, signal) => await openPoll(context, event, signal),
	);
}

/** When the running poll began, by static data: n8n starts the next poll on schedule even while one is still running. */
const runningPolls = new WeakMap<object, { since: number }>();

/** Whether a poll is running. One that has run for twice its deadline hangs, and does not block others. */
function isBusy(staticData: object): boolean {
	const running = runningPolls.get(staticData);
	return running !== undefined && Math.abs(Date.now() - running.since) < 2 * DEADLINE_MS;
}

/**
 * One poll of the event that the user chose. The state is assigned last, so that a failed poll leaves no trace and the next
 * one repeats it.
 *
 * @param open opens the account; called once. The signal aborts its calls when the poll takes too long
 * @returns null if nothing happened; a manual run returns one sample
 * @throws NodeApiError | NodeOperationError; not for temporary faults on the first poll (`firstPoll.ts`)
 */
export async function pollOnce(
	context: TriggerContext,
	events: PollEvent[],
	open: (event: PollEvent, signal: AbortSignal) => Promise<Poll>,
): Promise<INodeExecutionData[][] | null> {
	const event = chosenEvent(context, events);
	const detail = detailOf(context, SHAPED_FROM);
	if (context.getMode() === 'manual') {
		const json = await withDeadline(context, async (signal) =>
			sampleOf(event, await open(event, signal), detail),
		);
		return [[{ json }]];
	}
	const staticData = context.getWorkflowStaticData('node');
	if (isBusy(staticData)) return null;
	const own = { since: Date.now() };
	runningPolls.set(staticData, own);
	const trigger = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
	try {
		const { key, items, state } = await withDeadline(context, async (signal) => {
			const poll = await open(event, signal);
			const stateKey = stateKeyOf(event, poll);
			return { key: stateKey, ...(await event.watch(poll, readState(staticData, stateKey))) };
		});
		// Another poll has taken over and emits what this one found.
		if (runningPolls.get(staticData) !== own) return null;
		notePoll(staticData, trigger);
		const output =
			items.length > 0 ? [items.map((item) => ({ json: toOutput(item, event, detail) }))] : null;
		// Stored in workflows, so these keys must not change.
		staticData.watched = { key, memory: state };
		return output;
	} catch (caught) {
		const error = toNodeError(context.getNode(), caught);
		if (!suppressFault(staticData, trigger, error)) throw error;
		context.logger.warn(`${error.message}. The next poll tries again.`);
		return null;
	} finally {
		if (runningPolls.get(staticData) === own) runningPolls.delete(staticData);
	}
}

/** @throws NodeApiError when the work takes longer than a poll may; the signal then aborts its calls */
async function withDeadline<T>(
	context: TriggerContext,
	work: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
	const deadline = AbortSignal.timeout(DEADLINE_MS);
	return await rejectOnAbort(work(deadline), [
		deadline,
		() => {
			const message = `The poll took longer than ${DEADLINE_MS / 60_000} minutes`;
			const description =
				'Wait for the next poll, which starts from the same point, so nothing is lost.';
			return new NodeApiError(context.getNode(), { message }, { message, description });
		},
	]);
}

function chosenEvent(context: TriggerContext, events: PollEvent[]): PollEvent {
	const value = context.getNodeParameter('event');
	const event = events.find((one) => one.value === value);
	if (event) return event;
	throw toRefusal(
		context.getNode(),
		`This trigger has no event "${textOf(value)}"`,
		"Select an event in 'Trigger On'.",
	);
}

/** Identifies what a state belongs to: the event, the sub-account and the fields that it depends on. */
function stateKeyOf(event: PollEvent, poll: Poll): string {
	const values = (event.keys ?? []).map((name) => poll.values[name] ?? null);
	return `${event.value} ${fingerprint([poll.location, ...values])}`;
}

/** The state of the last poll; undefined if that was for another event, sub-account or choice. */
function readState(staticData: IDataObject, key: string): State | undefined {
	const { watched } = staticData;
	return isRecord(watched) && watched.key === key && isRecord(watched.memory)
		? watched.memory
		: undefined;
}

/** A real record if the account has one, otherwise sample data. */
async function sampleOf(event: PollEvent, poll: Poll, detail: Detail): Promise<IDataObject> {
	const real = await event.sample(poll);
	return real ? toOutput(real, event, detail) : sampleData(event, detail);
}
