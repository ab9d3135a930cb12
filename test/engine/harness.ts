import 'reflect-metadata';

import {
	ExecuteContext,
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	PollContext,
	RoutingNode,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
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
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IVersionedNodeType,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	OnError,
	ResourceMapperFields,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers, Workflow } from 'n8n-workflow';
import { EventEmitter } from 'node:events';

import { CredentialStore, packageCredentialTypes, StoreCredentialsHelper } from './credentials';

export { CredentialStore } from './credentials';

const PACKAGE = 'n8n-nodes-gohighlevel';
const START = 'Start';

/** A node of the package (or of a test) with its settings, as a workflow would hold it. */
export interface NodeSetup {
	nodeType: INodeType | IVersionedNodeType;
	/** As stored in a workflow: `=…` is an expression, locators are `{__rl, mode, value}`. */
	parameters?: INodeParameters;
	/** 'Node' for the node under test, the display name for the others. */
	name?: string;
	/** The version of the node; the newest by default. */
	typeVersion?: number;
	onError?: OnError;
	retryOnFail?: boolean;
	alwaysOutputData?: boolean;
	executeOnce?: boolean;
}

/** What a run shares with the calls of `methods`. */
interface Surroundings {
	/** Decrypted data by credential type, or a store to share between runs. */
	credentials?: Record<string, ICredentialDataDecryptedObject> | CredentialStore;
	/** IANA zone of the workflow. Default: America/New_York, as in n8n. */
	timezone?: string;
	/** The workflow's static data, `{'node:Node': {...}}`. */
	staticData?: IDataObject;
	/** Workflow id; matters to state that a node keeps per workflow. */
	workflowId?: string;
}

export interface RunOptions extends NodeSetup, Surroundings {
	/** Input; plain objects become the `json` of an item. One empty item by default. */
	items?: INodeExecutionData[] | IDataObject[];
	/** Nodes connected behind the node under test, in this order, by their first output. */
	then?: NodeSetup[];
	mode?: WorkflowExecuteMode;
	/** Cancels the execution this many milliseconds after its start, as the Stop button does. */
	cancelAfterMs?: number;
	/** Cancels the execution when it aborts. */
	signal?: AbortSignal;
}

export interface RunResult {
	/** First output of the node under test; empty when it failed. */
	items: INodeExecutionData[];
	/** All its outputs; with `continueErrorOutput` the second holds the failed items. */
	outputs: INodeExecutionData[][];
	/** Outputs of every node by its name. */
	byNode: Record<string, INodeExecutionData[][]>;
	/** What stopped the workflow. */
	error?: ExecutionError;
	status: ExecutionStatus;
	hints: NodeExecutionHint[];
	/** Stored credentials after the run, by type: shows what a token refresh wrote. */
	credentialsAfter: Record<string, ICredentialDataDecryptedObject>;
	/** The workflow's static data after the run. */
	staticData: IDataObject;
	run: IRun;
}

export interface MethodOptions extends NodeSetup, Surroundings {
	/** Where the parameter sits; matters only for methods that read a sibling with `&`. */
	path?: string;
}

export interface PollOptions extends NodeSetup, Surroundings {
	mode?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
}

export interface WebhookOptions extends NodeSetup, Surroundings {
	/** 'webhook' (default) for the production URL, 'manual' for the test URL. */
	mode?: WorkflowExecuteMode;
	/** Nodes connected behind the trigger. */
	then?: NodeSetup[];
	/** Further triggers that lead to the same node behind the trigger. */
	beside?: NodeSetup[];
}

/** A request as n8n hands it to a webhook node. */
export interface WebhookRequest {
	/** Bytes or text as sent; anything else is sent as JSON. */
	body?: unknown;
	/** Names in lower case. */
	headers?: Record<string, string | string[]>;
	/** n8n has not read the body yet: the node must ask for it. */
	unread?: boolean;
	/** The sender closes the connection while the node still works on the request. */
	hangsUp?: boolean;
	/** n8n cannot make an execution of what the node hands on, and answers 500. */
	breaks?: boolean;
}

export interface WebhookResult {
	/** What the sender gets: the node's own answer, else n8n's. */
	status: number;
	/** Of the node's own answer. */
	body: unknown;
	/** The node answered by itself. */
	answeredByNode: boolean;
	/** The items that start an execution; undefined where none starts. */
	items: INodeExecutionData[] | undefined;
	/** Whether n8n 2.41 would save the workflow's static data, had it changed. */
	savesStaticData: boolean;
}

/** A webhook node of an activated workflow. */
export interface OpenWebhook {
	call(request?: WebhookRequest): Promise<WebhookResult>;
	/** The workflow's static data as it is now. */
	readonly staticData: IDataObject;
}

