// One run of the soak: both sides at the same time, under the same load.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { until } from '../../test/e2e/lib/client';
import { textAt } from '../../test/e2e/lib/json';
import { WebhookSender } from '../../test/standins/highlevel';
import type { Programs } from '../programs';
import { EVENTS } from './account';
import { count, isComplete } from './counts';
import type { Counted } from './counts';
import { Load, pause } from './load';
import type { Rates } from './load';
import { Probe } from './probes';
import type { Measured } from './probes';
import type { Side } from './side';
import { startBaseline, startOurs } from './side';

const E2E_PACKAGE = join(__dirname, '../../test/e2e/package.json');
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** The load rests so often to be measured: what waits in the middle of a batch is no leak. */
const REST_EVERY_MS = 12_000;
/** Until n8n has loaded what it loads once, and the workflow's static data holds as many deliveries as it ever does, 1,000. */
const WARM_UP_MS = 2.5 * MINUTE_MS;
const WARM_UP_WEBHOOKS_PER_HOUR = 54_000;
const SETTLED_WITHIN_MS = 180_000;
const COUNT_EVERY_MS = 15_000;
/** How long HighLevel must not have been called for the first polls to be over. */
const QUIET_MS = 2000;

export interface SoakOptions extends Rates {
	minutes: number;
	pollsPerHour: number;
}

/** What a run found on one side. */
export interface Found {
	measured: Measured;
	counted: Counted;
}

export interface Result {
	options: SoakOptions;
	n8nVersion: string;
	ours: Found;
	baseline: Found;
	/** What was sent to each side. */
	sent: { items: number; deliveries: number; repeats: number };
}

/** The first poll after activation emits nothing, so changes must wait for it. */
async function firstPolls({ standIn, pollers }: Side): Promise<void> {
	await until('the first polls', 2 * MINUTE_MS, async () => {
		const seen = new Set(standIn.log.map(({ account }) => account));
		const last = standIn.log.at(-1)?.at ?? 0;
		const over = pollers.every(({ account }) => seen.has(account));
		return over && Date.now() - last > QUIET_MS ? true : undefined;
	});
}

/** Changes both accounts every minute until stopped. */
function changing(sides: readonly Side[]): () => void {
	const change = () => sides.forEach(({ account }) => account.change());
	change();
	const timer = setInterval(change, MINUTE_MS);
	return () => clearInterval(timer);
}

/** Warms both sides up, loads them for the time of `options`, and waits until all has arrived. */
async function loadBoth(
	[ours, baseline]: readonly [Side, Side],
	sender: WebhookSender,
	options: SoakOptions,
	say: (text: string) => void,
): Promise<Omit<Result, 'options' | 'n8nVersion'>> {
	const sides = [ours, baseline];
	await firstPolls(ours);
	const load = new Load(sides, sender);
	const stopChanging = changing(sides);
	say('Warming up');
	await load.run({ ...options, webhooksPerHour: WARM_UP_WEBHOOKS_PER_HOUR }, WARM_UP_MS);
	say(`Loading for ${options.minutes} minutes`);
	const probes: [Probe, Probe] = [new Probe(ours), new Probe(baseline)];
	const lastMinute = options.minutes * MINUTE_MS - 1.25 * MINUTE_MS;
	// The polls after the last change are to be over when the load ends.
	const timer = setTimeout(stopChanging, lastMinute);
	const look = async () => await Promise.all(probes.map(async (probe) => await probe.look()));
	await load.runWithRests(options, options.minutes * MINUTE_MS, REST_EVERY_MS, look);
	clearTimeout(timer);
	stopChanging();
	say('Waiting for the rest');
	const end = Date.now() + SETTLED_WITHIN_MS;
	const counts = () => [count(ours, load.sent), count(baseline, load.sent)] as const;
	let [mine, its] = counts();
	while (Date.now() < end && !(isComplete(mine) && isComplete(its))) {
		await pause(COUNT_EVERY_MS);
		[mine, its] = counts();
	}
	const [{ measured: ofOurs }, { measured: ofBaseline }] = probes;
	const { texts, deliveries, repeats } = load.sent;
	return {
		ours: { measured: ofOurs, counted: mine },
		baseline: { measured: ofBaseline, counted: its },
		sent: { items: texts.length, deliveries: deliveries.length, repeats },
	};
}

/** Starts both sides, loads them, and stops them. */
export async function soak(
	programs: Programs,
	options: SoakOptions,
	say: (text: string) => void,
): Promise<Result> {
	const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', 've9EPM428h8vShlRW1KT');
	const events = EVENTS.slice(0, Math.ceil(options.pollsPerHour / HOUR_MINUTES));
	const start = { programs, sender, events };
	say('Starting both n8n');
	const sides: Side[] = [];
	try {
		const ours = await startOurs(start);
		sides.push(ours);
		const baseline = await startBaseline(start);
		sides.push(baseline);
		const found = await loadBoth([ours, baseline], sender, options, say);
		const n8nPackage: unknown = JSON.parse(readFileSync(E2E_PACKAGE, 'utf8'));
		return { options, n8nVersion: textAt(n8nPackage, 'dependencies', 'n8n'), ...found };
	} finally {
		for (const side of sides) await side.stop();
	}
}
