/**
 * `npm run bench:webhooks`: measures the HighLevel Webhook Trigger against n8n's own Webhook node in one real n8n,
 * alternating, and `webhook()` alone in the real n8n-core. `npm run bench:webhooks -- --help` lists the options.
 */
import { execFile } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { textAt } from '../../test/e2e/lib/json';
import { arrivals, untilIdle } from '../../test/e2e/lib/webhooks';
import { WebhookSender } from '../../test/standins/highlevel';
import { median } from '../measure';
import { programs } from '../programs';
import type { Contender } from './instance';
import { Instance } from './instance';
import type { Level } from './levelWorker';
import { sendAll } from './load';

const ROOT = join(__dirname, '..', '..');
const COMPILED = join(ROOT, '.cache/bench/webhooks');
const run = promisify(execFile);

const LEVEL_GOAL = 2000;
const RATIO_GOAL = 0.9;
const PER_SECOND = 20;

/** n8n's settings under which the triggers are compared. */
const SETTINGS: ReadonlyArray<[string, string, Record<string, string>]> = [
	['defaults', "n8n's defaults", {}],
	[
		'lazy',
		'N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true',
		{ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	],
];
const PARTS = ['level', ...SETTINGS.map(([name]) => name), 'steady'];

const HELP = `Options:
  --only <a,b>        run only these parts: ${PARTS.join(', ')}
  --rounds <n>        rounds with one turn for each trigger (5)
  --deliveries <n>    webhooks per turn (150)
  --at-once <n>       webhooks in flight at once (16)
  --steady <s>        seconds at ${PER_SECOND} webhooks a second (60)
  --level <n>         requests to webhook() alone (10000)
  --check             fail if a goal is missed`;

const say = (text: string) => console.log(text);
const missed: string[] = [];

function goal(name: string, met: boolean): string {
	if (!met) missed.push(name);
	return met ? 'met' : 'MISSED';
}

function readOptions() {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		options: {
			...{ only: text, rounds: text, deliveries: text, 'at-once': text, steady: text },
			...{ level: text, check: flag, help: flag },
		},
	});
	const whole = (name: string, given: string | undefined, otherwise: number): number => {
		const value = given === undefined ? otherwise : Number(given);
		if (!Number.isInteger(value) || value < 1) {
			throw new Error(`--${name} must be a positive integer, not ${String(given)}`);
		}
		return value;
	};
	const only = values.only?.split(',').map((name) => name.trim());
	const unknown = only?.find((name) => !PARTS.includes(name));
	if (unknown !== undefined)
		throw new Error(`--only: unknown part "${unknown}"; available: ${PARTS.join(', ')}`);
	return {
		wants: (name: string) => only === undefined || only.includes(name),
		rounds: whole('rounds', values.rounds, 5),
		deliveries: whole('deliveries', values.deliveries, 150),
		atOnce: whole('at-once', values['at-once'], 16),
		steady: whole('steady', values.steady, 60),
		level: whole('level', values.level, 10_000),
		check: values.check,
		help: values.help,
	};
}

type Options = ReturnType<typeof readOptions>;

async function level(count: number): Promise<void> {
	await run(process.execPath, [
		require.resolve('typescript/bin/tsc'),
		...['--project', join(ROOT, 'tsconfig.build.json'), '--outDir', COMPILED],
		...['--declaration', 'false'],
	]);
	const program = [join(__dirname, 'level.ts'), COMPILED, String(count)];
	const { stdout } = await run(process.execPath, ['--import', 'tsx', ...program], { cwd: ROOT });
	const { version, taken, refused } = JSON.parse(stdout) as Level;
	say(`webhook() in n8n-core ${version}, ${count} requests one after another in one process:`);
	say(
		`  taken    ${taken.perSecond.toFixed(0)} a second (${taken.perCpuSecond.toFixed(0)} a second of CPU; goal ${LEVEL_GOAL}, ${goal('level', taken.perSecond >= LEVEL_GOAL)})`,
	);
	say(
		`  refused  ${refused.perSecond.toFixed(0)} a second (${refused.perCpuSecond.toFixed(0)} a second of CPU), with a forged signature`,
	);
}

const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', 've9EPM428h8vShlRW1KT');

const deliveriesOf = (count: number) =>
	Array.from({ length: count }, (_, index) =>
		sender.appWebhook('ContactUpdate', {
			id: `contact-${index}`,
			name: 'Ada Example',
			email: 'ada@example.com',
			tags: ['new lead', 'webinar'],
			customFields: [{ id: 'BcdmQEsNgz6AVpgLVUJ0', value: 'XYZ Corp' }],
		}),
	);

