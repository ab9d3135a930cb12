/**
 * `npm run queue`: queue mode with a killed worker and a restarted Redis, at full size, and how fast n8n writes and takes
 * webhooks in with more and more processes. `npm run queue -- --help` lists the options.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { writePart } from '../../scripts/docs/generated';
import { runMisfortune } from '../../test/e2e/lib/misfortune';
import { findServers } from '../../test/e2e/lib/servers';
import type { ServerPrograms } from '../../test/e2e/lib/servers';
import type { Programs } from '../programs';
import { findPrograms } from '../programs';
import type { Measured, Run } from './report';
import { reliabilityTable, scalingTables } from './report';
import { SET_UPS } from './setUps';
import { mostMemory, receiveWebhooks, writeItems } from './throughput';

const PARTS = ['reliability', 'scaling'];

/** HighLevel's interval with six times its calls, so that the full size takes minutes. */
const LIMIT = { max: 600, intervalMs: 10_000 };

const REDIS = [
	['Redis stopped and started', 'SIGTERM'],
	['Redis killed and started', 'SIGKILL'],
] as const;

/** Accounts that are written to at the same time. */
const ACCOUNTS = [1, 4, 8];

const BURSTS = 1;

const HELP = `Options:
  --only <a,b>        run only these parts: ${PARTS.join(', ')}
  --executions <n>    executions with a killed worker (50)
  --items <n>         items of each (100)
  --docs              write the tables of docs/reliability.md and docs/scaling.md`;

const started = Date.now();
const say = (text: string) => {
	const seconds = Math.round((Date.now() - started) / 1000);
	console.log(`${String(seconds).padStart(5)} s  ${text}`);
};

function readOptions() {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		options: { only: text, executions: text, items: text, docs: flag, help: flag },
	});
	const whole = (name: string, given: string | undefined, otherwise: number): number => {
		const value = given === undefined ? otherwise : Number(given);
		if (!Number.isInteger(value) || value < 1) {
			throw new Error(`--${name} must be a positive integer, not ${String(given)}`);
		}
		return value;
	};
	const only = values.only?.split(',') ?? PARTS;
	const unknown = only.find((name) => !PARTS.includes(name));
	if (unknown !== undefined) throw new Error(`--only: unknown part "${unknown}"`);
	return {
		wants: (part: string) => only.includes(part),
		executions: whole('executions', values.executions, 50),
		items: whole('items', values.items, 100),
		docs: values.docs,
		help: values.help,
	};
}

async function misfortunes(
	programs: Programs,
	servers: ServerPrograms,
	{ executions, items }: { executions: number; items: number },
): Promise<string> {
	const runs: Run[] = [];
	for (const [redis, redisSignal] of REDIS) {
		const outcome = await runMisfortune({
			...{ servers, programs, executions, items, redisSignal, say },
			limit: LIMIT,
		});
		say(`${redis}: all executions had ended after ${outcome.seconds.toFixed(0)} s`);
		runs.push({ redis, outcome });
	}
	return reliabilityTable(runs, executions, items);
}

async function measure(programs: Programs, servers: ServerPrograms): Promise<string> {
	const all: Measured[] = [];
	for (const { name, start } of SET_UPS) {
		const setUp = await start(programs, servers);
		try {
			const measured: Measured = { name, written: [], received: [], memory: 0 };
			// The first executions pay for what n8n loads once.
			await writeItems(setUp, 2, 5);
			for (const accounts of ACCOUNTS) {
				const written = await writeItems(setUp, accounts);
				const { seconds, calls, refused } = written;
				say(
					`${name}, ${accounts} accounts: ${seconds.toFixed(1)} s, ${refused} of ${calls} refused`,
				);
				measured.written.push(written);
			}
			for (let burst = 0; burst < BURSTS; burst++) {
				const received = await receiveWebhooks(setUp);
				say(`${name}: ${received.perSecond.toFixed(0)} webhooks a second`);
				measured.received.push(received);
			}
			measured.memory = mostMemory(setUp);
			all.push(measured);
		} finally {
			await setUp.stop();
		}
	}
	return scalingTables(all);
}

function publish(file: string, name: string, markdown: string, write: boolean): void {
	console.log(`\n${markdown}\n`);
	if (!write) return;
	writePart({ file, name, command: 'queue' }, markdown);
	say(`Written: ${file}. Run npm run format.`);
}

async function main(): Promise<void> {
	const options = readOptions();
	if (options.help) {
		console.log(HELP);
		return;
	}
	const servers = await findServers();
	if ('missing' in servers) throw new Error(servers.missing);
	const programs = await findPrograms();
	const [cpu] = cpus();
	const load = (loadavg()[0] ?? 0).toFixed(1);
	say(`${cpu?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, load ${load}`);
	if (options.wants('reliability')) {
		const markdown = await misfortunes(programs, servers, options);
		publish('docs/reliability.md', 'queue', markdown, options.docs);
	}
	if (options.wants('scaling')) {
		publish('docs/scaling.md', 'scaling', await measure(programs, servers), options.docs);
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
