// The hint after a large run: what it cost.

import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from './client';

/** A run of at least this many calls reports its cost. */
const LARGE_RUN = 500;

/** Adds a hint to the output of a large run: what it cost, and why it took as long as it did. */
export function addCostHint(context: IExecuteFunctions, client: Client): void {
	const { calls, waitedMs, limited, repeats, dailyRemaining } = client.statistics;
	if (calls < LARGE_RUN) return;
	const number = (value: number) => value.toLocaleString('en-US');
	const parts = [`made ${number(calls)} calls`];
	parts.push(`waited ${number(Math.round(waitedMs / 1000))} s for the account's rate limit`);
	if (repeats > 0) {
		const refused = limited > 0 ? ` (${number(limited)} after "too many requests")` : '';
		parts.push(`repeated ${number(repeats)} calls${refused}`);
	}
	const left =
		dailyRemaining === undefined ? '' : `; ${number(dailyRemaining)} calls are left today`;
	context.addExecutionHints({
		message: `This run ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}${left}. The node sends as many calls as the account's limit allows and waits for the rest, so running less beside it, or fewer calls, is what makes it faster.`,
		location: 'outputPane',
	});
}
