/**
 * Each thing once. What arrives gets a row of a Data Table under its key, and the run that claims the row does the work, so
 * that a repetition does nothing, also of runs at the same moment. A claim whose run ended before its work was done is free
 * again after `claimMinutes`, and the next catch-up does the work, at most `tries` times in all: the work is done at least
 * once, and with one try at most once.
 */
import type { Flow, FlowNode } from '../flow';
import { core, when } from './core';
import type { Condition, Table } from './dataTable';
import { deleteRows, makeTable, oldestRow, updateRows, upsertRow } from './dataTable';
import { SETTING, number } from './settings';

const NOW = '={{ $now.toMillis() }}';
const UNTIL = `={{ $now.toMillis() + ${SETTING}.claimMinutes * 60000 }}`;
const RUN = '={{ $execution.id }}';
/** A claim that ends then is one whose work is done. */
const NEVER = Number.MAX_SAFE_INTEGER;
const ONCE = { executeOnce: true };

interface What {
	/** Of the table; each workflow has its own. */
	table: string;
	/** Expression of the text that is the same for repetitions. */
	key: string;
	/** Expression of what is to be done, which is kept with the key until it is. */
	thing: string;
	/** The name of the node that outputs it. */
	output: string;
	/** The name of the schedule trigger that starts the catch-up. */
	schedule: string;
}

export interface Once {
	/** Where every run enters; its output tells the catch-up from the others. */
	enter: FlowNode;
	/** Comes after; its output `no` is for what has just arrived, and leads to `note`. */
	isCatchUp: FlowNode;
	/** Where what has arrived gets its row. */
	note: FlowNode;
	/** The nodes from there to the output, for a section. */
	claiming: FlowNode[];
	/** The nodes of the catch-up, for a section. */
	catchingUp: FlowNode[];
	/** Outputs the thing, to the run that is to work on it. */
	output: FlowNode;
	/** Where the work ends. */
	done: FlowNode;
	/** Comes after it; its output `no` is the end. */
	another: FlowNode;
}

/** The settings of this part. */
export const onceSettings = (given: { claimMinutes: number; tries: number; keepDays: number }) =>
	Object.entries(given).map(([name, value]) => number(name, value));

/** Adds the nodes, and connects them except for `enter`, `note` and `done`. */
export function once(flow: Flow, { table: name, key, thing, output: title, schedule }: What): Once {
	const table: Table = {
		name,
		columns: {
			key: 'string',
			thing: 'string',
			seen: 'number',
			holder: 'string',
			until: 'number',
			tries: 'number',
		},
	};
	const same: Condition = ['key', 'eq', key];
	const enter = makeTable('Make the Table', table);
	const isCatchUp = when('Catch Up?', `={{ $('${schedule}').isExecuted }}`);
	const note = upsertRow('Note It', table, [same], { key, seen: NOW }, ONCE);
	const claim = updateRows(
		'Claim It',
		table,
		'all',
		[same, ['until', 'isEmpty']],
		{ holder: RUN, until: UNTIL, tries: 1, thing },
		ONCE,
	);
	// Where the database lets two runs add a row at once, the older row counts.
	const whose = oldestRow('Whose Is It?', table, [same]);
	const isMine = when('Is It Mine?', '={{ $json.holder === $execution.id }}');
	const output = core('set', 3.4, title, {
		mode: 'raw',
		jsonOutput: '={{ JSON.parse($json.thing) }}',
		options: {},
	});
	const old = `={{ $now.minus({ days: ${SETTING}.keepDays }).toMillis() }}`;
	const forget = deleteRows('Forget Old Ones', table, [['seen', 'lt', old]], ONCE);
	const next = oldestRow('Next Unfinished', table, [
		['until', 'lt', NOW],
		['tries', 'lt', `={{ ${SETTING}.tries }}`],
	]);
	const claimAgain = updateRows(
		'Claim It Again',
		table,
		'all',
		[
			['id', 'eq', '={{ $json.id }}'],
			['until', 'eq', '={{ $json.until }}'],
		],
		{ holder: RUN, until: UNTIL, tries: '={{ $json.tries + 1 }}' },
	);
	const done = updateRows(
		'Done',
		table,
		'all',
		[['holder', 'eq', RUN]],
		{ until: NEVER, thing: '' },
		ONCE,
	);
	const another = when('Look for Another?', `={{ $('${schedule}').isExecuted }}`);
	flow.chain(enter, isCatchUp).chain(note, claim, whose, isMine).on(isMine, 'yes', output);
	flow.on(isCatchUp, 'yes', forget, next, claimAgain, output);
	flow.chain(done, another).on(another, 'yes', next);
	const claiming = [note, claim, whose, isMine];
	const catchingUp = [forget, next, claimAgain];
	return { enter, isCatchUp, note, claiming, catchingUp, output, done, another };
}
