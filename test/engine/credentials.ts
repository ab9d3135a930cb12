/** Credentials in place of n8n's: a store, and the helper through which the engine reads them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeTypes,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';

/** n8n's own `oAuth2Api`, which credential types extend; only the fields that the engine reads. */
const OAUTH2_API: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: [
		{ displayName: 'Grant Type', name: 'grantType', type: 'string', default: 'authorizationCode' },
		{ displayName: 'Authorization URL', name: 'authUrl', type: 'string', default: '' },
		{ displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'string', default: '' },
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '' },
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', default: '' },
		{ displayName: 'Scope', name: 'scope', type: 'string', default: '' },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'string',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'string', default: 'header' },
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSSLIssues',
			type: 'boolean',
			default: false,
		},
	],
};

/** Stored values of these fields are ignored if the credential type hides the field, as in n8n 2.41. */
const OWNED_BY_TYPE = ['authUrl', 'accessTokenUrl', 'grantType', 'authentication'];

const PLACEHOLDER: INode = {
	id: 'credential',
	name: 'Credential',
	type: 'test.credential',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const PLACEHOLDER_TYPES: INodeTypes = {
	getByName: () => ({ description: placeholderDescription() }),
	getByNameAndVersion: () => ({ description: placeholderDescription() }),
	getKnownTypes: () => ({}),
};

function placeholderDescription() {
	return {
		displayName: 'Credential',
		name: 'credential',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'Credential' },
		inputs: [],
		outputs: [],
		properties: [],
	};
}

interface Stored {
	type: string;
	data: ICredentialDataDecryptedObject;
}

let created = 0;

/**
 * Decrypted credential data in place of n8n's database. Reads return copies, so that only updates through n8n change what is
 * stored. To share credentials, give several runs the same store.
 */
export class CredentialStore {
	private readonly byId = new Map<string, Stored>();

	/** @param initial decrypted data by credential type name */
	constructor(initial: Record<string, ICredentialDataDecryptedObject> = {}) {
		for (const [type, data] of Object.entries(initial)) this.add(type, data);
	}

	/** Adds a credential and returns its ID, unique in the process because n8n's refresh locks are by ID. */
	add(type: string, data: ICredentialDataDecryptedObject): string {
		created += 1;
		const id = `credential-${created}`;
		this.byId.set(id, { type, data: structuredClone(data) });
		return id;
	}

	/** References to the stored credentials by type, as a node has them in its JSON. */
	references(): Record<string, INodeCredentialsDetails> {
		return Object.fromEntries(
			[...this.byId].map(([id, { type }]) => [type, { id, name: `${type} account` }]),
		);
	}

	/**
	 * A copy of the stored data.
	 *
	 * @throws {Error} if the ID is unknown
	 */
	read(id: string | null): ICredentialDataDecryptedObject {
		return structuredClone(this.stored(id).data);
	}

	/** Merges into the stored data, as n8n's `updateData` does. */
	merge(id: string | null, data: ICredentialDataDecryptedObject): void {
		const stored = this.stored(id);
		stored.data = { ...stored.data, ...structuredClone(data) };
	}

	/** Replaces the stored data, as n8n's `setData` does. */
	replace(id: string | null, data: ICredentialDataDecryptedObject): void {
		this.stored(id).data = structuredClone(data);
	}

	/** All stored data by type. */
	snapshot(): Record<string, ICredentialDataDecryptedObject> {
		return Object.fromEntries(
			[...this.byId.values()].map(({ type, data }) => [type, structuredClone(data)]),
		);
	}

	private stored(id: string | null): Stored {
		const stored = id === null ? undefined : this.byId.get(id);
		if (!stored) throw new Error(`No credential with the id ${String(id)}`);
		return stored;
	}
}

/** Does what n8n's credentials helper does, on a `CredentialStore`. */
export class StoreCredentialsHelper extends ICredentialsHelper {
	private readonly types: Map<string, ICredentialType>;

	constructor(
		private readonly store: CredentialStore,
		types: ICredentialType[],
	) {
		super();
		this.types = new Map([OAUTH2_API, ...types].map((type) => [type.name, type]));
	}

