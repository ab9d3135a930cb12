/** The node at the start with everything that a user changes. */
import type { FlowNode } from '../flow';
import type { Assignment } from './core';
import { set } from './core';

/** The settings, in expressions. */
export const SETTING = "$('Settings').first().json";

/** Whom to tell of a failed run: the address of an incoming webhook, which every template has. */
const TELL: Assignment = { name: 'tellUrl', type: 'string', value: '' };
/** For how long a run keeps its turn without renewing it, in seconds. */
const TURN: Assignment = { name: 'turnSeconds', type: 'number', value: 120 };

/** The settings; they pass the trigger's item on. */
export function settings(assignments: Assignment[], { turns = false } = {}): FlowNode {
	return set('Settings', [...assignments, TELL, ...(turns ? [TURN] : [])], { keepOthers: true });
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

/** The address of the ActiveCampaign account, which HTTP Request nodes cannot take from the credential. */
export const activeCampaignUrl = text('activeCampaignUrl', 'https://youraccount.api-us1.com');
