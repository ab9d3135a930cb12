import { sleep } from 'n8n-workflow';

/** The execution was stopped by the user; n8n knows it by this name and word. */
export class ExecutionCancelled extends Error {
	constructor() {
		super('The execution was canceled');
		this.name = 'ExecutionCancelledError';
	}
}

/** @returns the error that ends a cancelled execution */
export function cancelled(): Error {
	return new ExecutionCancelled();
}

/**
 * Waits, and stops waiting at once when the execution is cancelled.
 *
 * @param milliseconds how long
 * @throws ExecutionCancelled
 */
export async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (!signal) {
		await sleep(milliseconds);
		return;
	}
	if (signal.aborted) throw cancelled();
	let onAbort = () => {};
	try {
		await Promise.race([
			sleep(milliseconds),
			new Promise<never>((_, reject) => {
				onAbort = () => reject(cancelled());
				signal.addEventListener('abort', onAbort, { once: true });
			}),
		]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
