import { HighLevel, LogLevel } from '@gohighlevel/api-client';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypeDescription,
	IVersionedNodeType,
} from 'n8n-workflow';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';

import type { Engine, RunResult } from '../test/engine/harness';
import { BUILT_IN_NODES, COMPILED, ENGINE_MODULES } from './engine';
import type { Job, Report } from './jobs';
import type { Account } from './standIn';

const load = createRequire(__filename);

/** What a contender made of a job. */
type Outcome = Pick<Report, 'delivered' | 'inOrder' | 'failed' | 'listed' | 'error' | 'hint'>;
/** Works on some of the job's items with one connection. */
type Worker = (account: Account, emails: string[], contactIds: string[]) => Promise<Outcome>;

const NOTHING: Outcome = { delivered: 0, inOrder: true, failed: [], listed: [] };
const OUR_NODES = ['HighLevelContacts', 'HighLevelCalendars'];
const OUR_CREDENTIALS = ['HighLevelPrivateIntegrationApi', 'HighLevelAppOAuth2Api'];

function made<T>(path: string, name: string, ...values: unknown[]): T {
	const exported: unknown = load(path);
	const type: unknown =
		typeof exported === 'object' && exported !== null ? Reflect.get(exported, name) : undefined;
	if (typeof type !== 'function') throw new TypeError(`${path} has no class ${name}`);
	return Reflect.construct(type, values) as T;
}

async function openEngine(credentialTypes: ICredentialType[] = []): Promise<Engine> {
	const folder = join(tmpdir(), 'n8n-nodes-gohighlevel-bench', String(process.pid));
	mkdirSync(folder, { recursive: true });
	process.env.N8N_USER_FOLDER = folder;
	process.env.N8N_LOG_LEVEL = 'silent';
	const { loadEngine } = await import('../test/engine/harness');
	return await loadEngine({ credentialTypes });
}

function versionOf(folder: string): string {
	const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return String((manifest as { version: unknown }).version);
}

function outcomeOf(result: RunResult, emails: string[]): Outcome {
	const failedAt = new Set<number>();
	const listed: string[] = [];
	let delivered = 0;
	let inOrder = true;
	let before = -1;
	for (const { json, pairedItem, error } of result.items) {
		const paired = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
		const item = typeof paired === 'object' ? paired.item : (paired ?? 0);
		if (item < before) inOrder = false;
		before = item;
		if (json.error !== undefined || error !== undefined) {
			failedAt.add(item);
			continue;
		}
		delivered += 1;
		if (typeof json.id === 'string') listed.push(json.id);
		const wanted = emails[item];
		if (wanted !== undefined && json.email !== undefined && json.email !== wanted) inOrder = false;
	}
	return {
		delivered,
		inOrder,
		failed: [...failedAt].map((item) => emails[item] ?? String(item)),
		listed,
		...(result.error ? { error: result.error.message } : {}),
		...(result.hints[0] ? { hint: result.hints[0].message } : {}),
	};
}

/** The same person for every contender. */
const lastNameOf = (index: number): string => `Number ${index}`;

function peopleOf(emails: string[]): IDataObject[] {
	return emails.map((email, index) => ({ email, lastName: lastNameOf(index) }));
}

const PERSON = { email: '={{ $json.email }}', lastName: '={{ $json.lastName }}' };

function credentialOf(account: Account): {
	authentication: string;
	credentials: Record<string, ICredentialDataDecryptedObject>;
} {
	const common = { locationId: account.locationId, apiVersion: 'v3', apiUrl: account.url };
	if (account.accessToken === undefined) {
		return {
			authentication: 'privateIntegration',
			credentials: { highLevelPrivateIntegrationApi: { ...common, token: account.token } },
		};
	}
	return {
		authentication: 'oAuth2',
		credentials: {
			highLevelAppOAuth2Api: {
				...common,
				userType: 'Location',
				clientId: account.clientId,
				clientSecret: account.clientSecret,
				accessTokenUrl: `${account.url}/oauth/token`,
				oauthTokenData: {
					access_token: account.accessToken,
					refresh_token: account.refreshToken ?? '',
					token_type: 'Bearer',
					userType: 'Location',
					locationId: account.locationId,
				},
			},
		},
	};
}

