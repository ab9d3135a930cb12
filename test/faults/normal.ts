/** Makes two runs comparable: times of the run and new IDs become marks. */

const MINUTE = 60_000;
const begun = Date.now();
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
/** HighLevel's IDs, UUIDs, and CalendarHero's. */
const ID = /^(?:[A-Za-z0-9]{20}|[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Neither an ID nor a time is shorter. */
const SHORTEST = 16;

/** Keys that tell the trace of a call, what was said about it, or how many calls are left. */
const OF_CALL = [
	'traceId',
	'message',
	'callsLeft',
	'callsLeftToday',
	'dayResetsAt',
	'intervalResetsBy',
];

/** Whether a moment lies within this run. */
const isOfRun = (moment: number) => moment > begun - MINUTE && moment < Date.now() + MINUTE;

/**
 * A copy of a value without what differs from run to run.
 *
 * @param isKnown whether an ID was there before the run
 */
export function normal(value: unknown, isKnown: (id: string) => boolean): unknown {
	if (typeof value === 'string') {
		if (value.length < SHORTEST) return value;
		if (ID.test(value) && !isKnown(value)) return '<new>';
		return ISO.test(value) && isOfRun(Date.parse(value)) ? '<now>' : value;
	}
	if (typeof value === 'number') return isOfRun(value) ? '<now>' : value;
	if (Array.isArray(value)) return value.map((one: unknown) => normal(one, isKnown));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !OF_CALL.includes(key))
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, one]) => [key, normal(one, isKnown)]),
	);
}

/** Everything that a stand-in holds: its tables and lists, by name. */
function storesOf(state: object): Record<string, unknown[]> {
	const stores: Record<string, unknown[]> = {};
	for (const [name, store] of Object.entries(state)) {
		if (Array.isArray(store)) stores[name] = store;
		else if (typeof store === 'object' && store !== null && 'all' in store) {
			const { all } = store as { all: () => unknown[] };
			stores[name] = all.call(store);
		}
	}
	return stores;
}

/** The content of a stand-in as one text: equal texts mean equal accounts. */
export function stateText(state: object, isKnown: (id: string) => boolean): string {
	const lines = Object.entries(storesOf(state)).flatMap(([name, rows]) =>
		rows.map((row) => `${name} ${JSON.stringify(normal(row, isKnown))}`),
	);
	return lines.sort().join('\n');
}

/** The IDs that an account has before a run. */
export function knownIds(state: object): Set<string> {
	const text = JSON.stringify(storesOf(state));
	return new Set([...text.matchAll(/"([\w-]{20,36})"/g)].map(([, id = '']) => id));
}
