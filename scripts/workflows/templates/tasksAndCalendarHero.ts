/** Tasks of HighLevel whose title has a prefix become meeting requests in CalendarHero, and follow what becomes of them. */
import type { Flow } from '../flow';
import { leaveOut, unlessGone } from '../parts/appointments';
import { askToMeet, calendarHero, invitation, requestsIn, showOnly } from '../parts/calendarHero';
import { code, everyMinutes, locate, set, when } from '../parts/core';
import type { Condition, Table } from '../parts/dataTable';
import { deleteRows, getRows, makeTable, upsertRow } from '../parts/dataTable';
import { failedRun } from '../parts/failedRun';
import { contacts, pollingTrigger } from '../parts/highLevel';
import { highLevelUrl, postPages, readIfThere } from '../parts/highLevelRequest';
import { CURRENT, endRun, oneByOne } from '../parts/oneByOne';
import { number, SETTING, settings, text } from '../parts/settings';
import { turns } from '../parts/turns';
import type { Template } from '../template';

const FAILS = { onError: 'continueErrorOutput' } as const;
const PLAN = "$('What to Send').first().json";
const REQUEST = "$('The Pair').first().json.requestId";

const given = [
	showOnly,
	text('prefix', '[meet]'),
	number('leadHours', 24),
	number('remindHours', 0),
	...invitation,
	text('timezone', ''),
	text('timeFormat', 'ccc d LLL yyyy, HH:mm'),
	highLevelUrl,
];

/** Which request belongs to which task, and what the task said when it was sent; `due` and `bookedEnd` in seconds. */
const PAIRS: Table = {
	name: 'HighLevel Tasks in CalendarHero',
	columns: {
		taskId: 'string',
		contactId: 'string',
		requestId: 'string',
		title: 'string',
		due: 'number',
		bookedEnd: 'number',
		reminded: 'number',
		ended: 'boolean',
	},
};
const THIS_TASK: Condition = ['taskId', 'eq', `={{ ${PLAN}.taskId }}`];

const contact = locate('id', `={{ ${PLAN}.contactId }}`);

