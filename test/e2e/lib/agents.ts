/** AI agents of n8n with nodes of this package as tools, and the chat model's stand-in behind them. */
import assert from 'node:assert/strict';
import type { ChatModelStandIn } from '../../standins/chatmodel';
import { startChatModelStandIn } from '../../standins/chatmodel';
import { SEED } from '../../standins/highlevel';
import type { N8nClient, StoredWorkflow, WorkflowNode } from './client';
import { at, isObject, listAt, textAt } from './json';
import type { JsonObject } from './json';
import type { Connections } from './workflows';
import type { Login, World } from './world';
import { CALENDARS, CONTACTS } from './world';

/** Of this package's nodes. */
const VERSION = 1.1;
const LANGCHAIN = '@n8n/n8n-nodes-langchain';

/** Versions of n8n's AI Agent that run tools in ways of their own, each with the chat model of its time. */
export const AGENTS = [
	{ version: 1.9, model: 1.2 },
	{ version: 2.2, model: 1.2 },
	{ version: 3.1, model: 1.3 },
] as const;
export type Agent = (typeof AGENTS)[number];

/** A chat model with its credential in n8n. */
export interface Model {
	standIn: ChatModelStandIn;
	login: Pick<WorkflowNode, 'credentials'>;
}

export async function startModel(client: N8nClient): Promise<Model> {
	const standIn = await startChatModelStandIn();
	const { url, apiKey } = standIn;
	const reference = await client.createCredential('Chat model', 'openAiApi', { apiKey, url });
	return { standIn, login: { credentials: { openAiApi: reference } } };
}

/** Descriptions of the package's nodes, as the editor has them. */
export class Catalogue {
	constructor(private readonly types: Map<string, JsonObject>) {}

	/** The text that n8n names a tool by: what the operation does, and the node. */
	title(type: string, resource: string, operation: string): string {
		const description = this.types.get(type);
		const found = listAt(description, 'properties')
			.filter(
				(one) =>
					at(one, 'name') === 'operation' && this.shows(one, { resource, '@version': VERSION }),
			)
			.flatMap((one) => listAt(one, 'options'))
			.find((one) => at(one, 'value') === operation);
		assert.ok(found, `${type} has no ${resource} > ${operation}`);
		return `${textAt(found, 'action')} in ${textAt(description, 'displayName')}`;
	}