/** `run` of n8n-core 1.x; the types are those of the newest. */
type RunOfVersion1 = (workflow: Workflow, startNode: INode) => ReturnType<WorkflowExecute['run']>;

/** A real n8n-core, newest or oldest supported: which one, the jest project decides. */
export class Engine {
	constructor(
		/** Version of n8n-core. */
		readonly version: string,
		private readonly credentialTypes: ICredentialType[],
	) {}

	/** Runs Start -> node (-> further nodes) in n8n's WorkflowExecute; never throws for a failed node. */
	async run(options: RunOptions): Promise<RunResult> {
		const setups = [options, ...(options.then ?? [])];
		const types = new TypeRegistry([startNode(toItems(options.items)), ...setups]);
		const { workflow, additionalData, store, nodes } = this.prepare(types, setups, options);
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

	/** Calls `methods.loadOptions[method]` as the editor does; rejects with what the method throws. */
	async loadOptions(options: MethodOptions, method: string): Promise<INodePropertyOptions[]> {
		const { context, nodeType } = this.methodContext(options);
		return await found(nodeType.methods?.loadOptions, method).call(context);
	}

	/** Calls `methods.listSearch[method]` as the editor does. */
	async listSearch(
		options: MethodOptions,
		method: string,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const { context, nodeType } = this.methodContext(options);
		return await found(nodeType.methods?.listSearch, method).call(context, filter, paginationToken);
	}

	/** Calls `methods.resourceMapping[method]` as the editor does. */
	async resourceMapping(options: MethodOptions, method: string): Promise<ResourceMapperFields> {
		const { context, nodeType } = this.methodContext(options);
		return await found(nodeType.methods?.resourceMapping, method).call(context);
	}

	/**
	 * One poll of a polling trigger. `staticData` of the result is the whole workflow's, as n8n would
	 * hold it in memory after the poll; whether n8n would save it is another matter.
	 */
	async poll(
		options: PollOptions,
	): Promise<{ output: INodeExecutionData[][] | null; staticData: IDataObject }> {
		const types = new TypeRegistry([options]);
		const { workflow, additionalData, nodes } = this.prepare(types, [options], options);
		const node = nodes[0];
		if (!node) throw new Error('The node is missing');
		const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
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

	/**
	 * A webhook trigger to send many requests to. Request and response are made up; the context is n8n's own. What n8n
	 * does with the result is told from it: own answer, execution, saved static data.
	 */
	openWebhook(options: WebhookOptions): OpenWebhook {
		const behind = options.then ?? [];
		const beside = options.beside ?? [];
		const types = new TypeRegistry([options, ...behind, ...beside]);
		const { workflow, additionalData, nodes } = this.prepare(
			types,
			[options, ...behind],
			options,
			beside,
		);
		const node = nodes[0];
		if (!node) throw new Error('The node is missing');
		const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
		const description = nodeType.description.webhooks?.[0];
		if (!nodeType.webhook || !description) throw new Error('The node has no webhook');
		const webhookData = {
			httpMethod: 'POST' as const,
			node: node.name,
			path: description.path,
			webhookDescription: description,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: additionalData,
		};
		const call = async (request: WebhookRequest = {}): Promise<WebhookResult> => {
			const response = new FakeResponse();
			const perRequest: IWorkflowExecuteAdditionalData = {
				...additionalData,
				...{ httpRequest: fakeRequest(request), httpResponse: response },
			};
			const context = new WebhookContext(
				workflow,
				node,
				perRequest,
				options.mode ?? 'webhook',
				webhookData,
				[],
				null,
			);
			const working = nodeType.webhook?.call(context);
			if (request.hangsUp === true) response.close();
			const output: IWebhookResponseData = (await working) ?? {};
			const starts = output.workflowData !== undefined;
			const answeredByNode = response.ended;
			if (!answeredByNode) response.finish(starts && request.breaks === true ? 500 : 200);
			return {
				status: response.statusCode,
				body: response.body,
				answeredByNode,
				items: output.workflowData?.[0],
				savesStaticData: !starts || output.noWebhookResponse === true,
			};
		};
		return { call, staticData: workflow.staticData };
	}

	/** Calls `webhookMethods.default[method]` as n8n does on activation. */
	async webhookMethod(
		options: WebhookOptions,
		method: 'checkExists' | 'create' | 'delete',
	): Promise<boolean> {
		const types = new TypeRegistry([options]);
		const { workflow, additionalData, nodes } = this.prepare(types, [options], options);
		const node = nodes[0];
		if (!node) throw new Error('The node is missing');
		const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
		const context = new HookContext(workflow, node, additionalData, 'trigger', 'activate');
		return await found(nodeType.webhookMethods?.default, method).call(context);
	}

	/**
	 * What n8n's Test button says for a credential with a declarative `test`: its request is run by
	 * n8n's RoutingNode, its rules are applied in n8n's order (response codes first, then the body).
	 */
	async testCredential(
		typeName: string,
		data: ICredentialDataDecryptedObject,
	): Promise<INodeCredentialTestResult> {
		const store = new CredentialStore({ [typeName]: data });
		const helper = new StoreCredentialsHelper(store, this.credentialTypes);
		const { test } = helper.type(typeName);
		if (!test)
			return { status: 'Error', message: 'No testing function found for this credential.' };

		const nodeType: INodeType = {
			description: {
				...plainDescription('noOp', 'No Operation'),
				credentials: [{ name: typeName, required: true }],
				properties: [
					{
						displayName: 'Temp',
						name: 'temp',
						type: 'string',
						default: '',
						routing: { request: test.request },
					},
				],
			},
		};
		const types = new TypeRegistry([{ nodeType }], 'n8n-nodes-base');
		const { workflow, additionalData, nodes } = this.prepare(types, [{ nodeType }], {
			credentials: store,
		});
		const node = nodes[0];
		const reference = node?.credentials?.[typeName];
		if (!node || !reference) throw new Error('The node is missing');
		const context = new ExecuteContext(
			workflow,
			node,
			additionalData,
			'internal',
			{ version: 1, resultData: { runData: {} } } as IRunExecutionData,
			0,
			[],
			{ [NodeConnectionTypes.Main]: [[{ json: {} }]] },
			{ node, data: {}, source: null },
			[],
		);
		const decrypted = helper.withDefaults(typeName, data, 'internal');
		const routing = new RoutingNode(context, nodeType, {
			id: reference.id ?? '',
			name: reference.name,
			type: typeName,
			data: decrypted,
		});

		const rules = test.rules ?? [];
		let body: unknown;
		try {
			const output = await routing.runNode();
			body = output?.[0]?.[0]?.json;
		} catch (error) {
			const cause = property(error, 'cause');
			const response = property(cause, 'response');
			const status = property(response, 'status');
			if (response !== undefined) {
				for (const rule of rules) {
					if (rule.type === 'responseCode' && rule.properties.value === status) {
						return { status: 'Error', message: rule.properties.message };
					}
				}
				const text = property(response, 'statusText');
				return {
					status: 'Error',
					message:
						typeof text === 'string' && text !== ''
							? text
							: `Received HTTP status code: ${String(status)}`,
				};
			}
			const code = property(cause, 'code');
			if (typeof code === 'string') return { status: 'Error', message: code };
			return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
		}
		for (const rule of rules) {
			if (rule.type !== 'responseSuccessBody') continue;
			const value = rule.properties.key
				.split(/[.[\]]+/)
				.filter((key) => key !== '')
				.reduce<unknown>((parent, key) => property(parent, key), body);
			if (value === rule.properties.value) {
				return { status: 'Error', message: rule.properties.message };
			}
		}
		return { status: 'OK', message: 'Connection successful!' };
	}

	private methodContext(options: MethodOptions): {
		context: ILoadOptionsFunctions;
		nodeType: INodeType;
	} {
		const types = new TypeRegistry([options]);
		const { workflow, additionalData, nodes } = this.prepare(types, [options], options);
		const node = nodes[0];
		if (!node) throw new Error('The node is missing');
		additionalData.currentNodeParameters = node.parameters;
		const context = new LoadOptionsContext(workflow, node, additionalData, options.path ?? '');
		return { context, nodeType: types.getByNameAndVersion(node.type, node.typeVersion) };
	}

	private prepare(
		types: TypeRegistry,
		setups: NodeSetup[],
		surroundings: Surroundings,
		beside: NodeSetup[] = [],
	) {
		const store =
			surroundings.credentials instanceof CredentialStore
				? surroundings.credentials
				: new CredentialStore(surroundings.credentials);
		const nodes = setups.map((setup, index) => types.node(setup, index, store));
		const chain = types.has(START) ? [types.start(), ...nodes] : nodes;
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
		const helper = new StoreCredentialsHelper(store, this.credentialTypes);
		return {
			workflow,
			store,
			// Workflow completes parameters on its own copies, so hand out those.
			nodes: nodes.map((node) => workflow.getNode(node.name) ?? node),
			additionalData: additionalDataFor(workflow, helper),
		};
	}
}

/**
 * The engine of this jest project. `credentialTypes` adds types to those under credentials/, for
 * nodes that exist only in a test.
 */
export async function loadEngine(
	options: { credentialTypes?: ICredentialType[] } = {},
): Promise<Engine> {
	return new Engine(version, [
		...(await packageCredentialTypes()),
		...(options.credentialTypes ?? []),
	]);
}

/** The part of n8n's response that webhook nodes use. */
class FakeResponse extends EventEmitter {
	statusCode = 200;
	body: unknown;
	ended = false;
	/** As Node's response: nobody is there to be answered any more. */
	closed = false;

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	json(body: unknown): this {
		if (this.ended) throw new Error('The request was answered twice');
		this.body = body;
		this.finish(this.statusCode);
		return this;
	}

	finish(status: number): void {
		this.statusCode = status;
		this.ended = true;
		this.close();
	}

	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.emit('close');
	}
}

/** A request after n8n's body parser: `rawBody` holds the bytes, `body` what became of them. */
function fakeRequest({ body, headers, unread }: WebhookRequest) {
	const bytes = Buffer.isBuffer(body)
		? body
		: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
	const request: {
		headers: object;
		params: object;
		query: object;
		body: unknown;
		rawBody?: Buffer;
		readRawBody(): Promise<void>;
	} = {
		headers: { 'content-type': 'application/json', ...headers },
		params: {},
		query: {},
		body: undefined,
		readRawBody: async () => {
			request.rawBody = bytes;
		},
	};
	if (unread !== true) {
		request.rawBody = bytes;
		try {
			request.body = JSON.parse(bytes.toString());
		} catch {
			request.body = {};
		}
	}
	return request;
}

/** The node types of one workflow, in place of n8n's loader. */
class TypeRegistry implements INodeTypes {
	private readonly types = new Map<string, INodeType | IVersionedNodeType>();

