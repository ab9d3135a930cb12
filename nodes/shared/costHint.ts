// The hint after a run that waited for the rate limit: what it cost.

import type { IExecuteFunctions } from 'n8n-workflow';

import type { Accounts } from './accounts';

/** A shorter wait needs no explanation. */
const LONG_WAIT_MS = 5000;

/** Adds a hint to the output of a run that waited long: how long, why, and what the account has left today. */
export function addCostHint(context: IExecuteFunctions, accounts: Accounts): void {
	const { calls, waitedMs, limited, repeats } = accounts.statistics;
	const { dailyRemaining } = accounts;
	if (waitedMs < LONG_WAIT_MS) return;
	const number = (value: number) => value.toLocaleString('en-US');
	const repeated =
		repeats > 0
			? ` ${number(repeats)} calls were sent again${limited > 0 ? `, ${number(limited)} of them after "too many requests"` : ''}.`
			: '';
	const left =
		dailyRemaining === undefined ? '' : ` ${number(dailyRemaining)} calls are left today.`;
	context.addExecutionHints({
		message: `This run waited ${number(Math.round(waitedMs / 1000))} seconds for the account's rate limit and made ${number(calls)} calls.${repeated}${left} It is faster when no other workflow or app uses the account at the same time.`,
		location: 'outputPane',
	});
}
