/** Calendars on both sides: HighLevel's, and the contacts that stand for them in ActiveCampaign. */
import type { Flow, FlowNode } from '../flow';
import { fullPause, readLists } from './activeCampaign';
import { code, locate, when } from './core';
import type { Table } from './dataTable';
import { getRows, makeTable } from './dataTable';
import { calendars } from './highLevel';

/** What both sides said when they last agreed, for each calendar. Two templates share it. */
export const PAIRS: Table = {
	name: 'HighLevel Calendars in ActiveCampaign',
	columns: {
		calendarId: 'string',
		contactId: 'string',
		name: 'string',
		timezone: 'string',
		tag: 'string',
		list: 'string',
		gone: 'boolean',
		refused: 'string',
	},
};

export interface BothSides {
	/** Where the reading starts. */
	first: FlowNode;
	/** Its output has an item for each calendar. */
	last: FlowNode;
	/** The nodes of each side, for sections. */
	highLevel: FlowNode[];
	activeCampaign: FlowNode[];
}

/** Adds the nodes that read both sides. */
export function readBothSides(flow: Flow): BothSides {
	const once = { executeOnce: true, alwaysOutputData: true };
	const list = calendars('Get Calendars', 'calendar', 'getAll', { returnAll: true }, once);
	const members = code('Each Team Member', 'eachTeamMember', { alwaysOutputData: true });
	const anyMember = when('Any Team?', '={{ $json.userId !== undefined }}');
	const schedules = calendars(
		'Get Schedules',
		'schedule',
		'getAll',
		{ userId: locate('id', '={{ $json.userId }}'), returnAll: true },
		{ alwaysOutputData: true },
	);
	const account = calendars('Account Status', 'account', 'getStatus', {}, { executeOnce: true });
	flow.chain(list, members, anyMember, schedules, account).on(anyMember, 'no', account);

	const last = code('Both Sides', 'bothSides');
	const activeCampaign = [
		makeTable('Make the Table of Pairs', PAIRS),
		code('Records to Read', 'recordsToRead'),
		readLists('Read Fields and Tags'),
		code('Known Fields', 'knownFields'),
		fullPause('A Second'),
		readLists('Read Values'),
		getRows('Get Pairs', PAIRS, [], { executeOnce: true }),
		last,
	];
	flow.chain(account, ...activeCampaign);
	const highLevel = [list, members, anyMember, schedules, account];
	return { first: list, last, highLevel, activeCampaign };
}
