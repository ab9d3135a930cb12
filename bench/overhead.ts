// Measures what the package costs: CPU time per item, heap and loading time.

import type { Contender, Job, Report } from './jobs';
import { median } from './measure';
import { ChildFailed, runJobs } from './runner';
import { NO_LIMIT } from './scenarios';
import type { StandInProcess } from './standIn';

const MEGABYTE = 1024 * 1024;
const CHILD_TIMEOUT_MS = 180_000;
const CPU_GOAL = 1.25;
const HEAP_GOAL = 1.5;

/** CPU time per item, ours against the minimum that a node can do. Medians over child processes. */
export interface Cpu {
	items: number;
	processes: number;
	oursMs: number;
	bareMs: number;
	ratio: number;
	met: boolean;
}

/** Heap that a list of contacts needs. */
export interface Heap {
	contacts: number;
	baseMegabytes: number;
	recordsMegabytes: number;
	/** Base plus 1.5 times the records. */
	limitMegabytes: number;
	/** The list completed under that limit. */
	met: boolean;
	peakMegabytes: number;
}

/** What the package adds to n8n's startup time. Medians over child processes. */
export interface Loading {
	processes: number;
	loadMs: number;
	describeMs: number;
}

type Say = (text: string) => void;

async function alone(standIn: StandInProcess, job: Job, v8: string[] = []): Promise<Report> {
	const [report] = await runJobs([job], { timeoutMs: CHILD_TIMEOUT_MS, v8 }, async () => {
		await standIn.clearLog();
	});
	if (!report) throw new ChildFailed('No report');
	return report;
}

async function withoutLimit(standIn: StandInProcess, contacts: number): Promise<void> {
	await standIn.reset();
	await standIn.post('limiter', { kind: 'firstCall', ...NO_LIMIT, dailyMax: 10_000_000 });
	await standIn.post('latency', { latencyMs: 0 });
	if (contacts > 0) await standIn.post('seed/contacts', { count: contacts });
}

const job = (contender: Contender, work: Job['work'], more: Partial<Job> = {}): Job => ({
	contender,
	work,
	accounts: [],
	emails: [],
	contactIds: [],
	warmUp: 0,
	...more,
});

/** Ours and the bare loop alternate, so that other load on the machine affects both. */
export async function measureCpu(
	standIn: StandInProcess,
	items: number,
	processes: number,
	say: Say,
): Promise<Cpu> {
	const costs = { ours: [] as number[], bareLoop: [] as number[] };
	const emails = Array.from({ length: items }, (_, index) => `cpu${index}@bench.example.com`);
	for (let round = 0; round < processes; round++) {
		for (const contender of ['ours', 'bareLoop'] as const) {
			await withoutLimit(standIn, 0);
			const report = await alone(
				standIn,
				job(contender, 'upsert', {
					accounts: [standIn.account],
					emails,
					warmUp: Math.ceil(items / 3),
				}),
			);
			if (report.delivered !== items) {
				throw new ChildFailed(`${contender} wrote ${report.delivered} of ${items} contacts`);
			}
			costs[contender].push(report.cpuMs / items);
			say(`CPU, round ${round + 1}: ${contender} ${(report.cpuMs / items).toFixed(2)} ms per item`);
		}
	}
	const oursMs = median(costs.ours);
	const bareMs = median(costs.bareLoop);
	const ratio = oursMs / bareMs;
	return { items, processes, oursMs, bareMs, ratio, met: ratio <= CPU_GOAL };
}

/** Measures the records' heap, then reads the same list again under the limit derived from it. */
export async function measureHeap(
	standIn: StandInProcess,
	contacts: number,
	say: Say,
): Promise<Heap> {
	await withoutLimit(standIn, contacts);
	const list = job('ours', 'list', { accounts: [standIn.account], whole: true });
	const free = await alone(standIn, { ...list, measureHeap: true }, ['--expose-gc']);
	const base = free.baseHeapBytes ?? 0;
	const records = free.recordsHeapBytes ?? 0;
	const limit = Math.ceil((base + HEAP_GOAL * records) / MEGABYTE);
	say(
		`heap: base ${Math.round(base / MEGABYTE)} MB, records ${Math.round(records / MEGABYTE)} MB; now under ${limit} MB`,
	);
	const seen = {
		contacts,
		baseMegabytes: base / MEGABYTE,
		recordsMegabytes: records / MEGABYTE,
		limitMegabytes: limit,
		peakMegabytes: free.peakBytes / MEGABYTE,
	};
	try {
		const tight = await alone(standIn, list, [`--max-heap-size=${limit}`]);
		return { ...seen, met: tight.error === undefined && tight.delivered === free.delivered };
	} catch (error) {
		if (!(error instanceof ChildFailed)) throw error;
		say(error.message);
		return { ...seen, met: false };
	}
}

export async function measureLoading(standIn: StandInProcess, processes: number): Promise<Loading> {
	const reports: Report[] = [];
	for (let round = 0; round < processes; round++) {
		reports.push(await alone(standIn, job('ours', 'load')));
	}
	return {
		processes,
		loadMs: median(reports.map(({ loadMs }) => loadMs ?? Number.NaN)),
		describeMs: median(reports.map(({ describeMs }) => describeMs ?? Number.NaN)),
	};
}
