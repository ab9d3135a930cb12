/** A contact gets a tag in ActiveCampaign; free slots of a HighLevel calendar are written to its fields. */
import type { Flow } from '../flow';
import {
	activeCampaign,
	activeCampaignTrigger,
	fullPause,
	pause,
	read,
	readLists,
} from '../parts/activeCampaign';
import { activeCampaignTurns } from '../parts/activeCampaignTurns';
import { code, everyMinutes, locate, READS_AGAIN, when } from '../parts/core';
import { failedRun } from '../parts/failedRun';
import { calendars } from '../parts/highLevel';
import { CURRENT, endRun, oneByOne } from '../parts/oneByOne';
import {
	activeCampaignAccount,
	number,
	SETTING,
	settings,
	table,
	text,
	yesNo,
} from '../parts/settings';
import type { Template } from '../template';

const NAMES = "$('Known Names').first().json";

const given = [
	...activeCampaignAccount,
	yesNo('showOnly', true),
	text('askTag', 'wants-times'),
	text('readyTag', 'times-ready'),
	text('noTimesTag', 'no-times'),
	text('defaultCalendar', 'Name of a calendar'),
	table('calendars', [{ answer: 'First visit', calendar: 'Name of a calendar' }]),
	number('numberOfTimes', 6),
	number('leadHours', 4),
	number('daysAhead', 14),
	text('timezone', ''),
	text('timezoneField', ''),
	text('timeFormat', 'ccc d LLL, HH:mm'),
	text('noTimesText', 'none'),
];

const contactsWhoAsk = activeCampaign(
	'Contacts Who Ask',
	'contact',
	'getAll',
	{ returnAll: true, additionalFields: { tagid: `={{ ${NAMES}.askTag }}` } },
	{ alwaysOutputData: true, ...READS_AGAIN },
);

const getFreeSlots = calendars(
	'Get Free Slots',
	'freeSlot',
	'getAll',
	{
		calendarId: locate('id', '={{ $json.calendarId }}'),
		startDate: `={{ $now.plus({ hours: ${SETTING}.leadHours }).toISO() }}`,
		endDate: `={{ $now.plus({ days: ${SETTING}.daysAhead }).toISO() }}`,
		returnAll: false,
		limit: `={{ ${SETTING}.numberOfTimes }}`,
		filters: { timezone: '={{ $json.timezone }}' },
		options: { rawOutput: true },
	},
	{ onError: 'continueRegularOutput', alwaysOutputData: true },
);

const writeTimes = activeCampaign(
	'Write the Times',
	'contact',
	'update',
	{
		contactId: `={{ ${CURRENT}.contactId }}`,
		updateFields: {
			fieldValues: {
				property: [
					{ field: `={{ ${NAMES}.slotsField }}`, value: `={{ ${CURRENT}.times }}` },
					{ field: `={{ ${NAMES}.updatedField }}`, value: '={{ $now.toISO() }}' },
				],
			},
		},
	},
	{ onError: 'continueErrorOutput' },
);

const tagContact = activeCampaign(
	'Tag the Contact',
	'contactTag',
	'add',
	{ contactId: `={{ ${CURRENT}.contactId }}`, tagId: `={{ ${CURRENT}.tagId }}` },
	{ onError: 'continueErrorOutput' },
);

const untagContact = activeCampaign(
	'Take the Asking Tag Off',
	'contactTag',
	'remove',
	{ contactTagId: `={{ ${CURRENT}.linkId }}` },
	// A tag that is still there is seen by the next run; one that is gone already needs nothing.
	{ onError: 'continueRegularOutput' },
);

