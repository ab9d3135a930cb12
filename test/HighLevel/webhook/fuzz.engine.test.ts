import { HighLevelWebhookTrigger } from '../../../nodes/HighLevel/HighLevelWebhookTrigger.node';
import { loadEngine } from '../../engine/harness';
import { WebhookSender } from '../../standins/highlevel';
import { fuzzCases, randomFrom } from './fuzz';

/** The older engine runs the same node and gets a tenth of the bodies. */
const bodies = (version: string) => (version.startsWith('1.') ? 10_000 : 100_000);
const SEED = 20_260_914;

const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', 've9EPM428h8vShlRW1KT');

test('each of 100,000 malformed requests is answered, and only genuine ones start an execution', async () => {
	const engine = await loadEngine();
	const webhook = engine.openWebhook({
		nodeType: new HighLevelWebhookTrigger(),
		parameters: {
			source: 'app',
			events: ['*'],
			appId: sender.appId,
			options: {
				publicKeys: `${sender.publicKey}${sender.legacyPublicKey}`,
				legacySignature: true,
			},
		},
	});
	const wanted = bodies(engine.version);
	const statuses = new Map<number, number>();
	let genuine = 0;
	let started = 0;
	let index = 0;
	for (const fuzz of fuzzCases(sender, SEED)) {
		if (index++ === wanted) break;
		const { status, items } = await webhook.call(fuzz.request);
		statuses.set(status, (statuses.get(status) ?? 0) + 1);
		const starts = items !== undefined;
		// The number is enough to reproduce the case; the bodies would make the report too long.
		if (starts !== fuzz.genuine) throw new Error(`Request ${index} of seed ${SEED}: ${starts}`);
		if (!starts && status < 400) throw new Error(`Request ${index} of seed ${SEED}: ${status}`);
		genuine += Number(fuzz.genuine);
		started += Number(starts);
	}
	expect(started).toBe(genuine);
	expect(genuine).toBe(wanted / 50);
	expect([...statuses.keys()].sort()).toEqual([200, 400, 401]);
}, 300_000);

test('requests to a workflow trigger without its secret are refused, whatever they contain', async () => {
	const engine = await loadEngine();
	for (const secretIn of ['header', 'body']) {
		const webhook = engine.openWebhook({
			nodeType: new HighLevelWebhookTrigger(),
			parameters: { source: 'workflow', secretIn, secret: 'correct horse battery' },
		});
		let index = 0;
		for (const { request } of fuzzCases(sender, SEED + 1)) {
			if (index++ === 5000) break;
			expect(await webhook.call(request)).toMatchObject({ status: 401, items: undefined });
		}
	}
}, 300_000);

test('the same seed yields the same requests', () => {
	const draw = () => Array.from({ length: 5 }, randomFrom(SEED));
	expect(draw()).toEqual(draw());
	expect(new Set(draw()).size).toBe(5);
});
