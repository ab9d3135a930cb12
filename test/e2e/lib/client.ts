/** n8n's own REST interface, the one its editor uses, over loopback. Facts were read off n8n 2.41.1. */
import { at, isObject, listAt, shorten, textAt, unflatten } from './json';
import type { JsonObject } from './json';

/** n8n answered with an error status. `body` is what it said. */
export class N8nApiError extends Error {
	constructor(
		request: string,
		readonly status: number,
		readonly body: unknown,
	) {
		super(`${request} was answered ${status}: ${shorten(body)}`);
		this.name = 'N8nApiError';
	}
}

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** A stored credential, as nodes refer to it. */
export interface CredentialReference {
	id: string;
	name: string;
}

export interface CredentialTestResult {
	/** `OK` or `Error`. */
	status: string;
	message: string;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: JsonObject;
	credentials?: Record<string, CredentialReference>;
	/** Fixed for Webhook nodes, or n8n makes up an address. */
	webhookId?: string;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	notes?: string;
	notesInFlow?: boolean;
	/** Runs for the first item only. */
	executeOnce?: boolean;
}

export interface WorkflowDefinition {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<
		string,
		{ main: Array<Array<{ node: string; type: 'main'; index: number }>> }
	>;
	settings?: JsonObject;
	/** Items that stand in for a node's output in manual runs, by the node's name. */
	pinData?: Record<string, Array<{ json: JsonObject }>>;
}

export interface StoredWorkflow extends WorkflowDefinition {
	id: string;
	versionId: string;
}

export interface OutputItem {
	json: JsonObject;
	pairedItem: unknown;
	error?: unknown;
}

/** One run of one node. `outputs` is indexed by output, then item. */
export interface NodeRun {
	status: string;
	outputs: OutputItem[][];
	error?: JsonObject;
	hints: unknown[];
}

export interface Execution {
	id: string;
	/** `success`, `error`, `canceled`, `crashed`, or of one still going: `running`, `waiting`, `new`. */
	status: string;
	/** `manual`, `webhook`, `trigger` … */
	mode: string;
	workflowId: string;
	/** What stopped the workflow, with n8n's `message` and `description`. */
	error?: JsonObject;
	/** Runs by node name. */
	runs: Record<string, NodeRun[]>;
	lastNode?: string;
}

/** What a node's drop-downs are asked with: the node as it stands in the editor. */
export interface DynamicParameterRequest {
	type: string;
	version?: number;
	/** Of the parameter, as `parameters.calendarId`. */
	path: string;
	methodName: string;
	parameters: JsonObject;
	credentials: Record<string, CredentialReference>;
}

export interface ListEntry {
	name: string;
	value: unknown;
	url?: string;
}

export interface WebhookAnswer {
	status: number;
	headers: Record<string, string>;
	body: unknown;
}

/** Gives consent at the provider for the user: takes the authorization address, returns the callback address. */
export type Authorize = (authorizationUrl: string) => Promise<string>;

const FINISHED = new Set(['success', 'error', 'canceled', 'crashed']);

const POLL_MS = 100;

const DEFAULT_WAIT_MS = 60_000;

/** n8n ties a session to the browser that opened it. */
const BROWSER_ID = 'n8n-nodes-gohighlevel-e2e';

export class N8nClient {
	private readonly cookies = new Map<string, string>();

	/** @param url the editor's address, without a slash at the end */
	constructor(readonly url: string) {}

	/**
	 * One call to n8n; `path` begins with a slash, as `/rest/workflows`.
	 *
	 * @returns the `data` of the answer where it is wrapped so, else the whole answer
	 * @throws {N8nApiError} on a status of 400 or more
	 */
	async call(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await this.fetch(method, path, body);
		const answer = await readBody(response);
		if (response.status >= 400) throw new N8nApiError(`${method} ${path}`, response.status, answer);
		return isObject(answer) && 'data' in answer ? answer.data : answer;
	}

	/** Creates the instance's owner, which also signs in. Works once, on a fresh n8n. */
	async setUpOwner(owner: Owner): Promise<void> {
		await this.call('POST', '/rest/owner/setup', owner);
	}

