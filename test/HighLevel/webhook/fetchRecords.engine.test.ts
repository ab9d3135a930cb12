/** The option of the webhook trigger that adds complete records. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { accountForWebhooks, jsonOf } from './triggers';

const { account, sender, appTrigger, contactCreate } = accountForWebhooks();

describe('fetching records', () => {
	const withCredential = (parameters: INodeParameters = {}, credential: IDataObject = {}) =>
		appTrigger(
			{ fetchRecords: true, ...parameters },
			{ credentials: { highLevelPrivateIntegrationApi: account.credential(credential) } },
		);

	const someContact = () => {
		const [contact] = account.standIn.state.contacts.all();
		if (!contact) throw new Error('The stand-in has no contacts');
		return contact;
	};

	const taskCreate = async () => {
		const { id } = someContact();
		const { token } = account.credential();
		const made = await fetch(`${account.standIn.url}/contacts/${id}/tasks`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${String(token)}`,
				version: 'v3',
				'content-type': 'application/json',
			},
			body: JSON.stringify({
				title: 'Call Ada',
				dueDate: '2030-01-01T00:00:00Z',
				completed: false,
			}),
		});
		const { task } = (await made.json()) as { task: IDataObject };
		const delivery = sender().appWebhook('TaskCreate', { id: task.id, title: task.title });
		return { contactId: id, delivery };
	};

	it('adds the complete contact', async () => {
		const { id } = someContact();
		for (const delivery of [
			sender().appWebhook('ContactUpdate', { id }),
			sender().appWebhook('NoteCreate', { id: 'n1', contactId: id }),
			sender().appWebhook('AppointmentCreate', { appointment: { id: 'a1', contactId: id } }),
		]) {
			const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
			expect(json).toMatchObject({ contactId: id, contact: { id } });
			expect(json).not.toHaveProperty('enrichment');
		}
	});

	it('finds the contact of a task that was sent without one', async () => {
		const { contactId, delivery } = await taskCreate();
		const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
		expect(json).toMatchObject({
			contactId,
			task: { title: 'Call Ada', contactId },
			contact: { id: contactId },
		});
		expect(json.raw).not.toHaveProperty('contactId');
	});

	it('sends no request for a deleted contact or an event without one', async () => {
		const before = account.standIn.log.length;
		for (const type of ['ContactDelete', 'LocationUpdate', 'INSTALL']) {
			const delivery = sender().appWebhook(type, { id: 'x' });
			jsonOf(await account.engine.webhook(withCredential(), delivery));
		}
		expect(account.standIn.log).toHaveLength(before);
	});

	it.each([
		['the contact is gone', { id: 'nobody' }, {}, {}],
		['the token is wrong', {}, { token: 'pit-wrong' }, {}],
		['the event is of another sub-account', {}, {}, { locationId: 'elsewhere' }],
		['the credential names no sub-account', {}, { locationId: '' }, {}],
		['nobody listens', {}, { apiUrl: 'http://127.0.0.1:9' }, {}],
	])('emits the event if %s', async (_, fields, credential, envelope) => {
		const { id } = someContact();
		const delivery = sender().appWebhook('ContactUpdate', { id, ...fields }, { envelope });
		const result = await account.engine.webhook(withCredential({}, credential), delivery);
		expect(result.status).toBe(200);
		const json = jsonOf(result);
		expect(json).toMatchObject({
			event: 'ContactUpdate',
			enrichment: { error: expect.any(String) },
		});
		expect(JSON.stringify(json)).not.toContain('pit-');
	});

	it('emits the event without a credential', async () => {
		const trigger = appTrigger({ fetchRecords: true });
		const json = jsonOf(await account.engine.webhook(trigger, contactCreate()));
		expect(json).toMatchObject({ enrichment: { error: expect.any(String) } });
	});

	it('does not accept a web page as a record', async () => {
		const { id } = someContact();
		account.standIn.faults.add({
			action: { kind: 'status', status: 200, body: '<html>Sign in</html>' },
		});
		const delivery = sender().appWebhook('ContactUpdate', { id });
		const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
		expect(json).toMatchObject({ enrichment: { error: expect.any(String) } });
		expect(json).not.toHaveProperty('contact');
	});

	it('follows no redirect and shows no token', async () => {
		const { id } = someContact();
		account.standIn.faults.add({ action: { kind: 'echo', status: 307 } });
		const delivery = sender().appWebhook('ContactUpdate', { id });
		const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
		expect(json).toMatchObject({ enrichment: { error: expect.stringContaining('redirect') } });
		expect(JSON.stringify(json)).not.toContain(String(account.credential().token));
	});

	it('gives up after three seconds without an answer', async () => {
		account.standIn.settings.latencyMs = 20_000;
		const { id } = someContact();
		const delivery = sender().appWebhook('ContactUpdate', { id });
		const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
		expect(json).toMatchObject({ enrichment: { error: expect.stringMatching(/3 seconds/) } });
	});
});
