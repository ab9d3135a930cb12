/** A workflow with what n8n hands to its nodes: credentials, settings, URLs. */
import { ExecutionLifecycleHooks } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';

import { CredentialStore, StoreCredentialsHelper } from './credentials';
import type { NodeSetup, TypeRegistry } from './nodeTypes';

/** What every call of a node can be given. */
export interface Surroundings {
	/** Decrypted data by credential type, or a store that several runs share. */
	credentials?: Record<string, ICredentialDataDecryptedObject> | CredentialStore;
	/** The time zone of the workflow. Default: America/New_York, as in n8n. */
	timezone?: string;
	/** The workflow's static data, `{'node:Node': {...}}`. */
	staticData?: IDataObject;
	/** Matters for state that a node keeps per workflow. */
	workflowId?: string;
}

/**
 * Builds the workflow Start -> first setup -> second setup and so on, without Start if the types have none.
 *
 * @param beside further triggers, connected to the second setup
 */
export function buildWorkflow(
	types: TypeRegistry,
	setups: NodeSetup[],
	surroundings: Surroundings,
	credentialTypes: ICredentialType[],
	beside: NodeSetup[] = [],
) {
	const store =
		surroundings.credentials instanceof CredentialStore
			? surroundings.credentials
			: new CredentialStore(surroundings.credentials);
	const nodes = setups.map((setup, index) => types.node(setup, index, store));
	const start = types.start();
	const chain = start ? [start, ...nodes] : nodes;
	const connections = Object.fromEntries(
		chain.slice(1).map((node, index) => [
			chain[index]?.name ?? '',
			{
				[NodeConnectionTypes.Main]: [
					[{ node: node.name, type: NodeConnectionTypes.Main, index: 0 }],
				],
			},
		]),
	);
	const more = beside.map((setup, index) => types.node(setup, setups.length + index, store));
	for (const trigger of more) {
		connections[trigger.name] = {
			[NodeConnectionTypes.Main]: [
				[{ node: nodes[1]?.name ?? '', type: NodeConnectionTypes.Main, index: 0 }],
			],
		};
	}
	const workflow = new Workflow({
		id: surroundings.workflowId ?? 'workflow-1',
		name: 'Engine test',
		nodes: [...chain, ...more],
		connections,
		active: false,
		nodeTypes: types,
		staticData: surroundings.staticData,
		settings: {
			executionOrder: 'v1',
			...(surroundings.timezone === undefined ? {} : { timezone: surroundings.timezone }),
		},
	});
	const helper = new StoreCredentialsHelper(store, credentialTypes);
	return {
		workflow,
		store,
		// Workflow copies the nodes and completes their parameters with defaults.
		nodes: nodes.map((node) => workflow.getNode(node.name) ?? node),
		additionalData: additionalDataFor(workflow, helper),
	};
}

function additionalDataFor(
	workflow: Workflow,
	credentialsHelper: StoreCredentialsHelper,
): IWorkflowExecuteAdditionalData {
	const base = 'http://127.0.0.1:5678';
	const notHere = (what: string) => async (): Promise<never> => {
		throw new Error(`${what} is not part of the engine harness`);
	};
	// No test uses external secrets, whose proxy only n8n-core 2 has.
	const additionalData: Omit<IWorkflowExecuteAdditionalData, 'externalSecretsProxy'> = {
		credentialsHelper,
		executionId: 'execution-1',
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: base,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		executeWorkflow: notHere('Running a sub-workflow'),
		getRunExecutionData: notHere("Another execution's data"),
		getRuntimeCredential: notHere('A runtime credential'),
		startRunnerTask: notHere('The task runner'),
		logAiEvent: () => undefined,
	};
	return Object.assign(additionalData as IWorkflowExecuteAdditionalData, {
		hooks: new ExecutionLifecycleHooks('manual', 'execution-1', {
			id: workflow.id,
			name: workflow.name ?? '',
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: [],
			connections: {},
			activeVersionId: null,
		}),
	});
}
