/** New, renamed and deleted calendars of HighLevel become records, tags and choices in ActiveCampaign. */
import type { Flow } from '../flow';
import { activeCampaign, fullPause, pause, read, send } from '../parts/activeCampaign';
import { activeCampaignTurns } from '../parts/activeCampaignTurns';
import { PAIRS, readBothSides } from '../parts/calendarRecords';
import { code, everyMinutes, set, when } from '../parts/core';
import { updateRows, upsertRow } from '../parts/dataTable';
import { failedRun } from '../parts/failedRun';
import { pollingTrigger } from '../parts/highLevel';
import { CURRENT, endRun, oneByOne } from '../parts/oneByOne';
import { activeCampaignAccount, settings, table, text } from '../parts/settings';
import type { Template } from '../template';

const FAILS = { onError: 'continueErrorOutput' } as const;
const CONTACT = "={{ $('The Record').first().json.contactId }}";

const given = [
	...activeCampaignAccount,
	text('recordDomain', 'calendars.example.com'),
	text('tagPrefix', 'calendar: '),
	table('calendars', [{ calendar: 'Name of a calendar', tag: '', list: '' }]),
	text('whoWins', 'HighLevel'),
];

const fieldValues = {
	property: [
		{
			field: "={{ $('Known Fields').all()[0].json.fieldId }}",
			value: `={{ ${CURRENT}.calendarId }}`,
		},
		{ field: "={{ $('Known Fields').all()[1].json.fieldId }}", value: `={{ ${CURRENT}.name }}` },
		{
			field: "={{ $('Known Fields').all()[2].json.fieldId }}",
			value: `={{ ${CURRENT}.timezone }}`,
		},
	],
};

