/** A page behind a signed link, on which a contact moves or cancels an appointment. */
import type { Flow } from '../flow';
import { calendarNames, leaveOut, readAppointments, unlessGone } from '../parts/appointments';
import { code, core, everyMinutes, locate, set, stopWith, when } from '../parts/core';
import { failedRun } from '../parts/failedRun';
import { calendars, contacts, pollingTrigger } from '../parts/highLevel';
import { CURRENT, oneByOne } from '../parts/oneByOne';
import { SETTING, number, settings, text, yesNo } from '../parts/settings';
import type { Template } from '../template';

const APPOINTMENT = "$('Look at the Appointment').first().json.appointment";
const TODO = "$('What to Do').first().json";

/** What the page says; `{start}` is replaced by the time of the appointment. */
const TEXTS = {
	title: 'Your appointment',
	choose: 'Your appointment is on {start}.',
	newTime: 'Choose another time',
	move: 'Move the appointment',
	noTimes: 'There is no other free time at the moment. Please call us.',
	wantCancel: 'Cancel the appointment instead',
	askCancel: 'Do you want to cancel your appointment on {start}?',
	cancel: 'Cancel the appointment',
	keep: 'No, keep it or choose another time',
	moved: 'Your appointment is now on {start}.',
	taken: 'Somebody else just took that time. Your appointment is still on {start}.',
	cancelled: 'Your appointment is cancelled.',
	past: 'This appointment is over.',
	tooLate: 'Your appointment is on {start}. It is too close to be changed here. Please call us.',
	gone: 'This appointment no longer exists.',
	wrongLink: 'This link is not complete. Please open it from the message again.',
	later: 'We cannot reach our calendar at the moment. Please try again later.',
	notSetUp: 'This page is not set up yet.',
};

const given = [
	text('pageUrl', ''),
	text('secret', ''),
	text('linkField', 'appointment_link'),
	number('linkDays', 60),
	calendarNames,
	yesNo('allowMove', true),
	yesNo('allowCancel', true),
	number('noticeHours', 2),
	number('daysAhead', 14),
	number('numberOfTimes', 12),
	text('timezone', ''),
	text('language', 'en'),
	text('timeFormat', 'cccc d LLLL, HH:mm'),
	{ name: 'texts', type: 'object' as const, value: JSON.stringify(TEXTS, null, 2) },
];

/** Signs a text; n8n's code runner has no cryptography. */
const sign = (name: string, value: string) =>
	core('crypto', 1, name, {
		action: 'hmac',
		type: 'SHA256',
		value,
		dataPropertyName: 'signature',
		secret: `={{ ${SETTING}.secret }}`,
		encoding: 'hex',
	});