	getParentTypes(name: string): string[] {
		const parents = this.type(name).extends ?? [];
		return parents.flatMap((parent) => [...this.getParentTypes(parent), parent]);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options: IHttpRequestOptions = { ...requestOptions, url: requestUrl(requestOptions) };
		const { authenticate } = this.type(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (authenticate === undefined) return options;
		if (!workflow || !node) throw new Error('Generic authentication needs a workflow and a node');

		const resolve = (value: unknown): string => {
			if (typeof value !== 'string' || !value.startsWith('=')) return String(value);
			const resolved = workflow.expression.getSimpleParameterValue(
				node,
				value,
				'internal',
				{ $credentials: credentials },
				undefined,
				'',
			);
			return resolved ? String(resolved) : '';
		};
		const resolveAll = (values: object | undefined) =>
			Object.fromEntries(
				Object.entries(values ?? {}).map(([key, value]) => [resolve(key), resolve(value)]),
			);
		const { headers, qs, body, auth } = authenticate.properties;
		options.headers = { ...options.headers, ...resolveAll(headers) };
		if (qs) options.qs = { ...options.qs, ...resolveAll(qs) };
		if (body) options.body = { ...recordOf(options.body), ...resolveAll(body) };
		if (auth) {
			const { username = '', password = '', ...rest } = resolveAll(auth);
			options.auth = { ...rest, username, password };
		}
		return options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.type(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || type.preAuthentication === undefined) return undefined;
		if (credentials[expirable] !== '' && !credentialsExpired) return undefined;

		const output = await type.preAuthentication.call(helpers, credentials);
		const renewed = output[expirable];
		const reference = node.credentials?.[typeName];
		if (typeof renewed !== 'string' || !reference) return undefined;
		this.store.merge(reference.id, { [expirable]: renewed });
		return { ...credentials, [expirable]: renewed };
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.type(typeName);
		if (preAuthentication === undefined) return undefined;
		return asCredentialData(await preAuthentication.call(helpers, credentials));
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('The engine never asks for the encrypted credential; only n8n itself does');
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		_executeData?: unknown,
		raw?: boolean,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.store.read(nodeCredentials.id);
		return raw === true ? stored : this.withDefaults(type, stored, mode);
	}

	/** Stored data with the type's defaults added and expressions (`$self`) resolved. */
	withDefaults(
		type: string,
		stored: ICredentialDataDecryptedObject,
		mode: WorkflowExecuteMode,
	): ICredentialDataDecryptedObject {
		const properties = this.getCredentialsProperties(type);
		const hidden = new Set(
			properties.filter((property) => property.type === 'hidden').map(({ name }) => name),
		);
		const given = Object.fromEntries(
			Object.entries(stored).filter(([key]) => !(OWNED_BY_TYPE.includes(key) && hidden.has(key))),
		);
		const complete = NodeHelpers.getNodeParameters(
			properties,
			asParameters(given),
			true,
			false,
			null,
			null,
		);
		const workflow = new Workflow({
			nodes: [PLACEHOLDER],
			connections: {},
			active: false,
			nodeTypes: PLACEHOLDER_TYPES,
		});
		const resolved = workflow.expression.getComplexParameterValue(
			PLACEHOLDER,
			complete ?? {},
			mode,
			{},
			undefined,
			undefined,
			complete ?? {},
		);
		const data = asCredentialData(recordOf(resolved));
		// It is not a property of the type, so n8n adds it back after applying the defaults.
		if (stored.oauthTokenData !== undefined) data.oauthTokenData = stored.oauthTokenData;
		return data;
	}

	async updateCredentials(
		nodeCredentials: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store.replace(nodeCredentials.id, data);
	}

	async updateCredentialsOauthTokenData(
		nodeCredentials: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		if (data.oauthTokenData === undefined) throw new Error('A refresh without token data');
		this.store.merge(nodeCredentials.id, { oauthTokenData: data.oauthTokenData });
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const type = this.type(name);
		const properties: INodeProperties[] = [];
		for (const parent of type.extends ?? []) {
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(properties, structuredClone(type.properties));
		return properties;
	}

	/**
	 * The credential type with this name.
	 *
	 * @throws {Error} if the harness was not given it
	 */
	type(name: string): ICredentialType {
		const type = this.types.get(name);
		if (!type) throw new Error(`Unknown credential type ${name}: pass it to loadEngine()`);
		return type;
	}
}

/** One instance of each credential class under `credentials/`. */
export async function packageCredentialTypes(): Promise<ICredentialType[]> {
	const folder = join(__dirname, '../../credentials');
	const types: ICredentialType[] = [];
	for (const file of readdirSync(folder).sort()) {
		if (!file.endsWith('.credentials.ts')) continue;
		const exported: unknown = await import(join(folder, file));
		for (const value of Object.values(recordOf(exported))) {
			if (typeof value !== 'function') continue;
			const instance: unknown = Reflect.construct(value, []);
			if (isCredentialType(instance)) types.push(instance);
		}
	}
	return types;
}

function isCredentialType(value: unknown): value is ICredentialType {
	return (
		typeof value === 'object' && value !== null && 'displayName' in value && 'properties' in value
	);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

function requestUrl(options: IHttpRequestOptions | IRequestOptionsSimplified): string {
	if ('url' in options && typeof options.url === 'string') return options.url;
	if ('uri' in options && typeof options.uri === 'string') return options.uri;
	return '';
}

function isCredentialData(value: unknown): value is ICredentialDataDecryptedObject {
	return isRecord(value);
}

function asCredentialData(value: unknown): ICredentialDataDecryptedObject {
	if (!isCredentialData(value)) throw new Error('Credential data must be an object');
	return value;
}

function isParameters(value: unknown): value is INodeParameters {
	return isRecord(value);
}

function asParameters(value: unknown): INodeParameters {
	if (!isParameters(value)) throw new Error('Parameters must be an object');
	return value;
}
