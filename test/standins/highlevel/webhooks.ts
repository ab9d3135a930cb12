import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { request } from 'node:http';

import type { JsonObject } from './json';

/** Header names of HighLevel's signatures. */
export const SIGNATURE_HEADER = 'x-ghl-signature';
export const LEGACY_SIGNATURE_HEADER = 'x-wh-signature';

/** A request ready to be sent, or changed by a test first. */
export interface Delivery {
	body: Buffer;
	headers: Record<string, string>;
}

export interface DeliveryOptions {
	/** Replaces parts of the envelope; undefined leaves one out. */
	envelope?: Record<string, string | undefined>;
	/** Which signature it bears. Default: the current one. */
	signed?: 'current' | 'legacy' | 'both' | 'none';
}

export interface SendOptions {
	/** How often HighLevel sends it again while the answer is not 2xx or there is none; the real one takes 12, over hours. */
	retries?: number;
	/** Milliseconds before the first repetition; doubles each time. */
	pauseMs?: number;
}

export interface Answered {
	/** Of the last try; 0 where nobody answered. */
	status: number;
	text: string;
	tries: number;
}

interface Pair {
	privateKey: KeyObject;
	publicKey: KeyObject;
}

/** One pair for the process: making an RSA pair takes long. */
let legacyPair: Pair | undefined;

/**
 * Sends webhooks as HighLevel does: those of a marketplace app signed over the body's bytes, with a key of its own (the
 * real one is secret); those of a workflow's action unsigned.
 */
export class WebhookSender {
	private readonly pair: Pair = generateKeyPairSync('ed25519');

	constructor(
		/** The app that the deliveries say they are of. */
		readonly appId: string,
		readonly locationId: string,
	) {}

	/** What a receiver must trust, as PEM. */
	get publicKey(): string {
		return pem(this.pair.publicKey);
	}

	/** The RSA key of the older signature, as PEM. */
	get legacyPublicKey(): string {
		return pem(legacy().publicKey);
	}

	/** An app's webhook: the event's fields flat beside the envelope. */
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

	/** Any bytes with HighLevel's headers. */
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

	/** A workflow's Webhook action: the fixed JSON, with what the user added as headers and custom data. */
	workflowWebhook(fields: JsonObject, headers: Record<string, string> = {}): Delivery {
		return {
			body: Buffer.from(JSON.stringify(fields)),
			headers: { 'content-type': 'application/json', ...headers },
		};
	}

	/** Sends a delivery, and again with the same body where asked to. */
	async deliver(url: string, delivery: Delivery, options: SendOptions = {}): Promise<Answered> {
		let pause = options.pauseMs ?? 100;
		for (let tries = 1; ; tries++) {
			const answered = await post(url, delivery);
			const done = answered.status >= 200 && answered.status < 300;
			if (done || tries > (options.retries ?? 0)) return { ...answered, tries };
			await new Promise((resolve) => setTimeout(resolve, pause));
			pause *= 2;
		}
	}
}

function legacy(): Pair {
	legacyPair ??= generateKeyPairSync('rsa', { modulusLength: 4096 });
	return legacyPair;
}

function pem(key: KeyObject): string {
	return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** How long HighLevel is taken to wait for an answer. */
const PATIENCE_MS = 15_000;

/** A connection of its own for each try, so that none is found dead. */
async function post(url: string, { body, headers }: Delivery) {
	return await new Promise<{ status: number; text: string }>((resolve) => {
		const nobody = () => resolve({ status: 0, text: '' });
		const sent = request(
			url,
			{
				method: 'POST',
				headers: { ...headers, 'content-length': body.length },
				agent: false,
				timeout: PATIENCE_MS,
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', nobody);
				response.on('end', () =>
					resolve({
						status: response.statusCode ?? 0,
						text: Buffer.concat(chunks).toString(),
					}),
				);
			},
		);
		sent.on('timeout', () => sent.destroy());
		// Also after an answer that came before the body was sent: the promise is settled by then.
		sent.on('error', nobody);
		sent.end(body);
	});
}
