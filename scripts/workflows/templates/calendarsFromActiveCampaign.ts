/** Name and time zone of a calendar's record, changed in ActiveCampaign, change the calendar in HighLevel. */
import type { Flow } from '../flow';
import {
	activeCampaign,
	activeCampaignTrigger,
	fullPause,
	pause,
	send,
} from '../parts/activeCampaign';
import { activeCampaignTurns } from '../parts/activeCampaignTurns';
import { PAIRS, readBothSides } from '../parts/calendarRecords';
import { code, everyMinutes, locate, set, when } from '../parts/core';
import type { Condition } from '../parts/dataTable';
import { upsertRow } from '../parts/dataTable';
import { failedRun } from '../parts/failedRun';
import { calendars } from '../parts/highLevel';
import { CURRENT, endRun, oneByOne } from '../parts/oneByOne';
import { activeCampaignAccount, settings, text } from '../parts/settings';
import type { Template } from '../template';

const FAILS = { onError: 'continueErrorOutput' } as const;

const given = [
	...activeCampaignAccount,
	text('recordDomain', 'calendars.example.com'),
	text('missingTag', 'calendar: missing'),
	text('whoWins', 'HighLevel'),
];

const rename = calendars(
	'Rename the Calendar',
	'calendar',
	'update',
	{
		calendarId: locate('id', `={{ ${CURRENT}.calendarId }}`),
		updateFields: { name: `={{ ${CURRENT}.name }}` },
	},
	FAILS,
);

const setZone = calendars(
	'Set the Time Zone',
	'schedule',
	'update',
	{
		scheduleId: locate('id', `={{ ${CURRENT}.scheduleId }}`),
		updateFields: { timezone: `={{ ${CURRENT}.timezone }}` },
	},
	FAILS,
);

