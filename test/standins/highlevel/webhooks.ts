/** Sends webhooks as HighLevel does. */
import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

import type { JsonObject } from '../shared/json';
import type { Posted } from '../shared/post';
import { post } from '../shared/post';

/** The header names of HighLevel's signatures. */
const SIGNATURE_HEADER = 'x-ghl-signature';
const LEGACY_SIGNATURE_HEADER = 'x-wh-signature';

/** A webhook ready to be sent; tests may change it first. */
export interface Delivery {
	body: Buffer;
	headers: Record<string, string>;
}

export interface DeliveryOptions {
	/** Replaces fields of the envelope; undefined leaves one out. */
	envelope?: Record<string, string | undefined>;
	/** Which signature it carries. Default: the current one. */
	signed?: 'current' | 'legacy' | 'both' | 'none';
}

export interface SendOptions {
	/** How many times it is sent again until the answer is 2xx. HighLevel sends it 12 more times, over hours. */
	retries?: number;
	/** Milliseconds before the first retry; doubles each time. */
	pauseMs?: number;
}

export interface Answered extends Posted {
	tries: number;
}

interface KeyPair {
	privateKey: KeyObject;
	publicKey: KeyObject;
}

/** One pair per process, because generating RSA keys is slow. */
let legacyPair: KeyPair | undefined;

/**
 * Sends webhooks as HighLevel does: a marketplace app's signed over the bytes of the body, with a key of the
 * stand-in's own (HighLevel's is secret), and a workflow action's unsigned.
 */
export class WebhookSender {
	private readonly pair: KeyPair = generateKeyPairSync('ed25519');

	constructor(
		/** The app ID in the deliveries. */
		readonly appId: string,
		readonly locationId: string,
	) {}

	/** The public key that a receiver must trust, as PEM. */
	get publicKey(): string {
		return pem(this.pair.publicKey);
	}

	/** The public key of the deprecated RSA signature, as PEM. */
	get legacyPublicKey(): string {
		return pem(legacy().publicKey);
	}

	/** A webhook of the app: the event's fields beside those of the envelope. */
	appWebhook(type: string, fields: JsonObject, options: DeliveryOptions = {}): Delivery {
		const body: JsonObject = {
			type,
			locationId: this.locationId,
			...fields,
			versionId: this.appId,
			appId: this.appId,
			timestamp: new Date().toISOString(),
			webhookId: randomUUID(),
			...options.envelope,
		};
		return this.signed(Buffer.from(JSON.stringify(body)), options.signed);
	}

	/** Any bytes, with HighLevel's headers. */
	signed(body: Buffer, by: DeliveryOptions['signed'] = 'current'): Delivery {
		const headers: Record<string, string> = { 'content-type': 'application/json' };
		if (by === 'current' || by === 'both') {
			headers[SIGNATURE_HEADER] = sign(null, body, this.pair.privateKey).toString('base64');
		}
		if (by === 'legacy' || by === 'both') {
			const { privateKey } = legacy();
			headers[LEGACY_SIGNATURE_HEADER] = sign('sha256', body, privateKey).toString('base64');
		}
		return { body, headers };
	}

	/** The webhook of a workflow action: its fixed JSON, with the headers and custom data that the user added. */
	workflowWebhook(fields: JsonObject, headers: Record<string, string> = {}): Delivery {
		return {
			body: Buffer.from(JSON.stringify(fields)),
			headers: { 'content-type': 'application/json', ...headers },
		};
	}

	/** Sends a delivery, and the same bytes again as often as `options` asks for. */
	async deliver(url: string, delivery: Delivery, options: SendOptions = {}): Promise<Answered> {
		let pause = options.pauseMs ?? 100;
		for (let tries = 1; ; tries++) {
			const answered = await post(url, delivery.body, delivery.headers);
			const done = answered.status >= 200 && answered.status < 300;
			if (done || tries > (options.retries ?? 0)) return { ...answered, tries };
			await new Promise((resolve) => setTimeout(resolve, pause));
			pause *= 2;
		}
	}
}

function legacy(): KeyPair {
	legacyPair ??= generateKeyPairSync('rsa', { modulusLength: 4096 });
	return legacyPair;
}

function pem(key: KeyObject): string {
	return key.export({ type: 'spki', format: 'pem' }).toString();
}