	async signIn(owner: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.call('POST', '/rest/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
	}

	/** Whether the instance has no owner yet. */
	async needsOwner(): Promise<boolean> {
		const settings = await this.call('GET', '/rest/settings');
		return at(settings, 'userManagement', 'showSetupOnFirstLoad') === true;
	}

	/** Descriptions of all node types by full name (`n8n-nodes-gohighlevel.highLevelContacts`), newest version. */
	async nodeTypes(): Promise<Map<string, JsonObject>> {
		return byName(await this.call('GET', '/types/nodes.json'));
	}

	async credentialTypes(): Promise<Map<string, JsonObject>> {
		return byName(await this.call('GET', '/types/credentials.json'));
	}

	async createCredential(
		name: string,
		type: string,
		data: JsonObject,
	): Promise<CredentialReference> {
		const created = await this.call('POST', '/rest/credentials', { name, type, data });
		return { id: textAt(created, 'id'), name: textAt(created, 'name') };
	}

	/** A credential with its data as the editor sees it: secrets blanked, `oauthTokenData: true` when connected. */
	async credential(id: string): Promise<JsonObject> {
		const found = await this.call('GET', `/rest/credentials/${id}?includeData=true`);
		if (!isObject(found)) throw new Error(`Credential ${id}: ${shorten(found)}`);
		return found;
	}

	async listCredentials(): Promise<Array<CredentialReference & { type: string }>> {
		const found = await this.call('GET', '/rest/credentials');
		return listAt(found).map((entry) => ({
			id: textAt(entry, 'id'),
			name: textAt(entry, 'name'),
			type: textAt(entry, 'type'),
		}));
	}

	async updateCredential(id: string, name: string, type: string, data: JsonObject): Promise<void> {
		await this.call('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	/** What the editor's button does when a credential is saved: n8n's own credential test. */
	async testCredential(
		reference: CredentialReference,
		type: string,
		data: JsonObject,
	): Promise<CredentialTestResult> {
		const result = await this.call('POST', '/rest/credentials/test', {
			credentials: { ...reference, type, data },
		});
		const message = at(result, 'message');
		return {
			status: textAt(result, 'status'),
			message: typeof message === 'string' ? message : '',
		};
	}

	/**
	 * Connects an OAuth2 credential as the editor's Connect button and the provider's page do together.
	 *
	 * @param authorize the person at the provider's page; the default follows redirects, without a page in between
	 * @returns both addresses, so that a test can look at what n8n asked for
	 * @throws {Error} when the provider does not lead back, or n8n got no token
	 */
	async connectOAuth2(
		credentialId: string,
		authorize: Authorize = async (address) => await followRedirects(address, this.callbackUrl),
	): Promise<{ authorizationUrl: string; callbackUrl: string }> {
		const link = await this.call('GET', `/rest/oauth2-credential/auth?id=${credentialId}`);
		if (typeof link !== 'string') throw new Error(`No authorization address: ${shorten(link)}`);
		const callbackUrl = await authorize(link);
		if (!callbackUrl.startsWith(this.callbackUrl)) {
			throw new Error(`The provider led to ${callbackUrl}, not back to ${this.callbackUrl}`);
		}
		const response = await this.fetch('GET', callbackUrl.slice(this.url.length));
		const page = await response.text();
		if (at(await this.credential(credentialId), 'data', 'oauthTokenData') !== true) {
			throw new Error(
				`Not connected; n8n's callback page (${response.status}) says: ${strip(page)}`,
			);
		}
		return { authorizationUrl: link, callbackUrl };
	}

	/** Where a provider sends the browser back to. */
	get callbackUrl(): string {
		return `${this.url}/rest/oauth2-credential/callback`;
	}

	async createWorkflow(workflow: WorkflowDefinition): Promise<StoredWorkflow> {
		const stored = await this.call('POST', '/rest/workflows', {
			settings: { executionOrder: 'v1' },
			...workflow,
		});
		return { ...workflow, id: textAt(stored, 'id'), versionId: textAt(stored, 'versionId') };
	}

	async updateWorkflow(id: string, workflow: WorkflowDefinition): Promise<StoredWorkflow> {
		const before = await this.call('GET', `/rest/workflows/${id}`);
		const stored = await this.call('PATCH', `/rest/workflows/${id}`, {
			settings: { executionOrder: 'v1' },
			...workflow,
			versionId: textAt(before, 'versionId'),
		});
		return { ...workflow, id, versionId: textAt(stored, 'versionId') };
	}

	/** A workflow as n8n stored it, for instance after the editor changed it. */
	async workflow(id: string): Promise<JsonObject> {
		const found = await this.call('GET', `/rest/workflows/${id}`);
		if (!isObject(found)) throw new Error(`Workflow ${id}: ${shorten(found)}`);
		return found;
	}

	async listWorkflows(): Promise<Array<{ id: string; name: string }>> {
		const found = await this.call('GET', '/rest/workflows');
		return listAt(found).map((entry) => ({
			id: textAt(entry, 'id'),
			name: textAt(entry, 'name'),
		}));
	}

	/**
	 * Publishes a workflow. n8n answers before triggers run, and answers `active` whatever becomes of them: a test
	 * must look for what the trigger does.
	 */
	async activate(id: string): Promise<void> {
		const versionId = textAt(await this.call('GET', `/rest/workflows/${id}`), 'versionId');
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/deactivate`);
	}

	/**
	 * Runs a workflow from a trigger node, as the editor's button does, and waits for its end.
	 *
	 * @param destination the node to stop at; without it the workflow runs to its end
	 */
	async runManually(
		workflow: StoredWorkflow,
		trigger: string,
		destination?: string,
		waitMs = DEFAULT_WAIT_MS,
	): Promise<Execution> {
		return await this.execution(await this.startManually(workflow, trigger, destination), waitMs);
	}

	/** Starts a manual run and returns its execution id at once. */
	async startManually(
		workflow: StoredWorkflow,
		trigger: string,
		destination?: string,
	): Promise<string> {
		const started = await this.call('POST', `/rest/workflows/${workflow.id}/run`, {
			triggerToStartFrom: { name: trigger },
			...(destination === undefined
				? {}
				: { destinationNode: { nodeName: destination, mode: 'inclusive' } }),
			workflowData: { settings: { executionOrder: 'v1' }, active: false, ...workflow },
		});
		return textAt(started, 'executionId');
	}

	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`);
	}

	/** Waits until an execution has ended and returns it with the data of every node. */
	async execution(id: string, waitMs = DEFAULT_WAIT_MS): Promise<Execution> {
		return await until(`execution ${id} to end`, waitMs, async () => {
			const execution = await this.readExecution(id);
			return execution !== undefined && FINISHED.has(execution.status) ? execution : undefined;
		});
	}

	/** Executions of a workflow that have ended, newest first, without their data. */
	async endedExecutions(
		workflowId: string,
	): Promise<Array<Pick<Execution, 'id' | 'status' | 'mode'>>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const found = await this.call('GET', `/rest/executions?limit=100&filter=${filter}`);
		return listAt(found, 'results')
			.map((entry) => ({
				id: textAt(entry, 'id'),
				status: textAt(entry, 'status'),
				mode: textAt(entry, 'mode'),
			}))
			.filter(({ status }) => FINISHED.has(status));
	}

	/** The IDs of all executions of a workflow, whatever became of them, newest first, read page by page. */
	async executionIds(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const ids: string[] = [];
		let cursor = '';
		do {
			const found = await this.call('GET', `/rest/executions?limit=100&filter=${filter}${cursor}`);
			ids.push(...listAt(found, 'results').map((entry) => textAt(entry, 'id')));
			const next = at(found, 'nextCursor');
			cursor = typeof next === 'string' ? `&cursor=${encodeURIComponent(next)}` : '';
		} while (cursor !== '');
		return ids;
	}

	/** How many executions of a workflow have begun and not ended. */
	async unfinishedExecutions(workflowId: string): Promise<number> {
		const status = ['new', 'running', 'unknown', 'waiting'];
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
		const found = await this.call('GET', `/rest/executions?limit=100&filter=${filter}`);
		return listAt(found, 'results').length;
	}

	/** Waits for the first ended executions of a workflow, `count` of them, and returns them oldest first. */
	async waitForExecutions(
		workflowId: string,
		count = 1,
		waitMs = DEFAULT_WAIT_MS,
	): Promise<Execution[]> {
		const ended = await until(`${count} executions of ${workflowId}`, waitMs, async () => {
			const found = await this.endedExecutions(workflowId);
			return found.length >= count ? found : undefined;
		});
		const ids = ended.map(({ id }) => id).reverse();
		return await Promise.all(ids.map(async (id) => await this.execution(id)));
	}

	/**
	 * Calls a published workflow's webhook. Publishing takes effect a moment after its answer, so while n8n says
	 * that the webhook is not registered the call is repeated; that answer starts nothing.
	 */
	async callWebhook(
		path: string,
		body: unknown,
		options: { method?: string; headers?: Record<string, string>; waitMs?: number } = {},
	): Promise<WebhookAnswer> {
		const { method = 'POST', headers = {}, waitMs = 15_000 } = options;
		return await until(`webhook ${path} to be registered`, waitMs, async () => {
			const response = await fetch(`${this.url}/webhook/${path}`, {
				method,
				headers: { 'content-type': 'application/json', ...headers },
				...(method === 'GET'
					? {}
					: { body: typeof body === 'string' ? body : JSON.stringify(body) }),
			});
			const answer = await readBody(response);
			const unregistered =
				response.status === 404 && /not registered/.test(String(at(answer, 'message')));
			if (unregistered) return undefined;
			return {
				status: response.status,
				headers: headersOf(response),
				body: answer,
			};
		});
	}

	/** A drop-down's entries (loadOptions). @throws {N8nApiError} with the node's own message when loading fails */
	async loadOptions(request: DynamicParameterRequest): Promise<ListEntry[]> {
		const found = await this.dynamic('options', request);
		return listAt(found).map(readEntry);
	}

	/** One page of a resource locator's list (listSearch). */
	async searchList(
		request: DynamicParameterRequest,
		filter?: string,
		paginationToken?: string,
	): Promise<{ results: ListEntry[]; paginationToken?: string }> {
		const found = await this.dynamic('resource-locator-results', request, {
			...(filter === undefined ? {} : { filter }),
			...(paginationToken === undefined ? {} : { paginationToken }),
		});
		const next = at(found, 'paginationToken');
		return {
			results: listAt(found, 'results').map(readEntry),
			...(next === undefined || next === null ? {} : { paginationToken: textAt(next) }),
		};
	}

	/** The fields that a resource mapper offers. */
	async mapperFields(request: DynamicParameterRequest): Promise<JsonObject[]> {
		const found = await this.dynamic('resource-mapper-fields', request);
		return listAt(found, 'fields').filter(isObject);
	}

	private async dynamic(
		kind: string,
		request: DynamicParameterRequest,
		more: JsonObject = {},
	): Promise<unknown> {
		return await this.call('POST', `/rest/dynamic-node-parameters/${kind}`, {
			nodeTypeAndVersion: { name: request.type, version: request.version ?? 1 },
			path: request.path,
			methodName: request.methodName,
			currentNodeParameters: request.parameters,
			credentials: request.credentials,
			...more,
		});
	}

	private async readExecution(id: string): Promise<Execution | undefined> {
		let found: unknown;
		try {
			found = await this.call('GET', `/rest/executions/${id}`);
		} catch (error) {
			// Not stored yet.
			if (error instanceof N8nApiError && error.status === 404) return undefined;
			throw error;
		}
		const status = textAt(found, 'status');
		// Until the end the stored data is empty or in parts.
		const stored = FINISHED.has(status) ? at(found, 'data') : undefined;
		const data = typeof stored === 'string' ? unflatten(stored) : stored;
		const result = at(data, 'resultData');
		const error = at(result, 'error');
		const lastNode = at(result, 'lastNodeExecuted');
		const runData = at(result, 'runData');
		const runs: Execution['runs'] = {};
		for (const [name, list] of Object.entries(isObject(runData) ? runData : {})) {
			runs[name] = listAt(list).map(readRun);
		}
		return {
			id,
			status,
			mode: textAt(found, 'mode'),
			workflowId: textAt(found, 'workflowId'),
			...(isObject(error) ? { error } : {}),
			...(typeof lastNode === 'string' ? { lastNode } : {}),
			runs,
		};
	}

	private async fetch(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			redirect: 'manual',
			headers: {
				'browser-id': BROWSER_ID,
				cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		for (const cookie of response.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (name !== undefined && value !== undefined) this.cookies.set(name, value);
		}
		return response;
	}
}

/**
 * The JSON of the items that a node put out, all runs together.
 *
 * @throws {Error} when the node did not run; the message carries the execution's error
 */
export function outputOf(execution: Execution, node: string, output = 0): JsonObject[] {
	const runs = execution.runs[node];
	if (runs === undefined) {
		throw new Error(
			`${node} did not run; the execution says ${shorten(execution.error ?? 'nothing')}`,
		);
	}
	return runs.flatMap((run) => (run.outputs[output] ?? []).map(({ json }) => json));
}

/**
 * Asks again and again until there is an answer.
 *
 * @throws {Error} naming what was waited for after `waitMs` milliseconds
 */
export async function until<T>(
	what: string,
	waitMs: number,
	ask: () => Promise<T | undefined>,
): Promise<T> {
	const end = Date.now() + waitMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > end) throw new Error(`Waited ${waitMs / 1000} s in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
}

/** Follows a provider's redirects until one leads to the callback, which is not called. */
async function followRedirects(address: string, callbackUrl: string): Promise<string> {
	let current = address;
	for (let hops = 0; hops < 10; hops++) {
		const response = await fetch(current, { redirect: 'manual' });
		const location = response.headers.get('location');
		if (location === null) {
			throw new Error(`${current} answered ${response.status} and led nowhere`);
		}
		current = new URL(location, current).href;
		if (current.startsWith(callbackUrl)) return current;
	}
	throw new Error(`Too many redirects from ${address}`);
}

function headersOf(response: Response): Record<string, string> {
	const headers: Record<string, string> = {};
	response.headers.forEach((value, name) => (headers[name] = value));
	return headers;
}

async function readBody(response: Response): Promise<unknown> {
	const text = await response.text();
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function readRun(run: unknown): NodeRun {
	const error = at(run, 'error');
	const status = at(run, 'executionStatus');
	const outputs = at(run, 'data', 'main');
	const hints = at(run, 'hints');
	return {
		status: typeof status === 'string' ? status : 'unknown',
		outputs: (Array.isArray(outputs) ? outputs : []).map((items: unknown) =>
			(Array.isArray(items) ? items : []).map(readItem),
		),
		...(isObject(error) ? { error } : {}),
		hints: Array.isArray(hints) ? hints : [],
	};
}

function readItem(item: unknown): OutputItem {
	const json = at(item, 'json');
	const error = at(item, 'error');
	return {
		json: isObject(json) ? json : {},
		pairedItem: at(item, 'pairedItem'),
		...(error === undefined ? {} : { error }),
	};
}

function readEntry(entry: unknown): ListEntry {
	const url = at(entry, 'url');
	return {
		name: textAt(entry, 'name'),
		value: at(entry, 'value'),
		...(typeof url === 'string' ? { url } : {}),
	};
}

function byName(list: unknown): Map<string, JsonObject> {
	const types = new Map<string, JsonObject>();
	for (const type of listAt(list)) {
		if (isObject(type)) types.set(textAt(type, 'name'), type);
	}
	return types;
}

function strip(page: string): string {
	return page
		.replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 500);
}
