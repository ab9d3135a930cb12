/** The node at the start with everything that a user changes. */
import type { FlowNode } from '../flow';
import type { Assignment } from './core';
import { set } from './core';

/** The settings, in expressions. */
export const SETTING = "$('Settings').first().json";

/** Whom to tell of a failed run: the address of an incoming webhook. */
const TELL: Assignment = { name: 'tellUrl', type: 'string', value: '' };
/** For how long a run keeps its turn without renewing it, in seconds. */
const TURN: Assignment = { name: 'turnSeconds', type: 'number', value: 120 };

/**
 * The settings; they pass the trigger's item on.
 *
 * @param tells whether the workflow tells someone of a failed run
 * @param turns whether its runs take turns
 */
export function settings(
	assignments: Assignment[],
	{ tells = true, turns = false } = {},
): FlowNode {
	const all = [...assignments, ...(tells ? [TELL] : []), ...(turns ? [TURN] : [])];
	return set('Settings', all, { keepOthers: true });
}

export const text = (name: string, value: string): Assignment => ({ name, type: 'string', value });
export const number = (name: string, value: number): Assignment => ({
	name,
	type: 'number',
	value,
});
export const yesNo = (name: string, value: boolean): Assignment => ({
	name,
	type: 'boolean',
	value,
});

/** A table, as rows with the same keys. */
export const table = (name: string, rows: Array<Record<string, string>>): Assignment => ({
	name,
	type: 'array',
	value: JSON.stringify(rows, null, 2),
});

/** The ActiveCampaign account: its address, which HTTP Request nodes cannot take from the credential, and its rate limit. */
export const activeCampaignAccount: Assignment[] = [
	text('activeCampaignUrl', 'https://youraccount.api-us1.com'),
	number('callsPerSecond', 5),
];
