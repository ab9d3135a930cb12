/** What the demo does inside a running n8n: connects the credential, imports the workflow, runs it and reads the result. */
import { say } from './steps.mjs';

const CREDENTIAL = { name: 'HighLevel demo', type: 'highLevelPrivateIntegrationApi' };

/**
 * Imports and runs a workflow in n8n against the stand-in.
 *
 * @param {object} parts
 * @param {import('../../test/e2e/lib/client').N8nClient} parts.client signed in
 * @param {import('../../test/standins/highlevel').HighLevelStandIn} parts.standIn
 * @param {import('../../test/e2e/lib/client').WorkflowDefinition} parts.workflow as n8n exports it
 * @returns {Promise<{workflowId: string, rows: string[][]}>} a row is what was done and what came of it
 * @throws {Error} when the credential test or the run fails, or the stand-in does not hold what the run reports
 */
export async function runDemo({ client, standIn, workflow }) {
	const credential = await connect(client, standIn);
	const stored = await importWorkflow(client, workflow, credential);
	const trigger = stored.nodes.find(({ type }) => /trigger$/i.test(type));
	const before = standIn.log.length;
	const execution = await client.runManually(stored, trigger.name);
	if (execution.status !== 'success') {
		const { message, description } = execution.error ?? {};
		throw new Error(`The run ended with ${execution.status}: ${message} ${description ?? ''}`);
	}
	const rows = stored.nodes
		.filter(({ name }) => execution.runs[name] !== undefined)
		.map(({ name }) => {
			const items = execution.runs[name].flatMap((run) => run.outputs[0] ?? []);
			return [name, items.length === 1 ? '1 item' : `${items.length} items`];
		});
	rows.push(['Calls to HighLevel', String(standIn.log.length - before)]);
	return { workflowId: stored.id, rows };
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
	if (tested.status !== 'OK') throw new Error(`The credential test says: ${tested.message}`);
	return { id: credential.id, name };
}

async function importWorkflow(client, workflow, credential) {
	const nodes = workflow.nodes.map((node) =>
		node.type.startsWith('n8n-nodes-gohighlevel.')
			? { ...node, credentials: { [CREDENTIAL.type]: credential } }
			: node,
	);
	const known = (await client.listWorkflows()).find(({ name }) => name === workflow.name);
	return known === undefined
		? await client.createWorkflow({ ...workflow, nodes })
		: await client.updateWorkflow(known.id, { ...workflow, nodes });
}

/** Prints the rows as a table. */
export function printDemo({ rows }) {
	const width = Math.max(...rows.map(([what]) => what.length));
	say('');
	for (const [what, result] of rows) say(`  ${what.padEnd(width)}  ${result}`);
}