function draw(flow: Flow): void {
	const contactUpdated = activeCampaignTrigger('Contact Updated', ['update']);
	const catchUp = everyMinutes(15);
	const start = settings(given, { turns: true });
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const isRecord = when(
		'About a Calendar?',
		"={{ !$('Contact Updated').isExecuted || ($json['contact[email]'] ?? '').toLowerCase().endsWith('@' + $json.recordDomain.toLowerCase()) }}",
	);
	const turn = activeCampaignTurns(flow, didRunFail);
	flow.chain(contactUpdated, start).chain(catchUp, start);
	flow.on(didRunFail, 'no', isRecord).on(isRecord, 'yes', turn.enter);

	const both = readBothSides(flow);
	const changes = code('Changes', 'changesForHighLevel', { alwaysOutputData: true });
	const anyChange = when('Any Change?', '={{ $json.calendarId !== undefined }}');
	const settle = fullPause('Another Second');
	flow.chain(turn.take, both.first).chain(both.last, changes, anyChange, settle);
	flow.on(anyChange, 'no', turn.giveBack);

	const isNamed = when('New Name?', `={{ ${CURRENT}.name !== undefined }}`);
	const isZoned = when('New Time Zone?', `={{ ${CURRENT}.timezone !== undefined }}`);
	const isMissing = when('Missing?', `={{ ${CURRENT}.isMissing === true }}`);
	const hasNote = when('Anything to Say?', `={{ ${CURRENT}.note !== '' }}`);
	const each = oneByOne(flow, 'calendar', isNamed, [pause(3)]);
	flow.chain(settle, each.loop);
	flow.on(isNamed, 'yes', rename, isZoned).on(isNamed, 'no', isZoned);
	flow.on(isZoned, 'yes', setZone, isMissing).on(isZoned, 'no', isMissing);

	const tagMissing = activeCampaign(
		'Tag the Record',
		'contactTag',
		'add',
		{
			contactId: `={{ ${CURRENT}.contactId }}`,
			tagId: "={{ $('Known Fields').first().json.missingTagId }}",
		},
		FAILS,
	);
	const noteBody = set('The Note', [
		{ name: 'path', type: 'string', value: '/notes' },
		{
			name: 'body',
			type: 'object',
			value: `={{ { note: { note: ${CURRENT}.note, relid: ${CURRENT}.contactId, reltype: 'Subscriber' } } }}`,
		},
	]);
	const addNote = send('Add the Note', 'POST', FAILS);
	const thisCalendar: Condition = ['calendarId', 'eq', `={{ ${CURRENT}.calendarId }}`];
	const remember = upsertRow('Remember the Pair', PAIRS, [thisCalendar], {
		calendarId: `={{ ${CURRENT}.calendarId }}`,
		contactId: `={{ ${CURRENT}.contactId }}`,
		name: `={{ ${CURRENT}.pair.name ?? ${CURRENT}.calendar }}`,
		timezone: `={{ ${CURRENT}.pair.timezone ?? '' }}`,
		gone: `={{ ${CURRENT}.pair.gone }}`,
		refused: `={{ ${CURRENT}.pair.refused ?? '' }}`,
	});
	const pauses = [pause(1), pause(2)] as const;
	// The pair comes before the note, so that a run that is ended between them does not say it twice.
	flow.on(isMissing, 'yes', tagMissing, pauses[0], remember).on(isMissing, 'no', remember);
	flow.chain(remember, hasNote).on(hasNote, 'yes', noteBody, addNote, pauses[1], turn.keep);
	flow.on(hasNote, 'no', turn.keep).chain(turn.keep, each.loop);
	for (const step of [rename, setZone, tagMissing, addNote]) flow.on(step, 'failed', each.failed);
	const end = endRun(flow, turn, each);

	flow.section(
		'Start',
		'**1. Start.** ActiveCampaign says that a contact changed, not what changed, so it compares. Changes that come through the API are left out: the workflow does not hear itself. One run works at a time: a run that does not get the turn ends, and the one that has it looks again.',
		...[contactUpdated, catchUp, onError, start, didRunFail, isRecord, ...turn.entrance],
	);
	flow.section(
		'Account',
		'**Wait for the account.** ActiveCampaign takes 5 requests a second for all that use the account, so one of these workflows works with it at a time.',
		...turn.waiting,
	);
	flow.section(
		'HighLevel',
		'**2. What HighLevel has.** A calendar has no time zone of its own: it is that of its schedule, else of its first team member, else of the sub-account.',
		...both.highLevel,
	);
	flow.section(
		'ActiveCampaign',
		'**3. What ActiveCampaign has,** and what both said when they last agreed. *Changes* lists what HighLevel gets.',
		...[...both.activeCampaign, changes, anyChange, settle],
	);
	flow.section(
		'Change',
		'**4. Change HighLevel,** one calendar at a time. Only the name is sent, so nothing else of the calendar can be undone.',
		...[...each.entrance, isNamed, rename, isZoned, setZone, isMissing, ...each.failing],
	);
	flow.section(
		'Say So',
		'**5. Say so in ActiveCampaign.** A calendar that is gone gets a tag; every change gets a note.',
		...[tagMissing, pauses[0], remember, hasNote, noteBody, addNote, pauses[1], turn.keep],
	);
	flow.section(
		'End',
		'**6. End.** If something changed meanwhile, it compares again. Calendars that failed are named.',
		...end,
	);
	flow.section(
		'If a Run Fails',
		'**If a run fails,** it gives its turn back and tells someone.',
		...telling,
		turn.freed,
	);
	flow.note('Read Me', READ_ME, 4).note('Set Up', SET_UP);
}

const READ_ME = `## Change a HighLevel calendar from ActiveCampaign

The workflow **HighLevel: Calendars to ActiveCampaign** gives each calendar a record: a contact with the fields **HL Calendar Name** and **HL Calendar Timezone**. Change them there, and this workflow

- renames the calendar in HighLevel
- sets the time zone of its schedule, if that schedule serves this calendar alone
- writes a note to the record that says what it did, or why it could not

It compares both sides with what they said when they last agreed, so it knows who changed what. Every 15 minutes it looks for changes that it did not hear of.

HighLevel calendars have no time zone. One without a schedule of its own keeps that of its team member or sub-account.`;

const SET_UP = `## Set up

1. Run the workflow **ActiveCampaign: Set Up the Fields and Tags for HighLevel** once, and publish **HighLevel: Calendars to ActiveCampaign**.
2. Choose your credentials in the ActiveCampaign and HighLevel nodes, and in the HTTP Request nodes *Read Fields and Tags*, *Read Values* and *Add the Note*.
3. Open *Settings*:
   - *recordDomain* is the same as in **HighLevel: Calendars to ActiveCampaign**.
   - *whoWins* is HighLevel or ActiveCampaign: whose name counts if both were changed between two runs. Use the same in both workflows.
   - *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
4. Publish the workflow.`;

export const calendarsFromActiveCampaign: Template = {
	file: 'activecampaign-calendars-to-highlevel',
	name: 'ActiveCampaign: Change a HighLevel Calendar',
	draw,
};
