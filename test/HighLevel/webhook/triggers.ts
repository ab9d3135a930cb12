/** Webhook triggers, deliveries and expectations that the tests of the webhook trigger share. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelWebhookTrigger } from '../../../nodes/HighLevel/HighLevelWebhookTrigger.node';
import type { WebhookOptions } from '../../engine/harness';
import type { WebhookResult } from '../../engine/webhooks';
import type { Delivery, DeliveryOptions, WebhookSender } from '../../standins/highlevel';
import { TestAccount } from '../account';

export const SECRET = 'correct horse battery';

let workflows = 0;

/** The account of a test file, with its triggers and deliveries. */
export function accountForWebhooks() {
	const account = TestAccount.forTests();
	const sender = (): WebhookSender => account.standIn.webhooks;

	/** A trigger for webhooks of the stand-in's app. */
	function appTrigger(
		parameters: INodeParameters = {},
		more: Partial<WebhookOptions> = {},
	): WebhookOptions {
		const { options, ...rest } = parameters;
		workflows += 1;
		return {
			nodeType: new HighLevelWebhookTrigger(),
			// Deliveries are remembered per workflow.
			workflowId: `workflow-${workflows}`,
			parameters: {
				authentication: 'privateIntegration',
				source: 'app',
				events: ['*'],
				appId: sender().appId,
				...rest,
				options: { publicKeys: sender().publicKey, ...(options as INodeParameters | undefined) },
			},
			...more,
		};
	}

	/** A genuine delivery of the app. */
	function contactCreate(options: DeliveryOptions = {}, fields: IDataObject = {}): Delivery {
		return sender().appWebhook('ContactCreate', { id: 'c1', name: 'Ada', ...fields }, options);
	}

	return { account, sender, appTrigger, contactCreate };
}

/** A trigger for webhooks of a workflow. */
export function workflowTrigger(parameters: INodeParameters = {}): WebhookOptions {
	return {
		nodeType: new HighLevelWebhookTrigger(),
		parameters: { source: 'workflow', secret: SECRET, ...parameters },
	};
}

/** The JSON of the only item that a delivery started an execution with. */
export function jsonOf(result: WebhookResult): IDataObject {
	expect(result.items).toHaveLength(1);
	return result.items?.[0]?.json ?? {};
}

/** Expects that the node answered a delivery itself and started no execution. */
export function expectRefused(result: WebhookResult, status: number, message?: RegExp) {
	expect(result).toMatchObject({ status, answeredByNode: true, items: undefined });
	if (message)
		expect(result.body).toMatchObject({ started: false, message: expect.stringMatching(message) });
}
