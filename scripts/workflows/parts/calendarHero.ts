/**
 * CalendarHero: the nodes of this package, and the way in which templates ask somebody to meet. CalendarHero takes no key
 * that would make a request unrepeatable, so a template looks for the request before it makes it: a run that was ended
 * between making and remembering it finds it again, and nobody is invited twice.
 */
import type { Flow, FlowNode, NodeExtras, Values } from '../flow';
import { code, READS_AGAIN, set, when } from './core';
import type { Assignment } from './core';
import { number, table, text, yesNo } from './settings';

const ours = (type: string, name: string, parameters: Values, extras: NodeExtras): FlowNode => ({
	name,
	type: `n8n-nodes-gohighlevel.${type}`,
	typeVersion: 1,
	parameters,
	...extras,
});

/** The node CalendarHero. */
export function calendarHero(
	name: string,
	resource: string,
	operation: string,
	parameters: Values = {},
	extras: NodeExtras = {},
): FlowNode {
	return ours('calendarHero', name, { resource, operation, ...parameters }, extras);
}

/** CalendarHero's trigger, with the events by CalendarHero's names. */
export function calendarHeroTrigger(name: string, events: string[]): FlowNode {
	return ours('calendarHeroTrigger', name, { events }, {});
}

/** All requests in the state that each item names: `active`, `upcoming`, `closed`, or `any`. */
export function requestsIn(
	name: string,
	state: string,
	extras: NodeExtras = READS_AGAIN,
): FlowNode {
	return calendarHero(
		name,
		'meetingRequest',
		'getAll',
		{ state, returnAll: true, simple: false },
		{ alwaysOutputData: true, ...extras },
	);
}

/** What is said in an invitation, for templates that ask people to meet. */
export const invitation: Assignment[] = [
	text('meetingType', 'call'),
	table('meetingTypes', [{ tag: 'vip', meetingType: 'call' }]),
	number('meetingMinutes', 30),
	text('noteTitle', ''),
];
/** On in the file: nothing is written, and the run shows what would be. */
export const showOnly = yesNo('showOnly', true);

const WHAT = "$('What to Send').first().json.send";
const FAILS = { onError: 'continueErrorOutput' } as const;
/** An empty list must go on, and one that could not be read must not pass for an empty one: the code after it tells them apart. */
const LOOKS = {
	onError: 'continueRegularOutput',
	alwaysOutputData: true,
	executeOnce: true,
} as const;

export interface Asking {
	first: FlowNode;
	/** Its output has the request's `id`. */
	last: FlowNode;
	/** All nodes, for sections. */
	looking: FlowNode[];
	asking: FlowNode[];
}

/**
 * Adds the nodes that ask somebody to meet, unless CalendarHero has the request already. What is sent is the key `send` of
 * the node "What to Send".
 *
 * @param failed where a step leads that failed
 */
export function askToMeet(flow: Flow, failed: FlowNode): Asking {
	const active = requestsIn('Look for It: Active', 'active', LOOKS);
	const upcoming = requestsIn('Look for It: Upcoming', 'upcoming', LOOKS);
	const find = calendarHero(
		'Find the Invitee',
		'contact',
		'getAll',
		{ returnAll: true, filters: { search: `={{ ${WHAT}.email }}` } },
		LOOKS,
	);
	const found = code('Asked Already?', 'askedAlready', FAILS);
	const isAsked = when('Is It There?', '={{ $json.id !== null }}');
	const isKnown = when('Invitee Known?', "={{ $('Asked Already?').first().json.isKnown }}");
	const create = calendarHero(
		'Create the Invitee',
		'contact',
		'create',
		{
			email: `={{ ${WHAT}.email }}`,
			additionalFields: {
				name: `={{ ${WHAT}.name }}`,
				organization: `={{ ${WHAT}.organization }}`,
				telephone: `={{ ${WHAT}.phone }}`,
			},
		},
		FAILS,
	);
	const ask = calendarHero(
		'Ask to Meet',
		'meetingRequest',
		'create',
		{
			subject: `={{ ${WHAT}.subject }}`,
			contactEmails: `={{ ${WHAT}.email }}`,
			dateStart: `={{ ${WHAT}.dateStart }}`,
			dateEnd: `={{ ${WHAT}.dateEnd }}`,
			type: { __rl: true, mode: 'name', value: `={{ ${WHAT}.meetingType }}` },
			additionalFields: {
				meetingLength: `={{ ${WHAT}.meetingMinutes }}`,
				description: `={{ ${WHAT}.description }}`,
			},
		},
		FAILS,
	);
	const last = set('The Request', [{ name: 'id', type: 'string', value: '={{ $json.id }}' }]);
	flow.chain(active, upcoming, find, found, isAsked).on(isAsked, 'yes', last);
	flow.on(isAsked, 'no', isKnown).on(isKnown, 'yes', ask).on(isKnown, 'no', create, ask, last);
	for (const step of [found, create, ask]) flow.on(step, 'failed', failed);
	return {
		first: active,
		last,
		looking: [active, upcoming, find, found, isAsked],
		asking: [isKnown, create, ask, last],
	};
}
