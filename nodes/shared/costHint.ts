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
	const seconds = number(Math.round(waitedMs / 1000));
	const made = calls === 1 ? '1 call' : `${number(calls)} calls`;
	const refused = limited > 0 ? `, ${number(limited)} after "too many requests"` : '';
	const repeated = repeats > 0 ? ` Calls sent again: ${number(repeats)}${refused}.` : '';
	const left = dailyRemaining === undefined ? '' : ` Calls left today: ${number(dailyRemaining)}.`;
	context.addExecutionHints({
		message: `This run waited ${seconds} seconds for the account's rate limit and made ${made}.${repeated}${left} It is faster when no other workflow or app uses the account at the same time.`,
		location: 'outputPane',
	});
}
