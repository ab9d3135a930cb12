// Measures the webhook trigger's `webhook()` alone, without n8n's server.

import type { INodeType } from 'n8n-workflow';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { loadEngine } from '../../test/engine/harness';
import { WebhookSender } from '../../test/standins/highlevel';
import { appEventSamples } from '../../test/standins/highlevel/webhookSamples';

export interface Level {
	/** Version of n8n-core. */
	version: string;
	/** Genuine requests that are accepted. */
	taken: Rate;
	/** Forged requests that are refused. */
	refused: Rate;
}

/** By the clock, and by the process's own CPU time, which other load on the machine does not affect. */
interface Rate {
	perSecond: number;
	perCpuSecond: number;
}

const WARM_UP = 500;
const NAME = 'HighLevelWebhookTrigger';

/** The trigger of the compiled package. */
function makeTrigger(folder: string): INodeType {
	const exported: unknown = createRequire(__filename)(
		join(folder, 'nodes/HighLevel', `${NAME}.node.js`),
	);
	const type: unknown =
		typeof exported === 'object' && exported !== null ? Reflect.get(exported, NAME) : undefined;
	if (typeof type !== 'function') throw new TypeError(`${folder} has no ${NAME}`);
	return Reflect.construct(type, []) as INodeType;
}

/**
 * Measures `webhook()` alone, one request after another; signing is HighLevel's work and is done beforehand.
 *
 * @param folder the compiled package
 */
export async function measureLevel(count: number, folder: string): Promise<Level> {
	const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', 've9EPM428h8vShlRW1KT');
	const stranger = new WebhookSender(sender.appId, sender.locationId);
	const engine = await loadEngine();
	const webhook = engine.openWebhook({
		nodeType: makeTrigger(folder),
		parameters: {
			source: 'app',
			events: ['*'],
			appId: sender.appId,
			options: { publicKeys: sender.publicKey },
		},
	});
	const rateOf = async (by: WebhookSender, answer: number): Promise<Rate> => {
		const requests = Array.from({ length: count + WARM_UP }, (_, index) => {
			const sample = appEventSamples[index % appEventSamples.length];
			if (!sample) throw new Error('There are no samples');
			return by.appWebhook(sample.type, sample.fields);
		});
		let begun = performance.now();
		let cpu = process.cpuUsage();
		for (const [index, request] of requests.entries()) {
			if (index === WARM_UP) {
				begun = performance.now();
				cpu = process.cpuUsage();
			}
			const { status, items } = await webhook.call(request);
			if (status !== answer || (items !== undefined) !== (answer === 200)) {
				throw new Error(`Request ${index} was answered ${status}`);
			}
		}
		const { user, system } = process.cpuUsage(cpu);
		return {
			perSecond: count / ((performance.now() - begun) / 1000),
			perCpuSecond: count / ((user + system) / 1e6),
		};
	};
	const taken = await rateOf(sender, 200);
	const refused = await rateOf(stranger, 401);
	return { version: engine.version, taken, refused };
}
