/** A form on the web; a contact with tags, a note and perhaps a task in HighLevel. */
import type { Flow } from '../flow';
import { code, core, everyMinutes, locate, stopWith, when } from '../parts/core';
import { NEEDS_DATA_TABLES } from '../parts/dataTable';
import { failedRun } from '../parts/failedRun';
import { contacts } from '../parts/highLevel';
import { once, onceSettings } from '../parts/once';
import { SETTING, number, settings, table, text } from '../parts/settings';
import type { Template } from '../template';

const LEAD = "$('The Lead').first().json";
const FORM = "$('Read the Form').first().json";
const FOUND = "$('Find or Create Contact').first().json";
const CONTACT = locate('id', `={{ ${FOUND}.id }}`);

/** A step that fails names the lead. */
const FAILS = { onError: 'continueErrorOutput' } as const;

const INTERESTS = ['A first call', 'A quote', 'Something else'];

const given = [
	text('tagsForAll', 'lead'),
	table('interests', [
		{ interest: 'A first call', tags: 'wants-call' },
		{ interest: 'A quote', tags: 'wants-quote, sales' },
	]),
	text('source', 'Web form'),
	text('countryCode', ''),
	text('taskFor', ''),
	text('taskTitle', 'Answer the web form'),
	number('taskHours', 24),
	...onceSettings({ claimMinutes: 15, tries: 40, keepDays: 30 }),
];

/** The form; the last field is a trap, hidden from people, that programs fill in. */
const form = () => {
	const fields = [
		{ fieldLabel: 'First name', requiredField: true },
		{ fieldLabel: 'Last name' },
		{ fieldLabel: 'Email', fieldType: 'email', requiredField: true, placeholder: 'name@email.com' },
		{ fieldLabel: 'Phone', placeholder: '+15551234567' },
		{
			fieldLabel: 'What are you interested in?',
			fieldType: 'dropdown',
			fieldOptions: { values: INTERESTS.map((option) => ({ option })) },
		},
		{ fieldLabel: 'Message', fieldType: 'textarea' },
		{ fieldLabel: 'Leave this field empty' },
	];
	return core('formTrigger', 2.3, 'Lead Form', {
		formTitle: 'Get in touch',
		formDescription: 'Tell us what you need. We answer within a day.',
		formFields: { values: fields },
		responseMode: 'onReceived',
		options: {
			appendAttribution: false,
			ignoreBots: true,
			buttonLabel: 'Send',
			respondWithOptions: {
				values: { respondWith: 'text', formSubmittedText: 'Thank you. We will be in touch.' },
			},
			customCss: `.form-group:has(#field-${fields.length - 1}) { display: none; }`,
		},
	});
};

