import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { PollEvent, State } from '../../../nodes/HighLevel/polling/event';
import { isRecord } from '../../../nodes/shared/values';
import { EVENTS, eventOf } from './events';
import type { Fault } from './fakeAccount';
import { FakeAccount } from './fakeAccount';
import type { CrashPoint, Trigger } from './n8nModel';
import { ModelN8n } from './n8nModel';
import type { ReferenceState, Scenario } from './scenarios';
import { SCENARIOS } from './scenarios';

/** Histories of all events together; HISTORIES=10000 for a long run. */
const HISTORIES = Number(process.env.HISTORIES ?? 1000);
const EACH = Math.ceil(HISTORIES / SCENARIOS.length);
const MINUTE = 60_000;
/** Delays of the search index, within what the events promise to wait for. */
const LAGS = [0, 0, 0, 20_000, 3 * MINUTE];
const WAITS = [0, 1, 1000, MINUTE, 6 * MINUTE, 61 * MINUTE, 26 * 60 * MINUTE];
/** An ordinary day, and the days before the clocks change in New York. */
const STARTS = [
	Date.UTC(2026, 1, 20, 12),
	Date.UTC(2026, 2, 7, 20),
	Date.UTC(2026, 9, 31, 20),
] as const;

jest.setTimeout(600_000);

/** A step of a history. The numbers are indexes into lists, so that fast-check can shrink them. */
interface Step {
	kind: 'change' | 'wait' | 'poll' | 'other' | 'read' | 'write' | 'restart';
	pick: number;
	who: number;
	crash: CrashPoint;
	fault: Fault['kind'] | 'none';
	call: number;
}

const step: fc.Arbitrary<Step> = fc.record({
	kind: fc.oneof(
		{ weight: 6, arbitrary: fc.constant('change' as const) },
		{ weight: 4, arbitrary: fc.constant('poll' as const) },
		{ weight: 3, arbitrary: fc.constant('wait' as const) },
		{ weight: 1, arbitrary: fc.constantFrom('other', 'read', 'write', 'restart') },
	),
	pick: fc.nat(60),
	who: fc.nat(5),
	crash: fc.oneof(
		{ weight: 8, arbitrary: fc.constant<CrashPoint>('none') },
		{
			weight: 2,
			arbitrary: fc.constantFrom<CrashPoint[]>('beforeSave', 'afterSave', 'beforeSaveLands'),
		},
	),
	fault: fc.oneof(
		{ weight: 7, arbitrary: fc.constant('none' as const) },
		{
			weight: 3,
			arbitrary: fc.constantFrom<Array<Fault['kind']>>(
				'crash',
				'status500',
				'status429',
				'broken',
				'empty',
				'mutate',
			),
		},
	),
	call: fc.integer({ min: 1, max: 4 }),
});

