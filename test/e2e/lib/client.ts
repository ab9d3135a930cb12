/** n8n's internal REST interface, which its editor uses. Written for n8n 2.41.1. */
import type { Execution } from './executions';
import { isFinished, readExecution } from './executions';
import { at, isObject, listAt, shorten, textAt } from './json';
import type { JsonObject } from './json';
import type { Authorize } from './oauth2';
import { followRedirects, textOf } from './oauth2';
import { until } from './until';
import type { CredentialReference, StoredWorkflow, WorkflowDefinition } from './workflows';

export { outputOf } from './executions';
export type { Execution } from './executions';
export type { Authorize } from './oauth2';
export { until } from './until';
export type {
	CredentialReference,
	StoredWorkflow,
	WorkflowDefinition,
	WorkflowNode,
} from './workflows';

/** n8n answered with an error status. */
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

/** The account of the person who set n8n up. */
export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** The result of n8n's credential test. */
interface CredentialTestResult {
	/** `OK` or `Error`. */
	status: string;
	message: string;
}

/** What n8n needs to load the options of a parameter: the node as it is in the editor. */
export interface DynamicParameterRequest {
	type: string;
	version?: number;
	/** The path of the parameter, such as `parameters.calendarId`. */
	path: string;
	methodName: string;
	parameters: JsonObject;
	credentials: Record<string, CredentialReference>;
}

/** An entry of a drop-down. */
interface ListEntry {
	name: string;
	value: unknown;
	url?: string;
}

/** What the caller of a webhook gets. */
interface WebhookAnswer {
	status: number;
	headers: Record<string, string>;
	body: unknown;
}

const DEFAULT_WAIT_MS = 60_000;

/** n8n ties a session to the browser that opened it. */
const BROWSER_ID = 'n8n-nodes-gohighlevel-e2e';

/** A signed-in user of n8n's REST interface. */
export class N8nClient {
	private readonly cookies = new Map<string, string>();

	/** @param url the editor's address, without a trailing slash */
	constructor(readonly url: string) {}

	/**
	 * Sends one request.
	 *
	 * @param path starts with a slash, such as `/rest/workflows`
	 * @returns the answer, or its `data` if it is wrapped in that
	 * @throws {N8nApiError} if the status is 400 or more
	 */
	async call(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await this.fetch(method, path, body);
		const answer = await readBody(response);
		if (response.status >= 400) throw new N8nApiError(`${method} ${path}`, response.status, answer);
		return isObject(answer) && 'data' in answer ? answer.data : answer;
	}

	/** Creates the instance's owner and signs in as the owner. Works only once per instance. */
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

	/** The descriptions of all node types in their newest version, by full name (`n8n-nodes-gohighlevel.highLevelContacts`). */
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

	/** A credential with its data as the editor gets it: secrets are blanked, and `oauthTokenData` is true if connected. */
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

	/** Runs n8n's credential test, as the editor does when a credential is saved. */
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
	 * Connects an OAuth2 credential, as the editor's Connect button and the user at the provider do together.
	 *
	 * @param authorize what the user does at the provider; the default only follows redirects
	 * @returns both addresses, so that a test can check what n8n requested
	 * @throws {Error} if the provider does not redirect back, or n8n got no token
	 */
	async connectOAuth2(
		credentialId: string,
		authorize: Authorize = async (address) => await followRedirects(address, this.callbackUrl),
	): Promise<{ authorizationUrl: string; callbackUrl: string }> {
		const link = await this.call('GET', `/rest/oauth2-credential/auth?id=${credentialId}`);
		if (typeof link !== 'string') throw new Error(`No authorization address: ${shorten(link)}`);
		const callbackUrl = await authorize(link);
		if (!callbackUrl.startsWith(this.callbackUrl)) {
			throw new Error(`The provider redirected to ${callbackUrl}, not to ${this.callbackUrl}`);
		}
		const response = await this.fetch('GET', callbackUrl.slice(this.url.length));
		const page = await response.text();
		if (at(await this.credential(credentialId), 'data', 'oauthTokenData') !== true) {
			throw new Error(
				`Not connected; n8n's callback page (${response.status}) says: ${textOf(page)}`,
			);
		}
		return { authorizationUrl: link, callbackUrl };
	}

