/** Workflows as n8n's REST interface takes them. */
import type { JsonObject } from './json';

/** A stored credential, as nodes refer to it. */
export interface CredentialReference {
	id: string;
	name: string;
}

/** A node of a workflow. */
export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: JsonObject;
	credentials?: Record<string, CredentialReference>;
	/** Set for Webhook nodes; otherwise n8n generates an address. */
	webhookId?: string;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	notes?: string;
	notesInFlow?: boolean;
	/** Runs for the first item only. */
	executeOnce?: boolean;
	retryOnFail?: boolean;
	maxTries?: number;
	/** Milliseconds. */
	waitBetweenTries?: number;
}

/** What connects nodes: items, or what a node such as an AI agent uses. */
export type ConnectionType = 'main' | 'ai_languageModel' | 'ai_memory' | 'ai_tool';

/** Where the outputs of a node lead, by their kind. */
export type Connections = Partial<
	Record<ConnectionType, Array<Array<{ node: string; type: ConnectionType; index: number }>>>
>;

/** A workflow to be stored. */
export interface WorkflowDefinition {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, Connections>;
	settings?: JsonObject;
	/** Items that replace a node's output in manual runs, by node name. */
	pinData?: Record<string, Array<{ json: JsonObject }>>;
}

/** A workflow that n8n has stored. */
export interface StoredWorkflow extends WorkflowDefinition {
	id: string;
	versionId: string;
}