	/**
	 * What the editor's button puts into a field for the model to fill: a key made of the field's display name, with an empty
	 * description.
	 *
	 * @param path of the field, such as `additionalFields.title`
	 */
	button(type: string, resource: string, operation: string, path: string): string {
		const [top = '', ...inner] = path.split('.');
		const shown = { resource, operation, '@version': VERSION };
		let field = listAt(this.types.get(type), 'properties').find(
			(one) => at(one, 'name') === top && this.shows(one, shown),
		);
		for (const name of inner) {
			field = listAt(field, 'options').find((one) => at(one, 'name') === name);
		}
		assert.ok(field, `${resource} > ${operation} has no field ${path}`);
		const key = textAt(field, 'displayName')
			.replace(/[^a-zA-Z0-9_-]/g, '_')
			.slice(0, 63);
		const kind = at(field, 'type');
		const of = kind === 'number' || kind === 'boolean' ? kind : 'string';
		return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, '${of}') }}`;
	}

	private shows(property: unknown, shown: Record<string, string | number>): boolean {
		const conditions = at(property, 'displayOptions', 'show');
		if (!isObject(conditions)) return true;
		return Object.entries(shown).every(([key, value]) => {
			const list = conditions[key];
			return !Array.isArray(list) || list.includes(value);
		});
	}
}

/** A tool: a node of the package that the agent may call. */
export interface ToolSpec {
	type: typeof CONTACTS | typeof CALENDARS;
	resource: string;
	operation: string;
	/** Parameters; `button` stands for a field that the model fills. */
	parameters: (button: (path: string) => string) => JsonObject;
	/** Default: the name that n8n gives it. */
	name?: string;
	description?: string;
	more?: Partial<WorkflowNode>;
}

const locate = (mode: string, value: string) => ({ __rl: true, mode, value });

/** The tools of a booking agent as somebody makes them who clicks the button of every field and writes nothing. */
export const BUTTON_TOOLS: ToolSpec[] = [
	{
		...{ type: CONTACTS, resource: 'contact', operation: 'getAll' },
		parameters: (button) => ({
			returnAll: false,
			toolLimit: button('toolLimit'),
			filters: { query: button('filters.query') },
		}),
	},
	{
		...{ type: CONTACTS, resource: 'contact', operation: 'upsert' },
		parameters: (button) => ({
			firstName: button('firstName'),
			lastName: button('lastName'),
			email: button('email'),
			phone: button('phone'),
		}),
	},
	{
		...{ type: CONTACTS, resource: 'contact', operation: 'update' },
		// The button of a column says as much as the field's name in HighLevel, so people write a description.
		parameters: (button) => ({
			contactId: locate('id', button('contactId')),
			customFields: {
				mappingMode: 'defineBelow',
				matchingColumns: [],
				value: {
					[SEED.customFields.about]:
						"={{ $fromAI('about', 'Text of the custom field About', 'string') }}",
				},
			},
		}),
	},
	{
		...{ type: CONTACTS, resource: 'note', operation: 'create' },
		parameters: (button) => ({
			contactId: locate('id', button('contactId')),
			noteBody: button('noteBody'),
		}),
	},
	{
		...{ type: CONTACTS, resource: 'appointment', operation: 'getAll' },
		parameters: (button) => ({ contactId: locate('id', button('contactId')) }),
	},
	{
		...{ type: CALENDARS, resource: 'freeSlot', operation: 'getAll' },
		parameters: (button) => ({
			calendarId: locate('name', 'Discovery Call'),
			startDate: button('startDate'),
			endDate: button('endDate'),
			returnAll: false,
			toolLimit: button('toolLimit'),
			filters: { timezone: button('filters.timezone') },
		}),
	},
	{
		...{ type: CALENDARS, resource: 'appointment', operation: 'create' },
		parameters: (button) => ({
			calendarId: locate('name', 'Discovery Call'),
			contactId: locate('id', button('contactId')),
			startTime: button('startTime'),
			additionalFields: { title: button('additionalFields.title') },
		}),
		more: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	},
	{
		...{ type: CALENDARS, resource: 'appointment', operation: 'reschedule' },
		parameters: (button) => ({
			appointmentId: locate('id', button('appointmentId')),
			startTime: button('startTime'),
		}),
	},
	{
		...{ type: CALENDARS, resource: 'appointment', operation: 'cancel' },
		parameters: (button) => ({ appointmentId: locate('id', button('appointmentId')) }),
	},
];

export interface AgentSetUp {
	name: string;
	agent: Agent;
	tools: ToolSpec[];
	login: Login;
	model: Model;
	catalogue: Catalogue;
}

/** Stores a workflow with a webhook, an agent and its tools. */
export async function storeAgent({ client }: World, setUp: AgentSetUp): Promise<StoredWorkflow> {
	const { name, agent, tools, login, model, catalogue } = setUp;
	const node = (
		title: string,
		type: string,
		typeVersion: number,
		parameters: JsonObject,
		more: Partial<WorkflowNode> = {},
	): WorkflowNode => ({
		...{ id: `${name} ${title}`, name: title, type, typeVersion, parameters },
		position: [0, 0],
		...more,
	});
	const toolNodes = tools.map(({ type, resource, operation, parameters, ...spec }) =>
		node(
			spec.name ?? catalogue.title(type, resource, operation),
			`${type}Tool`,
			VERSION,
			{
				...{ authentication: login.authentication, resource, operation },
				...(spec.description === undefined
					? {}
					: { descriptionType: 'manual', toolDescription: spec.description }),
				...parameters((path) => catalogue.button(type, resource, operation, path)),
			},
			{ credentials: login.credentials, ...spec.more },
		),
	);
	const to = (target: string, type: 'main' | 'ai_tool' | 'ai_languageModel'): Connections => ({
		[type]: [[{ node: target, type, index: 0 }]],
	});
	const path = name.replace(/\W+/g, '-').toLowerCase();
	return await client.createWorkflow({
		name,
		nodes: [
			node(
				'Message',
				'n8n-nodes-base.webhook',
				2.1,
				{ httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
				{ webhookId: path },
			),
			node('Agent', `${LANGCHAIN}.agent`, agent.version, {
				...(agent.version < 2 ? { agent: 'toolsAgent' } : {}),
				...{ promptType: 'define', text: '={{ $json.body.message }}' },
				options: { systemMessage: 'You book calls.', maxIterations: 15 },
			}),
			node(
				'Model',
				`${LANGCHAIN}.lmChatOpenAi`,
				agent.model,
				{ model: locate('id', model.standIn.model), options: {} },
				model.login,
			),
			...toolNodes,
		],
		connections: {
			Message: to('Agent', 'main'),
			Model: to('Agent', 'ai_languageModel'),
			...Object.fromEntries(toolNodes.map((tool) => [tool.name, to('Agent', 'ai_tool')])),
		},
	});
}

/** Says something to a published agent, and waits for its answer. @throws AssertionError if it does not answer */
export async function tell(
	client: N8nClient,
	workflow: StoredWorkflow,
	message: string,
): Promise<string> {
	const path = workflow.nodes.find(({ name }) => name === 'Message')?.webhookId ?? '';
	const { status, body } = await client.callWebhook(path, { message });
	assert.equal(status, 200, JSON.stringify(body));
	const answer = Array.isArray(body) ? (body as unknown[])[0] : body;
	return textAt(answer, 'output');
}
