/** What becomes of meeting requests in CalendarHero, as notes and tags on contacts of HighLevel. */
import type { Flow } from '../flow';
import { leaveOut, unlessGone } from '../parts/appointments';
import { calendarHeroTrigger, requestsIn, showOnly } from '../parts/calendarHero';
import { code, everyMinutes, locate, set, when } from '../parts/core';
import type { Table } from '../parts/dataTable';
import { getRows, makeTable, upsertRow } from '../parts/dataTable';
import { failedRun } from '../parts/failedRun';
import { contacts } from '../parts/highLevel';
import { CURRENT, endRun, oneByOne } from '../parts/oneByOne';
import { number, SETTING, settings, table, text } from '../parts/settings';
import { turns } from '../parts/turns';
import type { Template } from '../template';

const FAILS = { onError: 'continueErrorOutput' } as const;
/** The code after it tells an empty list from one that could not be read. */
const READS = { onError: 'continueRegularOutput', alwaysOutputData: true } as const;
const PLAN = "$('What to Write').first().json";

/** `meeting_started` is left out: nothing follows from it. */
const EVENTS = [
	'new_meeting_request',
	'meeting_request_success',
	'meeting_rescheduled',
	'meeting_completed',
	'meeting_request_expired',
	'meeting_request_cancelled',
	'new_contact_added',
];

const given = [
	showOnly,
	table('tags', [
		{ event: 'asked', tag: 'ch-invited', drop: '' },
		{ event: 'booked', tag: 'ch-booked', drop: 'ch-invited' },
		{ event: 'moved', tag: '', drop: '' },
		{ event: 'held', tag: 'ch-met', drop: 'ch-booked, ch-invited' },
		{ event: 'expired', tag: 'ch-expired', drop: 'ch-invited' },
		{ event: 'cancelled', tag: 'ch-cancelled', drop: 'ch-invited, ch-booked' },
		{ event: 'gone', tag: '', drop: 'ch-invited, ch-booked' },
		{ event: 'link', tag: 'ch-link', drop: '' },
	]),
	number('sinceDays', 7),
	text('timezone', ''),
	text('timeFormat', 'ccc d LLL yyyy, HH:mm'),
];

/** What was written, for each request and invitee; `subject` tells what it was about once CalendarHero has it no more. */
const DONE: Table = {
	name: 'CalendarHero Requests in HighLevel',
	columns: { key: 'string', done: 'string', subject: 'string', contactId: 'string' },
};
/** New contacts, which no list of CalendarHero tells from others: kept until they are worked on. */
const NEW: Table = {
	name: 'New Contacts of CalendarHero',
	columns: { contactId: 'string', email: 'string', name: 'string' },
};

const onContact = locate('id', "={{ $('The ID').first().json.contactId }}");

