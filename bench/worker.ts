// Does a contender's job in a child process and measures the process.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryUsage } from 'node:process';

import { CONTENDERS } from './contenders';
import type { Outcome, Share, Work } from './contenders/contender';
import { BUILT_IN_NODES, ENGINE_MODULES } from './engine';
import type { Job, Report } from './jobs';
import { timeLoading } from './loading';

/** What a contender reports about a job, without the measurements of the process. */
type Result = Omit<Outcome, 'records'>;

/**
 * Prepares a child process for a job: loads the contender, and warms it up if the job asks for that.
 *
 * @returns a function that does the work, measures it and reports
 */
export async function readyWorker(job: Job): Promise<() => Promise<Report>> {
	const versions = versionsOf(job);
	if (job.work === 'load') return async () => ({ ...reportLoading(), versions });
	const work = await CONTENDERS[job.contender](job);
	const [account] = job.accounts;
	if (account && job.warmUp > 0) {
		const emails = Array.from({ length: job.warmUp }, (_, index) => `warm${index}@example.com`);
		await work({ account, emails, contactIds: [] });
	}
	return async () => ({ ...(await measure(job, work)), versions });
}

function versionsOf({ contender }: Job): Report['versions'] {
	return {
		'n8n-core': versionIn(join(ENGINE_MODULES, 'n8n-core')),
		...(contender === 'builtIn' ? { 'n8n-nodes-base': versionIn(BUILT_IN_NODES) } : {}),
	};
}

function versionIn(folder: string): string {
	const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return String((manifest as { version: unknown }).version);
}

function reportLoading(): Omit<Report, 'versions'> {
	const times = timeLoading();
	return { ...sum([]), ...times, cpuMs: 0, peakBytes: peakBytes() };
}

async function measure(job: Job, work: Work): Promise<Omit<Report, 'versions'>> {
	if (job.measureHeap === true) collectGarbage();
	const baseHeapBytes = memoryUsage().heapUsed;
	const cpu = process.cpuUsage();
	const outcomes = await Promise.all(sharesOf(job).map(work));
	const { user, system } = process.cpuUsage(cpu);
	if (job.measureHeap === true) collectGarbage();
	const heapBytes = memoryUsage().heapUsed - baseHeapBytes;
	const holdsRecords = outcomes.some(({ records }) => records !== undefined);
	return {
		...sum(outcomes),
		cpuMs: (user + system) / 1000,
		peakBytes: peakBytes(),
		baseHeapBytes,
		...(holdsRecords ? { recordsHeapBytes: heapBytes } : {}),
	};
}

/** The job's contacts, divided evenly among its connections. */
function sharesOf({ accounts, emails, subAccounts, contactIds }: Job): Share[] {
	const size = Math.ceil(emails.length / accounts.length);
	return accounts.map((account, index) => ({
		account,
		emails: emails.slice(index * size, (index + 1) * size),
		...(subAccounts ? { subAccounts: subAccounts.slice(index * size, (index + 1) * size) } : {}),
		contactIds,
	}));
}

function sum(outcomes: Outcome[]): Result {
	return {
		delivered: outcomes.reduce((total, { delivered }) => total + delivered, 0),
		inOrder: outcomes.every(({ inOrder }) => inOrder),
		failed: outcomes.flatMap(({ failed }) => failed),
		listed: outcomes.flatMap(({ listed }) => listed),
		error: outcomes.find(({ error }) => error !== undefined)?.error,
		hint: outcomes.find(({ hint }) => hint !== undefined)?.hint,
	};
}

/** Peak memory of this process. */
function peakBytes(): number {
	return process.resourceUsage().maxRSS * 1024;
}

function collectGarbage(): void {
	const collect: unknown = Reflect.get(globalThis, 'gc');
	if (typeof collect !== 'function') return;
	for (let times = 0; times < 3; times++) Reflect.apply(collect, undefined, []);
}
