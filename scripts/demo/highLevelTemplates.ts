/** The templates that need only HighLevel, in the demo. */
import { sendForm } from '../../test/e2e/lib/templateRuns';
import type { WorkflowDefinition } from '../../test/e2e/lib/client';
import { SEED } from '../../test/standins/highlevel';
import type { HighLevelStandIn } from '../../test/standins/highlevel';
import type { Demo } from './demo';
import { newPerson } from './people';
import { shownMoment } from './services/shown';
import type { DemoTemplate } from './template';

const HOUR_MS = 3_600_000;
const FORM_PATH = 'lead-form';
const CHAT_PATH = 'agent-that-books';
const LINK_PATH = 'appointment-link';
const LINK_FIELD = 'Appointment Link';

const contactOf = ({ state }: HighLevelStandIn, email: string) =>
	state.contacts.all().find((one) => one.email === email);

const tagsOf = (highLevel: HighLevelStandIn, email: string): string => {
	const tags = contactOf(highLevel, email)?.tags ?? [];
	return tags.length === 0 ? 'none' : tags.join(', ');
};

/** Books a new contact for some hours from now, past the rules for people who book, as if two days ago. */
function book({ state }: HighLevelStandIn, email: string, firstName: string, hours: number) {
	const contact = state.addContact({ email, firstName });
	const startTime = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + hours * HOUR_MS;
	const { id } = state.addAppointment({
		calendarId: SEED.calendars.discovery,
		contactId: contact.id,
		title: `Call with ${firstName}`,
		startTime,
		endTime: startTime + HOUR_MS / 2,
		dateAdded: Date.now() - 48 * HOUR_MS,
	});
	return { id, startTime };
}

/** Gives a webhook or form an address that is known; n8n makes one of its own for users. */
const withAddress =
	(node: string, webhookId: string) =>
	(workflow: WorkflowDefinition): WorkflowDefinition => ({
		...workflow,
		nodes: workflow.nodes.map((one) => (one.name === node ? { ...one, webhookId } : one)),
	});

const leadForm: DemoTemplate = {
	file: 'lead-form-to-contact',
	sentence: 'Shows a form, and makes a contact with tags and a note of each answer.',
	button: 'Fill in the form',
	adjust: withAddress('Lead Form', FORM_PATH),
	round: ({ client, highLevel }) => {
		const { firstName, email } = newPerson();
		return {
			where: `In HighLevel, the contact ${firstName}`,
			look: () => ({
				Contact: contactOf(highLevel, email)?.email ?? 'none',
				Tags: tagsOf(highLevel, email),
			}),
			change: async () => {
				const answers = [firstName, '', email, '', 'A quote', 'Please call me back.', ''];
				await sendForm(`${client.url}/form/${FORM_PATH}`, answers);
				return `Filled in the form as ${firstName}, who is interested in a quote.`;
			},
			hasArrived: () => tagsOf(highLevel, email).includes('wants-quote'),
		};
	},
};

const reminder: DemoTemplate = {
	file: 'reminder-before-appointment',
	sentence: 'Tags the contact of an appointment some hours before it starts, once.',
	button: 'Add an appointment within a day',
	settings: () => ({ showOnly: false }),
	startFrom: 'Every 15 Minutes',
	round: ({ highLevel }) => {
		const { firstName, email } = newPerson();
		return {
			where: `In HighLevel, the contact ${firstName}`,
			look: () => ({ Tags: tagsOf(highLevel, email) }),
			change: () => {
				const { startTime } = book(highLevel, email, firstName, 20);
				return `Booked ${firstName} for ${shownMoment(startTime)} in HighLevel.`;
			},
			hasArrived: () => tagsOf(highLevel, email).includes('reminder-24h'),
		};
	},
};

const byLink: DemoTemplate = {
	file: 'reschedule-or-cancel-by-link',
	sentence:
		'Writes a link to each contact with an appointment, and shows a page behind it to move or cancel it.',
	button: 'Add an appointment',
	settings: ({ client }) => ({
		pageUrl: `${client.url}/webhook/${LINK_PATH}`,
		secret: 'a secret of the demo',
	}),
	adjust: (workflow, { highLevel }) => {
		const { state } = highLevel;
		if (!state.customFields.find(({ name }) => name === LINK_FIELD)) {
			state.addCustomField({ name: LINK_FIELD, dataType: 'TEXT' });
		}
		return withAddress('Link', LINK_PATH)(workflow);
	},
	startFrom: 'Every 30 Minutes',
	round: ({ highLevel }) => {
		const { firstName, email } = newPerson();
		const linkOf = () => {
			const field = highLevel.state.customFields.find(({ name }) => name === LINK_FIELD);
			const values = contactOf(highLevel, email)?.customFields ?? [];
			const value = values.find(({ id }) => id === field?.id)?.value;
			return typeof value === 'string' ? value : 'none';
		};
		return {
			where: `In HighLevel, the field ${LINK_FIELD} of ${firstName}`,
			look: () => ({ Link: linkOf() }),
			change: () => {
				const { startTime } = book(highLevel, email, firstName, 72);
				return `Booked ${firstName} for ${shownMoment(startTime)} in HighLevel.`;
			},
			hasArrived: () => linkOf().startsWith('http'),
		};
	},
};

/** The chat is open in the demo, and its model is the stand-in. */
function openChat(workflow: WorkflowDefinition, { chatModel }: Demo): WorkflowDefinition {
	const changes: Record<string, Record<string, unknown>> = {
		Chat: { public: true },
		'OpenAI Chat Model': { model: { __rl: true, mode: 'id', value: chatModel.model } },
	};
	const nodes = workflow.nodes.map((node) => ({
		...node,
		parameters: { ...node.parameters, ...changes[node.name] },
	}));
	return withAddress('Chat', CHAT_PATH)({ ...workflow, nodes });
}

const agent: DemoTemplate = {
	file: 'agent-that-books',
	sentence:
		'Chats: an AI agent looks contacts up, books, moves and cancels. Its model is a stand-in for requests like the one of the button.',
	button: 'Ask for an appointment in the chat',
	adjust: openChat,
	endsWaiting: true,
	round: ({ client, highLevel }) => {
		const { firstName, email } = newPerson();
		const booked = () => {
			const contact = contactOf(highLevel, email);
			const found = highLevel.state.appointments.where(
				({ contactId }) => contactId === contact?.id,
			);
			return found.map(({ startTime }) => shownMoment(startTime)).join('\n');
		};
		return {
			where: `In HighLevel, the contact ${firstName}`,
			look: () => ({
				Contact: contactOf(highLevel, email)?.email ?? 'none',
				Booked: booked() || 'none',
			}),
			change: async () => {
				const chatInput = `Book a call for ${firstName} Example <${email}>`;
				const message = { action: 'sendMessage', sessionId: email, chatInput };
				await client.callWebhook(`${CHAT_PATH}/chat`, message);
				return `Wrote in the chat: “${chatInput}”.`;
			},
			hasArrived: () => booked() !== '',
		};
	},
};

export const HIGHLEVEL_TEMPLATES: DemoTemplate[] = [leadForm, reminder, byLink, agent];
