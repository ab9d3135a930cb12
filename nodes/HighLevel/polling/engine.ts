import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { Client } from '../../shared/client';
import { toNodeError, toRefusal } from '../../shared/errors';
import { isShown, readField } from '../../shared/parameters';
import { isRecord, textOf } from '../../shared/values';
import { unless } from '../../shared/wait';
import { connect } from '../api';
import type { Memory, Poll, PollEvent } from './event';
import { fingerprint } from './memory';

/** The next poll comes soon, so a call is given up sooner than in a run. */
const TIMEOUT_MS = 30_000;
/** A poll that takes longer is given up: far more than 100,000 contacts take. */
const DEADLINE_MS = 10 * 60_000;
/** HighLevel gives no more contacts a page. */
const PAGE = 500;
/** First polls in a row whose passing faults are swallowed, should n8n make its copy of the workflow anew for each poll. */
const MOST_SWALLOWED = 3;

/**
 * n8n makes one copy of the workflow's static data for each activation. A copy that is not known yet means a first poll:
 * whatever it throws, n8n tries five times in 15 s and then never again.
 */
const begun = new WeakSet<object>();
/** Polls under way, by copy: n8n starts the next one on time, even while one is running. */
const underWay = new WeakMap<object, UnderWay>();
/** Swallowed faults in a row, by workflow and node. */
const swallowed = new Map<string, number>();

interface UnderWay {
	/** Milliseconds since 1970. */
	since: number;
}

/** Whether a poll is under way. One that has outlived its deadline twice hangs, and holds no other one up. */
function isBusy(kept: object): boolean {
	const running = underWay.get(kept);
	return running !== undefined && Math.abs(Date.now() - running.since) < 2 * DEADLINE_MS;
}

/** What of n8n's context a poll needs besides the calls. */
export type TriggerContext = Pick<
	IPollFunctions,
	'getMode' | 'getNode' | 'getNodeParameter' | 'getWorkflow' | 'getWorkflowStaticData' | 'logger'
>;

/** One poll of a trigger node, as `pollOnce`, with the account of the node's credential. */
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

/**
 * One poll: the event that the user chose, from where the last poll ended. The memory is assigned as the last statement, so
 * that a poll which fails leaves nothing behind and is repeated by the next.
 *
 * @param open opens the account; called once. The signal ends its calls when the poll takes too long
 * @returns null where nothing happened; a manual run gives one sample
 * @throws NodeApiError | NodeOperationError for what the user must mend; for passing faults only once a poll of this
 * activation has gone well or was let pass
 */
export async function pollOnce(
	context: TriggerContext,
	events: PollEvent[],
	open: (event: PollEvent, signal: AbortSignal) => Promise<Poll>,
): Promise<INodeExecutionData[][] | null> {
	const event = chosenEvent(context, events);
	if (context.getMode() === 'manual') {
		const json = await inTime(context, async (signal) =>
			sampleOf(event, await open(event, signal)),
		);
		return [[{ json }]];
	}
	const kept = context.getWorkflowStaticData('node');
	if (isBusy(kept)) return null;
	const own: UnderWay = { since: Date.now() };
	underWay.set(kept, own);
	try {
		const { key, items, memory } = await inTime(context, async (signal) => {
			const poll = await open(event, signal);
			const place = keyOf(event, poll);
			return { key: place, ...(await event.watch(poll, recall(kept, place))) };
		});
		// A later poll has taken over, and tells what this one found.
		if (underWay.get(kept) !== own) return null;
		begun.add(kept);
		swallowed.delete(placeOf(context));
		const output = items.length > 0 ? [items.map((json) => ({ json }))] : null;
		kept.watched = { key, memory };
		return output;
	} catch (caught) {
		const error = toNodeError(context.getNode(), caught);
		if (!letPass(context, kept, error)) throw error;
		context.logger.warn(`${error.message}. The next poll tries again.`);
		return null;
	} finally {
		if (underWay.get(kept) === own) underWay.delete(kept);
	}
}

