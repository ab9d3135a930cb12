/** One contender at work, in a process of its own: takes a job over IPC, says when it is ready, works when told to go. */
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
	// Imported only now, since it brings n8n-core with it.
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
// Without its parent there is nobody to work for.
process.once('disconnect', () => process.exit(1));
