/** Which deliveries the webhook trigger accepts, and what it answers to the others. */
import { createHash } from 'node:crypto';

import { authenticate } from '../../../nodes/HighLevel/webhook/authenticate';
import type { Settings } from '../../../nodes/HighLevel/webhook/settings';
import { KeyFault, publicKeys } from '../../../nodes/HighLevel/webhook/signature';
import type { Delivery } from '../../standins/highlevel/webhooks';
import { WebhookSender } from '../../standins/highlevel/webhooks';

const SECRET = 'correct horse';
const NOW = Date.UTC(2026, 0, 10);
const sender = new WebhookSender('app-1', 'loc-1');
const keys = publicKeys(sender.publicKey);

function settings(more: Partial<Settings> = {}): Settings {
	if (keys instanceof KeyFault) throw new Error(keys.message);
	return {
		source: 'app',
		events: undefined,
		appId: 'app-1',
		locationIds: [],
		keys,
		allowLegacy: false,
		maxAgeMs: 0,
		secret: { in: 'header', name: '', value: '' },
		fetchesRecords: false,
		detail: 'whole',
		storesDeliveries: false,
		...more,
	};
}

const verdictOf = ({ body, headers }: Delivery, more: Partial<Settings> = {}) =>
	authenticate(body, headers, settings(more), NOW);

const created = (envelope: Record<string, string | undefined> = {}) =>
	sender.appWebhook('ContactCreate', { id: 'c1' }, { envelope });

const refusal = (status: number, message: RegExp) => ({
	refusal: { status, message: expect.stringMatching(message) as string },
});

describe('a delivery of an app', () => {
	it('is accepted with its event and its ID', () => {
		expect(verdictOf(created({ webhookId: 'w1' }))).toEqual({
			event: expect.objectContaining({ event: 'ContactCreate', contactId: 'c1' }) as object,
			id: 'w1',
		});
	});

	it('without an ID is identified by its body', () => {
		const delivery = created({ webhookId: undefined });
		const id = createHash('sha256').update(delivery.body).digest('hex');
		expect(verdictOf(delivery)).toMatchObject({ id });
	});

	it('that is not signed is answered 401, whatever it contains', () => {
		const { body } = sender.signed(Buffer.from('nonsense'));
		expect(verdictOf({ body, headers: {} })).toEqual(refusal(401, /not signed/));
	});

	it('signed the older way is checked with the option alone', () => {
		const older = { body: created().body, headers: { 'x-wh-signature': 'AAAA' } };
		expect(verdictOf(older)).toEqual(refusal(401, /older/));
		expect(verdictOf(older, { allowLegacy: true })).toEqual(refusal(401, /does not match/));
	});

	it.each(['nonsense', '[]', 'null', '{}', '{"type":" "}', ''])(
		'that is signed and contains %j is answered 400',
		(text) => {
			expect(verdictOf(sender.signed(Buffer.from(text)))).toEqual(refusal(400, /not a .* event/));
		},
	);

	it('of another app is answered 401, unless every app is accepted', () => {
		for (const appId of ['app-2', undefined, 'APP-1']) {
			expect(verdictOf(created({ appId }))).toEqual(refusal(401, /another app/));
			expect(verdictOf(created({ appId }), { appId: '' })).toHaveProperty('event');
		}
	});

	it.each([-5, 5])(
		'is accepted up to %d minutes away, the last millisecond included',
		(minutes) => {
			const at = (ms: number) => created({ timestamp: new Date(NOW + ms).toISOString() });
			const limit = { maxAgeMs: 300_000 };
			const edge = minutes * 60_000;
			expect(verdictOf(at(edge), limit)).toHaveProperty('event');
			expect(verdictOf(at(edge + Math.sign(minutes)), limit)).toEqual(refusal(401, /too old/));
			expect(verdictOf(at(edge * 1000))).toHaveProperty('event');
		},
	);

	it('without a readable time is refused where an age limit is set', () => {
		for (const timestamp of [undefined, 'yesterday']) {
			expect(verdictOf(created({ timestamp }), { maxAgeMs: 1 })).toEqual(refusal(401, /too old/));
			expect(verdictOf(created({ timestamp }))).toHaveProperty('event');
		}
	});
});

