/** The activation of a webhook trigger, and settings with which it is refused. */
import type { WebhookOptions } from '../../engine/harness';
import { accountForWebhooks, expectRefused, workflowTrigger } from './triggers';

const { account, appTrigger, contactCreate } = accountForWebhooks();

describe('set-up', () => {
	it('is accepted if deliveries can be verified, and sends no requests', async () => {
		for (const method of ['checkExists', 'create', 'delete'] as const) {
			expect(await account.engine.webhookMethod(appTrigger(), method)).toBe(true);
			expect(await account.engine.webhookMethod(workflowTrigger(), method)).toBe(true);
		}
		expect(account.standIn.log).toEqual([]);
	});

	const faulty: Array<[string, () => WebhookOptions, RegExp]> = [
		['no event', () => appTrigger({ events: [] }), /No event is selected/],
		['a broken key', () => appTrigger({ options: { publicKeys: 'x' } }), /'Public Keys' contains/],
		['no secret', () => workflowTrigger({ secret: '' }), /fewer than 12 characters/],
		['a short secret', () => workflowTrigger({ secret: 'short' }), /fewer than 12 characters/],
		['no header name', () => workflowTrigger({ headerName: ' ' }), /'Secret Header' is empty/],
		[
			'no body key',
			() => workflowTrigger({ secretIn: 'body', bodyKey: '' }),
			/'Secret Key' is empty/,
		],
	];

	it.each(faulty)(
		'with %s fails the activation and refuses deliveries',
		async (_, make, message) => {
			await expect(
				Promise.resolve().then(() => account.engine.webhookMethod(make(), 'checkExists')),
			).rejects.toThrow(message);
			expectRefused(await account.engine.webhook(make(), contactCreate()), 503, /not fully set up/);
		},
	);
});
