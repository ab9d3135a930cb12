/** The node types of a test's workflow, in place of n8n's loader. */
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
	OnError,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers } from 'n8n-workflow';

import type { CredentialStore } from './credentials';

const PACKAGE = 'n8n-nodes-gohighlevel';
/** The name of the start node. */
export const START = 'Start';

/** A node of the package or of a test, with the settings that a workflow would hold. */
export interface NodeSetup {
	nodeType: INodeType | IVersionedNodeType;
	/** As stored in a workflow: `=…` is an expression, a resource locator is `{__rl, mode, value}`. */
	parameters?: INodeParameters;
	/** Default: 'Node' for the node under test, the display name for the others. */
	name?: string;
	/** Default: the newest version of the node. */
	typeVersion?: number;
	onError?: OnError;
	retryOnFail?: boolean;
	alwaysOutputData?: boolean;
	executeOnce?: boolean;
	/** Runs the node under the type that n8n generates for tools of AI agents. */
	asTool?: boolean;
	/** n8n's ID of the node's webhook URLs. */
	webhookId?: string;
}

/** The node types that the setups of one workflow need. */
export class TypeRegistry implements INodeTypes {
	private readonly types = new Map<string, INodeType | IVersionedNodeType>();

	constructor(
		setups: NodeSetup[],
		private readonly packageName = PACKAGE,
	) {
		for (const setup of setups) this.types.set(this.typeName(setup), typeOf(setup));
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

	/** The start node, if the workflow has one. */
	start(): INode | undefined {
		if (!this.types.has(`test.${START}`)) return undefined;
		return {
			id: START,
			name: START,
			type: `test.${START}`,
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
	}

	/** The node that a setup becomes in a workflow. */
	node(setup: NodeSetup, index: number, store: CredentialStore): INode {
		const type = this.typeName(setup);
		const latest = NodeHelpers.getVersionedNodeType(setup.nodeType).description;
		const versions = Array.isArray(latest.version) ? latest.version : [latest.version];
		const references = store.references();
		const needed = new Set((latest.credentials ?? []).map(({ name }) => name));
		return {
			id: `node-${index}`,
			name: setup.name ?? (index === 0 ? 'Node' : `${latest.displayName} ${index}`),
			type,
			typeVersion: setup.typeVersion ?? Math.max(...versions),
			position: [200 * (index + 1), 0],
			parameters: structuredClone(setup.parameters ?? {}),
			credentials: Object.fromEntries(
				Object.entries(references).filter(([name]) => needed.has(name)),
			),
			onError: setup.onError,
			retryOnFail: setup.retryOnFail,
			alwaysOutputData: setup.alwaysOutputData,
			executeOnce: setup.executeOnce,
			...(setup.webhookId === undefined ? {} : { webhookId: setup.webhookId }),
		};
	}

	private typeName({ nodeType, asTool }: NodeSetup): string {
		const { name } = nodeType.description;
		return `${name === START ? 'test' : this.packageName}.${name}${asTool ? 'Tool' : ''}`;
	}
}

/**
 * The type of a setup. For a tool n8n appends `Tool` to the type's name. Here it keeps its inputs and outputs, so that it runs in
 * a workflow, as version 3 of the AI Agent runs its tools.
 */
function typeOf({ nodeType, asTool }: NodeSetup): INodeType | IVersionedNodeType {
	if (!asTool) return nodeType;
	const tool: INodeType = Object.create(nodeType);
	const { description } = nodeType as INodeType;
	return Object.assign(tool, {
		description: { ...description, name: `${description.name}Tool` },
	});
}

/** A description with what n8n requires, and no properties. */
export function plainDescription(name: string, displayName: string) {
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

/** A node that gives the workflow its items. */
export function startNode(items: INodeExecutionData[]): NodeSetup {
	return {
		nodeType: {
			description: { ...plainDescription(START, START), inputs: [] },
			execute: async () => [items],
		},
	};
}
