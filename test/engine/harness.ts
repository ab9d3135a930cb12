/** Runs the nodes in the real n8n-core: executions, the methods of the editor, polls, webhooks and credential tests. */
import 'reflect-metadata';

import { HookContext, LoadOptionsContext, PollContext, WorkflowExecute } from 'n8n-core';
import { version } from 'n8n-core/package.json';
import type {
	ExecutionError,
	ExecutionStatus,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	ILoadOptionsFunctions,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeType,
	IRun,
	NodeExecutionHint,
	ResourceMapperFields,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { packageCredentialTypes } from './credentials';
import { runCredentialTest } from './credentialTest';
import type { NodeSetup } from './nodeTypes';
import { START, startNode, TypeRegistry } from './nodeTypes';
import type { OpenWebhook, WebhookRequest, WebhookResult } from './webhooks';
import { openWebhookOf } from './webhooks';
import type { Surroundings } from './workflow';
import { buildWorkflow } from './workflow';

/** A run of the node under test. */
export interface RunOptions extends NodeSetup, Surroundings {
	/** Input items; plain objects become the `json` of an item. Default: one empty item. */
	items?: INodeExecutionData[] | IDataObject[];
	/** Nodes that follow the node under test, each connected to the first output of the one before. */
	then?: NodeSetup[];
	mode?: WorkflowExecuteMode;
	/** Cancels the execution after so many milliseconds, as the Stop button does. */
	cancelAfterMs?: number;
	/** Cancels the execution when it is aborted. */
	signal?: AbortSignal;
}

/** What came of a run. */
export interface RunResult {
	/** The first output of the node under test; empty if it failed. */
	items: INodeExecutionData[];
	/** All of its outputs; with `continueErrorOutput`, the second has the failed items. */
	outputs: INodeExecutionData[][];
	/** The outputs of every node, by node name. */
	byNode: Record<string, INodeExecutionData[][]>;
	/** The error that stopped the workflow. */
	error?: ExecutionError;
	status: ExecutionStatus;
	hints: NodeExecutionHint[];
	/** The stored credentials after the run, by type: shows what a token refresh stored. */
	credentialsAfter: Record<string, ICredentialDataDecryptedObject>;
	/** The workflow's static data after the run. */
	staticData: IDataObject;
	run: IRun;
}

/** A call of one of the editor's `methods`. */
export interface MethodOptions extends NodeSetup, Surroundings {
	/** The path of the parameter; matters only for methods that read a sibling with `&`. */
	path?: string;
}

/** A poll of a polling trigger. */
export interface PollOptions extends NodeSetup, Surroundings {
	mode?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
}

/** A webhook trigger of an activated workflow. */
export interface WebhookOptions extends NodeSetup, Surroundings {
	/** 'webhook' (default) for the production URL, 'manual' for the test URL. */
	mode?: WorkflowExecuteMode;
	/** Nodes that follow the trigger. */
	then?: NodeSetup[];
	/** Further triggers, connected to the node that follows the trigger. */
	beside?: NodeSetup[];
	/** Why n8n calls a webhook method. Default: somebody switches the workflow on. */
	activation?: WorkflowActivateMode;
}

/** `run` of n8n-core 1.x; the types are those of the newest. */
type RunOfVersion1 = (workflow: Workflow, startNode: INode) => ReturnType<WorkflowExecute['run']>;

/** The real n8n-core, newest or oldest supported; the Jest project decides which. */
export class Engine {
	constructor(
		/** Version of n8n-core. */
		readonly version: string,
		private readonly credentialTypes: ICredentialType[],
	) {}

	/** Runs Start -> node (-> further nodes) in n8n's WorkflowExecute. Does not throw if a node fails. */
	async run(options: RunOptions): Promise<RunResult> {
		const setups = [options, ...(options.then ?? [])];
		const types = new TypeRegistry([startNode(toItems(options.items)), ...setups]);
		const { workflow, additionalData, store, nodes } = this.build(types, setups, options);
		const mode = options.mode ?? 'manual';
		const start = workflow.getNode(START);
		if (!start) throw new Error('The start node is missing');

		const executor = new WorkflowExecute(additionalData, mode);
		const execution = this.version.startsWith('1.')
			? (executor.run as unknown as RunOfVersion1).call(executor, workflow, start)
			: executor.run({ workflow, startNode: start });

		const cancel = () => execution.cancel();
		const timer =
			options.cancelAfterMs === undefined ? undefined : setTimeout(cancel, options.cancelAfterMs);
		options.signal?.addEventListener('abort', cancel, { once: true });
		if (options.signal?.aborted) cancel();
		try {
			const run = await execution;
			const byNode: RunResult['byNode'] = {};
			for (const [name, tasks] of Object.entries(run.data.resultData.runData)) {
				byNode[name] = (tasks[0]?.data?.[NodeConnectionTypes.Main] ?? []).map((out) => out ?? []);
			}
			const name = nodes[0]?.name ?? '';
			const outputs = byNode[name] ?? [];
			return {
				items: outputs[0] ?? [],
				outputs,
				byNode,
				error: run.data.resultData.error,
				status: finalStatus(run),
				hints: run.data.resultData.runData[name]?.[0]?.hints ?? [],
				credentialsAfter: store.snapshot(),
				staticData: workflow.staticData,
				run,
			};
		} finally {
			clearTimeout(timer);
			options.signal?.removeEventListener('abort', cancel);
		}
	}

	/** Calls `methods.loadOptions[method]` as the editor does. Rejects with the error that the method throws. */
	async loadOptions(options: MethodOptions, method: string): Promise<INodePropertyOptions[]> {
		const { context, nodeType } = this.methodContext(options);
		return await methodOf(nodeType.methods?.loadOptions, method).call(context);
	}

	/** Calls `methods.listSearch[method]` as the editor does. */
	async listSearch(
		options: MethodOptions,
		method: string,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const { context, nodeType } = this.methodContext(options);
		return await methodOf(nodeType.methods?.listSearch, method).call(
			context,
			filter,
			paginationToken,
		);
	}

	/** Calls `methods.resourceMapping[method]` as the editor does. */
	async resourceMapping(options: MethodOptions, method: string): Promise<ResourceMapperFields> {
		const { context, nodeType } = this.methodContext(options);
		return await methodOf(nodeType.methods?.resourceMapping, method).call(context);
	}

	/**
	 * Polls a polling trigger once. The returned `staticData` is the whole workflow's, as n8n would have it in memory after the
	 * poll; whether n8n would save it is another matter.
	 */
	async poll(
		options: PollOptions,
	): Promise<{ output: INodeExecutionData[][] | null; staticData: IDataObject }> {
		const { workflow, additionalData, node, nodeType } = this.single(options);
		if (!nodeType.poll) throw new Error('The node does not poll');
		const context = new PollContext(
			workflow,
			node,
			additionalData,
			options.mode ?? 'trigger',
			options.activation ?? 'activate',
		);
		return { output: await nodeType.poll.call(context), staticData: workflow.staticData };
	}

	/** Sends one request to a webhook trigger. */
	async webhook(options: WebhookOptions, request: WebhookRequest = {}): Promise<WebhookResult> {
		return await this.openWebhook(options).call(request);
	}

	/** A webhook trigger that any number of requests can be sent to. */
	openWebhook(options: WebhookOptions): OpenWebhook {
		const { then: after = [], beside = [], mode = 'webhook' } = options;
		return openWebhookOf({ ...this.single(options, after, beside), mode });
	}

	/** Calls `webhookMethods.default[method]` as n8n does on activation. */
	async webhookMethod(
		options: WebhookOptions,
		method: 'checkExists' | 'create' | 'delete',
	): Promise<boolean> {
		const { workflow, additionalData, node, nodeType } = this.single(options);
		const { activation = 'activate' } = options;
		const context = new HookContext(workflow, node, additionalData, 'trigger', activation);
		return await methodOf(nodeType.webhookMethods?.default, method).call(context);
	}

	/** What n8n's Test button says for a credential. */
	async testCredential(
		typeName: string,
		data: ICredentialDataDecryptedObject,
	): Promise<INodeCredentialTestResult> {
		return await runCredentialTest(typeName, data, this.credentialTypes);
	}

	private methodContext(options: MethodOptions): {
		context: ILoadOptionsFunctions;
		nodeType: INodeType;
	} {
		const { workflow, additionalData, node, nodeType } = this.single(options);
		additionalData.currentNodeParameters = node.parameters;
		const context = new LoadOptionsContext(workflow, node, additionalData, options.path ?? '');
		return { context, nodeType };
	}

	/** The node under test in a workflow without Start. */
	private single(
		options: NodeSetup & Surroundings,
		after: NodeSetup[] = [],
		beside: NodeSetup[] = [],
	) {
		const types = new TypeRegistry([options, ...after, ...beside]);
		const built = this.build(types, [options, ...after], options, beside);
		const node = built.nodes[0];
		if (!node) throw new Error('The node is missing');
		return { ...built, node, nodeType: types.getByNameAndVersion(node.type, node.typeVersion) };
	}

	private build(
		types: TypeRegistry,
		setups: NodeSetup[],
		surroundings: Surroundings,
		beside: NodeSetup[] = [],
	) {
		return buildWorkflow(types, setups, surroundings, this.credentialTypes, beside);
	}
}

/**
 * The engine of this Jest project. `credentialTypes` adds types to those under `credentials/`, for nodes that exist only in
 * a test.
 */
export async function loadEngine(
	options: { credentialTypes?: ICredentialType[] } = {},
): Promise<Engine> {
	return new Engine(version, [
		...(await packageCredentialTypes()),
		...(options.credentialTypes ?? []),
	]);
}

/** Older engines leave a failed run 'running'; n8n itself then decides by the same conditions. */
function finalStatus(run: IRun): ExecutionStatus {
	if (run.status === 'canceled' || run.status === 'waiting') return run.status;
	return run.data.resultData.error ? 'error' : 'success';
}

function toItems(input: RunOptions['items']): INodeExecutionData[] {
	return (input ?? [{}]).map((item) => (isExecutionItem(item) ? item : { json: item }));
}

/** Whether the object is an item already: it has an object under `json`. */
function isExecutionItem(item: INodeExecutionData | IDataObject): item is INodeExecutionData {
	return typeof item.json === 'object' && item.json !== null && !Array.isArray(item.json);
}

function methodOf<T>(methods: Record<string, T> | undefined, name: string): T {
	const method = methods?.[name];
	if (method === undefined) throw new Error(`The node has no method ${name}`);
	return method;
}
