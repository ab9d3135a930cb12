/**
 * Workflows that share an ActiveCampaign account take turns, since its rate limit counts for all of them. A run that has the
 * turn of its workflow waits for that of the account, so at most one run of each workflow waits; and as each takes its own
 * turn first, none waits for another in a circle. A run renews both turns and gives them back together, since one table holds
 * them all.
 */
import type { Flow, FlowNode, NodeExtras } from '../flow';
import { core, stopWith, when } from './core';
import type { Condition, Table } from './dataTable';
import { makeTable, updateRows, upsertRow } from './dataTable';
import { SETTING } from './settings';
import type { Turns } from './turns';
import { COLUMNS, GOES_ON, keeping, MINE, NOW, ONCE, UNTIL } from './turns';

/** Turns of workflows that share an account. */
export interface AccountTurns extends Turns {
	/** The nodes that wait for the account, for a section. */
	waiting: FlowNode[];
	/** Gives the turns of a failed run back, for the section about failed runs. */
	freed: FlowNode;
}

/** All workflows that use ActiveCampaign take turns in one table. It has a row for each workflow, and one for each account. */
const SHARED: Table = { name: 'Turns: ActiveCampaign', columns: COLUMNS };
const WORKFLOW = '={{ $workflow.id }}';
const ACCOUNT = `={{ ${SETTING}.activeCampaignUrl.trim().toLowerCase().replace(/\\/+$/, '') }}`;
/** The last requests of one workflow count against the limit for a second; after it, the account is free for the next. */
const A_SECOND_AGO = '={{ $now.toMillis() - 1100 }}';

/** Takes the turn of a row, which the node before has read, if it is free. A row that was just made has no time. */
function takeNamed(
	title: string,
	name: string,
	latest: string,
	more: Record<string, string>,
	extras: NodeExtras,
): FlowNode {
	const free: Condition[] = [
		['name', 'eq', name],
		['until', "={{ $json.until === null ? 'isEmpty' : 'lte' }}", latest],
	];
	const taking = { holder: '={{ $execution.id }}', until: UNTIL, ...more };
	return updateRows(title, SHARED, 'all', free, taking, extras);
}

/**
 * Waits for the account. Below 65 seconds n8n keeps the run in memory. The waits differ in length, so that workflows
 * do not ask at the same moments.
 *
 * @param keeps renews what the run has already; a run that has lost it goes no further
 */
function waitForAccount(
	flow: Flow,
	keeps: FlowNode[],
): { first: FlowNode; nodes: FlowNode[]; mine: FlowNode } {
	const first = upsertRow(
		'Ask for the Account',
		SHARED,
		[['name', 'eq', ACCOUNT]],
		{ name: ACCOUNT },
		ONCE,
	);
	const take = takeNamed('Take the Account', ACCOUNT, A_SECOND_AGO, {}, GOES_ON);
	const mine = when('Is It Ours?', '={{ $json.holder === $execution.id }}');
	const wait = core('wait', 1.1, 'Wait for the Account', { amount: '={{ 1 + Math.random() }}' });
	flow.chain(first, take, mine).on(mine, 'no', wait, ...keeps, take);
	return { first, nodes: [first, take, mine, wait, ...keeps], mine };
}

/** Without its holder: a run that looks again and waits must not renew what it has given back. */
const giveBackShared = (name: string, holder: string, extras: NodeExtras = GOES_ON): FlowNode =>
	updateRows(name, SHARED, 'all', [['holder', 'eq', holder]], { holder: '', until: NOW }, extras);

/**
 * Adds the turns of a workflow and of its account.
 *
 * @param didRunFail its output `yes` is for failed runs
 */
export function activeCampaignTurns(flow: Flow, didRunFail: FlowNode): AccountTurns {
	const enter = makeTable('Make the Table of Turns', SHARED);
	const asking = { name: WORKFLOW, asked: NOW };
	const ask = upsertRow('Ask for the Turn', SHARED, [['name', 'eq', WORKFLOW]], asking, ONCE);
	const take = takeNamed('Take the Turn', WORKFLOW, NOW, { started: NOW }, ONCE);
	const keepWaiting = updateRows('Keep Waiting', SHARED, 'all', [MINE], { until: UNTIL }, ONCE);
	const account = waitForAccount(flow, [keepWaiting]);
	const giveBack = giveBackShared('Give the Turn Back', '={{ $execution.id }}');
	const askedAgain: FlowNode = {
		...when(
			'Asked Again Meanwhile?',
			"={{ $('Give the Turn Back').all().some(({ json }) => json.asked > json.started) }}",
		),
		...ONCE,
	};
	const freed = giveBackShared('Give Its Turn Back', "={{ $json.execution?.id ?? 'none' }}", {
		onError: 'continueRegularOutput',
	});
	flow.chain(enter, ask, take, account.first).on(didRunFail, 'yes', freed);
	flow.chain(giveBack, askedAgain).on(askedAgain, 'yes', take);
	return {
		enter,
		entrance: [enter, ask, take],
		take: account.mine,
		...keeping(SHARED),
		giveBack,
		askedAgain,
		waiting: account.nodes,
		freed,
	};
}

/** The turn of an account for a workflow that is started by hand, and so takes none of its own. */
export interface OneTurn extends Pick<Turns, 'enter' | 'take' | 'giveBack'> {
	/** The nodes that wait for the account, for a section. */
	waiting: FlowNode[];
	/** The nodes of the end, for a section. */
	end: FlowNode[];
}

/**
 * Adds the turn, and its end: the run fails if a result has an `error`.
 *
 * @param results outputs an item for each `name`, with its `error` if it was not done
 */
export function activeCampaignTurn(flow: Flow, results: FlowNode): OneTurn {
	const enter = makeTable('Make the Table of Turns', SHARED);
	const { first, nodes, mine } = waitForAccount(flow, []);
	const giveBack = giveBackShared('Give the Turn Back', '={{ $execution.id }}');
	const all = `$('${results.name}')`;
	const anyError = `={{ ${all}.isExecuted && ${all}.all().some(({ json }) => json.error) }}`;
	const anythingFailed = { ...when('Anything Failed?', anyError), ...ONCE };
	const withError = `${all}.all().map(({ json }) => json).filter(({ error }) => error)`;
	const named = `={{ ${withError}.map(({ name, error }) => name + ': ' + error).join('\\n') }}`;
	const stop = stopWith('Name Them', named);
	flow.chain(enter, first).chain(results, giveBack, anythingFailed).on(anythingFailed, 'yes', stop);
	const end = [giveBack, anythingFailed, stop];
	return { enter, take: mine, giveBack, waiting: [enter, ...nodes], end };
}