function draw(flow: Flow): void {
	const event = calendarHeroTrigger('CalendarHero Event', EVENTS);
	const catchUp = everyMinutes(5);
	const start = settings(given, { turns: true });
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const turn = turns(flow, 'Turns: CalendarHero Notes and Tags');
	const isNew = when('A New Contact?', "={{ $json.event === 'new_contact_added' && !!$json.id }}");
	const makeNew = makeTable('Make the Table of New Contacts', NEW);
	const keepNew = upsertRow(
		'Keep the New Contact',
		NEW,
		[['contactId', 'eq', `={{ ${SETTING}.id }}`]],
		{
			contactId: `={{ ${SETTING}.id }}`,
			email: `={{ ${SETTING}.defaultEmail || [${SETTING}.email].flat()[0] || '' }}`,
			name: `={{ ${SETTING}.name || '' }}`,
		},
		{ executeOnce: true },
	);
	flow.chain(event, start).chain(catchUp, start).on(didRunFail, 'no', isNew);
	flow.on(isNew, 'yes', makeNew, keepNew, turn.enter).on(isNew, 'no', turn.enter);

	const once = { executeOnce: true };
	const sides = [
		contacts('Account', 'account', 'getStatus', {}, once),
		requestsIn('Get All Requests', 'any', once),
		makeTable('Make the Table of What Is Done', DONE),
		getRows('Get What Is Done', DONE, [], once),
		makeTable('Make It If It Is Missing', NEW),
		getRows('Get New Contacts', NEW, [], once),
		code('What Happened', 'whatHappened', { alwaysOutputData: true }),
	];
	const anything = when('Anything?', '={{ $json.key !== undefined }}');
	flow.chain(turn.take, ...sides, anything).on(anything, 'no', turn.giveBack);

	const find = contacts(
		'Find the Contact',
		'contact',
		'getAll',
		{
			returnAll: true,
			filters: {
				filtersJson: `={{ JSON.stringify([{ field: 'email', operator: 'eq', value: ${CURRENT}.email }]) }}`,
			},
		},
		READS,
	);
	const each = oneByOne(flow, 'record', find);
	const contact = code('The Contact', 'contactFound', FAILS);
	const isThere = when('Is It There?', '={{ $json.contactId !== null }}');
	const found = locate('id', "={{ $('The Contact').first().json.contactId }}");
	const read = contacts(
		'Read the Contact',
		'contact',
		'get',
		{ contactId: found, simple: false },
		FAILS,
	);
	const notes = contacts(
		'Get Notes',
		'note',
		'getAll',
		{ contactId: found, returnAll: true },
		READS,
	);
	const whatToWrite = code('What to Write', 'noteAndTags', FAILS);
	const onlyShows = when('Show Only?', `={{ ${SETTING}.showOnly }}`);
	const shown = set('Shown', [{ name: 'wouldDo', type: 'object', value: '={{ $json }}' }]);
	const waits = when('Look Again Later?', '={{ $json.waits }}');
	flow.on(anything, 'yes', each.loop).chain(find, contact, isThere);
	flow.on(isThere, 'yes', read, notes, whatToWrite).on(isThere, 'no', whatToWrite, onlyShows);
	flow.on(onlyShows, 'yes', shown, each.loop).on(onlyShows, 'no', waits);
	flow.on(waits, 'yes', each.loop);

	const creates = when('Create It?', `={{ ${PLAN}.creates }}`);
	const create = contacts(
		'Create the Contact',
		'contact',
		'findOrCreate',
		{
			email: `={{ ${PLAN}.email }}`,
			firstName: `={{ ${PLAN}.firstName }}`,
			lastName: `={{ ${PLAN}.lastName }}`,
		},
		FAILS,
	);
	const theId = set('The ID', [
		{
			name: 'contactId',
			type: 'string',
			value: `={{ ${PLAN}.creates ? $json.id : ${PLAN}.contactId ?? '' }}`,
		},
	]);
	const hasNote = when('A Note?', `={{ ${PLAN}.text !== '' }}`);
	const write = contacts(
		'Write the Note',
		'note',
		'create',
		{ contactId: onContact, noteBody: `={{ ${PLAN}.text }}` },
		FAILS,
	);
	const hasTag = when('A Tag?', `={{ ${PLAN}.tag !== '' }}`);
	const add = contacts(
		'Add the Tag',
		'tag',
		'add',
		{ contactId: onContact, tags: `={{ [${PLAN}.tag] }}` },
		FAILS,
	);
	const hasDrop = when('Tags to Drop?', `={{ ${PLAN}.drop.length > 0 }}`);
	const drop = contacts(
		'Drop the Tags',
		'tag',
		'remove',
		{ contactId: onContact, tags: `={{ ${PLAN}.drop }}` },
		FAILS,
	);
	const remember = upsertRow('Remember It', DONE, [['key', 'eq', `={{ ${CURRENT}.key }}`]], {
		key: `={{ ${CURRENT}.key }}`,
		done: `={{ ${CURRENT}.stamp }}`,
		subject: `={{ ${CURRENT}.subject }}`,
		contactId: "={{ $('The ID').first().json.contactId }}",
	});
	flow.on(waits, 'no', creates).on(creates, 'yes', create, theId).on(creates, 'no', theId);
	flow.chain(theId, hasNote).on(hasNote, 'yes', write, hasTag).on(hasNote, 'no', hasTag);
	flow.on(hasTag, 'yes', add, hasDrop).on(hasTag, 'no', hasDrop);
	flow.on(hasDrop, 'yes', drop, remember).on(hasDrop, 'no', remember, turn.keep, each.loop);
	for (const step of [contact, whatToWrite, create]) flow.on(step, 'failed', each.failed);
	const leftOut = leaveOut('record');
	const isGone = unlessGone(flow, 'Is the Contact Gone?', [read, write, add, drop], {
		gone: leftOut,
		failed: each.failed,
	});
	flow.chain(leftOut, each.loop);
	const wouldBeDone = code('What Would Be Done', 'wouldBeDone');
	flow.on(each.loop, 'done', wouldBeDone);
	const end = endRun(flow, turn, each);

	flow.section(
		'Start',
		'**1. Start.** Something happened in CalendarHero, or it is time to compare. Everything that you change is in *Settings*. One run works at a time: a run that does not get the turn ends, and the one that has it looks again. New contacts are kept in a table at once, since no list shows them later.',
		...[event, catchUp, onError, start, didRunFail, isNew, makeNew, keepNew, ...turn.entrance],
	);
	flow.section(
		'What Happened',
		'**2. What happened?** All meeting requests, compared with what was written before.',
		...[...sides, anything],
	);
	flow.section(
		'Contact',
		"**3. One request and invitee at a time:** the contact with the invitee's email address, its notes and its tags. Invitees who are no contacts are left out.",
		...[...each.entrance, find, contact, isThere, read, notes, whatToWrite],
		...[onlyShows, shown, waits, isGone, leftOut, each.failed],
	);
	flow.section(
		'Write',
		'**4. Write** the note, then the tag. A contact is created only for somebody who came in through the scheduling link.',
		...[creates, create, theId, hasNote, write, hasTag, add, hasDrop, drop, remember, turn.keep],
	);
	flow.section(
		'End',
		'**5. End.** If something happened meanwhile, it compares again. Records that failed are named.',
		...[wouldBeDone, ...end],
	);
	flow.section('If a Run Fails', '**If a run fails,** it tells someone.', ...telling);
	flow.note('Read Me', READ_ME, 4).note('Set Up', SET_UP);
}

