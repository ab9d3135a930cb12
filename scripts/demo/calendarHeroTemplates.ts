/** The templates that join HighLevel with CalendarHero, in the demo. */
import type { HighLevelStandIn } from '../../test/standins/highlevel';
import type { Demo } from './demo';
import { newPerson } from './people';
import { callHighLevel } from './services/callHighLevel';
import { shownMoment } from './services/shown';
import type { DemoTemplate, Round } from './template';

const DAY_MS = 86_400_000;
const CATCH_UP = 'Every 5 Minutes';
const MILESTONE_FIELD = 'Onboarding date';

/** The date so many days from now. */
const dayAhead = (days: number): string =>
	new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** What CalendarHero has of somebody: the request, and how many invitations were sent. */
function invitationOf({ calendarHero }: Demo, email: string): Record<string, string> {
	const { requests, mails } = calendarHero.state;
	const asked = requests.find(({ invitees }) =>
		invitees.some(({ emails }) => emails.includes(email)),
	);
	const sent = mails.filter(({ kind, to }) => kind === 'invitation' && to === email).length;
	return {
		Request:
			asked === undefined ? 'none' : `${asked.subject}, from ${shownMoment(asked.windowStart)}`,
		Invitations: String(sent),
	};
}

const isInvited = (demo: Demo, email: string): boolean =>
	invitationOf(demo, email)['Invitations'] === '1';

const notesOf = ({ state }: HighLevelStandIn, contactId: string): string[] =>
	state.notes
		.where(({ ownerId }) => ownerId === contactId)
		.map(({ values }) => String(values['bodyText']));

/** A click after which somebody new is invited, once. `change` is made to the person's contact, and says what it did. */
function inviting(
	demo: Demo,
	change: (contactId: string, firstName: string) => Promise<string>,
): Round {
	const { firstName, email } = newPerson();
	return {
		where: `In CalendarHero, the invitation of ${firstName}`,
		look: () => invitationOf(demo, email),
		change: async () => {
			const { id } = demo.highLevel.state.addContact({ firstName, email });
			return await change(id, firstName);
		},
		hasArrived: () => isInvited(demo, email),
	};
}

const milestone: DemoTemplate = {
	file: 'highlevel-milestone-to-calendarhero',
	sentence: 'Invites a contact to a CalendarHero meeting when a date field is filled in.',
	button: 'Fill in an onboarding date',
	settings: ({ highLevel }) => ({ showOnly: false, highLevelUrl: highLevel.url }),
	adjust: (workflow, { highLevel }) => {
		const { state } = highLevel;
		if (!state.customFields.find(({ name }) => name === MILESTONE_FIELD)) {
			state.addCustomField({ name: MILESTONE_FIELD, dataType: 'DATE' });
		}
		return workflow;
	},
	startFrom: CATCH_UP,
	round: (demo) =>
		inviting(demo, async (contactId, firstName) => {
			const { highLevel } = demo;
			const field = highLevel.state.customFields.find(({ name }) => name === MILESTONE_FIELD);
			await callHighLevel(highLevel, 'PUT', `/contacts/${contactId}`, {
				customFields: [{ id: field?.id, fieldValue: dayAhead(10) }],
			});
			return `Set the onboarding date of ${firstName} to ${dayAhead(10)} in HighLevel.`;
		}),
};

const tasks: DemoTemplate = {
	file: 'highlevel-tasks-and-calendarhero',
	sentence:
		'Turns a HighLevel task that needs a meeting into a meeting request, and keeps both in step.',
	button: 'Add a task that needs a meeting',
	settings: ({ highLevel }) => ({ showOnly: false, highLevelUrl: highLevel.url }),
	startFrom: CATCH_UP,
	round: (demo) =>
		inviting(demo, async (contactId, firstName) => {
			const title = `[meet] Talk to ${firstName}`;
			await callHighLevel(demo.highLevel, 'POST', `/contacts/${contactId}/tasks`, {
				title,
				dueDate: new Date(Date.now() + 7 * DAY_MS).toISOString(),
				completed: false,
			});
			return `Added the task "${title}" in HighLevel.`;
		}),
};

const notes: DemoTemplate = {
	file: 'calendarhero-notes-and-tags',
	sentence:
		'Writes what becomes of a CalendarHero request to the HighLevel contact, as notes and tags.',
	button: 'Book a meeting as an invitee',
	settings: () => ({ showOnly: false }),
	round: ({ highLevel, calendarHero }) => {
		const { firstName, email } = newPerson();
		const contact = highLevel.state.addContact({ firstName, email });
		const tagsOf = () => highLevel.state.contacts.get(contact.id)?.tags ?? [];
		return {
			where: `In HighLevel, the contact ${firstName}`,
			look: () => ({
				Tags: tagsOf().join(', ') || 'none',
				Note: notesOf(highLevel, contact.id).at(-1)?.split('\n')[0] ?? 'none',
			}),
			change: async () => {
				const id = calendarHero.requestAsUser({
					subject: `Call with ${firstName}`,
					emails: [email],
				});
				await calendarHero.invitee.pick(id);
				return `Asked ${firstName} to meet in CalendarHero, and picked a time.`;
			},
			hasArrived: () => tagsOf().includes('ch-booked') && notesOf(highLevel, contact.id).length > 0,
		};
	},
};

export const CALENDARHERO_TEMPLATES: DemoTemplate[] = [milestone, tasks, notes];