/** @throws NodeApiError when the work takes longer than a poll may; its calls then end */
async function inTime<T>(
	context: TriggerContext,
	work: (deadline: AbortSignal) => Promise<T>,
): Promise<T> {
	const deadline = AbortSignal.timeout(DEADLINE_MS);
	return await unless(work(deadline), [
		deadline,
		() => {
			const message = `The poll took longer than ${DEADLINE_MS / 60_000} minutes`;
			const description = 'It was given up, and the next one begins where this one began.';
			return new NodeApiError(context.getNode(), { message }, { message, description });
		},
	]);
}

const placeOf = (context: TriggerContext): string =>
	`${context.getWorkflow().id ?? ''} ${context.getNode().id}`;

/** Whether a first poll keeps quiet about a fault; n8n would give the trigger up otherwise. */
function letPass(context: TriggerContext, kept: IDataObject, error: Error): boolean {
	if (begun.has(kept) || !isPassing(error)) return false;
	const times = (swallowed.get(placeOf(context)) ?? 0) + 1;
	if (times > MOST_SWALLOWED) return false;
	swallowed.set(placeOf(context), times);
	begun.add(kept);
	return true;
}

function chosenEvent(context: TriggerContext, events: PollEvent[]): PollEvent {
	const value = context.getNodeParameter('event');
	const event = events.find((one) => one.value === value);
	if (event) return event;
	throw toRefusal(
		context.getNode(),
		`This trigger has no event "${textOf(value)}"`,
		"Choose an event under 'Trigger On'.",
	);
}

async function openPoll(
	context: IPollFunctions,
	event: PollEvent,
	signal: AbortSignal,
): Promise<Poll> {
	const connection = await connect(context);
	const client = new Client(context, connection, { timeoutMs: TIMEOUT_MS, signal });
	const zone = context.getTimezone();
	const { location, version } = connection;
	return {
		now: Date.now(),
		zone,
		location,
		pageSize: PAGE,
		values: readValues(context, event, zone),
		send: async (parts, { label, scope, versions, expects, refused }) =>
			await client.send({
				...parts,
				label,
				scope,
				expects,
				version: versions?.includes(version) === false ? (versions[0] ?? version) : version,
				repeatable: true,
				refused,
			}),
		stop: (message, next) => toRefusal(context.getNode(), message, next),
	};
}

function readValues(context: IPollFunctions, event: PollEvent, zone: string): IDataObject {
	const raw: Record<string, unknown> = {};
	for (const { name } of event.fields) raw[name] = context.getNodeParameter(name, null);
	const values: Record<string, unknown> = {};
	for (const field of event.fields) {
		if (!isShown(field, raw)) continue;
		const value = readField(field, raw[field.name], { zone });
		if (value !== undefined) values[field.name] = value;
	}
	return isRecord(values) ? values : {};
}

function keyOf(event: PollEvent, poll: Poll): string {
	const chosen = (event.keys ?? []).map((name) => poll.values[name] ?? null);
	return `${event.value} ${fingerprint([poll.location, ...chosen])}`;
}

/** The memory of the same event, sub-account and choices; another key means that it would say nothing. */
function recall(kept: IDataObject, key: string): Memory | undefined {
	const watched = kept.watched;
	return isRecord(watched) && watched.key === key && isRecord(watched.memory)
		? watched.memory
		: undefined;
}

/** Whether a fault may be gone by the next poll: no answer, an answer of 5xx, or a limit. */
function isPassing(error: Error): boolean {
	if (!(error instanceof NodeApiError)) return false;
	const status = Number(error.httpCode);
	if (!Number.isInteger(status) || status < 300) return true;
	return status >= 500 || status === 429 || status === 408;
}

/** A real record where the account has one; else the made-up one, which says so. */
async function sampleOf(event: PollEvent, poll: Poll): Promise<IDataObject> {
	const real = await event.sample(poll);
	if (real) return real;
	return {
		...structuredClone(event.example),
		madeUp:
			'This sub-account has no such record yet. This one is made up, in the shape of a real one.',
	};
}