function draw(flow: Flow): void {
	const tagAdded = activeCampaignTrigger('Tag Added', ['contact_tag_added']);
	const catchUp = everyMinutes(15);
	const start = settings(given, { turns: true });
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const asks = when(
		'Asks for Times?',
		"={{ !$('Tag Added').isExecuted || $json.tag?.toLowerCase() === $json.askTag.toLowerCase() }}",
	);
	const turn = activeCampaignTurns(flow, didRunFail);
	flow.chain(tagAdded, start).chain(catchUp, start);
	flow.on(didRunFail, 'no', asks).on(asks, 'yes', turn.enter);

	const anyone = when('Anyone?', '={{ $json.id !== undefined }}');
	const asking = [
		code('Names to Read', 'namesToRead'),
		readLists('Read Names'),
		code('Known Names', 'knownNames'),
		fullPause('A Second'),
		contactsWhoAsk,
		anyone,
		// Two calls for each contact.
		turn.keepFor(`$('Contacts Who Ask').all().length * 3 / ${SETTING}.callsPerSecond`),
		code('Contacts to Read', 'contactsToRead'),
		fullPause('Another Second'),
		read('Read Contacts', { onError: 'continueRegularOutput' }),
	];
	const anyCalendar = when('Any Calendar?', '={{ $json.searches.length > 0 }}');
	const textsToWrite = code('Texts to Write', 'textsToWrite');
	const showOnly = when('Show Only?', `={{ ${SETTING}.showOnly }}`);
	const slots = [
		calendars(
			'Get Calendars',
			'calendar',
			'getAll',
			{ returnAll: true },
			{
				executeOnce: true,
				alwaysOutputData: true,
			},
		),
		code('Who Wants What', 'whoWantsWhat'),
		anyCalendar,
		code('Each Calendar', 'eachCalendar'),
		getFreeSlots,
		textsToWrite,
		showOnly,
	];
	flow.chain(turn.take, ...asking, ...slots);
	flow.on(anyone, 'no', turn.giveBack).on(anyCalendar, 'no', textsToWrite);
	flow.on(showOnly, 'yes', turn.giveBack);

	const each = oneByOne(flow, 'email', writeTimes, [pause(4)]);
	const steps = [writeTimes, pause(1), tagContact, pause(2), untagContact, pause(3), turn.keep];
	const settle = fullPause('One More Second');
	flow.on(showOnly, 'no', settle, each.loop).chain(...steps, each.loop);
	flow.on(writeTimes, 'failed', each.failed).on(tagContact, 'failed', each.failed);
	const end = endRun(flow, turn, each);

	flow.section(
		'Start',
		'**1. Start.** A tag was added, or it is time to look for tags that were missed. Everything that you change is in *Settings*. One run works at a time: a run that does not get the turn ends, and the one that has it looks again.',
		...[tagAdded, catchUp, onError, start, didRunFail, asks, ...turn.entrance],
	);
	flow.section(
		'Account',
		'**Wait for the account.** ActiveCampaign takes 5 requests a second for all that use the account, so one of these workflows works with it at a time.',
		...turn.waiting,
	);
	flow.section(
		'Who Asks',
		'**2. Who asks?** The tag itself is the list of what is to be done. Fields and tags are found by name, so nothing depends on the IDs of one account.',
		...asking,
	);
	flow.section(
		'Free Slots',
		'**3. Free slots,** once for each calendar and time zone. *Texts to Write* shows exactly what would be written.',
		...slots,
	);
	flow.section(
		'Write',
		'**4. Write,** one contact at a time, with a pause after each call: ActiveCampaign takes 5 a second. A contact that fails keeps its tag, and is tried again in the next run.',
		...[settle, ...each.entrance, ...steps, ...each.failing],
	);
	flow.section(
		'End',
		'**5. End.** If tags were added meanwhile, it looks again. Contacts that failed are named.',
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

const READ_ME = `## Send a contact free times

A contact in ActiveCampaign gets the tag **wants-times**, by a form, an automation or by hand. The workflow

1. reads which calendar the contact chose (field **HL Calendar**), else takes *defaultCalendar*
2. reads the next free slots of that HighLevel calendar
3. writes them to the field **HL Free Slots**, one a line, and tags the contact **times-ready**, or **no-times** if there are none
4. takes **wants-times** off

Start an automation in ActiveCampaign with the tag **times-ready**: its email shows the times with \`%HL_FREE_SLOTS%\`.

Every 15 minutes it looks for contacts that still have the tag, so nothing is lost while n8n or ActiveCampaign is down.`;

const SET_UP = `## Set up

1. Run the workflow **ActiveCampaign: Set Up the Fields and Tags for HighLevel** once. It makes the fields and tags.
2. Choose your credentials in the ActiveCampaign and HighLevel nodes, and in *Read Names* and *Read Contacts*.
3. Open *Settings*: the address of your ActiveCampaign account, the calendar, how many times.
   - *calendars* says which HighLevel calendar an answer of the field **HL Calendar** means. An answer that is a calendar's name or ID needs no row.
   - *timezoneField* is the personalization tag of a field with the contact's time zone, if you have one. Without it, and without *timezone*, times are in the zone of the sub-account.
   - *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
4. **Execute workflow** shows in *Texts to Write* what it would write. Then set *showOnly* to false and publish the workflow.`;

export const sendFreeTimes: Template = {
	file: 'activecampaign-send-free-times',
	name: 'ActiveCampaign: Send a Contact Free Times of a HighLevel Calendar',
	draw,
};
