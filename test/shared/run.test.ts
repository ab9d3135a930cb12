/** The loop over the items of a run: what is in flight at once, in one group and in many. */
import { workOn } from '../../nodes/shared/run';
import { settle } from '../engine/events';

type Rules = Parameters<typeof workOn>[1];
const rules = (more: object = {}) =>
	({ concurrency: 100, outcomes: { hasEnded: false }, ...more }) as Rules;
/** Groups of entries such as '2:17', the 18th of the third group. */
const groupsOf = (...sizes: number[]) =>
	sizes.map((size, group) => Array.from({ length: size }, (_, index) => `${group}:${index}`));

/** Work that lasts until the test ends it. */
class Work {
	readonly started: string[] = [];
	private readonly inFlight = new Map<
		string,
		{ resolve: () => void; reject: (e: Error) => void }
	>();

	readonly begin = async (entry: string): Promise<void> => {
		this.started.push(entry);
		await new Promise<void>((resolve, reject) => this.inFlight.set(entry, { resolve, reject }));
	};

	/** How many entries of each group are in flight. */
	get now(): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const entry of this.inFlight.keys()) {
			const [group = ''] = entry.split(':');
			counts[group] = (counts[group] ?? 0) + 1;
		}
		return counts;
	}

	async end(which: (entry: string) => boolean = () => true): Promise<void> {
		for (const [entry, { resolve }] of this.inFlight) {
			if (!which(entry)) continue;
			this.inFlight.delete(entry);
			resolve();
		}
		await settle();
	}

	fail(entry: string): void {
		this.inFlight.get(entry)?.reject(new Error(entry));
	}
}

test('a group has at most its concurrency in flight, and three groups have all of it', async () => {
	const work = new Work();
	void workOn(groupsOf(150, 150, 150), rules(), work.begin);
	expect(work.now).toEqual({ 0: 100, 1: 100, 2: 100 });
	await work.end((entry) => entry === '1:5');
	expect(work.now).toEqual({ 0: 100, 1: 100, 2: 100 });
	expect(work.started.at(-1)).toBe('1:100');
});

test('many groups share what may be in flight, and the last ones get more as others end', async () => {
	const work = new Work();
	const running = workOn(
		groupsOf(...Array.from({ length: 49 }, () => 6), 500),
		rules(),
		work.begin,
	);
	expect(work.now).toEqual(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [n, 6])));
	await work.end((entry) => !entry.startsWith('49:'));
	expect(work.now).toEqual({ 49: 100 });
	for (let round = 0; round < 6; round++) await work.end();
	await running;
	expect(new Set(work.started).size).toBe(49 * 6 + 500);
});

test('more groups than may be in flight wait for each other, and each is worked on in order', async () => {
	const work = new Work();
	const running = workOn(groupsOf(...Array.from({ length: 400 }, () => 2)), rules(), work.begin);
	expect(Object.values(work.now)).toEqual(Array.from({ length: 300 }, () => 1));
	for (let round = 0; round < 4; round++) await work.end();
	await running;
	expect(work.started).toHaveLength(800);
	for (let group = 0; group < 400; group++) {
		expect(work.started.indexOf(`${group}:0`)).toBeLessThan(work.started.indexOf(`${group}:1`));
	}
});

test('nothing is started once the run has ended, and what is in flight is waited for', async () => {
	const work = new Work();
	const outcomes = { hasEnded: false };
	let isOver = false;
	const running = workOn(groupsOf(5, 5), rules({ concurrency: 2, outcomes }), work.begin).then(
		() => (isOver = true),
	);
	outcomes.hasEnded = true;
	await work.end((entry) => entry.startsWith('0:'));
	expect([work.started.length, isOver]).toEqual([4, false]);
	await work.end();
	await running;
	expect(work.started).toHaveLength(4);
});

test('an entry that throws ends the loop, and no entries end it at once', async () => {
	const work = new Work();
	const running = workOn(groupsOf(3), rules(), work.begin);
	work.fail('0:1');
	await expect(running).rejects.toThrow('0:1');
	await workOn([], rules(), work.begin);
	await workOn([[]], rules(), work.begin);
});
