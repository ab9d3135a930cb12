/** Records one at a time: one that fails does not stop the others, and all that failed are named at the end. */
import type { Flow, FlowNode } from '../flow';
import { code, loopOverItems, set, stopWith, when } from './core';
import type { Turns } from './turns';

export interface OneByOne {
	loop: FlowNode;
	/** Where a step leads that failed; it goes on with the next record. */
	failed: FlowNode;
	/** The nodes from there to the next record, for a section. */
	failing: FlowNode[];
	/** Comes after the last record; outputs one item. */
	whatFailed: FlowNode;
	/** Where the whole run leads at its end; it fails if a record did. */
	anythingFailed: FlowNode;
	/** Names the records and fails the run. */
	stop: FlowNode;
	/** What stands before the first step of a record. */
	entrance: FlowNode[];
}

/** The record that the loop works on, in expressions. */
export const CURRENT = "$('Loop Over Items').first().json";

/**
 * Adds the loop. Records that come with an `error` are not worked on, and are named.
 *
 * @param label the key of a record that says which one it is
 * @param first what is done with a record
 * @param afterFailure what is done before the next record, such as a pause
 */
export function oneByOne(
	flow: Flow,
	label: string,
	first: FlowNode,
	afterFailure: FlowNode[] = [],
): OneByOne {
	const loop = loopOverItems();
	const isReady = when('Ready?', '={{ !$json.error }}');
	const failed = set('Failed', [
		{ name: 'record', type: 'string', value: `={{ ${CURRENT}.${label} }}` },
		{ name: 'error', type: 'string', value: '={{ $json.error?.message ?? $json.error }}' },
	]);
	const whatFailed = code('What Failed', 'whatFailed');
	const anythingFailed = when(
		'Anything Failed?',
		"={{ $('What Failed').isExecuted && $('What Failed').first().json.failed !== '' }}",
	);
	const stop = stopWith('Name Them', "={{ $('What Failed').first().json.failed }}");
	flow.on(loop, 'each', isReady).on(isReady, 'yes', first).on(isReady, 'no', failed);
	flow
		.chain(failed, ...afterFailure, loop)
		.on(loop, 'done', whatFailed)
		.on(anythingFailed, 'yes', stop);
	return {
		loop,
		failed,
		failing: [failed, ...afterFailure],
		whatFailed,
		anythingFailed,
		stop,
		entrance: [loop, isReady],
	};
}

/**
 * Connects the end of a run that takes turns: it gives the turn back, looks again if it was asked meanwhile, and fails if a
 * record did.
 *
 * @returns the nodes of the end, for a section
 */
export function endRun(flow: Flow, turn: Turns, each: OneByOne): FlowNode[] {
	const { whatFailed, anythingFailed, stop } = each;
	flow.chain(whatFailed, turn.giveBack).on(turn.askedAgain, 'no', anythingFailed);
	return [whatFailed, turn.giveBack, turn.askedAgain, anythingFailed, stop];
}
