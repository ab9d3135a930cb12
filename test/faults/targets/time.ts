/** Lets time pass for one cell alone, while others run beside it. */
import { AsyncLocalStorage } from 'node:async_hooks';

const passed = new AsyncLocalStorage<number>();
const now = Date.now.bind(Date);
let isReplaced = false;

/** Runs some work so many milliseconds later than it is. */
export async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
	if (!isReplaced) {
		isReplaced = true;
		Date.now = () => now() + (passed.getStore() ?? 0);
	}
	return ms === 0 ? await work() : await passed.run(ms, work);
}
