/** Webhooks of a HighLevel workflow, which prove themselves by a secret. */
import { workflowAppointment, workflowContact } from '../../standins/highlevel/webhookSamples';
import { accountForWebhooks, expectRefused, jsonOf, SECRET, workflowTrigger } from './triggers';

const { account, sender } = accountForWebhooks();

describe('webhooks of a workflow', () => {
	const byHeader = { 'x-webhook-secret': SECRET };

	it('are accepted with the secret in a header', async () => {
		const delivery = sender().workflowWebhook(workflowAppointment, byHeader);
		const json = jsonOf(await account.engine.webhook(workflowTrigger(), delivery));
		expect(json).toMatchObject({
			event: 'appointment_booked',
			source: 'workflow',
			data: { calendar: { appointmentStatus: 'confirmed' } },
		});
		expect(JSON.stringify(json)).not.toContain(SECRET);
	});

	it('are accepted with the secret in the body, which is not in the output', async () => {
		const trigger = workflowTrigger({ secretIn: 'body', bodyKey: 'token' });
		for (const body of [
			{ ...workflowContact, customData: { event: 'e', token: SECRET } },
			{ event: 'e', contact_id: 'c1', token: SECRET },
		]) {
			const json = jsonOf(await account.engine.webhook(trigger, sender().workflowWebhook(body)));
			expect(json.event).toBe('e');
			expect(JSON.stringify(json)).not.toContain(SECRET);
		}
	});

	it.each([
		['no secret', {}],
		['a wrong one', { 'x-webhook-secret': `${SECRET}!` }],
		['an empty one', { 'x-webhook-secret': '' }],
		['one in another header', { 'x-other': SECRET }],
		['a signature', { 'x-ghl-signature': 'A'.repeat(86) + '==' }],
	])('with %s are answered 401', async (_, headers) => {
		const delivery = sender().workflowWebhook(workflowContact, headers);
		expectRefused(await account.engine.webhook(workflowTrigger(), delivery), 401, /secret/);
	});

	it.each(['nonsense', 'null', '[]', '{}', '{"customData":[]}', '{"customData":{"secret":{}}}'])(
		'with the body %s are answered 401 if the secret is expected in the body',
		async (body) => {
			const trigger = workflowTrigger({ secretIn: 'body' });
			expectRefused(await account.engine.webhook(trigger, { body }), 401);
			expectRefused(await account.engine.webhook(trigger, { body, headers: byHeader }), 401);
		},
	);

	it('with the secret but without an object are answered 400', async () => {
		const result = await account.engine.webhook(workflowTrigger(), {
			body: '[]',
			headers: byHeader,
		});
		expectRefused(result, 400);
	});

	it('are filtered by event and sub-account', async () => {
		const delivery = sender().workflowWebhook(workflowContact, byHeader);
		const wanted = workflowTrigger({ workflowEvents: 'Contact_Created, other' });
		expect((await account.engine.webhook(wanted, delivery)).items).toHaveLength(1);
		const other = workflowTrigger({ workflowEvents: 'other' });
		expectRefused(await account.engine.webhook(other, delivery), 200);
		const elsewhere = workflowTrigger({ locationIds: 'somewhere' });
		expectRefused(await account.engine.webhook(elsewhere, delivery), 200);
	});
});