function draw(flow: Flow): void {
	const triggers = [
		pollingTrigger('Task Created', 'highLevelContactsTrigger', 'taskCreated'),
		pollingTrigger('Task Updated', 'highLevelContactsTrigger', 'taskUpdated'),
		pollingTrigger('Task Completed', 'highLevelContactsTrigger', 'taskCompleted'),
		everyMinutes(5),
	];
	const start = settings(given, { turns: true });
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const turn = turns(flow, 'Turns: Tasks and CalendarHero');
	for (const trigger of triggers) flow.chain(trigger, start);
	flow.on(didRunFail, 'no', turn.enter);

	const once = { executeOnce: true };
	const pathOfTasks = set('Path of the Tasks', [
		{
			name: 'path',
			type: 'string',
			value: '=/locations/{{ $json.locationId }}/tasks/search',
		},
	]);
	const pairs = getRows('Get Pairs', PAIRS, [], once);
	const highLevel = [
		contacts('Account', 'account', 'getStatus', {}, once),
		pathOfTasks,
		postPages('Get Open Tasks', 'tasks', '{ completed: false, limit: 100 }'),
		makeTable('Make the Table of Pairs', PAIRS),
		pairs,
		code('Tasks to Read', 'tasksToRead', { alwaysOutputData: true }),
	];
	const anyToRead = when('Any to Read?', '={{ $json.taskId !== undefined }}');
	const readTask = readIfThere('Read the Task');
	const requests = requestsIn('Get All Requests', 'any', once);
	const compare = code('Compare', 'taskChanges', { alwaysOutputData: true });
	const changes = code('Changes', 'tasksToChange', { alwaysOutputData: true });
	const anyChange = when('Any Change?', '={{ $json.taskId !== undefined }}');
	flow.chain(turn.take, ...highLevel, anyToRead).on(anyToRead, 'yes', readTask, requests);
	flow.on(anyToRead, 'no', requests, compare, changes, anyChange);
	flow.on(anyChange, 'no', turn.giveBack);

	// One task
	const invites = when('To Invite?', '={{ $json.invites }}');
	const each = oneByOne(flow, 'record', invites);
	const read = contacts(
		'Read the Contact',
		'contact',
		'get',
		{ contactId: locate('id', `={{ ${CURRENT}.contactId }}`), simple: false },
		FAILS,
	);
	const plan = code('The Plan', 'taskInvitation', FAILS);
	const wantsNotes = when(
		'Notes Too?',
		`={{ $json.invites && !$json.skipped && ${SETTING}.noteTitle !== '' }}`,
	);
	const notes = contacts(
		'Get Notes',
		'note',
		'getAll',
		{ contactId: locate('id', '={{ $json.contactId }}'), returnAll: true },
		{ onError: 'continueRegularOutput', alwaysOutputData: true },
	);
	const whatToSend = code('What to Send', 'withAgenda', FAILS);
	const onlyShows = when('Only Show?', `={{ ${SETTING}.showOnly || !!$json.skipped }}`);
	const shown = set('Shown', [{ name: 'wouldDo', type: 'object', value: '={{ $json }}' }]);
	flow.on(anyChange, 'yes', each.loop).on(invites, 'yes', read, plan).on(invites, 'no', plan);
	flow.chain(plan, wantsNotes).on(wantsNotes, 'yes', notes, whatToSend);
	flow.on(wantsNotes, 'no', whatToSend, onlyShows).on(onlyShows, 'yes', shown, each.loop);

	const isAsked = when('Cancel?', `={{ ${PLAN}.cancelId !== null }}`);
	const cancel = calendarHero(
		'Cancel the Request',
		'meetingRequest',
		'cancel',
		{
			meetingRequestId: locate('id', `={{ ${PLAN}.cancelId }}`),
			options: { ignoreMissing: true },
		},
		FAILS,
	);
	const asks = when('Invite?', `={{ ${PLAN}.invites }}`);
	const asking = askToMeet(flow, each.failed);
	const pair = set('The Pair', [
		{
			name: 'requestId',
			type: 'string',
			value: `={{ ${PLAN}.invites ? $('The Request').first().json.id : ${PLAN}.requestId }}`,
		},
	]);
	flow.on(onlyShows, 'no', isAsked).on(isAsked, 'yes', cancel, asks).on(isAsked, 'no', asks);
	flow.on(asks, 'yes', asking.first).on(asks, 'no', pair).chain(asking.last, pair);

	const forgets = when('Deleted?', `={{ ${PLAN}.forgets }}`);
	const forget = deleteRows('Forget the Pair', PAIRS, [THIS_TASK]);
	const columns = ['title', 'due', 'bookedEnd', 'reminded', 'ended'];
	const remember = upsertRow('Remember the Pair', PAIRS, [THIS_TASK], {
		taskId: `={{ ${PLAN}.taskId }}`,
		contactId: `={{ ${PLAN}.contactId }}`,
		requestId: `={{ ${REQUEST} }}`,
		...Object.fromEntries(columns.map((key) => [key, `={{ ${PLAN}.row.${key} }}`])),
	});
	const reminds = when('Remind?', `={{ ${PLAN}.reminds }}`);
	const remind = calendarHero(
		'Send a Reminder',
		'meetingRequest',
		'remind',
		{ meetingRequestId: locate('id', `={{ ${REQUEST} }}`) },
		FAILS,
	);
	const writes = when('Change the Task?', `={{ ${PLAN}.invites || ${PLAN}.write !== null }}`);
	const write = contacts(
		'Update the Task',
		'task',
		'update',
		{
			contactId: contact,
			taskId: locate('id', `={{ ${PLAN}.taskId }}`),
			updateFields: {
				taskBody: `={{ ${PLAN}.write?.taskBody ?? [${PLAN}.body, 'CH:' + ${REQUEST}].filter((line) => line).join('\\n') }}`,
				dueDate: `={{ ${PLAN}.write?.dueDate ?? '' }}`,
			},
		},
		FAILS,
	);
	const completes = when('Complete It?', `={{ ${PLAN}.completes }}`);
	const complete = contacts(
		'Complete the Task',
		'task',
		'complete',
		{ contactId: contact, taskId: locate('id', `={{ ${PLAN}.taskId }}`) },
		FAILS,
	);
	const hasNote = when('A Note?', `={{ ${PLAN}.note !== '' }}`);
	const note = contacts(
		'Write a Note',
		'note',
		'create',
		{
			contactId: contact,
			noteBody: `={{ ${PLAN}.record }}: {{ ${PLAN}.note }}\nCH:{{ ${REQUEST} }} task`,
		},
		FAILS,
	);
	flow.chain(pair, forgets).on(forgets, 'yes', forget, turn.keep).on(forgets, 'no', remember);
	flow.chain(remember, reminds).on(reminds, 'yes', remind, writes).on(reminds, 'no', writes);
	flow.on(writes, 'yes', write, completes).on(writes, 'no', completes);
	flow.on(completes, 'yes', complete, hasNote).on(completes, 'no', hasNote);
	flow.on(hasNote, 'yes', note, turn.keep).on(hasNote, 'no', turn.keep).chain(turn.keep, each.loop);
	for (const step of [plan, whatToSend, cancel, remind, write, complete, note]) {
		flow.on(step, 'failed', each.failed);
	}
	const leftOut = leaveOut('record');
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
		'**1. Start.** A task changed, or it is time to compare. Everything that you change is in *Settings*. One run works at a time: a run that does not get the turn ends, and the one that has it looks again.',
		...[...triggers, onError, start, didRunFail, ...turn.entrance],
	);
	flow.section(
		'Both Sides',
		'**2. Both sides:** open tasks, the pairs of tasks and requests, tasks of pairs that are no longer open, and all meeting requests. *Compare* says for each task what is to be done.',
		...[...highLevel, anyToRead, readTask, requests, compare, changes, anyChange],
	);
	flow.section(
		'Loop',
		'**3. One task at a time.** *What to Send* is exactly what CalendarHero gets.',
		...[...each.entrance, invites, read, plan, wantsNotes, notes, whatToSend],
		...[onlyShows, shown, isGone, leftOut, each.failed],
	);
	flow.section(
		'Cancel',
		'**4. Cancel, and look.** What is no longer wanted, or wanted otherwise, is cancelled; invitees get an email. Was the new request sent already? A run that was ended may have sent it without remembering it.',
		...[isAsked, cancel, asks, ...asking.looking],
	);
	flow.section(
		'Ask',
		'**5. Ask to meet,** which emails the invitee, and remember the pair of task and request. The line *CH:…* in the task says the same, and brings the table back if it is lost.',
		...[...asking.asking, pair, forgets, forget, remember],
	);
	flow.section(
		'Task',
		'**6. A reminder,** if it is due and wanted, and what the task gets in HighLevel.',
		...[reminds, remind, writes, write, completes, complete, hasNote, note, turn.keep],
	);
	flow.section(
		'End',
		'**7. End.** If something changed meanwhile, it compares again. Tasks that failed are named.',
		...[wouldBeDone, ...end],
	);
	flow.section('If a Run Fails', '**If a run fails,** it tells someone.', ...telling);
	flow.note('Read Me', READ_ME, 4).note('Set Up', SET_UP);
}

