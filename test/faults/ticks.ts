/**
 * Time that stands still while this process is busy. The stand-ins work in the process of the nodes, so on a busy machine
 * both are slow, and a healthy call would look like one that is never answered.
 */

const TICK_MS = 25;

interface Due {
	left: number;
	work: () => void;
}

const due = new Set<Due>();
let timer: NodeJS.Timeout | undefined;

function tick(): void {
	for (const one of due) {
		one.left -= 1;
		if (one.left > 0) continue;
		due.delete(one);
		one.work();
	}
}

/**
 * Does something after so many milliseconds, of which late ones do not count.
 *
 * @returns a function that calls it off
 */
export function afterTicks(milliseconds: number, work: () => void): () => void {
	// Each tick waits for the one before, so that none is made up for.
	timer ??= setInterval(tick, TICK_MS).unref();
	const one = { left: Math.ceil(milliseconds / TICK_MS), work };
	due.add(one);
	return () => due.delete(one);
}