function draw(flow: Flow): void {
	const triggers = [
		pollingTrigger('Calendar Created', 'highLevelCalendarsTrigger', 'calendarCreated'),
		pollingTrigger('Calendar Updated', 'highLevelCalendarsTrigger', 'calendarUpdated'),
		everyMinutes(15),
	];
	const start = settings(given, { turns: true });
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const turn = activeCampaignTurns(flow, didRunFail);
	for (const trigger of triggers) flow.chain(trigger, start);
	flow.on(didRunFail, 'no', turn.enter);

	const both = readBothSides(flow);
	const changes = code('Changes', 'changesForActiveCampaign', { alwaysOutputData: true });
	const anyChange = when('Any Change?', '={{ $json.calendarId !== undefined }}');
	const settle = fullPause('Another Second');
	flow.chain(turn.take, both.first).chain(both.last, changes, anyChange, settle);
	flow.on(anyChange, 'no', turn.giveBack);

	const gone = when('Gone?', '={{ $json.gone === true }}');
	const each = oneByOne(flow, 'calendar', gone, [pause(8)]);
	flow.chain(settle, each.loop);

	// A calendar that is gone
	const links = read('Read Its Tags', FAILS);
	const link = code('Link to Remove', 'linkToRemove');
	const hasLink = when('Still Tagged?', '={{ $json.linkId !== null }}');
	const untag = activeCampaign(
		'Take the Tag Off',
		'contactTag',
		'remove',
		{ contactTagId: '={{ $json.linkId }}' },
		FAILS,
	);
	const thisCalendar: [string, string, string] = [
		'calendarId',
		'eq',
		`={{ ${CURRENT}.calendarId }}`,
	];
	const forget = updateRows('Remember It Is Gone', PAIRS, 'all', [thisCalendar], { gone: true });
	const pathOfTags = set('Path of Its Tags', [
		{
			name: 'path',
			type: 'string',
			value: `=/contacts/{{ ${CURRENT}.contactId }}/contactTags?limit=100`,
		},
	]);
	const going = [pathOfTags, links, pause(1), link, hasLink, untag, pause(2), forget];
	flow.on(gone, 'yes', ...going, turn.keep).on(hasLink, 'no', forget);
	flow.on(links, 'failed', each.failed).on(untag, 'failed', each.failed);

	// The record
	const isWritten = when('Up to Date?', '={{ $json.isWritten }}');
	const isKnown = when('Known?', '={{ $json.contactId !== null }}');
	const update = activeCampaign(
		'Update the Record',
		'contact',
		'update',
		{ contactId: '={{ $json.contactId }}', updateFields: { fieldValues } },
		FAILS,
	);
	const create = activeCampaign(
		'Create the Record',
		'contact',
		'create',
		{ email: '={{ $json.email }}', updateIfExists: true, additionalFields: { fieldValues } },
		FAILS,
	);
	const afterRecord = pause(3);
	const record = set('The Record', [
		{ name: 'contactId', type: 'string', value: `={{ ${CURRENT}.contactId ?? $json.id }}` },
	]);
	flow.on(gone, 'no', isWritten).on(isWritten, 'no', isKnown).on(isWritten, 'yes', record);
	flow.on(isKnown, 'yes', update, afterRecord).on(isKnown, 'no', create, afterRecord, record);

	// Its tag
	const hasTag = when('Tag There?', `={{ ${CURRENT}.tagId !== null }}`);
	const hasOldTag = when('Renamed?', `={{ ${CURRENT}.oldTagId !== null }}`);
	const rename = activeCampaign(
		'Rename the Tag',
		'tag',
		'update',
		{ tagId: `={{ ${CURRENT}.oldTagId }}`, updateFields: { tag: `={{ ${CURRENT}.tag }}` } },
		FAILS,
	);
	const makeTag = activeCampaign(
		'Make the Tag',
		'tag',
		'create',
		{
			tagType: 'contact',
			name: `={{ ${CURRENT}.tag }}`,
			additionalFields: { description: `={{ ${CURRENT}.calendarId }}` },
		},
		FAILS,
	);
	const afterTag = pause(4);
	const tag = set('The Tag', [
		{ name: 'tagId', type: 'string', value: `={{ ${CURRENT}.tagId ?? $json.id }}` },
	]);
	const isTagged = when('Tagged?', `={{ ${CURRENT}.isTagged }}`);
	const tagRecord = activeCampaign(
		'Tag the Record',
		'contactTag',
		'add',
		{ contactId: CONTACT, tagId: '={{ $json.tagId }}' },
		FAILS,
	);
	flow.chain(record, hasTag).on(hasTag, 'yes', tag).on(hasTag, 'no', hasOldTag);
	flow.on(hasOldTag, 'yes', rename, afterTag).on(hasOldTag, 'no', makeTag, afterTag, tag);
	flow.chain(tag, isTagged);

	// Its choice, its list
	const isOption = when(
		'A Choice Already?',
		`={{ ${CURRENT}.isOption || !${CURRENT}.optionBody }}`,
	);
	const optionBody = set('The Choice', [
		{ name: 'path', type: 'string', value: '/fieldOption/bulk' },
		{ name: 'body', type: 'object', value: `={{ ${CURRENT}.optionBody }}` },
	]);
	const addOption = send('Add the Choice', 'POST', FAILS);
	const hasList = when('Onto a List?', `={{ !!${CURRENT}.listId }}`);
	const addToList = activeCampaign(
		'Add to the List',
		'contactList',
		'add',
		{ contactId: CONTACT, listId: `={{ ${CURRENT}.listId }}` },
		FAILS,
	);
	const remember = upsertRow('Remember the Pair', PAIRS, [thisCalendar], {
		calendarId: `={{ ${CURRENT}.calendarId }}`,
		contactId: CONTACT,
		name: `={{ ${CURRENT}.agreed.name }}`,
		timezone: `={{ ${CURRENT}.agreed.timezone }}`,
		tag: `={{ ${CURRENT}.tag }}`,
		list: `={{ ${CURRENT}.list }}`,
		gone: false,
	});
	flow.on(isTagged, 'no', tagRecord, pause(5), isOption).on(isTagged, 'yes', isOption);
	flow.on(isOption, 'no', optionBody, addOption, pause(6), hasList);
	flow.on(isOption, 'yes', hasList).on(hasList, 'yes', addToList, pause(7), remember);
	flow.on(hasList, 'no', remember).chain(remember, turn.keep, each.loop);
	for (const step of [update, create, rename, makeTag, tagRecord, addOption, addToList]) {
		flow.on(step, 'failed', each.failed);
	}
	const end = endRun(flow, turn, each);

	const pauses = (...numbers: number[]) =>
		flow.nodes.filter(({ name }) => numbers.some((one) => name === `Pause ${one}`));
	flow.section(
		'Start',
		'**1. Start.** A calendar changed, or it is time to compare. Everything that you change is in *Settings*. One run works at a time: a run that does not get the turn ends, and the one that has it looks again.',
		...[...triggers, onError, start, didRunFail, ...turn.entrance],
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
		'**3. What ActiveCampaign has,** and what both said when they last agreed. *Changes* lists what ActiveCampaign gets.',
		...[...both.activeCampaign, changes, anyChange, settle],
	);
	flow.section(
		'Loop',
		'**4. One calendar at a time.**',
		...each.entrance,
		gone,
		...each.failing,
		turn.keep,
	);
	flow.section(
		'Gone',
		'**Gone or switched off:** the record loses its tag.',
		...going,
		...pauses(1, 2),
	);
	flow.section(
		'Record',
		'**The record:** a contact that stands for the calendar. It is on no list unless the settings say so.',
		...[isWritten, isKnown, update, create, afterRecord, record],
	);
	flow.section(
		'Tag',
		'**The tag.** A calendar that was renamed renames its tag, so contacts keep it.',
		...[hasTag, hasOldTag, rename, makeTag, afterTag, tag, isTagged, tagRecord, ...pauses(5)],
	);
	flow.section(
		'Choice',
		'**The choice** in the field *HL Calendar*, and the list.',
		...[isOption, optionBody, addOption, hasList, addToList, remember, ...pauses(6, 7)],
	);
	flow.section(
		'End',
		'**5. End.** If something changed meanwhile, it compares again. Calendars that failed are named.',
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

const READ_ME = `## HighLevel calendars in ActiveCampaign

Each active calendar of HighLevel gets in ActiveCampaign

- a **record**: a contact with the fields **HL Calendar ID**, **HL Calendar Name** and **HL Calendar Timezone**
- a **tag** such as *calendar: First visit*, for contacts and automations
- a **choice** in the field **HL Calendar**, for forms

A renamed calendar renames its record and its tag. A deleted one loses the tag of its record.

It compares both sides whenever a calendar is created or updated, and every 15 minutes, and writes only what differs. So nothing is lost while one side is down, and to run it again changes nothing.

ActiveCampaign cannot rename a choice: one that was made keeps its label. Its value is the calendar's ID.`;

const SET_UP = `## Set up

1. Run the workflow **ActiveCampaign: Set Up the Fields and Tags for HighLevel** once.
2. Choose your credentials in the HighLevel and ActiveCampaign nodes, and in the HTTP Request nodes *Read Fields and Tags*, *Read Values*, *Read Its Tags* and *Add the Choice*.
3. Open *Settings*:
   - *recordDomain* is the domain of the records' email addresses. Take one of yours that gets no mail.
   - *calendars* gives a calendar a tag of your own, and puts its record on a list. Both may stay empty.
   - *whoWins* is HighLevel or ActiveCampaign: whose name counts if both sides were changed between two runs.
   - *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
4. Publish the workflow.

To change calendars from ActiveCampaign, add the workflow **ActiveCampaign: Change a HighLevel Calendar**.`;

export const calendarsToActiveCampaign: Template = {
	file: 'highlevel-calendars-to-activecampaign',
	name: 'HighLevel: Calendars to ActiveCampaign',
	draw,
};
