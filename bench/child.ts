/** Runs one contender in a child process: receives a job over IPC, reports when it is ready and starts on 'go'. */
import { useEngine } from './engine';
import type { FromChild, Job, ToChild } from './jobs';

useEngine();

function tell(message: FromChild, then?: () => void): void {
	process.send?.(message, undefined, undefined, () => then?.());
}

function broken(error: unknown): void {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	tell({ broken: text }, () => process.exit(1));
}

async function prepare(job: Job): Promise<void> {
	// Imported only after useEngine(), because it loads n8n-core.
	const { readyWorker } = await import('./worker');
	const work = await readyWorker(job);
	process.on('message', (message: ToChild) => {
		if (!('go' in message)) return;
		work().then((report) => tell({ report }, () => process.exit(0)), broken);
	});
	tell({ ready: true });
}

process.once('message', (message: ToChild) => {
	if ('job' in message) prepare(message.job).catch(broken);
});
// The child must not outlive its parent.
process.once('disconnect', () => process.exit(1));