const READ_ME = `## HighLevel tasks and CalendarHero, both ways

A task whose title begins with **[meet]** asks its contact to meet before its due date. The invitation is called what the task is called.

From HighLevel:
- **Other title or due date:** a request that waits is cancelled and sent anew. A meeting that is booked stays, and a note says so.
- **Completed, or without the prefix:** a request that waits is cancelled. **Deleted:** the request or the meeting is cancelled.
- **Almost due:** one reminder, *remindHours* before, if you want it.

From CalendarHero:
- **Booked:** the task says when. **Moved:** it gets the new due date. **Held:** it is completed.
- **Expired, cancelled or deleted:** it stays open, and asks again once it gets another title or due date.

**CalendarHero emails people** whenever a request is made or cancelled. Nobody is invited twice: each time it looks whether CalendarHero has the request already.

It compares both sides when a task changes and every 5 minutes, so nothing is lost while one side is down. Its own changes to tasks change nothing in the next comparison, so there is no loop.

It does not listen to CalendarHero, which has one webhook for each event and user. The workflow **CalendarHero: Notes and Tags** does, and writes notes and tags. Both can be active with one account. So the task follows a booking within 5 minutes, at once if you run this workflow by hand; for less, change *Every 5 Minutes*, which makes more runs.`;

const SET_UP = `## Set up

1. Choose your credentials in the HighLevel and CalendarHero nodes, and in the HTTP Request nodes *Get Open Tasks* and *Read the Task*. The private integration needs the scope to view tasks of the location.
2. Open *Settings*:
   - *prefix* chooses the tasks.
   - *leadHours* is the time that invitees have at least: no meeting begins before. A task that is due too soon is skipped.
   - *remindHours* is 0 for no reminder. CalendarHero sends reminders of its own, too.
   - *meetingTypes* gives contacts with a tag another meeting type of CalendarHero; the first row that fits counts.
   - *noteTitle*: notes of the contact whose title or text begins with it, such as *Agenda*, go into the description, **which invitees see**. Empty means none.
   - *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
3. **Execute workflow** shows in *What Would Be Done* whom it would invite, and to what. Try it with an address of your own.
4. Set *showOnly* to false and publish the workflow. It makes its table of pairs itself. Leave the line *CH:…* in the tasks.`;

export const tasksAndCalendarHero: Template = {
	file: 'highlevel-tasks-and-calendarhero',
	name: 'HighLevel: Tasks and CalendarHero',
	draw,
};
