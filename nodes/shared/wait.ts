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

/** A signal that ends waiting, and the error to end it with. */
export type End = [signal: AbortSignal | undefined, error: () => Error];

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal aborts. All callers of a run share one listener: Node warns of a leak at the eleventh.
 *
 * @returns what takes the caller off the list
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
 * What some work gives, unless a signal aborts before. What is given up goes on, and nobody hears of it any more.
 *
 * @throws the error of the first signal that aborts; else what the work throws
 */
export async function unless<T>(work: Promise<T>, ...ends: End[]): Promise<T> {
	const undo: Array<() => void> = [];
	const aborted = new Promise<never>((_, reject) => {
		for (const [signal, error] of ends) {
			if (!signal) continue;
			const onAbort = () => reject(error());
			if (signal.aborted) onAbort();
			undo.push(onceAborted(signal, onAbort));
		}
	});
	work.catch(() => {});
	aborted.catch(() => {});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		for (const one of undo) one();
	}
}

/**
 * Waits, and stops waiting at once when the execution is cancelled.
 *
 * @param milliseconds how long
 * @throws ExecutionCancelled
 */
export async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await unless(sleep(milliseconds), [signal, cancelled]);
}
