/** Webhooks of a marketplace app: signature, filters, malformed bodies. */
import type { IDataObject } from 'n8n-workflow';

import { WebhookSender } from '../../standins/highlevel';
import { appEventSamples } from '../../standins/highlevel/webhookSamples';
import { accountForWebhooks, expectRefused, jsonOf } from './triggers';

const { account, sender, appTrigger, contactCreate } = accountForWebhooks();

describe('webhooks of an app', () => {
	it.each(appEventSamples)('$name starts an execution', async ({ type, fields }) => {
		const delivery = sender().appWebhook(type, fields);
		const result = await account.engine.webhook(appTrigger({ events: [type] }), delivery);
		expect(result).toMatchObject({ status: 200, answeredByNode: false });
		const json = jsonOf(result);
		expect(json).toMatchObject({ event: type, appId: sender().appId, source: 'app' });
		expect(json.raw).toEqual(JSON.parse(delivery.body.toString()));
	});

	it('the body is read by the node if n8n has not read it', async () => {
		const result = await account.engine.webhook(appTrigger(), { ...contactCreate(), unread: true });
		expect(jsonOf(result)).toMatchObject({ event: 'ContactCreate', contactId: 'c1' });
	});

	it.each([
		['unsigned', () => contactCreate({ signed: 'none' }), /not signed/],
		[
			'signed N/A',
			() => {
				const { body } = contactCreate();
				return { body, headers: { 'x-ghl-signature': 'N/A' } };
			},
			/not signed/,
		],
		[
			"signed with a stranger's key",
			() => new WebhookSender(sender().appId, sender().locationId).appWebhook('ContactCreate', {}),
			/does not match/,
		],
		[
			'changed on its way',
			() => {
				const { body, headers } = contactCreate();
				return { body: Buffer.from(body.toString().replace('Ada', 'Eve')), headers };
			},
			/does not match/,
		],
		[
			'with the signature of another delivery',
			() => ({ body: contactCreate().body, headers: contactCreate({}, { name: 'Eve' }).headers }),
			/does not match/,
		],
		['of another app', () => contactCreate({ envelope: { appId: 'foreign' } }), /another app/],
		['of no app', () => contactCreate({ envelope: { appId: undefined } }), /another app/],
		['signed the older way', () => contactCreate({ signed: 'legacy' }), /older signature/],
	])('a delivery %s is answered 401 and starts nothing', async (_, make, message) => {
		expectRefused(await account.engine.webhook(appTrigger(), make()), 401, message);
	});

	it("HighLevel's own key does not accept the stand-in's", async () => {
		const trigger = appTrigger({ options: { publicKeys: '' } });
		expectRefused(await account.engine.webhook(trigger, contactCreate()), 401, /does not match/);
	});

	it('the deprecated signature is accepted only with its option, and never instead of a wrong current one', async () => {
		const keys = `${sender().publicKey}\n${sender().legacyPublicKey}`;
		const trigger = () => appTrigger({ options: { publicKeys: keys, legacySignature: true } });
		const legacy = contactCreate({ signed: 'legacy' });
		expect((await account.engine.webhook(trigger(), legacy)).items).toHaveLength(1);
		const wrong = { ...legacy.headers, 'x-ghl-signature': 'A'.repeat(86) + '==' };
		const result = await account.engine.webhook(trigger(), { ...legacy, headers: wrong });
		expectRefused(result, 401, /does not match/);
	});

	it('without an app ID, deliveries of any app are accepted', async () => {
		const foreign = contactCreate({ envelope: { appId: 'foreign' } });
		const result = await account.engine.webhook(appTrigger({ appId: '' }), foreign);
		expect(jsonOf(result)).toMatchObject({ appId: 'foreign' });
	});

	it('events and sub-accounts that were not chosen are answered 200 and start nothing', async () => {
		const other = appTrigger({ events: ['ContactDelete', 'NoteCreate'] });
		expectRefused(await account.engine.webhook(other, contactCreate()), 200, /does not listen/);
		const elsewhere = appTrigger({ locationIds: 'loc-1, loc-2' });
		expectRefused(await account.engine.webhook(elsewhere, contactCreate()), 200, /sub-account/);
		const agency = sender().appWebhook('INSTALL', { locationId: undefined, companyId: 'agency' });
		expectRefused(await account.engine.webhook(elsewhere, agency), 200, /sub-account/);
		const here = appTrigger({ locationIds: `loc-1,${sender().locationId}` });
		expect((await account.engine.webhook(here, contactCreate())).items).toHaveLength(1);
	});

	it('events that are not in the list are accepted by name', async () => {
		const trigger = appTrigger({
			events: ['NoteCreate'],
			otherEvents: 'inboundmessage, UserCreate',
		});
		const message = sender().appWebhook('InboundMessage', { contactId: 'c2', body: 'Hi' });
		const result = await account.engine.webhook(trigger, message);
		expect(jsonOf(result)).toMatchObject({ event: 'InboundMessage', contactId: 'c2' });
		expectRefused(await account.engine.webhook(trigger, contactCreate()), 200);
	});

	it('an age limit refuses deliveries that are old, from the future or without a timestamp', async () => {
		const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
		const trigger = () => appTrigger({ options: { maximumAge: 5 } });
		for (const timestamp of [at(6), at(-6), undefined, 'yesterday']) {
			const old = contactCreate({ envelope: { timestamp } });
			expectRefused(await account.engine.webhook(trigger(), old), 401, /too old/);
			expect((await account.engine.webhook(appTrigger(), old)).items).toHaveLength(1);
		}
		const young = contactCreate({ envelope: { timestamp: at(4) } });
		expect((await account.engine.webhook(trigger(), young)).items).toHaveLength(1);
	});

	it.each([
		['no JSON', 'nonsense'],
		['a list', '[1,2]'],
		['null', 'null'],
		['text', '"ContactCreate"'],
		['an object without a type', '{"id":"c1"}'],
		['nothing', ''],
	])('a signed body that is %s is answered 400', async (_, text) => {
		const delivery = sender().signed(Buffer.from(text));
		expectRefused(await account.engine.webhook(appTrigger(), delivery), 400);
	});

	it('a body over one megabyte is answered 413 even if it is signed', async () => {
		const large = contactCreate({}, { name: 'x'.repeat(1024 * 1024) });
		expectRefused(await account.engine.webhook(appTrigger(), large), 413);
	});

	it('a body that n8n could not read is refused, whatever the content type', async () => {
		for (const type of ['multipart/form-data; boundary=x', 'MULTIPART/mixed', '', 'text/plain']) {
			const result = await account.engine.webhook(appTrigger(), {
				body: 'x',
				unread: true,
				headers: { 'content-type': type },
			});
			expectRefused(result, 401);
		}
	});

	it('a signed delivery is accepted whatever its content type', async () => {
		const { body, headers } = contactCreate();
		const plain = { body, headers: { ...headers, 'content-type': 'text/plain' } };
		expect((await account.engine.webhook(appTrigger(), plain)).items).toHaveLength(1);
	});

	it('dangerous keys in a body do not pollute prototypes', async () => {
		const text =
			'{"type":"ContactCreate","id":"c1","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
		const trigger = appTrigger({ appId: '' });
		const result = await account.engine.webhook(trigger, sender().signed(Buffer.from(text)));
		expect(result.items).toHaveLength(1);
		expect(({} as IDataObject).polluted).toBeUndefined();
	});
});