const READ_ME = `## CalendarHero meetings as notes and tags in HighLevel

Whenever CalendarHero asks somebody to meet, and when a request is booked, moved, held, cancelled or expires, the contact with that email address gets a **note** and a **tag**. Somebody who comes in through the scheduling link becomes a contact.

It compares both sides at each event and every 5 minutes, so what happened while n8n or HighLevel was down is still written. The last line of each note says what it is about, so none is written twice. If several things happened meanwhile, the last one is written. A request that CalendarHero has no more gets a note after it was missing twice, so that its tags do not stay. An invitee who was just deleted in HighLevel is left out. New contacts of the scheduling link cannot be found later: CalendarHero does not say how a contact came in.

**This is the only workflow that listens to CalendarHero.** CalendarHero has one webhook for each event and user, so two that listen to the same event take it from each other. **HighLevel: Contact Milestone to CalendarHero Meeting** and **HighLevel: Tasks and CalendarHero** compare on a schedule instead, and leave notes and tags to this one. All three can be active with one account.

**From HighLevel to CalendarHero:** CalendarHero has neither notes nor tags, and the text of a request cannot be changed. So the other two workflows take them along when they make a request: a tag chooses the meeting type (*meetingTypes*), notes with a title go into the description (*noteTitle*).`;

const SET_UP = `## Set up

1. Choose your credentials in the CalendarHero and HighLevel nodes.
2. Open *Settings*:
   - *tags* says which tag an event adds, and which ones it takes off, separated by commas. Empty means none.
   - *sinceDays*: requests that last changed before that are left out when the workflow starts for the first time.
   - *timezone* may stay empty: then times in notes are in that of the sub-account.
   - *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
3. **Execute workflow** with *Every 5 Minutes* shows in *What Would Be Done* what it would write. Tags may start workflows of yours in HighLevel that send emails.
4. Set *showOnly* to false and publish the workflow. n8n must be reachable from the internet for events to arrive at once; without that, they arrive every 5 minutes.`;

export const calendarHeroNotes: Template = {
	file: 'calendarhero-notes-and-tags',
	name: 'CalendarHero: Notes and Tags in HighLevel',
	draw,
};
