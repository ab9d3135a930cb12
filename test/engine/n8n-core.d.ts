/**
 * The part of n8n-core that the harness uses, alike in both supported versions unless said
 * otherwise. n8n-core itself is installed outside the root package (see newest/ and oldest/), so
 * that type checking does not need it.
 */
declare module 'n8n-core' {
	import type {
		ICredentialsDecrypted,
		IExecuteData,
		IExecuteFunctions,
		IHookFunctions,
		ILoadOptionsFunctions,
		INode,
		INodeExecutionData,
		INodeType,
		IPollFunctions,
		IRun,
		IRunData,
		IRunExecutionData,
		ITaskDataConnections,
		IWebhookData,
		IWebhookFunctions,
		IWorkflowBase,
		IWorkflowExecuteAdditionalData,
		Workflow,
		WorkflowActivateMode,
		WorkflowExecuteMode,
	} from 'n8n-workflow';

	type CloseFunction = () => Promise<void>;
	export type CancelableRun = Promise<IRun> & { cancel(): void };

	export class ExecutionLifecycleHooks {
		constructor(mode: WorkflowExecuteMode, executionId: string, workflowData: IWorkflowBase);
	}

	export class WorkflowExecute {
		constructor(additionalData: IWorkflowExecuteAdditionalData, mode: WorkflowExecuteMode);
		/** n8n-core 1.x. */
		run(workflow: Workflow, startNode: INode): CancelableRun;
		/** n8n-core 2.x. */
		run(options: { workflow: Workflow; startNode: INode }): CancelableRun;
	}

	export const ExecuteContext: new (
		workflow: Workflow,
		node: INode,
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		runExecutionData: { resultData: { runData: IRunData } },
		runIndex: number,
		connectionInputData: INodeExecutionData[],
		inputData: ITaskDataConnections,
		executeData: IExecuteData,
		closeFunctions: CloseFunction[],
		abortSignal?: AbortSignal,
	) => IExecuteFunctions;

	export const LoadOptionsContext: new (
		workflow: Workflow,
		node: INode,
		additionalData: IWorkflowExecuteAdditionalData,
		path: string,
	) => ILoadOptionsFunctions;

	export const PollContext: new (
		workflow: Workflow,
		node: INode,
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	) => IPollFunctions;

	export const HookContext: new (
		workflow: Workflow,
		node: INode,
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	) => IHookFunctions;

	export const WebhookContext: new (
		workflow: Workflow,
		node: INode,
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		webhookData: IWebhookData,
		closeFunctions: CloseFunction[],
		runExecutionData: IRunExecutionData | null,
	) => IWebhookFunctions;

	export class RoutingNode {
		constructor(
			context: IExecuteFunctions,
			nodeType: INodeType,
			credentialsDecrypted?: ICredentialsDecrypted,
		);
		runNode(): Promise<INodeExecutionData[][] | undefined>;
	}
}

declare module 'reflect-metadata';
