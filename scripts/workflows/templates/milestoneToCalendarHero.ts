/** A date in a contact's custom field becomes a meeting request in CalendarHero, and follows it when it changes. */
import type { Flow } from '../flow';
import { leaveOut, unlessGone } from '../parts/appointments';
import { askToMeet, calendarHero, invitation, requestsIn, showOnly } from '../parts/calendarHero';
import { code, everyMinutes, locate, set, when } from '../parts/core';
import { failedRun } from '../parts/failedRun';
import { contacts, pollingTrigger } from '../parts/highLevel';
import { highLevelUrl, postPath, readPath } from '../parts/highLevelRequest';
import { CURRENT, endRun, oneByOne } from '../parts/oneByOne';
import { number, SETTING, settings, text } from '../parts/settings';
import { turns } from '../parts/turns';
import type { Template } from '../template';

const FAILS = { onError: 'continueErrorOutput' } as const;
const PLAN = "$('What to Send').first().json";

const given = [
	showOnly,
	text('milestoneField', 'Onboarding date'),
	text('milestone', 'Onboarding'),
	text('timeOfDay', '09:00'),
	text('timezone', ''),
	number('windowDays', 3),
	...invitation,
	text('requestField', 'CH Task ID'),
	text('sentField', 'CH Milestone Date'),
	highLevelUrl,
];

const writeContact = contacts(
	'Write to the Contact',
	'contact',
	'update',
	{
		contactId: locate('id', `={{ ${PLAN}.contactId }}`),
		updateFields: {
			customFieldsJson: `={{ JSON.stringify([{ id: $('Fields').first().json.ids.request, fieldValue: ${PLAN}.action === 'invite' ? $('The Request').first().json.id : '' }, { id: $('Fields').first().json.ids.sent, fieldValue: ${PLAN}.date }]) }}`,
		},
	},
	FAILS,
);

function draw(flow: Flow): void {
	const triggers = [
		pollingTrigger('Contact Created', 'highLevelContactsTrigger', 'contactCreated'),
		pollingTrigger('Contact Updated', 'highLevelContactsTrigger', 'contactUpdated'),
		everyMinutes(5),
	];
	const start = settings(given, { turns: true });
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const turn = turns(flow, 'Turns: Milestones to CalendarHero');
	for (const trigger of triggers) flow.chain(trigger, start);
	flow.on(didRunFail, 'no', turn.enter);

	// Both sides
	const account = contacts('Account', 'account', 'getStatus', {}, { executeOnce: true });
	const pathOfFields = set('Path of the Fields', [
		{
			name: 'path',
			type: 'string',
			value: '=/locations/{{ $json.locationId }}/customFields?model=contact',
		},
	]);
	const fields = code('Fields', 'milestoneFields');
	const makes = when('Any to Make?', '={{ $json.makes }}');
	const missing = code('Missing Fields', 'missingFields');
	const make = postPath('Make the Fields');
	const people = contacts(
		'Get Contacts',
		'contact',
		'getAll',
		{
			returnAll: true,
			simple: false,
			filters: { filtersJson: "={{ JSON.stringify($('Fields').first().json.filters) }}" },
		},
		{ executeOnce: true, alwaysOutputData: true },
	);
	const states = code('Open States', 'openStates');
	const open = requestsIn('Get Open Requests', '={{ $json.state }}');
	const contactsAgain = code('Contacts', 'contactsWithMilestones', { alwaysOutputData: true });
	const compare = code('Compare', 'milestones', { alwaysOutputData: true });
	const changes = code('Changes', 'changedMilestones', { alwaysOutputData: true });
	const anyChange = when('Any Change?', '={{ $json.contactId !== undefined }}');
	const sides = [account, pathOfFields, readPath('Read Custom Fields'), fields, makes];
	flow.chain(turn.take, ...sides).on(makes, 'yes', missing, make, fields);
	flow.on(makes, 'no', people, states, open, contactsAgain, compare, changes, anyChange);
	flow.on(anyChange, 'no', turn.giveBack);

	// One contact
	const read = contacts(
		'Read the Contact',
		'contact',
		'get',
		{ contactId: locate('id', `={{ ${CURRENT}.contactId }}`), simple: false },
		FAILS,
	);
	const each = oneByOne(flow, 'contact', read);
	const plan = code('The Plan', 'milestones');
	const stillToDo = when('Still to Do?', "={{ $json.action !== '' }}");
	const wantsNotes = when(
		'Notes Too?',
		`={{ $json.action === 'invite' && ${SETTING}.noteTitle !== '' }}`,
	);
	const notes = contacts(
		'Get Notes',
		'note',
		'getAll',
		{ contactId: locate('id', '={{ $json.contactId }}'), returnAll: true },
		{ onError: 'continueRegularOutput', alwaysOutputData: true },
	);
	const whatToSend = code('What to Send', 'withAgenda', FAILS);
	const onlyShows = when('Show Only?', `={{ ${SETTING}.showOnly }}`);
	const shown = set('Shown', [{ name: 'wouldDo', type: 'object', value: '={{ $json }}' }]);
	flow.on(anyChange, 'yes', each.loop).chain(read, plan, stillToDo);
	flow.on(stillToDo, 'no', each.loop).on(stillToDo, 'yes', wantsNotes);
	flow.on(wantsNotes, 'yes', notes, whatToSend).on(wantsNotes, 'no', whatToSend, onlyShows);
	flow.on(onlyShows, 'yes', shown, each.loop);

	const isAsked = when('Asked Before?', `={{ ${PLAN}.cancelId !== null }}`);
	const cancel = calendarHero(
		'Cancel the Old Request',
		'meetingRequest',
		'cancel',
		{
			meetingRequestId: locate('id', `={{ ${PLAN}.cancelId }}`),
			options: { ignoreMissing: true },
		},
		FAILS,
	);
	const invites = when('Invite?', `={{ ${PLAN}.action === 'invite' }}`);
	const asking = askToMeet(flow, each.failed);
	flow.on(onlyShows, 'no', isAsked).on(isAsked, 'yes', cancel, invites).on(isAsked, 'no', invites);
	flow.on(invites, 'yes', asking.first).on(invites, 'no', writeContact);
	flow.chain(asking.last, writeContact, turn.keep, each.loop);
	for (const step of [whatToSend, cancel, writeContact]) {
		flow.on(step, 'failed', each.failed);
	}
	const leftOut = leaveOut('contact');
	const isGone = unlessGone(flow, 'Is the Contact Gone?', [read], {
		gone: leftOut,
		failed: each.failed,
	});
	flow.chain(leftOut, each.loop);
	const wouldBeDone = code('What Would Be Done', 'wouldBeDone');
	flow.on(each.loop, 'done', wouldBeDone);
	const end = endRun(flow, turn, each);

	flow.section(
		'Start',
		'**1. Start.** A contact changed, or it is time to compare. Everything that you change is in *Settings*. One run works at a time: a run that does not get the turn ends, and the one that has it looks again.',
		...[...triggers, onError, start, didRunFail, ...turn.entrance],
	);
	flow.section(
		'Fields',
		'**2. The fields,** by name. The two that hold what was sent are made if they are not there.',
		...[...sides, missing, make],
	);
	flow.section(
		'Both Sides',
		'**3. Both sides:** contacts with a milestone, and the open requests of CalendarHero. *Compare* says for each contact what is to be done, or why it is skipped.',
		...[people, states, open, contactsAgain, compare, changes, anyChange],
	);
	flow.section(
		'Loop',
		'**4. One contact at a time,** read once more, since the search may be some minutes behind. *What to Send* is exactly what CalendarHero gets.',
		...[...each.entrance, read, plan, stillToDo, wantsNotes, notes, whatToSend],
		...[onlyShows, shown, isGone, leftOut, each.failed],
	);
	flow.section(
		'Cancel',
		'**5. Cancel, and look.** The old request is cancelled, since CalendarHero cannot move one; invitees get an email. Was the new one sent already? A run that was ended may have sent it without remembering it.',
		...[isAsked, cancel, invites, ...asking.looking],
	);
	flow.section(
		'Ask',
		'**6. Ask to meet,** which emails the invitee, and remember it in the two fields of the contact.',
		...[...asking.asking, writeContact, turn.keep],
	);
	flow.section(
		'End',
		'**7. End.** If something changed meanwhile, it compares again. Contacts that failed are named.',
		...[wouldBeDone, ...end],
	);
	flow.section('If a Run Fails', '**If a run fails,** it tells someone.', ...telling);
	flow.note('Read Me', READ_ME, 4).note('Set Up', SET_UP);
}

