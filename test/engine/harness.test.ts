/** The engine harness, tried with nodes and credentials that exist only here. */
import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeApiError, NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { CredentialStore } from './credentials';
import type { Engine } from './harness';
import { loadEngine } from './harness';

/** What the probe node saw of a failed call. */
let seen: Record<string, unknown> = {};

class ProbeTokenApi implements ICredentialType {
	name = 'probeTokenApi';
	displayName = 'Probe Token API';
	properties: INodeProperties[] = [
		{ displayName: 'Token', name: 'token', type: 'string', default: '' },
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{ displayName: 'Version', name: 'version', type: 'string', default: 'v9' },
	];
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } },
	};
	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.url}}', url: '/account' },
		rules: [{ type: 'responseCode', properties: { value: 401, message: 'The token is wrong' } }],
	};
}

class ProbeBodyApi extends ProbeTokenApi {
	override name = 'probeBodyApi';
	override test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.url}}', url: '/account' },
		rules: [
			{
				type: 'responseSuccessBody',
				properties: { key: 'accounts[0].kind', value: 'mine', message: 'Another account' },
			},
		],
	};
}

class ProbeOAuth2Api implements ICredentialType {
	name = 'probeOAuth2Api';
	displayName = 'Probe OAuth2 API';
	extends = ['oAuth2Api'];
	properties: INodeProperties[] = [
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{$self["url"].replace(/\\/+$/,"") + "/token"}}',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];
}