describe('a delivery of a workflow', () => {
	const workflow = (place: 'header' | 'body', name: string): Partial<Settings> => ({
		source: 'workflow',
		secret: { in: place, name, value: SECRET },
	});
	const inHeader = workflow('header', 'X-Secret');
	const inBody = workflow('body', 'token');
	const post = (text: string, headers: Record<string, string> = {}): Delivery => ({
		body: Buffer.from(text),
		headers,
	});
	const json = (body: object, headers?: Record<string, string>) =>
		post(JSON.stringify(body), headers);
	const unauthenticated = refusal(401, /secret/);

	it('with the secret in the header is accepted, and nothing of its body is left out', () => {
		const body = { event: 'paid', token: SECRET, customData: { token: SECRET } };
		expect(verdictOf(json(body, { 'x-secret': SECRET }), inHeader)).toEqual({
			event: expect.objectContaining({ event: 'paid', raw: body }) as object,
			id: null,
		});
	});

	it.each(['nonsense', '{"event":"paid"}', ''])(
		'with the body %j and a wrong header is answered 401',
		(text) => {
			const wrong: Array<Record<string, string>> = [
				{},
				{ 'x-secret': 'wrong' },
				{ 'X-Secret': SECRET },
			];
			for (const headers of wrong) {
				expect(verdictOf(post(text, headers), inHeader)).toEqual(unauthenticated);
			}
		},
	);

	it.each(['nonsense', '[]', 'null', ''])(
		'with the right header and the body %j is answered 400',
		(text) => {
			expect(verdictOf(post(text, { 'x-secret': SECRET }), inHeader)).toEqual(
				refusal(400, /not a JSON object/),
			);
		},
	);

	it('with the secret in the body is accepted without it', () => {
		for (const body of [{ customData: { token: SECRET } }, { token: SECRET }]) {
			const verdict = verdictOf(json({ event: 'paid', ...body }), inBody);
			expect(verdict).toMatchObject({ event: { event: 'paid' }, id: null });
			expect(JSON.stringify(verdict)).not.toContain(SECRET);
		}
	});

	it('is judged by the custom data if that contains the key', () => {
		expect(verdictOf(json({ customData: { token: 'wrong' }, token: SECRET }), inBody)).toEqual(
			unauthenticated,
		);
	});

	it.each(['nonsense', '{}', '[]', '{"token":""}', '{"customData":"token"}'])(
		'with the body %j is answered 401 where the secret is expected in the body',
		(text) => {
			expect(verdictOf(post(text, { token: SECRET }), inBody)).toEqual(unauthenticated);
		},
	);
});

describe('the filter', () => {
	it('ignores events that are not chosen, with 200 so that they are not sent again', () => {
		const events = ['NoteCreate', 'contactCREATE'];
		expect(verdictOf(created(), { events })).toHaveProperty('event');
		expect(verdictOf(created(), { events: ['NoteCreate'] })).toEqual(refusal(200, /this event/));
		expect(verdictOf(created(), { events: [] })).toEqual(refusal(200, /this event/));
	});

	it('ignores sub-accounts that are not chosen, and agencies', () => {
		const locationIds = ['loc-0', 'loc-1'];
		expect(verdictOf(created(), { locationIds })).toHaveProperty('event');
		expect(verdictOf(created(), { locationIds: ['loc-0'] })).toEqual(refusal(200, /sub-account/));
		const agency = created({ locationId: undefined });
		expect(verdictOf(agency, { locationIds })).toEqual(refusal(200, /sub-account/));
		expect(verdictOf(agency)).toHaveProperty('event');
	});

	it('does not tell strangers what the trigger listens to', () => {
		const { body } = created();
		expect(verdictOf({ body, headers: {} }, { events: ['NoteCreate'] })).toEqual(
			refusal(401, /not signed/),
		);
	});
});
