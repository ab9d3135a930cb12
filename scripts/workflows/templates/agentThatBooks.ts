/** A chat with an AI agent that books, moves and cancels appointments, and asks before it cancels or deletes one. */
import type { Flow } from '../flow';
import { ai, asks, mayGive } from '../parts/agent';
import { locate } from '../parts/core';
import { calendars, contacts, toolOf } from '../parts/highLevel';
import { SETTING, number, settings, text } from '../parts/settings';
import type { Template } from '../template';

const given = [
	text('business', 'Example Ltd'),
	text('calendar', 'Discovery Call'),
	text('timezone', 'America/New_York'),
	text('askFor', 'first name, last name and email address'),
	text('title', 'Call'),
	number('numberOfTimes', 6),
	text('instructions', 'Be brief and friendly. Answer in the language of the person.'),
];

const SYSTEM = `=You book appointments for {{ ${SETTING}.business }}, in the calendar {{ ${SETTING}.calendar }}.
Now it is {{ $now.setZone(${SETTING}.timezone).toISO() }}. Tell times in the time zone {{ ${SETTING}.timezone }} unless the person names another one.

- Ask for what you need: {{ ${SETTING}.askFor }}. Never make up an email address, an ID or a time.
- Find the contact first. If there is none, create it.
- Offer free times and let the person choose. Book the start of a free time, unchanged.
- To move, cancel or delete an appointment, find it among the appointments of the contact.
- If a tool answers ok: false, do what its message says. If it says that the outcome is unknown, look before you call it again.
- Say that something is done only after the tool has answered with it.

{{ ${SETTING}.instructions }}`;

const APPOINTMENT_ID = asks(
	'appointmentId',
	'ID of the appointment, as Find Appointments returned it',
);
const CONTACT_ID = asks(
	'contactId',
	'ID of the contact, as Find Contact or Create Contact returned it',
);
const START = asks('startTime', 'Start of a free time, exactly as Find Free Times returned it');
const calendarId = locate('name', `={{ ${SETTING}.calendar }}`);
const appointmentId = locate('id', `={{ ${APPOINTMENT_ID} }}`);
const contactId = locate('id', `={{ ${CONTACT_ID} }}`);

const findContact = toolOf(
	contacts('Find Contact', 'contact', 'getAll', {
		conditions: {
			text: [
				{
					field: 'email',
					operator: 'eq',
					value: `={{ ${asks('email', 'Email address of the person')} }}`,
				},
			],
		},
		returnAll: false,
		toolLimit: 3,
	}),
	'Find the contact with an email address. Returns its id.',
);

const createContact = toolOf(
	contacts('Create Contact', 'contact', 'findOrCreate', {
		firstName: `={{ ${asks('firstName', 'First name of the person')} }}`,
		lastName: `={{ ${mayGive('lastName', 'Last name of the person')} }}`,
		email: `={{ ${asks('email', 'Email address of the person')} }}`,
		phone: `={{ ${mayGive('phone', 'Phone number with the country code')} }}`,
	}),
	'Create a contact, unless there is one with this email address already. Returns its id.',
);

const findAppointments = toolOf(
	contacts('Find Appointments', 'appointment', 'getAll', {
		contactId,
		returnAll: false,
		toolLimit: 10,
	}),
	'Find the appointments of a contact, past ones too. Returns their id, start and status.',
);

const findFreeTimes = toolOf(
	calendars('Find Free Times', 'freeSlot', 'getAll', {
		calendarId,
		startDate: `={{ ${asks('searchFrom', 'Earliest time to search from, in ISO 8601 with the offset from UTC')} }}`,
		endDate: `={{ ${asks('searchTo', 'Latest time to search to, in ISO 8601 with the offset from UTC')} }}`,
		returnAll: false,
		toolLimit: `={{ ${SETTING}.numberOfTimes }}`,
		filters: {
			timezone: `={{ ${mayGive('timezone', 'Time zone of the person, such as Europe/Berlin')} || ${SETTING}.timezone }}`,
		},
	}),
	'Find free times to book in a range of days. Returns the start and the end of each.',
);

const book = toolOf(
	calendars('Book Appointment', 'appointment', 'create', {
		calendarId,
		contactId,
		startTime: `={{ ${START} }}`,
		additionalFields: {
			title: `={{ ${mayGive('title', 'Title of the appointment, such as the name of the person')} || ${SETTING}.title }}`,
		},
	}),
	'Book an appointment for a contact at a free time. Returns the appointment with its id.',
);

const reschedule = toolOf(
	calendars('Reschedule Appointment', 'appointment', 'reschedule', {
		appointmentId,
		startTime: `={{ ${START} }}`,
	}),
	'Move an appointment to another free time.',
);

