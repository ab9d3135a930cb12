/** A process that runs a part of the cells and sends each result to the process that started it. */
import type { Cell, Choice } from './cell';
import { prepareLoading } from './loader';

/** What a worker is told, as JSON in its first argument. */
export interface Task extends Choice {
	/** Runs every `of`-th target, beginning with this one. */
	part: number;
	of: number;
	/** A folder with a copy of `nodes/`. */
	instead?: string;
}

/** Cells that need the processor: more at once would look like a slow service. */
const BUSY_AT_ONCE = 4;
/** Cells that mostly wait. */
const WAITING_AT_ONCE = 32;

async function inParallel<T>(all: T[], most: number, work: (one: T) => Promise<void>) {
	let next = 0;
	const one = async () => {
		for (let at = next++; at < all.length; at = next++) await work(all[at] as T);
	};
	await Promise.all(Array.from({ length: most }, one));
}

async function send(message: unknown): Promise<void> {
	if (process.send === undefined) return;
	await new Promise<void>((resolve, reject) => {
		process.send?.(message, (error: Error | null) => (error ? reject(error) : resolve()));
	});
}

async function main(): Promise<void> {
	const { part, of, instead, ...choice } = JSON.parse(process.argv[2] ?? '{}') as Task;
	prepareLoading(instead);
	const { cellsOf, runCell } = await import('./cell');
	const { TARGETS } = await import('./targets');
	const all = cellsOf(TARGETS, choice);
	const names = [...new Set(all.map(({ target }) => target))].filter((_, at) => at % of === part);
	const mine = all.filter(({ target }) => names.includes(target));
	await inParallel(names, BUSY_AT_ONCE, async (target) => {
		// A target that does not work without a fault fails in each of its cells.
		await target.prepare().catch(() => undefined);
	});
	let sent = 0;
	const run = async (cell: Cell) => {
		const result = await runCell(cell);
		if (result === undefined) return;
		sent += 1;
		await send({ result });
	};
	await Promise.all([
		inParallel(
			mine.filter(({ fault }) => fault.slow !== true),
			BUSY_AT_ONCE,
			run,
		),
		inParallel(
			mine.filter(({ fault }) => fault.slow === true),
			WAITING_AT_ONCE,
			run,
		),
	]);
	await send({ done: sent });
	process.exit(0);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
