// What became of everything that was sent and changed.

import type { LogEntry } from '../../test/standins/highlevel';
import type { Sent } from './load';
import { reportsOf } from './probes';
import type { Side } from './side';
import { tally } from './verdict';
import type { Tally } from './verdict';

/** Requests of one token that are further apart belong to two polls; a poll takes a second, and there is one a minute. */
const POLLS_APART_MS = 15_000;

/** How many polls a token's requests belong to. */
export function pollsIn(log: readonly LogEntry[], account: string): number {
	let polls = 0;
	let last = Number.NEGATIVE_INFINITY;
	for (const entry of log) {
		if (entry.account !== account) continue;
		if (entry.at - last > POLLS_APART_MS) polls += 1;
		last = entry.at;
	}
	return polls;
}

export interface Counted {
	/** The notes in the account, against the items. */
	items: Tally;
	/** The executions of the webhook trigger, against the deliveries; ours takes each once, n8n's node also the repeats. */
	deliveries: Tally;
	/** What the polling triggers emitted, against the changes. The baseline has no such triggers. */
	changes: Tally;
	polls: number;
	/** By message, executions that failed. */
	failed: Record<string, number>;
	/** By status, calls that n8n did not take in the end; 0 stands for no answer. */
	refused: Record<string, number>;
}

/** Counts one side. */
export function count(side: Side, sent: Sent): Counted {
	const ours = side.name === 'ours';
	const events = new Map(side.pollers.map(({ workflowId, event }) => [workflowId, event]));
	const delivered: string[] = [];
	const emitted: string[] = [];
	const failed: Record<string, number> = {};
	for (const line of reportsOf(side)()) {
		if (line.kind !== 'execution') continue;
		if (line.status !== 'success') {
			const reason = line.error ?? line.status;
			failed[reason] = (failed[reason] ?? 0) + 1;
		}
		// The call that found the webhook registered has no ID.
		const ids = line.ids.filter((id) => id !== null && id !== undefined);
		const event = events.get(line.workflow);
		if (line.workflow === side.deliveriesId) delivered.push(...ids);
		if (ours && event !== undefined) emitted.push(...ids.map((id) => `${event} ${id}`));
	}
	const notes = side.standIn.state.notes
		.where(({ values }) => String(values.bodyText).startsWith('Soak'))
		.map(({ values }) => String(values.bodyText));
	const changes = [...side.account.expected]
		.filter(([event]) => ours && side.pollers.some((poller) => poller.event === event))
		.flatMap(([event, ids]) => ids.map((id) => `${event} ${id}`));
	return {
		items: tally(sent.texts, notes),
		deliveries: tally(ours ? new Set(sent.deliveries) : sent.deliveries, delivered),
		changes: tally(changes, emitted),
		polls: side.pollers.reduce((sum, { account }) => sum + pollsIn(side.standIn.log, account), 0),
		failed,
		refused: Object.fromEntries(sent.refused[side.name]),
	};
}

/** Whether all that is expected has arrived. */
export function isComplete({ items, deliveries, changes }: Counted): boolean {
	return [items, deliveries, changes].every(({ lost }) => lost.length === 0);
}