const addNote = toolOf(
	contacts('Add Note', 'note', 'create', {
		contactId,
		noteBody: `={{ ${asks('noteText', 'Text of the note')} }}`,
	}),
	'Add a note to a contact, such as what the person wants to talk about.',
);

const cancel = toolOf(
	calendars('Cancel Appointment', 'appointment', 'cancel', { appointmentId }),
	'Cancel an appointment. It stays in the calendar as cancelled. The person is asked first.',
);

const deleteIt = toolOf(
	calendars('Delete Appointment', 'appointment', 'delete', { appointmentId }),
	'Delete an appointment for good. Use it only if the person asks to delete it. The person is asked first.',
);

function draw(flow: Flow): void {
	const chat = ai('chatTrigger', 1.4, 'Chat', {
		public: false,
		mode: 'hostedChat',
		initialMessages: 'Hello! Would you like to book an appointment, or to change one?',
		options: { responseMode: 'responseNodes' },
	});
	const start = settings(given, { tells: false });
	const agent = ai('agent', 3.1, 'AI Agent', {
		promptType: 'define',
		text: '={{ $json.chatInput }}',
		options: { systemMessage: SYSTEM, maxIterations: 20 },
	});
	const answer = ai('chat', 1.3, 'Answer', {
		operation: 'send',
		message: '={{ $json.output }}',
		options: {},
	});
	const model = ai('lmChatOpenAi', 1.3, 'OpenAI Chat Model', {
		model: { ...locate('list', 'gpt-5-mini'), cachedResultName: 'gpt-5-mini' },
		options: {},
	});
	const memory = ai('memoryBufferWindow', 1.3, 'Simple Memory', { contextWindowLength: 20 });
	const question = asks(
		'question',
		'Question to the person: what is to be cancelled or deleted, with its day and time',
	);
	const ask = ai('chatHitlTool', 1.3, 'Ask First', {
		message: `={{ ${question} }}\n\n{{ $tool.name.replaceAll('_', ' ') }}: {{ Object.entries($tool.parameters).map(([name, value]) => name + ' ' + value).join(', ') }}`,
		blockUserInput: true,
		approvalOptions: {
			values: { approvalType: 'double', approveLabel: 'Yes', disapproveLabel: 'No' },
		},
		options: {},
	});
	flow.chain(chat, start, agent, answer);
	flow.parts(agent, 'ai_languageModel', model).parts(agent, 'ai_memory', memory);
	flow.parts(agent, 'ai_tool', findContact, createContact, findFreeTimes, book);
	flow.parts(agent, 'ai_tool', findAppointments, reschedule, addNote, ask);
	flow.parts(ask, 'ai_tool', cancel, deleteIt);

	flow.section(
		'Agent',
		'**The agent** answers each message. Everything that you change is in *Settings*, which the tools read. A tool that cannot do something tells the model why and what to call next. *Ask First* stands in front of the two tools that take something away: they run only after a click on Yes.',
		chat,
		start,
		agent,
		answer,
		model,
		memory,
		findContact,
		createContact,
		findFreeTimes,
		book,
		findAppointments,
		reschedule,
		addNote,
		ask,
		cancel,
		deleteIt,
	);
	flow.note(
		'Read Me',
		`## An agent that books

A chat in which an AI agent looks a contact up by email address or creates it, offers free times of a calendar, books one, moves appointments, and adds notes. **Before it cancels or deletes an appointment it asks**, with two buttons: nothing happens until somebody clicks Yes, and the model is told of a No.

**Who may use it:** the chat is closed, so only you can open it, with *Open chat* in the editor. Whoever can open it can read, move and cancel the appointments of everybody whose email address they know. So open it to your own staff, behind a password. For customers, let them prove first who they are, such as with a code by email, and give the tools that address instead of one that the model fills in.

Needs n8n 2 with AI Agent 3.1: older agents know no such approval. Another chat model works as well: put it in place of *OpenAI Chat Model*.`,
		4,
	);
	flow.note(
		'Set Up',
		`## Set up

1. Choose your credential in the **HighLevel** tools.
2. Choose your credential in **OpenAI Chat Model**, and the model. The credential's *Base URL* is for other services that speak OpenAI's protocol.
3. In **Settings**: *calendar* is the calendar's name, and *timezone* is the zone in which the agent tells times, such as Europe/Berlin. *business*, *askFor*, *title* and *instructions* are what it says and asks. *numberOfTimes* is how many free times it gets at once.
4. Try it with **Open chat**.
5. To let others use it, switch on **Make Chat Publicly Available** in **Chat**, choose an *Authentication*, and publish the workflow.

To have a colleague approve instead of the person in the chat, replace *Ask First* with the human review of Slack, Gmail, Microsoft Teams or Send Email, and choose *Approve and Disapprove* there.`,
	);
}

export const agentThatBooks: Template = {
	file: 'agent-that-books',
	name: 'HighLevel: An Agent That Books',
	draw,
};