const history = fc.record({
	steps: fc.array(step, { minLength: 4, maxLength: 40 }),
	start: fc.nat(STARTS.length - 1),
	skewMinutes: fc.constantFrom(0, 0, 30, -30),
	pageSize: fc.constantFrom(1, 2, 3, 500),
	lateness: fc.nat(LAGS.length - 1),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/**
 * What the reference may know about a trigger, saved and restored with n8n's blob. There are several possibilities if
 * records changed while pages were read.
 */
interface Watch {
	trigger: Trigger;
	scenario: Scenario;
	state: ReferenceState[];
	saved: ReferenceState[];
}

/** What a poll may emit, and what the reference knows afterwards. */
interface Outcome {
	tokens: string[];
	state: ReferenceState;
}

/** n8n's static data is a proxy, which can only be copied as JSON. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Runs a history and compares every poll with the reference. */
class HistoryRun {
	readonly account: FakeAccount;
	private readonly n8n: ModelN8n;
	private readonly watches: Watch[];
	private n = 0;
	private blob: { text: string; references: ReferenceState[][] } | undefined;
	/** Tokens of the items that the first trigger started executions with. */
	readonly executed: string[] = [];
	/** Whether something has given the trigger an older state than it had. */
	mayRepeat = false;

	constructor(
		private readonly scenario: Scenario,
		row: PollEvent,
		private readonly history: History,
		other: Scenario,
	) {
		this.account = new FakeAccount(
			history.skewMinutes * MINUTE,
			STARTS[history.start] ?? STARTS[0],
		);
		scenario.setUp?.(this.account);
		if (other !== scenario) other.setUp?.(this.account);
		this.account.pass(1000);
		this.n8n = new ModelN8n(this.account, history.pageSize);
		this.watches = [this.watch('A', scenario, row), this.watch('B', other, eventOf(other.event))];
		this.n8n.onSave = () => {
			for (const one of this.watches) one.saved = copy(one.state);
		};
		this.n8n.onRestart = () => {
			for (const one of this.watches) one.state = copy(one.saved);
		};
	}

	private watch(id: string, scenario: Scenario, event: PollEvent): Watch {
		return { trigger: { id, event, values: scenario.values }, scenario, state: [], saved: [] };
	}

	async all(): Promise<void> {
		try {
			for (const one of this.history.steps) await this.take(one);
			// Whatever is still open must be emitted once nothing goes wrong any more.
			this.account.pass(5 * MINUTE);
			await this.poll(0, 'none');
			this.account.pass(MINUTE);
			await this.poll(0, 'none');
			// Without an older state nothing may be emitted twice, whatever the reference says.
			if (!this.mayRepeat) expect(new Set(this.executed).size).toBe(this.executed.length);
		} finally {
			this.account.close();
		}
	}

	private async take(one: Step): Promise<void> {
		switch (one.kind) {
			case 'change':
				this.change(one.pick, one.who);
				return;
			case 'wait':
				this.account.pass(WAITS[one.pick % WAITS.length] ?? 0);
				return;
			case 'poll':
				await this.poll(0, one.crash, one);
				return;
			case 'other':
				await this.poll(1, one.crash);
				return;
			case 'read':
				this.blob = {
					text: this.n8n.read(),
					references: this.watches.map(({ saved }) => copy(saved)),
				};
				return;
			case 'write': {
				const { blob } = this;
				if (!blob) return;
				this.n8n.write(blob.text);
				this.mayRepeat = true;
				for (const [at, watch] of this.watches.entries()) {
					watch.saved = copy(blob.references[at] ?? []);
				}
				return;
			}
			case 'restart':
				this.n8n.restart();
		}
	}

	private change(pick: number, who: number): void {
		const { changes, pages } = this.scenario;
		const lag = pages ? (LAGS[(pick + this.history.lateness) % LAGS.length] ?? 0) : 0;
		this.n += 1;
		changes[pick % changes.length]?.(this.account, who, this.n, lag);
		// Several records may have the same timestamp, but two versions of one record do not.
		if (who !== this.n % 6) this.account.pass(1);
	}

	private async poll(which: 0 | 1, crash: CrashPoint, one?: Step): Promise<void> {
		const { account } = this;
		const watch = this.watches[which];
		if (!watch) return;
		this.plant(watch.scenario, one);
		const planted = account.fault;
		const before = copy(watch.state);
		const outcomes = this.outcomes(watch, copy(before));
		let tokens: string[] = [];
		const result = await this.n8n.poll(watch.trigger, crash, (items) => {
			if (planted?.kind === 'mutate' && !account.fault) {
				outcomes.push(...this.outcomesAfter(watch, copy(before), outcomes));
			}
			tokens = items.map((item) => watch.scenario.reference.token(item));
			const fitting = outcomes.filter((outcome) => same(outcome.tokens, tokens, watch.scenario));
			if (fitting.length === 0) expect(tokens).toEqual(outcomes[0]?.tokens);
			watch.state = fitting.map(({ state }) => state);
		});
		const struck = planted !== undefined && account.fault === undefined;
		account.fault = undefined;
		if (result.items === undefined && !struck) {
			throw result.error ?? new Error('A poll failed without a fault');
		}
		if (crash === 'beforeSaveLands' && result.executed) this.mayRepeat = true;
		if (result.executed && which === 0) this.executed.push(...tokens);
	}

	private plant(scenario: Scenario, one: Step | undefined): void {
		const { account } = this;
		account.fault = undefined;
		if (!one || one.fault === 'none' || (one.fault === 'mutate' && !scenario.pages)) return;
		account.fault = { call: one.call, kind: one.fault };
		account.mutate = () => {
			account.pass(2);
			this.change(one.pick, one.who);
			account.pass(2);
		};
	}

	private outcomes({ scenario: { reference } }: Watch, memories: ReferenceState[]): Outcome[] {
		if (memories.length === 0) return [{ tokens: [], state: reference.begin(this.account) }];
		return memories.map((state) => {
			const tokens = reference.poll(this.account, state);
			return { tokens, state };
		});
	}

	/** The possible outcomes if a change came while the poll was reading: it was seen as a whole, or by the next poll. */
	private outcomesAfter(watch: Watch, memories: ReferenceState[], before: Outcome[]): Outcome[] {
		const { reference } = watch.scenario;
		const after = this.outcomes(watch, memories);
		if (memories.length === 0) {
			return after.flatMap((one) => [
				one,
				...before.map(({ state }) => ({
					tokens: [],
					state: copy({ ...one.state, start: state.start ?? {}, seen: state.seen ?? {} }),
				})),
			]);
		}
		const both = before.map(({ tokens, state }) => {
			const later = copy(state);
			const more = reference.poll(this.account, later);
			return { tokens: [...tokens, ...more], state: later };
		});
		return [...after, ...both];
	}
}

/** Pages come in order of their timestamps; the order of other lists means nothing. */
function same(a: string[], b: string[], { pages }: Scenario): boolean {
	const text = (tokens: string[]) => (pages ? tokens : [...tokens].sort()).join('\n');
	return text(a) === text(b);
}

/** The property of an event: every poll of every history emits what the reference says. */
function property(scenario: Scenario, row: PollEvent) {
	return fc.asyncProperty(history, fc.nat(SCENARIOS.length - 1), async (one, at) => {
		const other = SCENARIOS[at] ?? scenario;
		await new HistoryRun(scenario, row, one, other).all();
	});
}

test('every event of both triggers has a scenario', () => {
	expect(SCENARIOS.map(({ event }) => event).sort()).toEqual(
		EVENTS.map(({ value }) => value).sort(),
	);
});

describe.each(SCENARIOS.map((scenario) => [scenario.event, scenario] as const))(
	'%s',
	(event, scenario) => {
		test(`loses nothing and repeats nothing in ${EACH} histories`, async () => {
			await fc.assert(property(scenario, eventOf(event)), { numRuns: EACH });
		});

		/** Variants of the event that are broken in one way, which the property must detect. */
		const row = eventOf(event);
		const planted: Array<[string, PollEvent]> = [
			['loses one item', wrong(row, { items: (items) => items.slice(1) })],
			[
				'repeats its items',
				wrong(row, { state: (next, before, emitted) => (before && emitted ? before : next) }),
			],
			[
				'starts afresh with every poll',
				{ ...row, watch: async (poll) => await row.watch(poll, undefined) },
			],
		];
		if (scenario.pages) {
			const broken = wrong(row, { state: withoutOverlap });
			planted.push(['assumes that the search is up to date', broken]);
		}
		if (event === 'contactCreated' || event === 'contactUpdated') {
			planted.push([
				'does not remember what the overlap contained',
				wrong(row, { state: withoutSeen }),
			]);
		}
		test.each(planted)('an event that %s is detected', async (_, broken) => {
			const checked = await fc.check(property(scenario, broken), {
				numRuns: 3000,
				endOnFailure: true,
			});
			expect(checked.failed).toBe(true);
			// For what it emitted, not because of an error in the test.
			const found = checked.errorInstance;
			expect(found instanceof Error ? found.message : '').toMatch(/toEqual|toBe/);
		});
	},
);

/** Alters the part of a state that holds the stream's cursor. */
function onStream(state: State, alter: (stream: State) => State): State {
	return isRecord(state.stream) ? { ...state, stream: alter(state.stream) } : alter(state);
}

function withoutOverlap(state: State): State {
	return onStream(state, (stream) => ({ ...stream, from: stream.newest, pending: stream.newest }));
}

function withoutSeen(state: State): State {
	return onStream(state, (stream) => ({ ...stream, seen: '' }));
}

/** The event with its items or its state altered. */
function wrong(
	row: PollEvent,
	alter: {
		items?: (items: IDataObject[]) => IDataObject[];
		state?: (next: State, before: State | undefined, emitted: boolean) => State;
	},
): PollEvent {
	return {
		...row,
		watch: async (poll, state) => {
			const before = state && copy(state);
			const found = await row.watch(poll, state);
			return {
				items: alter.items?.(found.items) ?? found.items,
				state: copy(alter.state?.(found.state, before, found.items.length > 0) ?? found.state),
			};
		},
	};
}
