/** The booking workflow in the demo: its entry in the registry, and the run that the terminal reports. */
import type { Execution, StoredWorkflow, WorkflowDefinition } from '../../test/e2e/lib/client';
import { outputOf } from '../../test/e2e/lib/client';
import { textAt } from '../../test/e2e/lib/json';
import { SEED } from '../../test/standins/highlevel';
import type { HighLevelStandIn } from '../../test/standins/highlevel';
import type { Demo } from './demo';
import { shownMoment } from './services/shown';
import type { DemoTemplate } from './template';

const CALENDAR = { id: SEED.calendars.discovery, name: 'Discovery Call' };
const RUN_MS = 60_000;

/** Who asks for an appointment. */
interface Visitor {
	firstName: string;
	lastName: string;
	email: string;
	phone?: string;
}

/** The visitor whom the terminal suggests. */
export const BEN: Visitor = { firstName: 'Ben', lastName: 'Okafor', email: 'ben@example.com' };

/** Visitors of the button; after the last one, they come again. */
const VISITORS: [Visitor, ...Visitor[]] = [
	{ firstName: 'Chidi', lastName: 'Eze', email: 'chidi@example.com' },
	{ firstName: 'Dana', lastName: 'Weiss', email: 'dana@example.com' },
	{ firstName: 'Emil', lastName: 'Novak', email: 'emil@example.com' },
];

/** What the demo's canvas says; n8n does not show past runs there. It stays clear of n8n's checklist, at the top left. */
const NOTE = {
	content:
		'## This workflow has just run\n\nOpen **Executions** above the canvas to see the run with its data.\n\nTo run it here, choose **Execute workflow** from *Try It*, which takes the example visitor of **Settings**. Then open any node to see what went in and what came out.',
	width: 620,
	height: 160,
};

/** The path of the workflow's webhook in the demo; n8n makes one of its own for users. */
export const WEBHOOK_PATH = 'book-first-free-slot';

/** The workflow with a webhook whose address is known, and the demo's note in place of its own. */
function adjust(workflow: WorkflowDefinition): WorkflowDefinition {
	const nodes = workflow.nodes.flatMap((node) => {
		if (node.name === 'Set Up') return [];
		if (node.name === 'Read Me') return [{ ...node, parameters: { ...node.parameters, ...NOTE } }];
		if (node.type === 'n8n-nodes-base.webhook') return [{ ...node, webhookId: WEBHOOK_PATH }];
		return [node];
	});
	return { ...workflow, nodes };
}

function appointmentsOf({ state }: HighLevelStandIn, { email }: Visitor) {
	const contact = state.contacts.all().find((one) => one.email === email);
	return state.appointments.where(
		({ contactId, deleted }) => contactId === contact?.id && !deleted,
	);
}

let clicks = 0;

export const bookingTemplate: DemoTemplate = {
	file: 'book-first-free-slot',
	sentence: 'Takes a booking request by webhook and books the first free slot of a calendar.',
	button: 'Send a booking request',
	settings: () => ({ calendar: CALENDAR.name }),
	adjust,
	round: ({ client, highLevel }) => {
		const visitor = VISITORS[clicks++ % VISITORS.length] ?? VISITORS[0];
		const name = `${visitor.firstName} ${visitor.lastName}`;
		const before = appointmentsOf(highLevel, visitor).length;
		return {
			where: `In HighLevel, the contact ${name}`,
			look: () => {
				const contact = highLevel.state.contacts.all().find(({ email }) => email === visitor.email);
				const times = appointmentsOf(highLevel, visitor).map(({ startTime }) =>
					shownMoment(startTime),
				);
				return {
					Contact: contact?.email ?? 'none',
					Booked: times.length === 0 ? 'none' : times.join('\n'),
				};
			},
			change: async () => {
				const { status } = await client.callWebhook(WEBHOOK_PATH, visitor);
				return `Sent ${name}'s booking request to the webhook, which answered ${status}.`;
			},
			hasArrived: () => appointmentsOf(highLevel, visitor).length > before,
		};
	},
};

/** A run of the booking workflow, as the terminal reports it: steps and their results. */
export interface BookingReport {
	executionId: string;
	rows: Array<[string, string]>;
}

/**
 * Runs the published booking workflow once, and checks the stand-in for what it reports.
 *
 * @throws {Error} when the run fails, or the stand-in lacks what the run reports
 */
export async function bookOnce(
	{ client, highLevel }: Demo,
	workflow: StoredWorkflow,
): Promise<BookingReport> {
	const before = highLevel.log.length;
	const started = Date.now();
	const execution = await client.runManually(workflow, 'Try It', undefined, RUN_MS);
	const tookMs = Date.now() - started;
	if (execution.status !== 'success') {
		const message = textIn(execution.error, 'message');
		throw new Error(
			`The run ended with ${execution.status}: ${message} ${textIn(execution.error, 'description')}`,
		);
	}
	const contact = firstOf(execution, 'Create or Update Contact');
	const slots = outputOf(execution, 'Get Free Slots');
	const booked = firstOf(execution, 'Answer');
	checkState(highLevel, contact, booked);
	const person = `${textAt(contact, 'firstName')} ${textAt(contact, 'lastName')}`;
	return {
		executionId: execution.id,
		rows: [
			['Calendar', `${CALENDAR.name} (${CALENDAR.id})`],
			[
				contact['new'] === true ? 'Contact created' : 'Contact updated',
				`${person} (${textAt(contact, 'id')})`,
			],
			['Free slots found', `${slots.length}, the first at ${textAt(slots, 0, 'start')}`],
			['Appointment booked', textAt(booked, 'appointmentId')],
			['Its time', `${textAt(booked, 'start')} to ${textAt(booked, 'end')}`],
			['Checked in the stand-in', 'it holds the contact and the appointment at that time'],
			[
				'Calls to HighLevel',
				`${highLevel.log.length - before}, the whole run took ${(tookMs / 1000).toFixed(1)} s`,
			],
		],
	};
}

function textIn(value: Record<string, unknown> | undefined, key: string): string {
	const found = value?.[key];
	return typeof found === 'string' ? found : '';
}

/** The first item of a node. @throws {Error} when there is none */
function firstOf(execution: Execution, node: string) {
	const [first] = outputOf(execution, node);
	if (first === undefined) throw new Error(`"${node}" returned no items`);
	return first;
}

type Item = ReturnType<typeof firstOf>;

/** Compares what the workflow reports with the stand-in's state. */
function checkState({ state }: HighLevelStandIn, contact: Item, booked: Item): void {
	const id = textAt(contact, 'id');
	if (state.contacts.get(id)?.email !== contact['email']) {
		throw new Error(`The stand-in has no contact ${id} with ${textAt(contact, 'email')}`);
	}
	const appointmentId = textAt(booked, 'appointmentId');
	const found = state.appointments.get(appointmentId);
	const startTime = Date.parse(textAt(booked, 'start'));
	if (
		found?.contactId !== id ||
		found.calendarId !== CALENDAR.id ||
		found.startTime !== startTime
	) {
		throw new Error(
			`The stand-in's appointment ${appointmentId} differs from what the run reports: ${JSON.stringify(found)}`,
		);
	}
}
