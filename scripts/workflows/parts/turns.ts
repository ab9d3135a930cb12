/**
 * One run at a time. A webhook starts a run of its own for every delivery, and runs side by side would exceed the other
 * service's rate limit and write twice. The run that gets the turn does the work of all; one that does not leaves a mark
 * and ends, and the run with the turn looks again before it ends. A turn that is neither renewed nor given back, since n8n
 * was ended, is free after `turnSeconds`.
 */
import type { Flow, FlowNode } from '../flow';
import { when } from './core';
import type { Condition, Table } from './dataTable';
import { makeTable, updateRows, upsertRow } from './dataTable';
import { SETTING } from './settings';

/** What the nodes of turns have in common. */
export const NOW = '={{ $now.toMillis() }}';
export const UNTIL = `={{ $now.toMillis() + ${SETTING}.turnSeconds * 1000 }}`;
export const MINE: Condition = ['holder', 'eq', '={{ $execution.id }}'];
/** Of a table of turns. */
export const COLUMNS: Table['columns'] = {
	name: 'string',
	holder: 'string',
	until: 'number',
	started: 'number',
	asked: 'number',
};
export const ONCE = { executeOnce: true };
export const GOES_ON = { executeOnce: true, alwaysOutputData: true };

export interface Turns {
	/** Where a run enters. */
	enter: FlowNode;
	/** The nodes from there to the work, for a section. */
	entrance: FlowNode[];
	/** Its output is the first of the work, for the run that has the turn. */
	take: FlowNode;
	/** Renews the turn; belongs into loops. */
	keep: FlowNode;
	/** Renews it for so many seconds more than usual; belongs before a node that takes long. An expression. */
	keepFor: (seconds: string) => FlowNode;
	/** Where every path of the work ends. */
	giveBack: FlowNode;
	/** What comes after, on its output `no`. */
	askedAgain: FlowNode;
}

/** The nodes that renew all turns of a run. */
export function keeping(table: Table): Pick<Turns, 'keep' | 'keepFor'> {
	const keep = updateRows('Keep the Turn', table, 'all', [MINE], { until: UNTIL }, GOES_ON);
	const keepFor = (seconds: string) => {
		const until = `={{ $now.toMillis() + (${SETTING}.turnSeconds + ${seconds}) * 1000 }}`;
		return updateRows('Keep the Turn Longer', table, 'all', [MINE], { until }, GOES_ON);
	};
	return { keep, keepFor };
}

/** @param name of the table that holds the turn; each workflow has its own */
export function turns(flow: Flow, name: string): Turns {
	const table: Table = { name, columns: COLUMNS };
	const enter = makeTable('Make the Table of Turns', table);
	const asking = { name: 'turn', asked: NOW };
	const ask = upsertRow('Ask for the Turn', table, [['name', 'eq', 'turn']], asking, ONCE);
	const isFree: Condition[] = [
		['until', 'isEmpty'],
		['until', 'lt', NOW],
	];
	const taking = { holder: '={{ $execution.id }}', until: UNTIL, started: NOW };
	const take = updateRows('Take the Turn', table, 'any', isFree, taking, ONCE);
	const { keep, keepFor } = keeping(table);
	const giveBack = updateRows('Give the Turn Back', table, 'all', [MINE], { until: 0 }, GOES_ON);
	const askedAgain = when('Asked Again Meanwhile?', '={{ $json.asked > $json.started }}');
	flow.chain(enter, ask, take).chain(giveBack, askedAgain).on(askedAgain, 'yes', take);
	return { enter, entrance: [enter, ask, take], take, keep, keepFor, giveBack, askedAgain };
}
