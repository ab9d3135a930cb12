// Keeps tasks that share a key in order.

/**
 * Runs tasks that share a key one after another, in order; other tasks can overtake them. The keys are an operation's
 * order keys, so writes to the same record stay in the order of the items.
 */
export class KeyedQueue {
	/** The last task of each key; it never rejects. */
	private readonly last = new Map<string, Promise<unknown>>();

	/**
	 * Runs a task once all earlier tasks with any of its keys have settled. Must be called in the order of the items.
	 */
	async run<T>(keys: string[], task: () => Promise<T>): Promise<T> {
		const before = keys.map((key) => this.last.get(key)).filter((one) => one !== undefined);
		const done = before.length > 0 ? Promise.allSettled(before).then(task) : task();
		const settled = done.then(
			() => {},
			() => {},
		);
		for (const key of keys) this.last.set(key, settled);
		try {
			return await done;
		} finally {
			for (const key of keys) if (this.last.get(key) === settled) this.last.delete(key);
		}
	}
}
