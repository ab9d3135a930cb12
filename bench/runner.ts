// Starts the bench's child processes and collects their reports.

import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { FromChild, Job, Report, ToChild } from './jobs';

const ROOT = join(__dirname, '..');

export interface ChildOptions {
	/** V8 options, such as a heap limit. */
	v8?: string[];
	/** The child is killed when it takes longer. */
	timeoutMs: number;
}

/** A child process that ended without doing its work. */
export class ChildFailed extends Error {}

/** A child process with a job. */
class Child {
	private readonly process: ChildProcess;
	private report: Report | undefined;

	constructor(
		private readonly job: Job,
		private readonly options: ChildOptions,
	) {
		this.process = fork(join(__dirname, 'child.ts'), {
			cwd: ROOT,
			execArgv: [...(options.v8 ?? []), '--import', 'tsx'],
			// V8's out-of-memory output is expected when a limit is being tested.
			stdio: [
				'ignore',
				'ignore',
				options.v8?.some((one) => one.includes('heap')) ? 'ignore' : 'inherit',
				'ipc',
			],
		});
	}

	async ready(): Promise<void> {
		await this.until(
			() => this.send({ job: this.job }),
			(message) => 'ready' in message,
		);
	}

	async work(): Promise<Report> {
		await this.until(
			() => this.send({ go: true }),
			(message) => 'report' in message,
		);
		if (!this.report) throw new ChildFailed('The child process reported nothing');
		return this.report;
	}

	end(): void {
		if (this.process.exitCode === null && this.process.signalCode === null) {
			this.process.kill('SIGKILL');
		}
	}

	private send(message: ToChild): void {
		this.process.send(message);
	}

	private async until(begin: () => void, isDone: (message: FromChild) => boolean): Promise<void> {
		const stop = new AbortController();
		const { signal } = stop;
		const heard = new Promise<void>((resolve, reject) => {
			const listen = (message: FromChild): void => {
				if ('broken' in message) reject(new ChildFailed(message.broken));
				if ('report' in message) this.report = message.report;
				if (isDone(message)) resolve();
			};
			this.process.on('message', listen);
			signal.addEventListener('abort', () => this.process.off('message', listen));
		});
		const ended = once(this.process, 'exit', { signal }).then(([code, why]) => {
			throw new ChildFailed(`The child process exited with ${String(why ?? code)}`);
		});
		const timer = setTimeout(() => this.end(), this.options.timeoutMs);
		begin();
		try {
			await Promise.race([heard, ended]);
		} finally {
			clearTimeout(timer);
			stop.abort();
			ended.catch(() => {});
		}
	}
}

/**
 * Runs several jobs in parallel, each in its own process; none starts before all are ready.
 *
 * @param meanwhile called when they start, with a signal that aborts when their work ends
 * @throws ChildFailed when one of them exits early
 */
export async function runJobs(
	jobs: Job[],
	options: ChildOptions,
	begin: () => Promise<void> = async () => {},
	meanwhile: (signal: AbortSignal) => Promise<void> = async () => {},
): Promise<Report[]> {
	const children = jobs.map((job) => new Child(job, options));
	const stop = new AbortController();
	try {
		await Promise.all(children.map(async (child) => await child.ready()));
		await begin();
		const aside = meanwhile(stop.signal);
		const reports = await Promise.all(children.map(async (child) => await child.work()));
		stop.abort();
		await aside;
		return reports;
	} finally {
		stop.abort();
		for (const child of children) child.end();
	}
}