function draw(flow: Flow): void {
	const link = core('webhook', 2, 'Link', {
		multipleMethods: true,
		httpMethod: ['GET', 'POST'],
		path: '',
		responseMode: 'responseNode',
		options: {},
	});
	const sent = set('Form Sent', [], { keepOthers: true });
	const created = pollingTrigger(
		'Appointment Created',
		'highLevelCalendarsTrigger',
		'appointmentCreated',
	);
	const catchUp = everyMinutes(30);
	const start = settings(given);
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const isPage = when('Is It the Page?', "={{ $('Link').isExecuted }}");
	flow.on(link, 'get', start).on(link, 'post', sent, start);
	flow.chain(created, start).chain(catchUp, start).on(didRunFail, 'no', isPage);

	const signature = sign('Sign', '={{ String($json.query.a) }}');
	const check = code('Check the Link', 'checkLink');
	const isRight = when('Link Right?', "={{ $json.view === '' }}");
	const onError2 = { onError: 'continueRegularOutput' } as const;
	const get = calendars(
		'Get the Appointment',
		'appointment',
		'get',
		{ appointmentId: locate('id', '={{ $json.appointmentId }}'), simple: false },
		onError2,
	);
	const look = code('Look at the Appointment', 'lookAtAppointment');
	const mayChange = when('May It Be Changed?', "={{ $json.view === '' }}");
	const slots = calendars(
		'Get Free Slots',
		'freeSlot',
		'getAll',
		{
			calendarId: locate('id', '={{ $json.appointment.calendarId }}'),
			startDate: `={{ $now.plus({ hours: ${SETTING}.noticeHours }).toISO() }}`,
			endDate: `={{ $now.plus({ days: ${SETTING}.daysAhead }).toISO() }}`,
			returnAll: false,
			limit: `={{ ${SETTING}.numberOfTimes + 1 }}`,
			filters: {
				timezone: `={{ ${SETTING}.timezone }}`,
				userId: locate('id', "={{ $json.appointment.assignedUserId ?? '' }}"),
			},
			options: { rawOutput: true },
		},
		{ ...onError2, alwaysOutputData: true },
	);
	const todo = code('What to Do', 'whatToDo');
	const isMove = when('Move It?', '={{ $json.move }}');
	const isCancel = when('Cancel It?', '={{ $json.cancel }}');
	const appointmentId = locate('id', `={{ ${APPOINTMENT}.id }}`);
	const move = calendars(
		'Move the Appointment',
		'appointment',
		'update',
		{
			appointmentId,
			updateFields: { startTime: `={{ ${TODO}.slot }}`, endTime: `={{ ${TODO}.end }}` },
		},
		onError2,
	);
	const cancel = calendars(
		'Cancel the Appointment',
		'appointment',
		'cancel',
		{ appointmentId },
		onError2,
	);
	const page = code('Page', 'page');
	const header = (name: string, value: string) => ({ name, value });
	const respond = core('respondToWebhook', 1.1, 'Show the Page', {
		respondWith: 'text',
		responseBody: '={{ $json.html }}',
		options: {
			responseCode: '={{ $json.status }}',
			responseHeaders: {
				entries: [
					header('Content-Type', 'text/html; charset=utf-8'),
					header('Cache-Control', 'no-store'),
					header('Referrer-Policy', 'no-referrer'),
				],
			},
		},
	});
	const didFail = when('Could It Not Be Done?', "={{ $('Page').first().json.failed !== '' }}");
	const stop = stopWith('Say Why', "={{ $('Page').first().json.failed }}");
	flow.on(isPage, 'yes', signature, check, isRight).on(isRight, 'yes', get, look, mayChange);
	flow.on(isRight, 'no', page).on(mayChange, 'no', page).on(mayChange, 'yes', slots, todo, isMove);
	flow.on(isMove, 'yes', move, page).on(isMove, 'no', isCancel);
	flow.on(isCancel, 'yes', cancel, page).on(isCancel, 'no', page);
	flow.chain(page, respond, didFail).on(didFail, 'yes', stop);

	const reading = readAppointments(`${SETTING}.linkDays`);
	const next = code('Next of Each Contact', 'nextOfEachContact');
	const signEach = sign('Sign Each', "={{ $json.appointmentId ?? '' }}");
	const contactId = locate('id', `={{ ${CURRENT}.contactId }}`);
	const failing = { onError: 'continueErrorOutput' } as const;
	const getContact = contacts(
		'Get the Contact',
		'contact',
		'get',
		{ contactId, simple: false },
		failing,
	);
	const url = `${SETTING}.pageUrl + '?a=' + ${CURRENT}.appointmentId + '&s=' + ${CURRENT}.signature`;
	const hasLink = (from: string) =>
		`={{ (${from}.customFields ?? []).some((field) => field.value === ${url}) }}`;
	const isThere = when('Has It the Link?', hasLink('$json'));
	const write = contacts(
		'Write the Link',
		'contact',
		'update',
		{
			contactId,
			simple: false,
			updateFields: {
				customFieldsJson: `={{ [{ key: ${SETTING}.linkField, fieldValue: ${url} }] }}`,
			},
		},
		failing,
	);
	// HighLevel ignores a custom field that it does not have.
	const isWritten = when('Was It Written?', hasLink('$json'));
	const noField = set('No Such Field', [
		{
			name: 'error',
			type: 'string',
			value: `={{ 'HighLevel has no custom field with the key ' + ${SETTING}.linkField + '. Create it under Settings > Custom Fields.' }}`,
		},
	]);
	const each = oneByOne(flow, 'label', getContact);
	flow.on(isPage, 'no', ...reading, next, signEach, each.loop);
	flow.chain(getContact, isThere).on(isThere, 'yes', each.loop).on(isThere, 'no', write, isWritten);
	flow.on(isWritten, 'yes', each.loop).on(isWritten, 'no', noField, each.failed);
	const leftOut = leaveOut('label');
	flow.chain(leftOut, each.loop);
	const isGone = unlessGone(flow, 'Is the Contact Gone?', [getContact, write], {
		gone: leftOut,
		failed: each.failed,
	});
	flow.chain(each.whatFailed, each.anythingFailed);

	flow.section(
		'Start',
		'**1. Start.** Somebody opened the link or sent its form, an appointment was booked, or it is time to look for contacts without their link. Everything that you change is in *Settings*.',
		link,
		sent,
		created,
		catchUp,
		onError,
		start,
		didRunFail,
		isPage,
	);
	flow.section(
		'The Page',
		'**2. Page.** The signature in the link must be right, and the appointment in the future. Opening a link changes nothing, since mail scanners open links too: only a sent form does.',
		signature,
		check,
		isRight,
		get,
		look,
		mayChange,
		slots,
		todo,
		isMove,
		isCancel,
		move,
		cancel,
	);
	flow.section(
		'Answer',
		'**3. Answer.** Each outcome has a text in *Settings*. If HighLevel could not be reached, the run fails and tells someone.',
		page,
		respond,
		didFail,
		stop,
	);
	flow.section(
		'The Links',
		'**4. Links.** The link of the next appointment is signed and written to a custom field of its contact, if it is not there yet.',
		...reading,
		next,
		signEach,
		...each.entrance,
		getContact,
		isThere,
		write,
		isWritten,
		noField,
		isGone,
		leftOut,
		each.failed,
		each.whatFailed,
		each.anythingFailed,
		each.stop,
	);
	flow.section('If a Run Fails', '**If a run fails,** it tells someone.', ...telling);
	flow.note(
		'Read Me',
		`## Reschedule or cancel by a link

Each contact with an appointment gets a link in a custom field. Put it into your e-mails and SMS in HighLevel: \`{{contact.appointment_link}}\`. It opens a page that shows the appointment and free times. The contact chooses one and the appointment is **moved**, or **cancels** it after a question.

The link holds the appointment's ID and a **signature** made with your secret, so nobody can guess the link of another appointment. Whoever has the link can use it, as with any such link: do not forward the message. A new secret makes all old links worthless.

**HighLevel has such links itself:** \`{{appointment.reschedule_link}}\` and \`{{appointment.cancellation_link}}\`, in the messages of its calendars and workflows, with a time limit under *Notifications & Additional Options > Cancellation and Reschedule Policy*. They need no n8n: take them if they do what you need. Take this workflow for your own texts, language and rules (how late, which times), for links outside of appointment messages, or to do more when somebody moves or cancels.`,
		4,
	);
	flow.note(
		'Set Up',
		`## Set up

1. In HighLevel create a custom field **Appointment Link** for contacts (single line). Its key is \`appointment_link\`.
2. Choose your credential in the **HighLevel** nodes.
3. Copy the **Production URL** of the node **Link** to *pageUrl* in **Settings**, and make up a *secret* of at least 16 characters. Until then the page says that it is not set up.
4. In *Settings* too: *noticeHours* is how long before an appointment it can still be changed, *daysAhead* and *numberOfTimes* are the free times on offer. *timezone*, such as Europe/Berlin, is for the page; if it is empty, HighLevel's. *texts* is everything that the page says.
   *calendars* are the names of calendars whose contacts get a link, such as \`[{"calendar": "First visit"}]\`; if it is empty, of all.
   *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
5. Publish the workflow. Within half an hour all contacts with an appointment in the next *linkDays* days have their link.`,
	);
}

export const rescheduleByLink: Template = {
	file: 'reschedule-or-cancel-by-link',
	name: 'HighLevel: Reschedule or Cancel by a Link',
	draw,
};
