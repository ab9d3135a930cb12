/** A real n8n with the packed package beside a stand-in for HighLevel, and what most suites do with the two. */
import { startHighLevelStandIn } from '../../standins/highlevel';
import type { HighLevelStandIn, StandInOptions } from '../../standins/highlevel';
import type {
	CredentialReference,
	Execution,
	N8nClient,
	WorkflowDefinition,
	WorkflowNode,
} from './client';
import type { JsonObject } from './json';
import { signInAsOwner, startN8n } from './n8n';
import type { N8n } from './n8n';
import { setup } from './setup';
import { readTemplate } from './templates';

export const CONTACTS = 'n8n-nodes-gohighlevel.highLevelContacts';
export const CALENDARS = 'n8n-nodes-gohighlevel.highLevelCalendars';
export const PRIVATE_INTEGRATION = 'highLevelPrivateIntegrationApi';
const OAUTH2 = 'highLevelAppOAuth2Api';

const MANUAL = 'Start';

/** A stored credential with what a node needs to use it. */
export interface Login {
	authentication: 'privateIntegration' | 'oAuth2';
	/** As nodes hold it. */
	credentials: Record<string, CredentialReference>;
	reference: CredentialReference;
}

export interface World {
	n8n: N8n;
	client: N8nClient;
	standIn: HighLevelStandIn;
	stop(): Promise<void>;
}

/** Starts both; n8n's owner is signed in. */
export async function startWorld(options: StandInOptions = {}): Promise<World> {
	const { node, n8n: program, tarball } = setup();
	const standIn = await startHighLevelStandIn(options);
	try {
		const n8n = await startN8n({ node, n8n: program, packages: [tarball] });
		await signInAsOwner(n8n.client);
		return {
			n8n,
			client: n8n.client,
			standIn,
			stop: async () => {
				await n8n.stop();
				await standIn.close();
			},
		};
	} catch (error) {
		await standIn.close();
		throw error;
	}
}

/** What a user types into the private integration's form. */
export function privateIntegrationData(
	{ standIn }: Pick<World, 'standIn'>,
	given: { token?: string; locationId?: string } = {},
): JsonObject {
	return {
		token: given.token ?? standIn.tokens.privateIntegration,
		locationId: given.locationId ?? standIn.locationId,
		apiVersion: 'v3',
		apiUrl: standIn.url,
	};
}

/** Stores a private integration; without `given` the one that may do everything. */
export async function privateIntegration(
	world: Pick<World, 'client' | 'standIn'>,
	name = 'Private integration',
	given: { token?: string; locationId?: string } = {},
): Promise<Login> {
	const data = privateIntegrationData(world, given);
	const reference = await world.client.createCredential(name, PRIVATE_INTEGRATION, data);
	return {
		authentication: 'privateIntegration',
		credentials: { [PRIVATE_INTEGRATION]: reference },
		reference,
	};
}

/** Stores an OAuth2 credential for the stand-in's app, not connected yet. */
export async function oAuth2(
	world: World,
	name: string,
	given: { userType: 'Location' | 'Company'; locationId?: string; scope?: string },
): Promise<Login> {
	const { standIn } = world;
	const reference = await world.client.createCredential(name, OAUTH2, {
		marketplace: 'custom',
		authorizeUrl: `${standIn.url}/oauth/chooselocation`,
		apiUrl: standIn.url,
		apiVersion: 'v3',
		clientId: standIn.app.clientId,
		clientSecret: standIn.app.clientSecret,
		locationId: '',
		...given,
	});
	return { authentication: 'oAuth2', credentials: { [OAUTH2]: reference }, reference };
}

/** A node of ours with its credential. */
export function ourNode(
	name: string,
	type: string,
	login: Login,
	parameters: JsonObject,
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	return {
		id: `node ${name}`,
		name,
		type,
		typeVersion: 1,
		position: [400, 0],
		parameters: { authentication: login.authentication, ...parameters },
		credentials: login.credentials,
		...more,
	};
}

/** Start > Items > the node: a workflow that hands `items` to one node of ours and is started by hand. */
export function oneNodeWorkflow(
	name: string,
	node: WorkflowNode,
	items: JsonObject[] = [{}],
): WorkflowDefinition {
	const to = (target: string) => ({
		main: [[{ node: target, type: 'main' as const, index: 0 }]],
	});
	return {
		name,
		nodes: [
			{
				id: 'start',
				name: MANUAL,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'items',
				name: 'Items',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				position: [200, 0],
				parameters: { jsCode: `return ${JSON.stringify(items.map((json) => ({ json })))};` },
			},
			node,
		],
		connections: { [MANUAL]: to('Items'), Items: to(node.name) },
		// The tests look at n8n's nodes, not at its code runner.
		pinData: { Items: items.map((json) => ({ json })) },
	};
}

/** Stores a one-node workflow and runs it from its start. */
export async function runOne(
	{ client }: World,
	node: WorkflowNode,
	items?: JsonObject[],
): Promise<Execution> {
	const stored = await client.createWorkflow(oneNodeWorkflow(`Run ${node.name}`, node, items));
	return await client.runManually(stored, MANUAL);
}

/** A template of the folder workflows with a credential of either kind chosen in its HighLevel nodes. */
export function template(name: string, { authentication, credentials }: Login): WorkflowDefinition {
	const workflow = readTemplate(name);
	const choose = (node: WorkflowNode): WorkflowNode =>
		node.type === CONTACTS || node.type === CALENDARS
			? { ...node, parameters: { ...node.parameters, authentication }, credentials }
			: node;
	return { ...workflow, nodes: workflow.nodes.map(choose) };
}

/** Gives a stored workflow's webhook an address of its own, for two webhooks with one address cannot be published. */
export function withWebhookPath(workflow: WorkflowDefinition, path: string): WorkflowDefinition {
	return {
		...workflow,
		name: `${workflow.name} ${path}`,
		nodes: workflow.nodes.map((node) =>
			node.type === 'n8n-nodes-base.webhook'
				? { ...node, webhookId: path, parameters: { ...node.parameters, path } }
				: node,
		),
	};
}