class Probe implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: 'Calls a path with a credential',
		defaults: { name: 'Probe' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'probeTokenApi' }, { name: 'probeOAuth2Api' }],
		properties: [
			{ displayName: 'Credential', name: 'credential', type: 'string', default: 'probeTokenApi' },
			{ displayName: 'Path', name: 'path', type: 'string', default: '/ok' },
			{ displayName: 'Text', name: 'text', type: 'string', default: 'from default' },
		],
	};

	methods = {
		loadOptions: {
			async paths(this: ILoadOptionsFunctions) {
				const { url } = await this.getCredentials<{ url: string }>('probeTokenApi');
				const answer: unknown = await this.helpers.httpRequestWithAuthentication.call(
					this,
					'probeTokenApi',
					{ method: 'GET', url: `${url}/ok`, json: true },
				);
				const text = this.getCurrentNodeParameter('text');
				return [{ name: JSON.stringify(answer), value: String(text) }];
			},
		},
		listSearch: {
			async search(this: ILoadOptionsFunctions, filter?: string, token?: string) {
				return { results: [{ name: filter ?? '', value: token ?? '' }] };
			},
		},
		resourceMapping: {
			async fields(this: ILoadOptionsFunctions) {
				return { fields: [], emptyFieldsNotice: String(this.getNodeParameter('text', '')) };
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const output: INodeExecutionData[] = [];
		this.addExecutionHints({ message: 'A hint', location: 'outputPane' });
		for (const [item] of this.getInputData().entries()) {
			try {
				const credential = String(this.getNodeParameter('credential', item));
				const credentials = await this.getCredentials(credential, item);
				const answer: unknown = await this.helpers.httpRequestWithAuthentication.call(
					this,
					credential,
					{
						method: 'GET',
						url: `${String(credentials.url).replace(/\/+$/, '')}${String(this.getNodeParameter('path', item))}`,
						json: true,
					},
				);
				output.push({
					json: {
						answer: JSON.stringify(answer),
						text: String(this.getNodeParameter('text', item)),
						version: String(credentials.version),
						zone: this.getTimezone(),
					},
					pairedItem: { item },
				});
			} catch (error) {
				// The run only ends as canceled with the error that says so.
				if (this.getExecutionCancelSignal()?.aborted) throw error;
				const cause: unknown = error instanceof Error ? error.cause : undefined;
				const response: unknown = pick(cause, 'response');
				seen = {
					isApiError: error instanceof NodeApiError,
					httpCode: pick(error, 'httpCode'),
					statusCode: pick(error, 'statusCode'),
					response: pick(error, 'response'),
					status: pick(response, 'status'),
					retryAfter: pick(pick(response, 'headers'), 'retry-after'),
					data: pick(response, 'data'),
				};
				if (!this.continueOnFail()) {
					throw new NodeOperationError(this.getNode(), 'The probe gave up', { itemIndex: item });
				}
				output.push({ json: { error: 'The probe gave up' }, pairedItem: { item } });
			}
		}
		return [output];
	}
}

class Doubler implements INodeType {
	description: INodeTypeDescription = {
		...new Probe().description,
		displayName: 'Doubler',
		name: 'doubler',
		credentials: [],
		properties: [
			{ displayName: 'Origin', name: 'origin', type: 'string', default: '={{ $json.text }}' },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			this.getInputData().flatMap((_entry, item) => {
				const copy = { json: { origin: this.getNodeParameter('origin', item) }, pairedItem: item };
				return [copy, copy];
			}),
		];
	}
}

class Poller implements INodeType {
	description: INodeTypeDescription = {
		...new Probe().description,
		displayName: 'Poller',
		name: 'poller',
		polling: true,
		inputs: [],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const state = this.getWorkflowStaticData('node');
		const last = Number(state.last ?? 0);
		state.last = last + 1;
		return last === 0 ? null : [[{ json: { last, mode: this.getMode() } }]];
	}
}

function pick(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** Waits until the server has seen something; gives up instead of hanging the whole run. */
async function eventually(check: () => boolean) {
	for (let tries = 0; !check(); tries++) {
		if (tries === 1000) throw new Error('Waited too long');
		await delay(5);
	}
}

let engine: Engine;
let server: Server;
let url: string;
let requests: string[] = [];
let closedEarly = 0;
/** The only access token that /oauth accepts, and the only refresh token that /token accepts. */
let accessToken = 'access-1';
let refreshToken = 'refresh-1';

function answer(response: ServerResponse, status: number, body: IDataObject, headers = {}) {
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(JSON.stringify(body));
}

async function handle(request: IncomingMessage, response: ServerResponse) {
	const path = request.url ?? '';
	requests.push(path);
	const bearer = request.headers.authorization ?? '';
	if (path === '/token') {
		let body = '';
		for await (const chunk of request) body += String(chunk);
		const form = new URLSearchParams(body);
		if (form.get('refresh_token') !== refreshToken || form.get('client_secret') !== 'secret') {
			return answer(response, 400, { error: 'invalid_grant' });
		}
		accessToken = `access-${requests.length}`;
		refreshToken = `refresh-${requests.length}`;
		return answer(response, 200, {
			access_token: accessToken,
			refresh_token: refreshToken,
			token_type: 'Bearer',
			expires_in: 86_399,
		});
	}
	if (path === '/oauth') {
		return bearer === `Bearer ${accessToken}`
			? answer(response, 200, { ok: true })
			: answer(response, 401, { message: 'Invalid JWT' });
	}
	if (path === '/limited') {
		return answer(response, 429, { message: 'Too many' }, { 'Retry-After': '7' });
	}
	if (path === '/slow') {
		response.on('close', () => {
			if (!response.writableEnded) closedEarly += 1;
		});
		return await delay(20_000, undefined, { ref: false });
	}
	if (bearer !== 'Bearer good') return answer(response, 401, { message: 'Unknown token' });
	return answer(response, 200, {
		bearer,
		accounts: [{ kind: 'mine' }],
	});
}

const token = (value: string) => ({ probeTokenApi: { token: value, url } });

beforeAll(async () => {
	engine = await loadEngine({
		credentialTypes: [new ProbeTokenApi(), new ProbeBodyApi(), new ProbeOAuth2Api()],
	});
	server = createServer((request, response) => void handle(request, response));
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	url = `http://127.0.0.1:${address.port}`;
});

afterAll((done) => {
	server.closeAllConnections();
	server.close(() => {
		done();
	});
});

beforeEach(() => {
	requests = [];
	seen = {};
});

test('the engine is one of the two supported versions', () => {
	expect(['2.41.1', '1.100.0']).toContain(engine.version);
});

test('expressions see each item, defaults are filled in, and items are paired across nodes', async () => {
	const run = await engine.run({
		nodeType: new Probe(),
		parameters: { text: '={{ $json.name }} {{ $itemIndex }}' },
		items: [{ name: 'Ada' }, { name: 'Grace' }],
		credentials: token('good'),
		timezone: 'Europe/Berlin',
		then: [{ nodeType: new Doubler(), name: 'After' }],
	});

	expect(run.error).toBeUndefined();
	expect(run.status).toBe('success');
	expect(run.items.map((item) => item.json)).toEqual([
		expect.objectContaining({ text: 'Ada 0', version: 'v9', zone: 'Europe/Berlin' }),
		expect.objectContaining({ text: 'Grace 1', version: 'v9' }),
	]);
	expect(run.items.map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(run.items[0]?.json.answer).toContain('Bearer good');
	expect(run.byNode.After?.[0]?.map((item) => item.json.origin)).toEqual([
		'Ada 0',
		'Ada 0',
		'Grace 1',
		'Grace 1',
	]);
	expect(run.hints).toEqual([expect.objectContaining({ message: 'A hint' })]);
});

test('a failing item stops the workflow, continues it, or goes to the error output', async () => {
	const items = [{ path: '/ok' }, { path: '/limited' }, { path: '/ok' }];
	const options = {
		nodeType: new Probe(),
		parameters: { path: '={{ $json.path }}' },
		items,
		credentials: token('good'),
	};

	const stopped = await engine.run(options);
	expect(stopped.status).toBe('error');
	expect(stopped.error?.message).toBe('The probe gave up');
	// n8n keeps the error as plain data: only its name tells the class.
	expect(stopped.error?.name).toBe('NodeOperationError');
	expect(stopped.items).toEqual([]);
	expect(requests).toEqual(['/ok', '/limited']);

	const regular = await engine.run({ ...options, onError: 'continueRegularOutput' });
	expect(regular.status).toBe('success');
	expect(regular.items.map((item) => item.json.error)).toEqual([
		undefined,
		'The probe gave up',
		undefined,
	]);

	const split = await engine.run({ ...options, onError: 'continueErrorOutput' });
	expect(split.outputs.map((output) => output.length)).toEqual([2, 1]);
	expect(split.outputs[1]?.[0]?.json).toMatchObject({ error: 'The probe gave up' });
});

test('the status, headers and body of a refused call are in error.cause.response only', async () => {
	await engine.run({
		nodeType: new Probe(),
		parameters: { path: '/limited' },
		credentials: token('good'),
	});

	expect(seen).toEqual({
		isApiError: true,
		httpCode: '429',
		statusCode: undefined,
		response: undefined,
		status: 429,
		retryAfter: '7',
		data: { message: 'Too many' },
	});
});

test('canceling closes the request and ends the run as canceled', async () => {
	closedEarly = 0;
	const controller = new AbortController();
	const pending = engine.run({
		nodeType: new Probe(),
		parameters: { path: '/slow' },
		credentials: token('good'),
		signal: controller.signal,
	});
	await eventually(() => requests.includes('/slow'));
	controller.abort();
	expect((await pending).status).toBe('canceled');
	await eventually(() => closedEarly === 1);

	const timed = await engine.run({
		nodeType: new Probe(),
		parameters: { path: '/slow' },
		credentials: token('good'),
		cancelAfterMs: 50,
	});
	expect(timed.status).toBe('canceled');
});

describe('OAuth2', () => {
	const stored = () => ({
		url: `${url}/`,
		clientId: 'client',
		clientSecret: 'secret',
		oauthTokenData: {
			access_token: 'stale',
			refresh_token: refreshToken,
			token_type: 'Bearer',
			locationId: 'location-1',
		},
	});
	const options = {
		nodeType: new Probe(),
		parameters: { credential: 'probeOAuth2Api', path: '/oauth' },
	};

	test('a 401 refreshes the tokens at the address derived from $self and stores the new ones', async () => {
		const store = new CredentialStore({ probeOAuth2Api: stored() });
		const first = await engine.run({ ...options, credentials: store });

		expect(first.error).toBeUndefined();
		expect(requests).toEqual(['/oauth', '/token', '/oauth']);
		expect(first.credentialsAfter.probeOAuth2Api?.oauthTokenData).toMatchObject({
			access_token: accessToken,
			refresh_token: refreshToken,
			locationId: 'location-1',
		});

		// The next run reads the stored tokens; with the old ones it would be refused.
		requests = [];
		const second = await engine.run({ ...options, credentials: store });
		expect(second.error).toBeUndefined();
		expect(requests).toEqual(['/oauth']);
	});

	test('a refused refresh is an error and leaves the stored tokens alone', async () => {
		const data = stored();
		data.oauthTokenData.refresh_token = 'used up';
		const run = await engine.run({ ...options, credentials: { probeOAuth2Api: data } });

		expect(run.status).toBe('error');
		expect(requests).toEqual(['/oauth', '/token']);
		expect(run.credentialsAfter.probeOAuth2Api?.oauthTokenData).toEqual(data.oauthTokenData);
	});
});

test("the editor's methods run with credentials and the current parameters", async () => {
	const options = {
		nodeType: new Probe(),
		parameters: { text: 'typed' },
		credentials: token('good'),
	};
	const [option] = await engine.loadOptions(options, 'paths');
	expect(option).toMatchObject({ value: 'typed' });
	expect(option?.name).toContain('Bearer good');
	expect(await engine.listSearch(options, 'search', 'ada', 'page 2')).toEqual({
		results: [{ name: 'ada', value: 'page 2' }],
	});
	expect(await engine.resourceMapping(options, 'fields')).toMatchObject({
		emptyFieldsNotice: 'typed',
	});
	await expect(
		engine.loadOptions({ ...options, credentials: token('bad') }, 'paths'),
	).rejects.toBeInstanceOf(NodeApiError);
	await expect(engine.loadOptions(options, 'missing')).rejects.toThrow('no method missing');
});

test('the credential test applies its rules to the status and the body', async () => {
	expect(await engine.testCredential('probeTokenApi', { token: 'good', url })).toEqual({
		status: 'OK',
		message: 'Connection successful!',
	});
	expect(await engine.testCredential('probeTokenApi', { token: 'bad', url })).toEqual({
		status: 'Error',
		message: 'The token is wrong',
	});
	expect(await engine.testCredential('probeBodyApi', { token: 'good', url })).toEqual({
		status: 'Error',
		message: 'Another account',
	});
	expect(await engine.testCredential('probeBodyApi', { token: 'bad', url })).toEqual({
		status: 'Error',
		message: 'Unauthorized',
	});
	const closed = 'http://127.0.0.1:1';
	expect(await engine.testCredential('probeTokenApi', { token: 'good', url: closed })).toEqual({
		status: 'Error',
		message: 'ECONNREFUSED',
	});
});

test("a poll keeps its state in the workflow's static data", async () => {
	const first = await engine.poll({ nodeType: new Poller() });
	expect(first).toMatchObject({ output: null, staticData: { 'node:Node': { last: 1 } } });
	const second = await engine.poll({
		nodeType: new Poller(),
		mode: 'manual',
		staticData: first.staticData,
	});
	expect(second.output).toEqual([[{ json: { last: 1, mode: 'manual' } }]]);
});