function draw(flow: Flow): void {
	const leadForm = form();
	const catchUp = everyMinutes(5);
	const start = settings(given);
	const { onError, didRunFail, telling } = failedRun(flow, start);
	const each = once(flow, {
		table: 'HighLevel Leads',
		key: `={{ ${FORM}.key }}`,
		thing: `={{ JSON.stringify(${FORM}.lead) }}`,
		output: 'The Lead',
		schedule: catchUp.name,
	});
	const readForm = code('Read the Form', 'readForm');
	const isSpam = when('Is It Spam?', '={{ $json.isSpam }}');
	const spam = core('noOp', 1, 'Dropped', {});
	const isUsable = when('Email or Phone?', '={{ $json.isUsable }}');
	const unusable = stopWith(
		'Nothing to Reach Them By',
		`={{ 'A lead has neither a valid email nor a valid phone number:\\n' + ${FORM}.lead.note }}`,
	);
	flow.chain(leadForm, start).chain(catchUp, start).on(didRunFail, 'no', each.enter);
	flow
		.on(each.isCatchUp, 'no', readForm, isSpam)
		.on(isSpam, 'yes', spam)
		.on(isSpam, 'no', isUsable);
	flow.on(isUsable, 'no', unusable).on(isUsable, 'yes', each.note);

	const lead = (key: string) => `={{ $json.${key} }}`;
	const find = contacts(
		'Find or Create Contact',
		'contact',
		'findOrCreate',
		{
			firstName: lead('firstName'),
			lastName: lead('lastName'),
			email: lead('email'),
			phone: lead('phone'),
			additionalFields: { source: `={{ ${SETTING}.source }}` },
		},
		FAILS,
	);
	const filled = (key: string) => `={{ ${FOUND}.${key} || ${LEAD}.${key} }}`;
	const fill = (name: string, keys: string[]) =>
		contacts(
			name,
			'contact',
			'update',
			{
				contactId: CONTACT,
				newTags: `={{ ${LEAD}.tags }}`,
				updateFields: Object.fromEntries(keys.map((key) => [key, filled(key)])),
			},
			FAILS,
		);
	const names = ['firstName', 'lastName'];
	const fillIn = fill('Fill In and Tag', [...names, 'email', 'phone']);
	// HighLevel refuses an email or phone that another contact has.
	const fillInNames = fill('Fill In the Names and Tag', names);
	const readAll = { returnAll: true, contactId: CONTACT };
	// The code after them tells an empty list from one that could not be read.
	const goesOn = {
		...{ alwaysOutputData: true, executeOnce: true },
		onError: 'continueRegularOutput' as const,
	};
	const notes = contacts('Get Notes', 'note', 'getAll', readAll, goesOn);
	const tasks = contacts('Get Tasks', 'task', 'getAll', readAll, goesOn);
	const missing = code('What Is Missing', 'leadStillMissing', FAILS);
	const noteMissing = when('Note Missing?', '={{ $json.note }}');
	const addNote = contacts(
		'Add the Note',
		'note',
		'create',
		{ contactId: CONTACT, noteBody: `={{ ${LEAD}.note }}` },
		FAILS,
	);
	const taskMissing = when('Task Missing?', "={{ $('What Is Missing').first().json.task }}");
	const addTask = contacts(
		'Add the Task',
		'task',
		'create',
		{
			contactId: CONTACT,
			taskTitle: `={{ ${SETTING}.taskTitle }}`,
			dueDate: `={{ $now.plus({ hours: ${SETTING}.taskHours }).toISO() }}`,
			completed: false,
			additionalFields: {
				taskAssignedTo: locate('email', `={{ ${SETTING}.taskFor }}`),
				taskBody: `={{ ${LEAD}.note }}`,
			},
		},
		FAILS,
	);
	const whose = stopWith(
		'Name the Lead',
		`={{ (${LEAD}.email || ${LEAD}.phone) + ': ' + ($json.error?.message ?? $json.error) }}`,
	);
	const steps = [find, fillIn, notes, tasks, missing, noteMissing];
	flow.on(fillIn, 'failed', fillInNames, notes);
	flow.chain(each.output, ...steps).on(noteMissing, 'yes', addNote, taskMissing);
	flow.on(noteMissing, 'no', taskMissing).on(taskMissing, 'yes', addTask, each.done);
	flow.on(taskMissing, 'no', each.done);
	for (const step of [find, fillInNames, missing, addNote, addTask]) flow.on(step, 'failed', whose);

	flow.section(
		'Start',
		'**1. Start.** Somebody sent the form, or it is time to look for leads that did not reach HighLevel. Everything that you change is in *Settings*.',
		leadForm,
		catchUp,
		onError,
		start,
		didRunFail,
		each.enter,
		each.isCatchUp,
	);
	flow.section(
		'Read',
		'**2. Read.** Programs that fill in every field fill in the hidden one too, and are dropped. The lead is kept in a Data Table until HighLevel has it. The same form sent again changes nothing.',
		readForm,
		isSpam,
		spam,
		isUsable,
		unusable,
		...each.claiming,
	);
	flow.section(
		'Catch Up',
		'**Catch up.** A lead that did not reach HighLevel is tried again.',
		...each.catchingUp,
	);
	flow.section(
		'Write',
		'**3. Write.** A contact that HighLevel knows by email or phone is not made twice. Empty fields are filled in, nothing is overwritten, tags are added. A run that fails names the lead.',
		each.output,
		...steps,
		fillInNames,
		addNote,
		taskMissing,
		addTask,
		whose,
	);
	flow.section('End', '**4. End.**', each.done, each.another);
	flow.section('If a Run Fails', '**If a run fails,** it tells someone.', ...telling);
	flow.note(
		'Read Me',
		`## Lead form to contact

Somebody fills in a form that n8n shows. The workflow

1. finds the **contact** by email or phone, or creates it
2. fills in what is empty, and adds **tags** by what the person is interested in
3. adds a **note** with the message, and a **task** for a user if you name one

A form is open to everybody, so it overwrites nothing: what differs is in the note. That also avoids a trap: HighLevel's *Create or Update* would make a contact's secondary email the primary one, and the old primary one would be lost.

A lead is not lost while HighLevel is down: those that are missing are tried again after *claimMinutes*, up to *tries* times.`,
		4,
	);
	flow.note(
		'Set Up',
		`## Set up

1. Choose your credential in the **HighLevel** nodes.
2. Open **Settings**.
   *interests* says which tags an answer gets; *tagsForAll* are added to everybody. Tags that do not exist are made.
   *countryCode*, such as +1, is put before phone numbers without one.
   *taskFor* is the email of the user who gets a task, due after *taskHours*. If it is empty, no task is made.
   *keepDays* is for how long the same form counts as sent before.
   *tellUrl* is an incoming webhook of Slack, Mattermost or Google Chat, which hears of failed runs.
3. The form's texts and the list of interests are in **Lead Form**. Keep the labels of its fields, and the hidden field last.
4. Publish the workflow, and link to the **Production URL** of the form.

${NEEDS_DATA_TABLES}`,
	);
}

export const leadForm: Template = {
	file: 'lead-form-to-contact',
	name: 'HighLevel: Lead Form to Contact',
	draw,
};