	/** The address to which a provider redirects the browser. */
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

	/** A workflow as n8n has stored it, for instance after the editor changed it. */
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
	 * Publishes a workflow. n8n answers `active` before its triggers run and whether or not they fail, so tests must check what
	 * the trigger does.
	 */
	async activate(id: string): Promise<void> {
		const versionId = textAt(await this.call('GET', `/rest/workflows/${id}`), 'versionId');
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<void> {
		await this.call('POST', `/rest/workflows/${id}/deactivate`);
	}

	/**
	 * Runs a workflow from a trigger node, as the editor's button does, and waits until it has ended.
	 *
	 * @param destination the last node to run; default: the end of the workflow
	 */
	async runManually(
		workflow: StoredWorkflow,
		trigger: string,
		destination?: string,
		waitMs = DEFAULT_WAIT_MS,
	): Promise<Execution> {
		return await this.execution(await this.startManually(workflow, trigger, destination), waitMs);
	}

	/** Starts a manual run and returns its execution ID without waiting. */
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

	/** Waits until an execution has ended, and returns it with the data of every node. */
	async execution(id: string, waitMs = DEFAULT_WAIT_MS): Promise<Execution> {
		return await until(`execution ${id} to end`, waitMs, async () => {
			const execution = await this.storedExecution(id);
			return execution !== undefined && isFinished(execution.status) ? execution : undefined;
		});
	}

	/** A workflow's executions that have ended, newest first, without their data. */
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
			.filter(({ status }) => isFinished(status));
	}

	/** The IDs of all of a workflow's executions, newest first. n8n's pages may overlap. */
	async executionIds(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const ids = new Set<string>();
		let cursor = '';
		do {
			const found = await this.call('GET', `/rest/executions?limit=100&filter=${filter}${cursor}`);
			const page = listAt(found, 'results').map((entry) => textAt(entry, 'id'));
			for (const id of page) ids.add(id);
			const next = at(found, 'nextCursor');
			cursor = typeof next === 'string' ? `&cursor=${encodeURIComponent(next)}` : '';
		} while (cursor !== '');
		return [...ids];
	}

	/** How many of a workflow's executions have started and not ended. */
	async unfinishedExecutions(workflowId: string): Promise<number> {
		const status = ['new', 'running', 'unknown', 'waiting'];
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
		const found = await this.call('GET', `/rest/executions?limit=100&filter=${filter}`);
		return listAt(found, 'results').length;
	}

	/** Waits until `count` of a workflow's executions have ended, and returns them, oldest first. */
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
	 * Calls the webhook of a published workflow. Publishing takes effect shortly after its answer, so the call is repeated while
	 * n8n says that the webhook is not registered.
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

	/**
	 * The entries of a drop-down (loadOptions).
	 *
	 * @throws {N8nApiError} with the node's message if loading fails
	 */
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

	/** The fields of a resource mapper. */
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

	private async storedExecution(id: string): Promise<Execution | undefined> {
		try {
			return readExecution(id, await this.call('GET', `/rest/executions/${id}`));
		} catch (error) {
			// Not stored yet.
			if (error instanceof N8nApiError && error.status === 404) return undefined;
			throw error;
		}
	}

	private async fetch(method: string, path: string, body?: unknown): Promise<Response> {
		const response = await this.send(`${this.url}${path}`, {
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

	/** A busy n8n closes a kept connection just as it is used again; what only reads is then sent once more. */
	private async send(url: string, request: RequestInit): Promise<Response> {
		try {
			return await fetch(url, request);
		} catch (error) {
			if (request.method !== 'GET') throw error;
			return await fetch(url, request);
		}
	}
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
