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

/**
 * Adds the nodes that read both sides; the last one has an item for each calendar.
 *
 * @returns them in rows: HighLevel's, ActiveCampaign's
 */
export function readBothSides(flow: Flow): { highLevel: FlowNode[]; activeCampaign: FlowNode[] } {
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

	const activeCampaign = [
		makeTable('Make the Table of Pairs', PAIRS),
		code('Records to Read', 'recordsToRead'),
		readLists('Read Fields and Tags'),
		code('Known Fields', 'knownFields'),
		fullPause('A Second'),
		readLists('Read Values'),
		getRows('Get Pairs', PAIRS, [], { executeOnce: true }),
		code('Both Sides', 'bothSides'),
	];
	flow.chain(account, ...activeCampaign);
	return { highLevel: [list, members, anyMember, schedules, account], activeCampaign };
}
