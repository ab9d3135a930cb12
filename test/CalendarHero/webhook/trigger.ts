/** A CalendarHero trigger of a workflow, with what n8n does to it in a process. */
import type { IDataObject, INodeParameters, WorkflowActivateMode } from 'n8n-workflow';

import { CalendarHeroTrigger } from '../../../nodes/CalendarHero/CalendarHeroTrigger.node';
import { forget } from '../../../nodes/CalendarHero/webhook/memory';
import type { WebhookRequest, WebhookResult } from '../../engine/webhooks';
import type { Delivery } from '../../standins/calendarhero';
import type { TestAccount } from '../account';

const nodeType = new CalendarHeroTrigger();
let made = 0;

/** A trigger node of a workflow. */
export class Trigger {
	private readonly number = ++made;
	readonly workflowId = `workflow-${this.number}`;
	readonly webhookId = `webhook-id-${this.number}`;
	/** The workflow's static data as n8n stores it. */
	staticData: IDataObject = {};

	constructor(
		private readonly account: TestAccount,
		public parameters: INodeParameters = {},
		public credential: IDataObject = {},
	) {}

	private get options() {
		return {
			nodeType,
			parameters: this.parameters,
			webhookId: this.webhookId,
			workflowId: this.workflowId,
			staticData: this.staticData,
			credentials: this.account.credentials(this.credential),
		};
	}

	/** What n8n does when the workflow is switched on: `init` when n8n starts. */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<void> {
		const { engine } = this.account;
		const options = { ...this.options, activation };
		if (await engine.webhookMethod(options, 'checkExists')) return;
		try {
			await engine.webhookMethod(options, 'create');
		} catch (error) {
			await this.deactivate();
			throw error;
		}
	}

	async deactivate(): Promise<void> {
		await this.account.engine.webhookMethod(this.options, 'delete');
	}

	/** n8n ends and starts again: what the process knew is gone, and static data is what was stored. */
	async restart(): Promise<void> {
		this.forget();
		this.staticData = JSON.parse(JSON.stringify(this.staticData));
		await this.activate('init');
	}

	/** Forgets what the process knows. */
	forget(): void {
		const { workflowId } = this;
		forget({ getWorkflow: () => ({ id: workflowId }), getNode: () => ({ id: 'node-0' }) });
	}

	/** A poll on schedule. Returns the items that it emits. */
	async poll(activation: WorkflowActivateMode = 'activate'): Promise<IDataObject[]> {
		const { output } = await this.account.engine.poll({ ...this.options, activation });
		return (output?.[0] ?? []).map(({ json }) => json);
	}

	/** What Fetch Test Event returns. */
	async test(): Promise<IDataObject[]> {
		const { output } = await this.account.engine.poll({
			...this.options,
			mode: 'manual',
			activation: 'manual',
		});
		return (output?.[0] ?? []).map(({ json }) => json);
	}

	/** Sends a request to the URL of an event. */
	async receive(event: string, request: WebhookRequest): Promise<WebhookResult> {
		return await this.account.engine.webhook(this.options, { ...request, params: { event } });
	}

	/** Hands over a delivery of the stand-in. Returns the items. */
	async deliver({ event, body }: Delivery): Promise<IDataObject[]> {
		const { items = [] } = await this.receive(event, { body });
		return items.map(({ json }) => json);
	}

	/** The part of the URL by which its hooks are recognised. */
	get mark(): string {
		return `/${this.webhookId}/`;
	}
}
