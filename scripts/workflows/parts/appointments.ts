/** Appointments of the calendars that the setting `calendars` names, or of all; and records that are gone. */
import type { Flow, FlowNode, Output } from '../flow';
import { code, locate, set, when } from './core';
import { calendars } from './highLevel';
import { CURRENT } from './oneByOne';
import { table } from './settings';

/** The setting: the calendars by name or ID; without a row, all of them. */
export const calendarNames = table('calendars', []);

/**
 * The nodes that read them, to be chained: what the last one outputs has an `error` for a calendar that could not be read.
 *
 * @param days until when, as an expression's text
 */
export function readAppointments(days: string): FlowNode[] {
	return [
		calendars(
			'Get Calendars',
			'calendar',
			'getAll',
			{ returnAll: true },
			{ executeOnce: true, alwaysOutputData: true },
		),
		code('Calendars to Read', 'calendarsToRead', { alwaysOutputData: true }),
		calendars(
			'Get Appointments',
			'appointment',
			'getAll',
			{
				eventsOf: 'calendar',
				calendarId: locate('id', '={{ $json.calendarId }}'),
				rangeStart: '={{ $now.toISO() }}',
				rangeEnd: `={{ $now.plus({ days: ${days} }).toISO() }}`,
				returnAll: true,
			},
			{ onError: 'continueRegularOutput', alwaysOutputData: true },
		),
	];
}

/**
 * Where the step of a record leads that failed: if the record is gone there is nothing to do for it.
 *
 * @returns the node that tells the two apart
 */
export function unlessGone(
	flow: Flow,
	name: string,
	steps: FlowNode[],
	{ gone, failed }: { gone: FlowNode; failed: FlowNode },
): FlowNode {
	const isGone = when(
		name,
		"={{ /not found|does not exist|404/i.test($json.error?.message ?? $json.error ?? '') }}",
	);
	const toIsGone: Output = 'failed';
	for (const step of steps) flow.on(step, toIsGone, isGone);
	flow.on(isGone, 'yes', gone).on(isGone, 'no', failed);
	return isGone;
}

/**
 * Where a record goes whose contact is gone; it says so, and nothing else happens.
 *
 * @param label the key of the record that says which one it is
 */
export function leaveOut(label: string): FlowNode {
	return set('Left Out', [
		{ name: 'record', type: 'string', value: `={{ ${CURRENT}.${label} }}` },
		{ name: 'leftOut', type: 'string', value: 'HighLevel no longer has the contact' },
	]);
}
