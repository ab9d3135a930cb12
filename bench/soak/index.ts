/**
 * `npm run soak`: an hour of steady load in a real n8n, beside a second n8n that does the same with its own nodes. Nothing
 * may be lost or doubled, and nothing may grow. `npm run soak -- --help` lists the options.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { updatePages, withPart } from '../../scripts/docs/generated';
import { Mistake } from '../../scripts/lib/command';
import { findPrograms } from '../programs';
import { EVENTS } from './account';
import { withLeak } from './plant';
import { checksOf, markdown } from './report';
import type { Result, SoakOptions } from './run';
import { soak } from './run';

const RESULTS = join(__dirname, '..', '..', 'test-results');
const PAGE = { file: 'docs/reliability.md', name: 'soak', command: 'soak' };

const HELP = `Options:
  --minutes <n>            how long (60); at least 5
  --items-per-hour <n>     items for the action node (30000)
  --webhooks-per-hour <n>  deliveries for the webhook trigger, one in ten a repeat (30000)
  --polls-per-hour <n>     polls of the polling triggers (500), at most ${EVENTS.length * 60}
  --from <file>            judge an earlier run; each run writes test-results/soak-run.json
  --docs                   write the table of ${PAGE.file}
  --check                  fail if anything grows, is lost or is doubled
  --plant leak             use a copy of the package that keeps every run, to see the check fail`;

const say = (text: string) => console.log(text);

function readOptions() {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		options: {
			...{ minutes: text, 'items-per-hour': text, 'webhooks-per-hour': text },
			...{ 'polls-per-hour': text, from: text, plant: text },
			...{ docs: flag, check: flag, help: flag },
		},
	});
	const whole = (name: keyof typeof values, otherwise: number): number => {
		const value = values[name] === undefined ? otherwise : Number(values[name]);
		if (!Number.isInteger(value) || value < 1) {
			throw new Mistake(`--${name} must be a positive integer, not ${String(values[name])}`);
		}
		return value;
	};
	if (values.plant !== undefined && values.plant !== 'leak') {
		throw new Mistake(`--plant knows only "leak", not "${values.plant}"`);
	}
	const load: SoakOptions = {
		minutes: whole('minutes', 60),
		itemsPerHour: whole('items-per-hour', 30_000),
		webhooksPerHour: whole('webhooks-per-hour', 30_000),
		pollsPerHour: whole('polls-per-hour', 500),
	};
	if (load.pollsPerHour > EVENTS.length * 60) {
		throw new Mistake(`--polls-per-hour can be at most ${EVENTS.length * 60}`);
	}
	return { ...values, load };
}

async function resultOf({ from, plant, load }: ReturnType<typeof readOptions>): Promise<Result> {
	if (from !== undefined) return JSON.parse(readFileSync(from, 'utf8')) as Result;
	if (!existsSync('/proc/self/fd')) {
		throw new Mistake('The soak counts descriptors in /proc, which only Linux has.');
	}
	const installed = await findPrograms();
	const tarball = plant === undefined ? installed.tarball : await withLeak(installed.tarball);
	const started = Date.now();
	const result = await soak({ ...installed, tarball }, load, (text) =>
		say(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${text}`),
	);
	mkdirSync(RESULTS, { recursive: true });
	// The stage's summary is soak.json.
	const name = plant === undefined ? 'soak-run.json' : 'soak-planted.json';
	writeFileSync(join(RESULTS, name), JSON.stringify(result));
	return result;
}

async function main(): Promise<void> {
	const options = readOptions();
	if (options.help) {
		say(HELP);
		return;
	}
	const result = await resultOf(options);
	const checks = checksOf(result);
	for (const { name, passed, text } of checks) {
		say(`${passed ? 'ok    ' : 'FAILED'}  ${name}: ${text}`);
	}
	const failed = checks.filter(({ passed }) => !passed).length;
	const summary = { passed: checks.length - failed, failed, skipped: 0 };
	say(`${summary.passed} passed, ${failed} failed, 0 skipped`);
	const { SUMMARY_FILE } = process.env;
	if (SUMMARY_FILE) writeFileSync(SUMMARY_FILE, JSON.stringify(summary));
	if (options.docs) {
		if (failed > 0) throw new Mistake('The table is written only if every check has passed.');
		const update = (text: string) => withPart(text, PAGE, markdown(result));
		updatePages([{ file: PAGE.file, update }], PAGE.command, []);
	}
	if (options.check && failed > 0) process.exitCode = 1;
}

// By default a signal ends a process without its exit handlers, which end n8n.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

main().catch((error: unknown) => {
	console.error(error instanceof Mistake ? error.message : error);
	process.exitCode = 1;
});
