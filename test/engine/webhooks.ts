/** Requests and responses in place of n8n's HTTP server, for webhook nodes. */
import { WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { EventEmitter } from 'node:events';

/** A request as n8n hands it to a webhook node. */
export interface WebhookRequest {
	/** Bytes or text are sent as they are, anything else as JSON. */
	body?: unknown;
	/** With names in lower case. */
	headers?: Record<string, string | string[]>;
	/** The parts of the path that the webhook's path names. */
	params?: Record<string, string>;
	/** n8n has not read the body yet, so the node has to ask for it. */
	unread?: boolean;
	/** The sender closes the connection while the node is still working on the request. */
	hangsUp?: boolean;
	/** n8n fails to start an execution from what the node returns, and answers 500. */
	executionFails?: boolean;
}

/** What came of a request to a webhook node. */
export interface WebhookResult {
	/** The status that the sender gets: the node's own, else n8n's. */
	status: number;
	/** The body of the node's own answer. */
	body: unknown;
	/** Whether the node answered the request itself. */
	answeredByNode: boolean;
	/** The items that start an execution; undefined if none starts. */
	items: INodeExecutionData[] | undefined;
	/** Whether n8n 2.41 would save the workflow's static data if it had changed. */
	savesStaticData: boolean;
}

/** A webhook node of an activated workflow. */
export interface OpenWebhook {
	call(request?: WebhookRequest): Promise<WebhookResult>;
	/** The workflow's current static data. */
	readonly staticData: IDataObject;
}

/** What a webhook node needs of n8n to answer a request. */
interface Webhook {
	workflow: Workflow;
	node: INode;
	nodeType: INodeType;
	additionalData: IWorkflowExecuteAdditionalData;
	mode: WorkflowExecuteMode;
}

/**
 * A webhook node that requests can be sent to. Request and response are fakes, the context is n8n's own; what n8n does with
 * the node's result (its own answer, an execution, saved static data) is derived from the result.
 *
 * @throws {Error} if the node has no webhook
 */
export function openWebhookOf(webhook: Webhook): OpenWebhook {
	const { workflow, node, nodeType, additionalData, mode } = webhook;
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
		const context = new WebhookContext(workflow, node, perRequest, mode, webhookData, [], null);
		const working = nodeType.webhook?.call(context);
		if (request.hangsUp === true) response.close();
		const output: IWebhookResponseData = (await working) ?? {};
		const starts = output.workflowData !== undefined;
		const answeredByNode = response.ended;
		if (!answeredByNode) response.finish(starts && request.executionFails === true ? 500 : 200);
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

/** The part of n8n's response object that webhook nodes use. */
class FakeResponse extends EventEmitter {
	statusCode = 200;
	body: unknown;
	ended = false;
	/** As in Node's response: there is no connection left to answer on. */
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

/** A request as n8n's body parser leaves it: `rawBody` has the bytes, `body` what they were parsed to. */
function fakeRequest({ body, headers, params = {}, unread }: WebhookRequest) {
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
		params,
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