/** What our node is told to do, and with which items. */
function ourTask(job: Job, emails: string[], contactIds: string[]) {
	const options = job.timeoutSeconds === undefined ? {} : { timeout: job.timeoutSeconds };
	const simple = job.whole !== true;
	switch (job.work) {
		case 'list':
		case 'listSorted': {
			const sort = { by: [{ field: 'dateAdded', direction: 'asc' }] };
			return {
				parameters: {
					resource: 'contact',
					operation: 'getAll',
					returnAll: true,
					simple,
					...(job.work === 'listSorted' ? { filters: { sort } } : {}),
					options,
				},
				items: [{}],
			};
		}
		case 'tag':
			return {
				parameters: {
					resource: 'tag',
					operation: 'add',
					contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					newTags: 'bench',
					options,
				},
				items: contactIds.map((id) => ({ id })),
			};
		default:
			return {
				parameters: { resource: 'contact', operation: job.work, ...PERSON, simple, options },
				items: peopleOf(emails),
			};
	}
}

async function ours(job: Job): Promise<Worker> {
	const engine = await openEngine();
	const nodeType = made<INodeType>(
		join(COMPILED, 'nodes/HighLevel/HighLevelContacts.node.js'),
		'HighLevelContacts',
	);
	return async (account, emails, contactIds) => {
		const { authentication, credentials } = credentialOf(account);
		const { parameters, items } = ourTask(job, emails, contactIds);
		const result = await engine.run({
			nodeType,
			parameters: { authentication, ...parameters } as INodeParameters,
			credentials,
			items,
			onError: 'continueRegularOutput',
		});
		if (job.measureHeap === true) held.push(result.items);
		return outcomeOf(result, emails);
	};
}

/**
 * Takes the slash off the end of n8n's paths: HighLevel's reference has none there and the stand-in keeps to the reference,
 * while the real service is not known to mind.
 */
function withoutLastSlash({ properties }: INodeTypeDescription): void {
	for (const { name, options = [] } of properties) {
		if (name !== 'operation') continue;
		for (const option of options) {
			if (!('routing' in option) || option.routing === undefined) continue;
			const { request } = option.routing;
			if (request?.url !== undefined && request.url !== '=/contacts/') {
				request.url = request.url.replace(/\/$/, '');
			}
		}
	}
}

/**
 * Puts the location into every page's query: n8n's node leaves it out from the second page on, and HighLevel refuses that
 * page with 403 (n8n issue 11353). Without this it could not be said what a whole list would cost it.
 */
function withLocationOnEveryPage({ requestOperations }: INodeTypeDescription, job: Job): void {
	const paginate = requestOperations?.pagination;
	if (!requestOperations || typeof paginate !== 'function') {
		throw new TypeError("n8n's node reads its lists in another way now");
	}
	const [account] = job.accounts;
	requestOperations.pagination = async function (this: IExecutePaginationFunctions, data) {
		const makeRoutingRequest: IExecutePaginationFunctions['makeRoutingRequest'] = async (page) => {
			const { options } = page;
			const qs = { ...options.qs, locationId: account?.locationId };
			return await this.makeRoutingRequest({ ...page, options: { ...options, qs } });
		};
		const functions = Object.create(this, {
			makeRoutingRequest: { value: makeRoutingRequest },
		}) as IExecutePaginationFunctions;
		return await paginate.call(functions, data);
	};
}

