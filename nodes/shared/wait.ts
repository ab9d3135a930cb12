import { sleep } from 'n8n-workflow';

/** The execution was cancelled while something waited. */
export class Cancelled extends Error {
	constructor() {
		super('The execution was cancelled');
		this.name = 'AbortError';
	}
}

/**
 * Waits, and stops waiting at once when the execution is cancelled.
 *
 * @param milliseconds how long
 * @throws Cancelled
 */
export async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (!signal) {
		await sleep(milliseconds);
		return;
	}
	if (signal.aborted) throw new Cancelled();
	let onAbort = () => {};
	try {
		await Promise.race([
			sleep(milliseconds),
			new Promise<never>((_, reject) => {
				onAbort = () => reject(new Cancelled());
				signal.addEventListener('abort', onAbort, { once: true });
			}),
		]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
