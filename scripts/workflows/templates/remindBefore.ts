/** Appointments that start soon; their contacts get a tag or enter a HighLevel workflow, which sends the reminder. */
import type { Flow } from '../flow';
import { calendarNames, readAppointments, unlessGone } from '../parts/appointments';
import { code, everyMinutes, locate, when } from '../parts/core';
import type { Table } from '../parts/dataTable';
import { NEEDS_DATA_TABLES, deleteRows, getRows, makeTable, upsertRow } from '../parts/dataTable';
import { failedRun } from '../parts/failedRun';
import { contacts, pollingTrigger } from '../parts/highLevel';
import { CURRENT, endRun, oneByOne } from '../parts/oneByOne';
import { SETTING, settings, table, yesNo } from '../parts/settings';
import { turns } from '../parts/turns';
import type { Template } from '../template';

const given = [
	yesNo('showOnly', true),
	table('reminders', [
		{ hours: '24', tag: 'reminder-24h', workflowId: '' },
		{ hours: '1', tag: 'reminder-1h', workflowId: '' },
	]),
	calendarNames,
];

const SENT: Table = {
	name: 'HighLevel Reminders Sent',
	// Without `sentAt` it was begun, and a run may have been ended before it could note the end.
	columns: { key: 'string', appointmentId: 'string', startsAt: 'number', sentAt: 'number' },
};

