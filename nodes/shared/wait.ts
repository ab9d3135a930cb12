// Waiting that ends when a signal aborts.

import { sleep } from 'n8n-workflow';

/** The user stopped the execution. n8n recognises it by this name and word. */
class ExecutionCancelled extends Error {
	constructor() {
		super('The execution was canceled');
		this.name = 'ExecutionCancelledError';
	}
}

/** @returns the error that ends a cancelled execution */
export function cancelled(): Error {
	return new ExecutionCancelled();
}

/** @returns whether an error is the one that ends a cancelled execution */
export function isCancelled(error: unknown): boolean {
	return error instanceof ExecutionCancelled;
}

/** A signal, and the error to reject with when it aborts. */
type AbortRule = [signal: AbortSignal | undefined, error: () => Error];

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal aborts. All callers of a run share one listener: Node warns of a leak at the eleventh.
 *
 * @returns a function that unregisters the callback
 */
function onceAborted(signal: AbortSignal, callback: () => void): () => void {
	let callbacks = listeners.get(signal);
	if (!callbacks) {
		const all = new Set<() => void>();
		signal.addEventListener('abort', () => all.forEach((one) => one()), { once: true });
		listeners.set(signal, all);
		callbacks = all;
	}
	callbacks.add(callback);
	return () => callbacks.delete(callback);
}

/**
 * Waits for some work, and rejects as soon as a signal aborts. The work itself goes on, and its result is ignored.
 *
 * @throws the error of the first signal that aborts; else what the work throws
 */
export async function rejectOnAbort<T>(work: Promise<T>, ...rules: AbortRule[]): Promise<T> {
	const cleanUps: Array<() => void> = [];
	const aborted = new Promise<never>((_, reject) => {
		for (const [signal, error] of rules) {
			if (!signal) continue;
			const onAbort = () => reject(error());
			if (signal.aborted) onAbort();
			cleanUps.push(onceAborted(signal, onAbort));
		}
	});
	work.catch(() => {});
	aborted.catch(() => {});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		for (const cleanUp of cleanUps) cleanUp();
	}
}

/**
 * Sleeps, and stops at once when the execution is cancelled.
 *
 * @throws ExecutionCancelled
 */
export async function sleepUnlessCancelled(
	milliseconds: number,
	signal?: AbortSignal,
): Promise<void> {
	await rejectOnAbort(sleep(milliseconds), [signal, cancelled]);
}
