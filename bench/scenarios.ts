// The scenarios of the bench, each with its goals.

import type { Contender, Work } from './jobs';
import type { Rate } from './measure';
import type { ItemOrder } from './targets';

/** HighLevel's own burst limit. */
const HIGHLEVEL_RATE: Rate = { max: 100, intervalMs: 10_000 };
/** A shorter window: any loss weighs five times as much, and the bench stays short. */
const RATE: Rate = { max: 100, intervalMs: 2000 };
/** More calls than are ever made in an interval, for measurements that must not wait for a limit. */
export const NO_LIMIT: Rate = { max: 100_000, intervalMs: 2000 };

/** A fault as the stand-in's control endpoint accepts it. */
export interface PlantedFault {
	action: { kind: string; status?: number; when?: 'before' | 'after' };
	probability: number;
}

/** 5 % answered 429, 2 % 5xx, 1 % reset before or after the write, 1 % never answered. */
const FAULTS: PlantedFault[] = [
	{ action: { kind: 'status', status: 429 }, probability: 0.05 },
	{ action: { kind: 'status', status: 502 }, probability: 0.01 },
	{ action: { kind: 'status', status: 503 }, probability: 0.01 },
	{ action: { kind: 'reset', when: 'before' }, probability: 0.005 },
	{ action: { kind: 'reset', when: 'after' }, probability: 0.005 },
	{ action: { kind: 'never', when: 'before' }, probability: 0.005 },
	{ action: { kind: 'never', when: 'after' }, probability: 0.005 },
];

/** What ours must achieve; shares are fractions of 1. */
export interface Goal {
	/** Wall time relative to the floor. */
	ratio?: number;
	/** Share of calls answered 429. */
	limited?: number;
	calls?: number;
	/** Wall time relative to the same list read by cursor alone. */
	toCursor?: number;
	/** Wall time relative to the longest run over one of the sub-accounts alone. */
	toAlone?: number;
}

/** One contender's part in a scenario. */
export interface Entry {
	contender: Contender;
	work: Work;
	/** Shown next to the contender's name. */
	note?: string;
	mended?: boolean;
	/** The order of an agency's items (default `inTurns`). */
	order?: ItemOrder;
	goal?: Goal;
}

export interface Scenario {
	name: string;
	title: string;
	/** Contacts to write, tag or list; of an agency, for each sub-account. */
	count: number;
	limiter: 'firstCall' | 'clockAligned' | 'slidingLog';
	rate: Rate;
	latencyMs: number;
	/** The limit drops to this when half of the calls are through. */
	laterMax?: number;
	/** Processes that share the work and the account. */
	processes: number;
	/** Sub-accounts of the agency that the run is over; 1 for a run over an account of its own. */
	subAccounts: number;
	/** Connections of one OAuth app that share the work in each process. */
	connections: number;
	faults: PlantedFault[];
	timeoutSeconds?: number;
	/** Contacts that exist beforehand. */
	seeded: number;
	/** Another client adds and changes contacts during the work. */
	changing: boolean;
	entries: Entry[];
}

const upsert = (contender: Contender, goal?: Goal, note?: string): Entry => ({
	contender,
	work: 'upsert',
	...(goal ? { goal } : {}),
	...(note ? { note } : {}),
});

function scenario(
	name: string,
	title: string,
	count: number,
	more: Partial<Scenario> & Pick<Scenario, 'entries'>,
): Scenario {
	return {
		name,
		title,
		count,
		limiter: 'firstCall',
		rate: RATE,
		latencyMs: 50,
		processes: 1,
		subAccounts: 1,
		connections: 1,
		faults: [],
		seeded: 0,
		changing: false,
		...more,
	};
}

export interface Sizes {
	/** Contacts to upsert. */
	items: number;
	/** Contacts in the list that every contender reads. */
	list: number;
	/** Contacts in the long list. */
	longList: number;
	/** Contacts that get the same tag. */
	tags: number;
}

const LIMITED = 0.01;
/** For processes that share an account without seeing each other. */
const LIMITED_SHARED = 0.03;
/** Highest multiple of the floor for a window of 2 s. */
const SHORT = 1.1;

/**
 * A run over several sub-accounts of an agency. Each has a rate limit of its own, so together they must take little
 * longer than the slowest of them alone.
 */