const READ_ME = `## A contact's milestone becomes a CalendarHero meeting

HighLevel has no milestones, so a **date field** of contacts is one. When a contact gets a date, CalendarHero asks it to meet: from *timeOfDay* on that day, within *windowDays* days.

- **Another date:** the request is cancelled and a new one is sent, since CalendarHero cannot move one.
- **No date any more:** the request is cancelled.
- **Skipped** are contacts with Do Not Disturb or without an email address, and dates that have passed.
- **Deleted in CalendarHero, expired or over:** the contact forgets the request, and is not asked again until its date changes.
- **A contact that was just deleted** is left out. **A deleted contact** keeps its request, since HighLevel also deletes contacts when it merges them. Cancel it in CalendarHero.

**CalendarHero emails people** whenever a request is made or cancelled. Nobody is invited twice: each time it looks whether CalendarHero has the request already.

It compares both sides when a contact changes and every 5 minutes, so nothing is lost while one side is down.

It does not listen to CalendarHero, which has one webhook for each event and user. The workflow **CalendarHero: Notes and Tags** does, and writes what became of a request to the contact. Both can be active with one account.`;

const SET_UP = `## Set up

1. In HighLevel, create a date field for contacts.
2. Choose your credentials in the HighLevel and CalendarHero nodes, and in the HTTP Request nodes *Read Custom Fields* and *Make the Fields*. The private integration needs the scopes to view and edit custom fields.
3. Open *Settings*:
   - *milestoneField* is the name of the date field, *milestone* what the invitation is called.
   - *timezone* may stay empty: then it is that of the contact, else that of the sub-account.
   - *windowDays* is 0 for one exact time instead of a choice.
   - *meetingTypes* gives contacts with a tag another meeting type of CalendarHero; the first row that fits counts. Tags can do no more there.
   - *noteTitle*: notes whose title or text begins with it, such as *Agenda*, go into the description, **which invitees see**. Empty means none. CalendarHero cannot change a description later.
   - *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
4. **Execute workflow** shows in *What Would Be Done* whom it would invite, and to what. Try it with an address of your own.
5. Set *showOnly* to false and publish the workflow. It makes the fields **CH Task ID** and **CH Milestone Date**; leave them to the workflow.`;

export const milestoneToCalendarHero: Template = {
	file: 'highlevel-milestone-to-calendarhero',
	name: 'HighLevel: Contact Milestone to CalendarHero Meeting',
	draw,
};
