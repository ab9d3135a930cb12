import type { WebhookRequest } from '../../engine/webhooks';
import type { WebhookSender } from '../../standins/highlevel';
import { appEventSamples, workflowContact } from '../../standins/highlevel/webhookSamples';

/** A request, and whether it is a genuine delivery of the app. */
export interface FuzzCase {
	request: WebhookRequest & { body: Buffer; headers: Record<string, string> };
	genuine: boolean;
}

/** Numbers from 0 to 1, reproducible from the seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

const CONTENT_TYPES = [
	...['application/json', 'application/json; charset=utf-8', 'application/json; charset=utf-16'],
	...['text/plain', 'text/html', 'application/xml', 'application/x-www-form-urlencoded'],
	...['application/octet-stream', 'image/png', 'multipart/form-data; boundary=b', 'nonsense', ''],
];

const SCALARS: readonly unknown[] = [
	...[null, true, false, 0, -1, 1e308, 1e21, '', ' ', 'ContactCreate', 'N/A', '\u0000', '\ud800'],
	...['__proto__', '{{ $json }}', '={{ 1 }}', '../../etc', 'é'.repeat(50), '2026-09-14T08:15:02Z'],
];

const KEYS = [
	...['type', 'id', 'appId', 'locationId', 'webhookId', 'timestamp', 'appointment', 'contactId'],
	...['__proto__', 'constructor', 'toString', 'customData', 'tags', 'location', 'secret', '', 'x'],
];

/** Malformed requests of every kind; every fiftieth request is genuine. Never ends. */
export function* fuzzCases(sender: WebhookSender, seed: number): Generator<FuzzCase> {
	const random = randomFrom(seed);
	const below = (limit: number) => Math.floor(random() * limit);
	const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
	const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => below(256)));

	const value = (depth: number): unknown => {
		const kind = below(depth > 4 ? 1 : 3);
		if (kind === 0) return pick(SCALARS);
		const parts = Array.from({ length: below(4) }, () => value(depth + 1));
		return kind === 1 ? parts : Object.fromEntries(parts.map((part) => [pick(KEYS), part]));
	};

	const genuine = (): FuzzCase['request'] => {
		const { type, fields } = pick(appEventSamples);
		return sender.appWebhook(type, fields);
	};

	const stained = (body: Buffer): Buffer => {
		const changed = Buffer.from(body);
		const at = below(changed.length);
		changed[at] = (changed[at] ?? 0) ^ (1 + below(255));
		return changed;
	};

	/** Changes what was signed, or signs something that is not an event. */
	const wrong: Array<() => FuzzCase['request']> = [
		() => ({ body: bytes(below(200)), headers: { 'x-ghl-signature': 'A'.repeat(86) + '==' } }),
		() => ({ body: Buffer.from(JSON.stringify(value(0)) ?? ''), headers: {} }),
		() => ({ ...genuine(), headers: { 'x-ghl-signature': bytes(64).toString('base64') } }),
		() => ({ ...genuine(), headers: { 'x-ghl-signature': bytes(below(90)).toString('latin1') } }),
		() => ({ ...genuine(), headers: { 'x-ghl-signature': String(pick(SCALARS)) } }),
		() => ({ ...genuine(), headers: { 'x-wh-signature': bytes(512).toString('base64') } }),
		() => {
			const { body, headers } = genuine();
			return { body: stained(body), headers };
		},
		() => {
			const { body, headers } = genuine();
			return { body: body.subarray(0, below(body.length)), headers };
		},
		() => ({ body: genuine().body, headers: genuine().headers }),
		() => {
			const { body, headers } = genuine();
			return { body: Buffer.concat([body, bytes(1 + below(5))]), headers };
		},
		// From here on correctly signed, but not an event or not of this app.
		() => sender.signed(bytes(below(100))),
		() => sender.signed(Buffer.from('['.repeat(below(5000)))),
		() => sender.signed(Buffer.from(`{"type":"ContactCreate","a":${'['.repeat(below(2000))}`)),
		() => {
			const body = JSON.stringify({ a: value(0), appId: sender.appId, type: value(4) === 1 });
			return sender.signed(Buffer.from(body));
		},
		() => sender.appWebhook('ContactUpdate', {}, { envelope: { appId: String(pick(SCALARS)) } }),
		() => {
			const [key, other] = [pick(KEYS), value(0)];
			const body = { ...workflowContact, [key]: other, appId: 'foreign' };
			return sender.signed(Buffer.from(JSON.stringify(body)));
		},
	];

	for (let index = 0; ; index++) {
		const isGenuine = index % 50 === 49;
		const request = isGenuine ? genuine() : pick(wrong)();
		const type = isGenuine ? 'application/json' : pick(CONTENT_TYPES);
		yield {
			request: { ...request, headers: { ...request.headers, 'content-type': type } },
			genuine: isGenuine,
		};
	}
}
