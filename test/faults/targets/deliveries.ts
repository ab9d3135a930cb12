/** Deliveries to the webhook triggers: each starts one execution, with the records that could be fetched, or why not. */
import type { IDataObject } from 'n8n-workflow';

import { CalendarHeroTrigger } from '../../../nodes/CalendarHero/CalendarHeroTrigger.node';
import { EVENTS } from '../../../nodes/CalendarHero/webhook/events';
import { HighLevelWebhookTrigger } from '../../../nodes/HighLevel/HighLevelWebhookTrigger.node';
import type { WebhookResult } from '../../engine/webhooks';
import { openCalendarHero } from '../worlds/calendarHero';
import { openHighLevel } from '../worlds/highLevel';
import { ITEMS } from '../worlds/highLevelRecords';
import { deliveryTarget } from './delivery';
import type { Opened } from './delivery';
import type { Target } from './target';

const [first = {}] = ITEMS;
const SECRET = 'correct horse battery';
let workflows = 0;

/** Deliveries are remembered by workflow. */
const newWorkflow = () => `faults-${++workflows}`;

const highLevelNode = new HighLevelWebhookTrigger();

async function openHighLevelTrigger(
	parameters: IDataObject,
	deliver: (world: Awaited<ReturnType<typeof openHighLevel>>) => {
		body?: unknown;
		headers?: Record<string, string>;
	},
): Promise<Opened> {
	const world = await openHighLevel();
	const { account } = world;
	const sender = account.standIn.webhooks;
	return {
		world: { ...world, secrets: [...world.secrets, SECRET] },
		deliver: async (address): Promise<WebhookResult> =>
			await account.engine.webhook(
				{
					nodeType: highLevelNode,
					workflowId: newWorkflow(),
					parameters: {
						authentication: 'privateIntegration',
						fetchRecords: true,
						...(parameters.source === 'app'
							? { events: ['*'], appId: sender.appId, options: { publicKeys: sender.publicKey } }
							: { secret: SECRET }),
						...parameters,
					} as never,
					credentials: {
						highLevelPrivateIntegrationApi: account.credential(
							address === undefined ? {} : { apiUrl: address },
						),
					},
				},
				deliver(world),
			),
	};
}

const row = 'HighLevel: webhook trigger';

const highLevel: Target[] = [
	deliveryTarget({
		name: 'HighLevel webhook of a contact',
		row,
		open: async () =>
			await openHighLevelTrigger({ source: 'app' }, ({ account }) =>
				account.standIn.webhooks.appWebhook('ContactUpdate', { id: String(first.contactId) }),
			),
	}),
	deliveryTarget({
		name: 'HighLevel webhook of a task',
		row,
		open: async () =>
			await openHighLevelTrigger({ source: 'app' }, ({ account }) =>
				account.standIn.webhooks.appWebhook('TaskCreate', {
					id: String(first.taskId),
					title: 'Call',
				}),
			),
	}),
	deliveryTarget({
		name: 'HighLevel webhook of a workflow',
		row,
		open: async () =>
			await openHighLevelTrigger({ source: 'workflow' }, ({ account }) =>
				account.standIn.webhooks.workflowWebhook(
					{
						contact_id: String(first.contactId),
						location: { id: account.standIn.locationId },
						customData: { event: 'moved' },
					},
					{ 'x-webhook-secret': SECRET },
				),
			),
	}),
];

const calendarHeroNode = new CalendarHeroTrigger();

const calendarHero: Target[] = EVENTS.filter(({ about }) => about === 'request')
	// They are all looked up in the same way.
	.slice(0, 2)
	.map(({ value }) =>
		deliveryTarget({
			name: `CalendarHero webhook of ${value}`,
			row: 'CalendarHero: trigger',
			open: async () => {
				const world = await openCalendarHero();
				const { account, items } = world;
				const id = String(items[0]?.meetingRequestId);
				return {
					world,
					deliver: async (address) =>
						await account.engine.webhook(
							{
								nodeType: calendarHeroNode,
								workflowId: newWorkflow(),
								webhookId: newWorkflow(),
								parameters: { events: [value], fetchRequest: true },
								credentials: account.credentials(address === undefined ? {} : { apiUrl: address }),
							},
							{ body: { id }, params: { event: value } },
						),
				};
			},
		}),
	);

export const deliveryTargets: Target[] = [...highLevel, ...calendarHero];