	constructor(
		setups: NodeSetup[],
		private readonly packageName = PACKAGE,
	) {
		for (const setup of setups) this.types.set(this.typeName(setup), setup.nodeType);
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		const type = this.types.get(name);
		if (!type) throw new Error(`Unknown node type ${name}`);
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	has(name: string): boolean {
		return this.types.has(`test.${name}`);
	}

	start(): INode {
		return {
			id: START,
			name: START,
			type: `test.${START}`,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
	}

	/** The node of a workflow that `setup` stands for. */
	node(setup: NodeSetup, index: number, store: CredentialStore): INode {
		const type = this.typeName(setup);
		const latest = NodeHelpers.getVersionedNodeType(setup.nodeType).description;
		const versions = Array.isArray(latest.version) ? latest.version : [latest.version];
		const references = store.references();
		const wanted = new Set((latest.credentials ?? []).map(({ name }) => name));
		return {
			id: `node-${index}`,
			name: setup.name ?? (index === 0 ? 'Node' : `${latest.displayName} ${index}`),
			type,
			typeVersion: setup.typeVersion ?? Math.max(...versions),
			position: [200 * (index + 1), 0],
			parameters: structuredClone(setup.parameters ?? {}),
			credentials: Object.fromEntries(
				Object.entries(references).filter(([name]) => wanted.has(name)),
			),
			onError: setup.onError,
			retryOnFail: setup.retryOnFail,
			alwaysOutputData: setup.alwaysOutputData,
			executeOnce: setup.executeOnce,
		};
	}

	private typeName({ nodeType }: NodeSetup): string {
		const { name } = nodeType.description;
		return `${name === START ? 'test' : this.packageName}.${name}`;
	}
}

function plainDescription(name: string, displayName: string) {
	return {
		displayName,
		name,
		group: [],
		version: 1,
		description: '',
		defaults: { name: displayName },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};
}

function startNode(items: INodeExecutionData[]): NodeSetup {
	return {
		nodeType: {
			description: { ...plainDescription(START, START), inputs: [] },
			execute: async () => [items],
		},
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

/** Older engines leave a failed run 'running'; n8n itself settles it by the same three questions. */
function finalStatus(run: IRun): ExecutionStatus {
	if (run.status === 'canceled' || run.status === 'waiting') return run.status;
	return run.data.resultData.error ? 'error' : 'success';
}

function toItems(input: RunOptions['items']): INodeExecutionData[] {
	return (input ?? [{}]).map((item) => (isExecutionItem(item) ? item : { json: item }));
}

/** An object with an object under `json` is an item already. */
function isExecutionItem(item: INodeExecutionData | IDataObject): item is INodeExecutionData {
	return typeof item.json === 'object' && item.json !== null && !Array.isArray(item.json);
}

function found<T>(methods: Record<string, T> | undefined, name: string): T {
	const method = methods?.[name];
	if (method === undefined) throw new Error(`The node has no method ${name}`);
	return method;
}

function property(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
