/** A booking request by webhook; the first free slot of a calendar is booked for the contact. */
import type { Flow } from '../flow';
import { core, locate, set, when } from '../parts/core';
import { failedRun } from '../parts/failedRun';
import { calendars, contacts } from '../parts/highLevel';
import { SETTING, number, settings, text } from '../parts/settings';
import type { Template } from '../template';

const VISITOR = "$('Visitor').first().json";

const EXAMPLE = {
	firstName: 'Ana',
	lastName: 'Costa',
	email: 'ana.costa@example.com',
	phone: '+12025550143',
};

const given = [
	text('calendar', 'Discovery Call'),
	text('title', 'Call with'),
	text('source', 'Booking request'),
	number('numberOfTimes', 5),
	number('daysAhead', 31),
	{ name: 'exampleVisitor', type: 'object' as const, value: JSON.stringify(EXAMPLE, null, 2) },
];

function draw(flow: Flow): void {
	const request = core('webhook', 2.1, 'Booking Request', {
		httpMethod: 'POST',
		path: '',
		responseMode: 'lastNode',
		options: {},
	});
	const tryIt = core('manualTrigger', 1, 'Try It', {});
	const start = settings(given);
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const visitor = core('set', 3.4, 'Visitor', {
		mode: 'raw',
		jsonOutput: "={{ $('Try It').isExecuted ? $json.exampleVisitor : $json.body }}",
		options: {},
	});
	const upsert = contacts('Create or Update Contact', 'contact', 'upsert', {
		firstName: '={{ $json.firstName }}',
		lastName: '={{ $json.lastName }}',
		email: '={{ $json.email }}',
		phone: '={{ $json.phone }}',
		additionalFields: { source: `={{ ${SETTING}.source }}` },
	});
	const slots = calendars(
		'Get Free Slots',
		'freeSlot',
		'getNext',
		{
			calendarId: locate('name', `={{ ${SETTING}.calendar }}`),
			count: `={{ ${SETTING}.numberOfTimes }}`,
			filters: { daysAhead: `={{ ${SETTING}.daysAhead }}` },
		},
		{ alwaysOutputData: true },
	);
	const isAny = when('Any Free?', '={{ $json.start !== undefined }}');
	const book = calendars(
		'Book Appointment',
		'appointment',
		'create',
		{
			calendarId: locate('id', '={{ $json.calendarId }}'),
			contactId: locate('id', "={{ $('Create or Update Contact').first().json.id }}"),
			startTime: '={{ $json.start }}',
			additionalFields: { title: `={{ ${SETTING}.title + ' ' + ${VISITOR}.firstName }}` },
		},
		{ executeOnce: true, notesInFlow: true, notes: 'Runs once: for the first slot' },
	);
	const slot = "$('Get Free Slots')";
	const answer = set('Answer', [
		{ name: 'appointmentId', type: 'string', value: '={{ $json.id }}' },
		{
			name: 'contactId',
			type: 'string',
			value: "={{ $('Create or Update Contact').first().json.id }}",
		},
		{ name: 'start', type: 'string', value: `={{ ${slot}.first().json.start }}` },
		{ name: 'end', type: 'string', value: `={{ ${slot}.first().json.end }}` },
		{
			name: 'otherTimes',
			type: 'array',
			value: `={{ ${slot}.all().slice(1).map((slot) => slot.json.start) }}`,
		},
	]);
	const none = set('No Free Time', [
		{
			name: 'message',
			type: 'string',
			value: `={{ ${SETTING}.calendar + ' has no free time in the next ' + ${SETTING}.daysAhead + ' days' }}`,
		},
	]);
	flow.chain(request, start).chain(tryIt, start);
	flow.on(didRunFail, 'no', visitor, upsert, slots, isAny);
	flow.on(isAny, 'yes', book, answer).on(isAny, 'no', none);

	flow.section(
		'Start',
		'**1. Start.** A booking request came, or you try it with the example visitor. Everything that you change is in *Settings*.',
		request,
		tryIt,
		onError,
		start,
		didRunFail,
	);
	flow.section(
		'Book',
		'**2. Book.** *Book Appointment* takes `start` and `calendarId` from the free slot, unchanged, so the booked time is the offered time. If somebody else books the slot first, the node fails and says what to do.',
		visitor,
		upsert,
		slots,
		isAny,
		book,
		answer,
		none,
	);
	flow.section('If a Run Fails', '**If a run fails,** it tells someone.', ...telling);
	flow.note(
		'Read Me',
		`## Book the first free slot

A visitor asks for an appointment. The workflow

1. creates the **contact**, or updates it if the e-mail or phone is known
2. asks the calendar for its next **free slots**
3. books the first one and answers with the **appointment** and the other times

Each request books an appointment, also one that is sent twice.`,
		4,
	);
	flow.note(
		'Set Up',
		`## Set up (2 minutes)

1. Open each of the three **HighLevel** nodes and choose your credential.
2. Open **Settings** and write the name of your **calendar**. *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
3. **Execute workflow** from *Try It* books a real appointment for the example visitor.
4. Before you publish the workflow, protect the webhook: open *Booking Request* and set **Authentication**.

Then send requests such as
\`{"firstName": "Ana", "lastName": "Costa", "email": "ana@example.com", "phone": "+12025550143"}\`
to the **Production URL** of the webhook.`,
	);
}

export const bookFirst: Template = {
	file: 'book-first-free-slot',
	name: 'HighLevel: Book the First Free Slot',
	draw,
};