/** n8n's own node. Its address is fixed in its description, which is changed here, in memory, to the stand-in's. */
async function builtIn(job: Job): Promise<Worker> {
	const engine = await openEngine([
		made<ICredentialType>(
			join(BUILT_IN_NODES, 'dist/credentials/HighLevelOAuth2Api.credentials.js'),
			'HighLevelOAuth2Api',
		),
	]);
	const versions = made<IVersionedNodeType>(
		join(BUILT_IN_NODES, 'dist/nodes/HighLevel/HighLevel.node.js'),
		'HighLevel',
	);
	const { description } = versions.getNodeType(2);
	withoutLastSlash(description);
	if (job.mended === true) withLocationOnEveryPage(description, job);
	const { requestDefaults } = description;
	if (requestDefaults?.baseURL === undefined)
		throw new Error("n8n's node has no address to change");
	const list = job.work === 'list';
	return async (account, emails) => {
		requestDefaults.baseURL = account.url;
		const result = await engine.run({
			nodeType: versions,
			typeVersion: 2,
			parameters: {
				resource: 'contact',
				operation: list ? 'getAll' : 'create',
				...(list
					? { returnAll: true }
					: { email: PERSON.email, additionalFields: { lastName: PERSON.lastName } }),
			},
			credentials: {
				highLevelOAuth2Api: {
					clientId: account.clientId,
					clientSecret: account.clientSecret,
					oauthTokenData: {
						access_token: account.token,
						token_type: 'Bearer',
						locationId: account.locationId,
					},
				},
			},
			items: list ? [{}] : peopleOf(emails),
			onError: 'continueRegularOutput',
		});
		return outcomeOf(result, emails);
	};
}

/** The official SDK as a script would use it: one after the other, or all at once with or without its own retry. */
async function sdk(job: Job): Promise<Worker> {
	return async (account, emails) => {
		const client = new HighLevel({
			privateIntegrationToken: account.token,
			rateLimitRetry: job.contender === 'sdkAllRetry',
			logLevel: LogLevel.NONE,
		});
		client.getHttpClient().defaults.baseURL = account.url;
		// It writes every failed call to the console, whatever its log level.
		console.error = () => {};
		console.warn = () => {};
		const send = async (email: string, index: number): Promise<string> => {
			const body = { email, lastName: lastNameOf(index), locationId: account.locationId };
			try {
				await client.contacts.upsertContact(body);
				return '';
			} catch {
				return email;
			}
		};
		const outcomes: string[] = [];
		if (job.contender === 'sdkLoop') {
			for (const [index, email] of emails.entries()) outcomes.push(await send(email, index));
		} else outcomes.push(...(await Promise.all(emails.map(send))));
		const failed = outcomes.filter((email) => email !== '');
		return { ...NOTHING, delivered: emails.length - failed.length, failed };
	};
}

/** The least that a node of n8n can do: no checks, no pacing, one call after the other. */
async function bare(job: Job): Promise<Worker> {
	const engine = await openEngine();
	const credentialType = 'highLevelPrivateIntegrationApi';
	const nodeTypeFor = ({ url, locationId }: Account): INodeType => ({
		description: {
			displayName: 'Bare Loop',
			name: 'bareLoop',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Bare Loop' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: credentialType, required: true }],
			properties: [
				{ displayName: 'Email', name: 'email', type: 'string', default: '' },
				{ displayName: 'Last Name', name: 'lastName', type: 'string', default: '' },
			],
		},
		async execute() {
			const output: INodeExecutionData[] = [];
			for (const [item, { json }] of this.getInputData().entries()) {
				const values =
					job.contender === 'bareLoop'
						? {
								email: this.getNodeParameter('email', item),
								lastName: this.getNodeParameter('lastName', item),
							}
						: json;
				const answer: unknown = await this.helpers.httpRequestWithAuthentication.call(
					this,
					credentialType,
					{
						method: 'POST',
						url: `${url}/contacts/upsert`,
						headers: { Version: 'v3' },
						body: { ...values, locationId },
						json: true,
					},
				);
				const { contact } = answer as { contact: IDataObject };
				output.push({ json: contact, pairedItem: { item } });
			}
			return [output];
		},
	});
	return async (account, emails) => {
		const { credentials } = credentialOf(account);
		const result = await engine.run({
			nodeType: nodeTypeFor(account),
			parameters: job.contender === 'bareLoop' ? PERSON : {},
			credentials,
			items: peopleOf(emails),
		});
		return outcomeOf(result, emails);
	};
}