function agencyEntries(subAccounts: number): Entry[] {
	const entry = (order: ItemOrder, goal: Goal, note?: string): Entry => ({
		...upsert('ours', { ...goal, limited: LIMITED }, note),
		order,
	});
	return [
		entry('inTurns', { toAlone: 1.1 }),
		entry('sorted', { toAlone: 1.1 }, 'sorted'),
		...Array.from({ length: subAccounts }, (_, alone) =>
			entry({ alone }, {}, `sub-account ${alone + 1} alone`),
		),
	];
}

/** All scenarios timed against the rate limit, longest first. */
export function scenarios({ items, list, longList, tags }: Sizes): Scenario[] {
	const alone = (ratio: number): Entry[] => [upsert('ours', { ratio, limited: LIMITED })];
	const tenSeconds = (
		name: string,
		title: string,
		more: Partial<Scenario> & Pick<Scenario, 'entries'>,
	) => scenario(`10s-${name}`, `10 s: ${title}`, items, { rate: HIGHLEVEL_RATE, ...more });
	const pages = (count: number): number => Math.ceil(count / 500);
	return [
		tenSeconds('one', 'one process', { entries: alone(1.02) }),
		tenSeconds('four', 'four processes, one account', {
			processes: 4,
			entries: [upsert('ours', { ratio: 1.15, limited: LIMITED_SHARED })],
		}),
		tenSeconds('200', 'latency 200 ms', { latencyMs: 200, entries: alone(1.04) }),
		tenSeconds('1000', 'latency 1,000 ms', { latencyMs: 1000, entries: alone(1.15) }),
		tenSeconds('sub-accounts', 'three sub-accounts', {
			count: Math.ceil(0.3 * items),
			subAccounts: 3,
			entries: agencyEntries(3),
		}),
		scenario('first-call', 'Window from the first call', items, {
			entries: [
				upsert('ours', { ratio: SHORT, limited: LIMITED }),
				upsert('builtIn'),
				upsert('sdkLoop'),
				upsert('sdkAll'),
				upsert('sdkAllRetry'),
			],
		}),
		scenario('clock-aligned', 'Window aligned to the clock', items, {
			limiter: 'clockAligned',
			entries: alone(SHORT),
		}),
		scenario('sliding-log', 'Sliding window', items, {
			limiter: 'slidingLog',
			entries: alone(SHORT),
		}),
		scenario('latency-20', 'Latency 20 ms', items, { latencyMs: 20, entries: alone(SHORT) }),
		scenario('halved', 'Limit halved in mid-run', items, { laterMax: 50, entries: alone(SHORT) }),
		scenario('two-connections', 'Two credentials of one app', items, {
			connections: 2,
			entries: alone(SHORT),
		}),
		scenario('four-processes', 'Four processes, one account', items, {
			processes: 4,
			entries: [upsert('ours', { ratio: 1.25, limited: 0.05 })],
		}),
		scenario('faults', 'Faults: upserts', items, {
			faults: FAULTS,
			timeoutSeconds: 3,
			entries: [upsert('ours', {})],
		}),
		scenario('faults-create', 'Faults: creates', items, {
			faults: FAULTS,
			timeoutSeconds: 3,
			entries: [{ contender: 'ours', work: 'create', goal: {} }],
		}),
		scenario('list', 'List', list, {
			seeded: list,
			entries: [
				// With ranges, at most two more calls for each.
				{ contender: 'ours', work: 'list', goal: { calls: pages(list) + 20, limited: LIMITED } },
				{
					contender: 'ours',
					work: 'listSorted',
					note: 'by cursor',
					goal: { calls: pages(list) + 1, limited: LIMITED },
				},
				{ contender: 'builtIn', work: 'list' },
				{ contender: 'builtIn', work: 'list', note: 'mended', mended: true },
			],
		}),
		scenario('long-list', 'Long list, latency 300 ms', longList, {
			seeded: longList,
			changing: true,
			latencyMs: 300,
			entries: [
				{
					contender: 'ours',
					work: 'list',
					goal: {
						calls: pages(longList) + 20,
						limited: LIMITED,
						// A short list has too few pages to make up for the cost of finding the ranges.
						...(longList >= 50_000 ? { toCursor: 1 / 3 } : {}),
					},
				},
				{
					contender: 'ours',
					work: 'listSorted',
					note: 'by cursor',
					goal: { calls: pages(longList) + 1, limited: LIMITED },
				},
			],
		}),
		scenario('tags', 'The same tag for many', tags, {
			seeded: tags,
			entries: [{ contender: 'ours', work: 'tag', goal: { calls: 100, limited: LIMITED } }],
		}),
	];
}