/** One turn: from the first request to the end of the last execution. Each request must be answered 200. */
async function turn(instance: Instance, { workflow, url }: Contender, options: Options) {
	const deliveries = deliveriesOf(options.deliveries);
	const begun = performance.now();
	const { statuses, seconds } = await sendAll({ url, deliveries, atOnce: options.atOnce });
	await untilIdle(instance.n8n.client, workflow.id);
	const whole = (performance.now() - begun) / 1000;
	if (statuses.get(200) !== deliveries.length) {
		throw new Error(`${workflow.name} answered ${JSON.stringify([...statuses])}`);
	}
	return { answered: deliveries.length / seconds, executed: deliveries.length / whole };
}

async function compare(name: string, title: string, instance: Instance, options: Options) {
	const contenders = [instance.builtIn, instance.ours, instance.builtInWithExpression];
	const rates = new Map(contenders.map((one) => [one, [] as number[]]));
	const ratios: number[] = [];
	const likeRatios: number[] = [];
	say(`Throughput with ${title}, ${options.atOnce} at once, webhooks executed a second:`);
	// In its first turn, each pays for what n8n loads only once.
	for (const one of contenders) await turn(instance, one, options);
	for (let round = 0; round < options.rounds; round++) {
		const order = round % 2 === 0 ? contenders : [...contenders].reverse();
		const now = new Map<Contender, number>();
		for (const one of order) {
			const { executed } = await turn(instance, one, options);
			rates.get(one)?.push(executed);
			now.set(one, executed);
		}
		const of = (one: Contender) => now.get(one) ?? Number.NaN;
		ratios.push(of(instance.ours) / of(instance.builtIn));
		likeRatios.push(of(instance.ours) / of(instance.builtInWithExpression));
		say(
			`  round ${round + 1}: ${contenders.map((one) => `${one.name} ${of(one).toFixed(1)}`).join(', ')}; ratio ${ratios[round]?.toFixed(2)}`,
		);
	}
	for (const [one, all] of rates) say(`  median: ${one.name} ${median(all).toFixed(1)}`);
	const ratio = median(ratios);
	if (name === 'defaults') {
		say(
			`  (n8n opens a sandbox for each request, except for its own Webhook node without an expression)`,
		);
	}
	say(
		`  ratio to n8n's Webhook node: ${ratio.toFixed(2)} (goal ${RATIO_GOAL}, ${goal(name, ratio >= RATIO_GOAL)}); to the same with an expression in a parameter: ${median(likeRatios).toFixed(2)}`,
	);
}

/** Sends 20 webhooks a second, regardless of the responses, then checks that each was executed exactly once. */
async function steady(instance: Instance, title: string, seconds: number): Promise<void> {
	const deliveries = deliveriesOf(seconds * PER_SECOND);
	const { statuses, latencies } = await sendAll({
		url: instance.ours.url,
		deliveries,
		atOnce: deliveries.length,
		dueMs: (index) => (index * 1000) / PER_SECOND,
	});
	const counts = await arrivals(instance.n8n.client, instance.ours.workflow);
	const ids = deliveries.map(({ body }) => textAt(JSON.parse(body.toString()), 'webhookId'));
	const once = ids.filter((id) => counts.get(id) === 1).length;
	const quantile = (part: number) =>
		latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))]?.toFixed(0);
	say(`${PER_SECOND} webhooks a second for ${seconds} s, with ${title}:`);
	say(
		`  ${ids.length} sent, ${statuses.get(200) ?? 0} answered 200, ${once} executed exactly once (${goal('steady', once === ids.length)}); responses after ${quantile(0.5)} ms (median), ${quantile(0.99)} ms (99 of 100), ${quantile(1)} ms (all)`,
	);
}

async function main(): Promise<void> {
	const options = readOptions();
	if (options.help) {
		say(HELP);
		return;
	}
	const [cpu] = cpus();
	say(
		`${cpu?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, load ${(loadavg()[0] ?? 0).toFixed(1)} at the start`,
	);
	if (options.wants('level')) await level(options.level);
	for (const [name, title, env] of SETTINGS) {
		if (!options.wants(name)) continue;
		const instance = await Instance.start(await programs(), sender, env);
		try {
			await compare(name, title, instance, options);
			if (options.wants('steady')) await steady(instance, title, options.steady);
		} finally {
			await instance.stop();
		}
	}
	if (options.check && missed.length > 0) {
		throw new Error(`Missed: ${missed.join(', ')}`);
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