function workerFor(job: Job): Promise<Worker> {
	switch (job.contender) {
		case 'ours':
			return ours(job);
		case 'builtIn':
			return builtIn(job);
		case 'bareLoop':
		case 'barePost':
			return bare(job);
		default:
			return sdk(job);
	}
}

function collectGarbage(): void {
	const collect: unknown = Reflect.get(globalThis, 'gc');
	if (typeof collect !== 'function') return;
	for (let times = 0; times < 3; times++) Reflect.apply(collect, undefined, []);
}

/** Loads what n8n loads of the package when it starts; n8n-workflow is there already, as it is in n8n. */
function timeLoading(): Partial<Report> {
	load('n8n-workflow');
	const start = performance.now();
	for (const name of OUR_NODES) load(join(COMPILED, `nodes/HighLevel/${name}.node.js`));
	for (const name of OUR_CREDENTIALS) load(join(COMPILED, `credentials/${name}.credentials.js`));
	const loaded = performance.now();
	for (const name of OUR_NODES) made(join(COMPILED, `nodes/HighLevel/${name}.node.js`), name);
	const described = performance.now();
	return { loadMs: loaded - start, describeMs: described - loaded };
}

/** The records of a run, as long as their heap is to be measured. */
const held: INodeExecutionData[][] = [];

function together(outcomes: Outcome[]): Outcome {
	return {
		delivered: outcomes.reduce((sum, { delivered }) => sum + delivered, 0),
		inOrder: outcomes.every(({ inOrder }) => inOrder),
		failed: outcomes.flatMap(({ failed }) => failed),
		listed: outcomes.flatMap(({ listed }) => listed),
		error: outcomes.find(({ error }) => error !== undefined)?.error,
		hint: outcomes.find(({ hint }) => hint !== undefined)?.hint,
	};
}

/** Gets everything ready that is not part of the work; the function it gives does the work and reports. */
export async function readyWorker(job: Job): Promise<() => Promise<Report>> {
	const versions = {
		'n8n-core': versionOf(join(ENGINE_MODULES, 'n8n-core')),
		...(job.contender === 'builtIn' ? { 'n8n-nodes-base': versionOf(BUILT_IN_NODES) } : {}),
	};
	const [first] = job.accounts;
	const worker = job.work === 'load' ? undefined : await workerFor(job);
	if (worker && first && job.warmUp > 0) {
		const emails = Array.from({ length: job.warmUp }, (_, index) => `warm${index}@example.com`);
		await worker(first, emails, []);
	}
	return async () => {
		if (!worker) {
			const times = timeLoading();
			const { maxRSS } = process.resourceUsage();
			return { ...NOTHING, ...times, cpuMs: 0, peakBytes: maxRSS * 1024, versions };
		}
		if (job.measureHeap === true) collectGarbage();
		const baseHeapBytes = memoryUsage().heapUsed;
		const cpu = process.cpuUsage();
		const share = Math.ceil(job.emails.length / job.accounts.length);
		const outcomes = await Promise.all(
			job.accounts.map((account, index) =>
				worker(account, job.emails.slice(index * share, (index + 1) * share), job.contactIds),
			),
		);
		const { user, system } = process.cpuUsage(cpu);
		if (job.measureHeap === true) collectGarbage();
		return {
			...together(outcomes),
			cpuMs: (user + system) / 1000,
			peakBytes: process.resourceUsage().maxRSS * 1024,
			baseHeapBytes,
			...(held.length > 0 ? { recordsHeapBytes: memoryUsage().heapUsed - baseHeapBytes } : {}),
			versions,
		};
	};
}
