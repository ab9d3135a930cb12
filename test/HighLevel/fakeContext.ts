/** n8n's context of a trigger node, without n8n-core, which takes a second to load. */
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { EventEmitter } from 'node:events';

/** n8n's response to the sender. */
export class FakeResponse extends EventEmitter {
	statusCode = 200;
	closed: boolean | undefined = false;
	destroyed: boolean | undefined = false;
	/** What the node responded, if it did. */
	answer: unknown;

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	json(answer: unknown): this {
		this.answer = answer;
		return this;
	}

	/** n8n has responded, and the connection closes. */
	close(status: number): void {
		this.statusCode = status;
		this.emit('close');
	}
}

/** A call that the node sends to HighLevel. */
export interface SentCall {
	method: string;
	url: string;
	body?: IDataObject;
	headers: IDataObject;
}

export interface FakeContextOptions {
	parameters?: IDataObject;
	typeVersion?: number;
	mode?: 'trigger' | 'manual';
	workflowId?: string | undefined;
	nodeId?: string;
	headers?: IDataObject;
	request?: unknown;
	credential?: IDataObject;
	/** HighLevel's response: its body, or a promise of it; an Error breaks the call. */
	respond?: (call: SentCall) => unknown;
	/** The node's, from earlier requests. */
	staticData?: IDataObject;
	/** Makes n8n throw when the node builds its items. */
	itemsFail?: boolean;
	/** The types of the nodes that lead to the same nodes, by name. */
	parents?: Record<string, string>;
}

/** How n8n's helper reports a refusal. */
export const refusal = (status: number, message: string): Error =>
	Object.assign(new Error(message), { response: { status, headers: {}, data: { message } } });

/** What a trigger node may ask n8n, and what it did. */
export interface FakeContext {
	context: IWebhookFunctions;
	response: FakeResponse;
	staticData: IDataObject;
	warnings: string[];
	/** The calls to HighLevel. */
	calls: SentCall[];
}

export const CREDENTIAL = {
	token: 'pit-1',
	locationId: 'loc-1',
	apiUrl: 'https://services.example.com',
};

let nodes = 0;

export function fakeContext(options: FakeContextOptions = {}): FakeContext {
	const { parameters = {}, parents = {} } = options;
	const response = new FakeResponse();
	const { staticData = {} } = options;
	const warnings: string[] = [];
	const calls: SentCall[] = [];
	nodes += 1;
	const request = async (call: SentCall) => {
		calls.push(call);
		const body = await options.respond?.(call);
		if (body instanceof Error) throw body;
		return { statusCode: 200, headers: {}, body };
	};
	const node = {
		id: options.nodeId ?? `node-${nodes}`,
		name: 'Webhook',
		type: 'highLevelWebhookTrigger',
		typeVersion: options.typeVersion ?? 1.2,
		parameters: { authentication: 'privateIntegration', ...parameters },
	};
	const context = {
		getNode: () => node,
		getMode: () => options.mode ?? 'trigger',
		getTimezone: () => 'UTC',
		getWorkflow: () => ({ id: 'workflowId' in options ? options.workflowId : 'workflow-1' }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: (of: string) => {
			if (of === 'node') return staticData;
			throw new Error(`n8n has no static data of "${of}"`);
		},
		getHeaderData: () => options.headers ?? {},
		getRequestObject: () => options.request,
		getResponseObject: () => response,
		getChildNodes: () => [{ name: 'After' }],
		getParentNodes: (name: string) => [
			{ name: 'Webhook', type: node.type },
			...(name === 'After'
				? Object.entries(parents).map(([of, type]) => ({ name: of, type }))
				: []),
		],
		getCredentials: async () => {
			if (!options.credential) throw new Error('The node has no credential');
			return options.credential;
		},
		getExecutionCancelSignal: () => undefined,
		logger: { warn: (text: string) => warnings.push(text) },
		helpers: {
			returnJsonArray: (items: IDataObject[]) => {
				if (options.itemsFail) throw new Error('The items cannot be built');
				return items.map((json) => ({ json }));
			},
			httpRequestWithAuthentication: async (_: string, call: SentCall) => await request(call),
			httpRequest: request,
		},
	};
	return {
		context: context as unknown as IWebhookFunctions,
		response,
		staticData,
		warnings,
		calls,
	};
}