function draw(flow: Flow): void {
	const soon = pollingTrigger(
		'Starting Soon',
		'highLevelCalendarsTrigger',
		'appointmentStartingSoon',
		{ calendarIds: [], minutesBefore: 60 },
	);
	const catchUp = everyMinutes(15);
	const start = settings(given, { turns: true });
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const turn = turns(flow, 'Turns: Remind Before Appointments');
	flow.chain(soon, start).chain(catchUp, start).on(didRunFail, 'no', turn.enter);

	const makeSent = makeTable('Make the Table of Reminders', SENT);
	const dayAgo = '={{ $now.minus({ days: 2 }).toMillis() }}';
	const forget = deleteRows('Forget Past Ones', SENT, [['startsAt', 'lt', dayAgo]], {
		executeOnce: true,
	});
	const sent = getRows('Reminders Sent', SENT, [], { executeOnce: true });
	const longest = `Math.max(...${SETTING}.reminders.map((row) => Number(row.hours))) / 24`;
	const due = code('Due Reminders', 'dueReminders', { alwaysOutputData: true });
	const anyDue = when('Any Due?', '={{ $json.label !== undefined }}');
	const showOnly = when('Show Only?', `={{ ${SETTING}.showOnly }}`);
	const reading = [makeSent, forget, sent, ...readAppointments(longest), due, anyDue];
	flow.chain(turn.take, ...reading).on(anyDue, 'no', turn.giveBack);
	flow.on(anyDue, 'yes', showOnly).on(showOnly, 'yes', turn.giveBack);

	const failing = { onError: 'continueErrorOutput' } as const;
	const contactId = locate('id', `={{ ${CURRENT}.contactId }}`);
	const withTag = when('With a Tag?', `={{ ${CURRENT}.tag !== '' }}`);
	const untag = contacts(
		'Take the Tag Off',
		'tag',
		'remove',
		{ contactId, tags: `={{ [${CURRENT}.tag] }}` },
		failing,
	);
	const tag = contacts(
		'Tag the Contact',
		'tag',
		'add',
		{ contactId, newTags: `={{ ${CURRENT}.tag }}` },
		failing,
	);
	const isBegun = when('Begun Before?', `={{ ${CURRENT}.isBegun }}`);
	const look = contacts('Look at the Contact', 'contact', 'get', { contactId }, failing);
	const hasTag = when(
		'Has It the Tag?',
		`={{ ($json.tags ?? []).includes(${CURRENT}.tag.trim().toLowerCase()) }}`,
	);
	const withWorkflow = when('With a Workflow?', `={{ ${CURRENT}.workflowId !== '' }}`);
	const enrol = contacts(
		'Start the Workflow',
		'workflow',
		'add',
		{
			contactId,
			workflowId: `={{ ${CURRENT}.workflowId }}`,
			additionalFields: { eventStartTime: `={{ ${CURRENT}.start }}` },
		},
		failing,
	);
	const key = `={{ ${CURRENT}.key }}`;
	const row = (name: string, sentAt: string | number) =>
		upsertRow(name, SENT, [['key', 'eq', key]], {
			key,
			appointmentId: `={{ ${CURRENT}.appointmentId }}`,
			startsAt: `={{ ${CURRENT}.startsAt }}`,
			sentAt,
		});
	const begin = row('Note That It Begins', 0);
	const remember = row('Remember It', '={{ $now.toMillis() }}');
	const each = oneByOne(flow, 'label', withTag);
	flow.on(showOnly, 'no', each.loop);
	flow.on(withTag, 'yes', isBegun).on(withTag, 'no', withWorkflow);
	flow.on(isBegun, 'no', untag, begin, tag, withWorkflow);
	flow.on(isBegun, 'yes', look, hasTag).on(hasTag, 'yes', withWorkflow).on(hasTag, 'no', tag);
	flow.on(withWorkflow, 'yes', enrol, remember).on(withWorkflow, 'no', remember);
	flow.chain(remember, turn.keep, each.loop);
	const isGone = unlessGone(flow, 'Is the Contact Gone?', [untag, look, tag, enrol], {
		gone: remember,
		failed: each.failed,
	});
	const end = endRun(flow, turn, each);

	flow.section(
		'Start',
		'**1. Start.** An appointment starts soon, or it is time to look at all of them. Everything that you change is in *Settings*.',
		soon,
		catchUp,
		onError,
		start,
		didRunFail,
		...turn.entrance,
	);
	flow.section(
		'Read',
		'**2. Read.** *Due Reminders* shows what would be sent: only the latest reminder of an appointment, not for cancelled ones, and not if it was sent for this time already.',
		...reading,
		showOnly,
	);
	flow.section(
		'Remind',
		'**3. Remind**, one contact at a time. The tag is taken off first, so that adding it starts your HighLevel workflow again for the next appointment. A reminder that fails, or whose run was ended half-way, is tried again in the next run, unless the contact has the tag by then.',
		...each.entrance,
		withTag,
		isBegun,
		look,
		hasTag,
		untag,
		begin,
		tag,
		withWorkflow,
		enrol,
		remember,
		turn.keep,
		isGone,
		each.failed,
	);
	flow.section(
		'End',
		'**4. End.** If appointments came meanwhile, it looks again. Reminders that failed are named.',
		...end,
	);
	flow.section('If a Run Fails', '**If a run fails,** it tells someone.', ...telling);
	flow.note(
		'Read Me',
		`## Reminder before an appointment

Some time before an appointment its contact gets a **tag**, or enters a **workflow** of HighLevel. What HighLevel does then, such as an SMS or an e-mail, you decide there: start a HighLevel workflow with the trigger *Contact Tag*.

- Several reminders: for example 24 hours and 1 hour before
- A rescheduled appointment is reminded for its new time
- Cancelled appointments, and those booked after the reminder was due, are left out
- After an outage only the latest reminder is sent

Which reminders were sent is in a **Data Table** that the workflow makes itself; rows of past appointments are deleted. If n8n is ended between the two, the next run looks whether the contact has the tag, and does not remind again. Only what HighLevel does not show may then come twice: a start by *workflowId*, and a tag that your HighLevel workflow takes off at once.`,
		4,
	);
	flow.note(
		'Set Up',
		`## Set up

1. Choose your credential in the **HighLevel** nodes.
2. Open **Settings**.
   *reminders* has a row for each: *hours* before the start, and a *tag* or a *workflowId*, or both. The ID is at the end of the address of a HighLevel workflow. Allow re-entry in that workflow.
   *calendars* are the names of calendars, such as \`[{"calendar": "First visit"}]\`; if it is empty, all of them.
   *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
3. **Starting Soon** starts a run 60 minutes before an appointment. Set it to the number of minutes of your shortest reminder.
4. **Execute workflow** shows in *Due Reminders* what it would send. Then set *showOnly* to false and publish the workflow.

HighLevel can remind by itself too: calendar > Notifications, or a HighLevel workflow that waits until before the appointment. Use this workflow to add conditions of your own or to remind by other means.

${NEEDS_DATA_TABLES}`,
	);
}

export const remindBefore: Template = {
	file: 'reminder-before-appointment',
	name: 'HighLevel: Reminder Before an Appointment',
	draw,
};
