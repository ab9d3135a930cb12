/** What the demo does in a running n8n: connects the credential, imports the workflow, runs it and checks the outcome. */
import { say } from './steps.mjs';

const CREDENTIAL = { name: 'HighLevel demo', type: 'highLevelPrivateIntegrationApi' };
const CALENDAR = 'Discovery Call';
const OURS = 'n8n-nodes-gohighlevel.';

/**
 * Imports a booking workflow into n8n, publishes it, runs it once with the example visitor of its settings and checks the
 * stand-in for what the run reports. If an earlier demo left its credential and workflow in the same n8n, updates them.
 *
 * @param {object} parts
 * @param {import('../../test/e2e/lib/client').N8nClient} parts.client signed in
 * @param {import('../../test/standins/highlevel').HighLevelStandIn} parts.standIn
 * @param {import('../../test/e2e/lib/client').WorkflowDefinition} parts.workflow as n8n exports it
 * @returns {Promise<{workflowId: string, executionId: string, webhookPath: string, rows: string[][]}>} a row is a step and its result
 * @throws {Error} when the credential test or the run fails, or the stand-in lacks what the run reports
 */
export async function runDemo({ client, standIn, workflow }) {
	const credential = await connect(client, standIn);
	const calendar = await findCalendar(client, credential);
	const stored = await importWorkflow(client, fillIn(workflow, credential, calendar));
	await client.activate(stored.id);

	// n8n makes the webhook's address.
	const { nodes } = await client.workflow(stored.id);
	const webhook = nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	const before = standIn.log.length;
	const started = Date.now();
	const execution = await client.runManually(stored, 'Try It');
	const tookMs = Date.now() - started;
	if (execution.status !== 'success') {
		const { message, description } = execution.error ?? {};
		throw new Error(`The run ended with ${execution.status}: ${message} ${description ?? ''}`);
	}
	const contact = itemsOf(execution, 'Create or Update Contact')[0];
	const slots = itemsOf(execution, 'Get Free Slots');
	const booked = itemsOf(execution, 'Answer')[0];
	checkState(standIn, { contact, calendarId: calendar.value, booked });
	return {
		workflowId: stored.id,
		executionId: execution.id,
		webhookPath: webhook.webhookId,
		rows: [
			['Credential', `${credential.name}, passed n8n's own test`],
			['Calendar', `${calendar.name} (${calendar.value})`],
			[
				contact.new ? 'Contact created' : 'Contact updated',
				`${contact.firstName} ${contact.lastName} (${contact.id})`,
			],
			['Free slots found', `${slots.length}, the first at ${slots[0]?.start}`],
			['Appointment booked', booked.appointmentId],
			['Its time', `${booked.start} to ${booked.end}`],
			['Checked in the stand-in', 'it holds the contact and the appointment at that time'],
			[
				'Calls to HighLevel',
				`${standIn.log.length - before}, the whole run took ${(tookMs / 1000).toFixed(1)} s`,
			],
		],
	};
}

/** The JSON of all items of a node. @throws {Error} when there are none */
function itemsOf(execution, node) {
	const items = (execution.runs[node] ?? []).flatMap((run) => run.outputs[0] ?? []);
	if (items.length === 0) throw new Error(`"${node}" returned no items`);
	return items.map(({ json }) => json);
}

/** Compares what the workflow reports with the stand-in's state. */
function checkState(standIn, { contact, calendarId, booked }) {
	const inState = standIn.state.contacts.get(contact.id);
	if (inState?.email !== contact.email) {
		throw new Error(`The stand-in has no contact ${contact.id} with ${contact.email}`);
	}
	const appointment = standIn.state.appointments.get(booked.appointmentId);
	const wanted = { contactId: contact.id, calendarId, startTime: Date.parse(booked.start) };
	for (const [key, value] of Object.entries(wanted)) {
		if (appointment?.[key] !== value) {
			throw new Error(
				`The stand-in's appointment ${booked.appointmentId} has ${key} ${appointment?.[key]}, not ${value}`,
			);
		}
	}
}

async function connect(client, standIn) {
	const data = {
		token: standIn.tokens.privateIntegration,
		locationId: standIn.locationId,
		apiVersion: 'v3',
		apiUrl: standIn.url,
	};
	const known = (await client.listCredentials()).find(({ name }) => name === CREDENTIAL.name);
	const { name, type } = CREDENTIAL;
	if (known !== undefined) await client.updateCredential(known.id, name, type, data);
	const credential = known ?? (await client.createCredential(name, type, data));
	const tested = await client.testCredential({ id: credential.id, name }, type, data);
	if (tested.status !== 'OK') throw new Error(`The credential test failed: ${tested.message}`);
	return { id: credential.id, name };
}

/** The calendar from the node's own list, as a user would pick it. */
async function findCalendar(client, credential) {
	const { results } = await client.searchList(
		{
			type: `${OURS}highLevelCalendars`,
			path: 'parameters.calendarId',
			methodName: 'searchCalendars',
			parameters: {
				authentication: 'privateIntegration',
				resource: 'appointment',
				operation: 'create',
			},
			credentials: { [CREDENTIAL.type]: credential },
		},
		CALENDAR,
	);
	const found = results.find(({ name }) => name.startsWith(CALENDAR));
	if (found === undefined) throw new Error(`The list of calendars does not show ${CALENDAR}`);
	return found;
}

/** What the demo's canvas says; n8n does not show past runs there. It stays clear of n8n's checklist, at the top left. */
const NOTE = {
	content:
		'## This workflow has just run\n\nOpen **Executions** above the canvas to see the run with its data.\n\nTo run it here, choose **Execute workflow** from *Try It*, which takes the example visitor of **Settings**. Then open any node to see what went in and what came out.',
	width: 620,
	height: 160,
};

/** The template with the credential and the calendar that a user would choose, and the demo's note in place of its own. */
function fillIn(workflow, credential, calendar) {
	const nodes = workflow.nodes.flatMap((node) => {
		if (node.name === 'Set Up') return [];
		if (node.name === 'Read Me') return [{ ...node, parameters: NOTE, position: [688, 0] }];
		if (node.name === 'Settings') return withSetting(node, 'calendar', calendar.name);
		if (!node.type.startsWith(OURS)) return node;
		return { ...node, credentials: { [CREDENTIAL.type]: credential } };
	});
	return { ...workflow, nodes };
}

function withSetting(node, name, value) {
	const { assignments } = node.parameters.assignments;
	const changed = assignments.map((one) => (one.name === name ? { ...one, value } : one));
	return { ...node, parameters: { ...node.parameters, assignments: { assignments: changed } } };
}

async function importWorkflow(client, workflow) {
	const known = (await client.listWorkflows()).find(({ name }) => name === workflow.name);
	return known === undefined
		? await client.createWorkflow(workflow)
		: await client.updateWorkflow(known.id, workflow);
}

/** Prints the rows as a table. */
export function printDemo({ rows }) {
	const width = Math.max(...rows.map(([what]) => what.length));
	say('');
	for (const [what, result] of rows) say(`  ${what.padEnd(width)}  ${result}`);
}
