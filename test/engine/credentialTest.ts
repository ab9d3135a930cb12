import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	INodeCredentialTestResult,
	IRunExecutionData,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { CredentialStore, StoreCredentialsHelper } from './credentials';
import { plainDescription, TypeRegistry } from './nodeTypes';
import { property } from './property';
import { buildWorkflow } from './workflow';

/** A rule of a declarative credential test. */
type Rule = NonNullable<NonNullable<ICredentialType['test']>['rules']>[number];

/**
 * What n8n's Test button says for a credential with a declarative `test`: n8n's RoutingNode sends its request, and its rules
 * are applied in n8n's order (response codes first, then the body).
 */
export async function runCredentialTest(
	typeName: string,
	data: ICredentialDataDecryptedObject,
	credentialTypes: ICredentialType[],
): Promise<INodeCredentialTestResult> {
	const store = new CredentialStore({ [typeName]: data });
	const helper = new StoreCredentialsHelper(store, credentialTypes);
	const { test } = helper.type(typeName);
	if (!test) return { status: 'Error', message: 'No testing function found for this credential.' };

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
	const { workflow, additionalData, nodes } = buildWorkflow(
		types,
		[{ nodeType }],
		{ credentials: store },
		credentialTypes,
	);
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
	const routing = new RoutingNode(context, nodeType, {
		id: reference.id ?? '',
		name: reference.name,
		type: typeName,
		data: helper.withDefaults(typeName, data, 'internal'),
	});

	const rules = test.rules ?? [];
	let body: unknown;
	try {
		const output = await routing.runNode();
		body = output?.[0]?.[0]?.json;
	} catch (error) {
		return { status: 'Error', message: messageFor(error, rules) };
	}
	const broken = rules.find((rule) => breaks(rule, body));
	return broken
		? { status: 'Error', message: broken.properties.message }
		: { status: 'OK', message: 'Connection successful!' };
}

/** The message for a failed request. */
function messageFor(error: unknown, rules: Rule[]): string {
	const cause = property(error, 'cause');
	const response = property(cause, 'response');
	if (response === undefined) {
		const code = property(cause, 'code');
		if (typeof code === 'string') return code;
		return error instanceof Error ? error.message : String(error);
	}
	const status = property(response, 'status');
	for (const rule of rules) {
		if (rule.type === 'responseCode' && rule.properties.value === status) {
			return rule.properties.message;
		}
	}
	const text = property(response, 'statusText');
	return typeof text === 'string' && text !== ''
		? text
		: `Received HTTP status code: ${String(status)}`;
}

/** Whether the body of a successful answer is one that the rule reports as an error. */
function breaks(rule: Rule, body: unknown): boolean {
	if (rule.type !== 'responseSuccessBody') return false;
	const value = rule.properties.key
		.split(/[.[\]]+/)
		.filter((key) => key !== '')
		.reduce<unknown>((parent, key) => property(parent, key), body);
	return value === rule.properties.value;
}
