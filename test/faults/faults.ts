/** What can go wrong with a call: the columns of the table. */
import type { FaultAction } from '../standins/shared/faults';

/** How often a fault strikes: the first call that it fits, or all of them. */
export type Times = 'once' | 'always';

export interface FaultKind {
	/** Unique. */
	name: string;
	/** The column that counts it. */
	column: string;
	/** What the stand-in does; absent where the service cannot be reached at all. */
	action?: FaultAction;
	/** Where the service is instead of its address. */
	place?: 'refused' | 'badCertificate';
	/** A write takes effect although the fault strikes. */
	happened: boolean;
	/** The answer says that the call was not carried out. */
	told: boolean;
	/** Struck once, it is gone when the call is sent again. */
	passes: boolean;
	/** The same as another fault for what has no effect. */
	isTwin?: boolean;
	/** The client is refused as such, so that other calls of the run need not be sent. */
	locksOut?: boolean;
	/** Waits between calls. */
	slow?: boolean;
	/** The answer does not come, or does not end. */
	stalls?: boolean;
	/** Runs in one way only: it is one of many statuses of its column. */
	only?: Times;
	/** Too expensive for every operation: runs for one target of each way of calling. */
	once?: boolean;
}

const HTML = '<!doctype html><html><body><h1>Please sign in</h1></body></html>';
/** An object, but nobody's record. A text, since the stand-in signs objects as HighLevel does. */
const OTHER = '{"status":"ok","result":{"total":1}}';

/** Answers with 200 that are not the service's, or not all of it. */
const ANSWERS: Array<[column: string, body: unknown]> = [
	['wrong JSON', OTHER],
	['half JSON', '{"contact":{"id":"abc'],
	['HTML', HTML],
	['empty', ''],
	// Of texts, it could be CalendarHero's: a meeting type may be a bare name.
	['list', [7, 8]],
];

const answered = (
	name: string,
	column: string,
	action: Extract<FaultAction, { kind: 'status' }>,
	more: Partial<FaultKind> = {},
): FaultKind[] =>
	[false, true].map((effect) => ({
		name: effect ? `${name}, done` : name,
		column,
		action: { ...action, effect },
		happened: effect,
		isTwin: effect,
		told: false,
		passes: true,
		...more,
	}));

/** A refusal has no effect. */
const refused = (status: number, more: Partial<FaultKind> = {}): FaultKind => ({
	name: String(status),
	column: columnOf(status),
	action: { kind: 'status', status },
	happened: false,
	told: true,
	passes: false,
	...more,
});

/** Statuses that the column names; others are in the column of their hundred. */
const NAMED = [400, 401, 403, 404, 422, 500, 502, 503, 504];

function columnOf(status: number): string {
	return NAMED.includes(status) ? String(status) : `${Math.floor(status / 100)}xx`;
}

const onlyOnce = (fault: FaultKind): FaultKind => ({ ...fault, only: 'once', isTwin: false });

const ofStatus = (status: number): FaultKind[] => {
	const isNamed = NAMED.includes(status);
	const column = columnOf(status);
	const name = String(status);
	if (status >= 500) {
		const both = answered(name, column, { kind: 'status', status }, { slow: true });
		// Of the many others, each is tried once, every second one after the write.
		return isNamed ? both : both.slice(status % 2, (status % 2) + 1).map(onlyOnce);
	}
	// The only one after which something may have been carried out.
	if (status === 408) return answered(name, column, { kind: 'status', status }, { slow: true });
	const locksOut = status === 401 || status === 403;
	return [refused(status, { locksOut, ...(isNamed ? {} : { only: 'always' }) })];
};

/** Statuses that each operation meets; `EVERY_STATUS` are all, for a few targets. */
const USUAL = [
	...[400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 413, 415, 418, 422, 423, 424, 425, 451],
	...[500, 501, 502, 503, 504, 507, 508, 520, 521, 529, 598, 599],
];

const tooMany = (name: string, headers: Record<string, string>): FaultKind => ({
	name,
	column: '429',
	action: { kind: 'status', status: 429, headers },
	happened: false,
	told: true,
	passes: true,
	slow: true,
});

/** The token must not follow; the address is filled in by the worker. */
export const ELSEWHERE = 'http://elsewhere.invalid';

const redirects = [301, 302, 303, 307, 308].map((status) =>
	refused(status, {
		name: `redirect ${status}`,
		column: 'redirect',
		only: 'always',
		action: { kind: 'status', status, headers: { location: ELSEWHERE } },
	}),
);

/** A connection that breaks or stalls. */
const broken = (
	name: string,
	column: string,
	action: FaultAction,
	happened: boolean,
): FaultKind => ({
	name,
	column,
	action,
	happened,
	told: false,
	passes: true,
	slow: true,
});

const stalled = (...given: Parameters<typeof broken>): FaultKind => ({
	...broken(...given),
	stalls: true,
});

const MEGABYTES = 200;

/** Every fault, in the order of the columns. */
export const FAULTS: FaultKind[] = [
	{
		name: 'refused',
		column: 'refused',
		place: 'refused',
		only: 'always',
		happened: false,
		told: true,
		passes: true,
		slow: true,
	},
	broken('reset before', 'reset', { kind: 'reset', when: 'before' }, false),
	broken('reset after', 'reset', { kind: 'reset', when: 'after' }, true),
	broken('cut off', 'cut off', { kind: 'cut' }, true),
	...ANSWERS.flatMap(([column, body]) =>
		answered(column, column, { kind: 'status', status: 200, body }, { slow: true }),
	),
	...answered('204', '204', { kind: 'status', status: 204, body: '' }, { slow: true }),
	stalled('dripping', 'dripping', { kind: 'drip', everyMs: 50 }, true),
	stalled('silent', 'silent', { kind: 'never', when: 'before' }, false),
	{ ...stalled('silent, done', 'silent', { kind: 'never', when: 'after' }, true), isTwin: true },
	{
		...broken('too large', 'too large', { kind: 'huge', megabytes: MEGABYTES }, true),
		passes: false,
		once: true,
	},
	...USUAL.flatMap(ofStatus),
	tooMany('429 with headers', {
		'x-ratelimit-max': '100',
		'x-ratelimit-remaining': '0',
		'x-ratelimit-interval-milliseconds': '10000',
		'retry-after': '1',
	}),
	tooMany('429 without headers', {}),
	...redirects,
	{
		name: 'bad certificate',
		column: 'certificate',
		place: 'badCertificate',
		only: 'always',
		happened: false,
		told: true,
		passes: false,
	},
];

/** The statuses that are not among the usual ones. */
export const OTHER_STATUSES: FaultKind[] = Array.from({ length: 200 }, (_, at) => 400 + at)
	.filter((status) => status !== 429 && !USUAL.includes(status))
	.flatMap(ofStatus);

/** The columns in their order. */
export const COLUMNS = [...new Set([...FAULTS, ...OTHER_STATUSES].map(({ column }) => column))];

/** How often a fault strikes, one cell each. */
export const timesOf = ({ only }: FaultKind): Times[] => (only ? [only] : ['once', 'always']);
