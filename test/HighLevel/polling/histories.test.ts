import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import type { PollEvent, State } from '../../../nodes/HighLevel/polling/event';
import { isRecord } from '../../../nodes/shared/values';
import type { CrashPoint, Trigger } from './n8nModel';
import { ModelN8n } from './n8nModel';
import type { Remembered, Scenario } from './scenarios';
import { SCENARIOS } from './scenarios';
import type { Trouble } from './world';
import { World } from './world';

const EVENTS = [...contactEvents, ...calendarEvents];
/** Histories of all events together; HISTORIES=10000 for the long run. */
const HISTORIES = Number(process.env.HISTORIES ?? 1000);
const EACH = Math.ceil(HISTORIES / SCENARIOS.length);
const MINUTE = 60_000;
/** Within what the rows promise to wait for a late search. */
const LAGS = [0, 0, 0, 20_000, 3 * MINUTE];
const WAITS = [0, 1, 1000, MINUTE, 6 * MINUTE, 61 * MINUTE, 26 * 60 * MINUTE];
/** An ordinary day, and the days before the clocks of New York are put forward and back. */
const STARTS = [
	Date.UTC(2026, 1, 20, 12),
	Date.UTC(2026, 2, 7, 20),
	Date.UTC(2026, 9, 31, 20),
] as const;

jest.setTimeout(600_000);

/** One step of a history. Numbers pick from lists, so that fast-check can make them smaller. */
interface Step {
	kind: 'change' | 'wait' | 'poll' | 'other' | 'read' | 'write' | 'restart';
	pick: number;
	who: number;
	crash: CrashPoint;
	trouble: Trouble['kind'] | 'none';
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
	trouble: fc.oneof(
		{ weight: 7, arbitrary: fc.constant('none' as const) },
		{
			weight: 3,
			arbitrary: fc.constantFrom<Array<Trouble['kind']>>(
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

/** What the reference of one trigger may know, saved and put back with n8n's blob. More than one where pages changed while they were read. */
interface Watch {
	trigger: Trigger;
	scenario: Scenario;
	memory: Remembered[];
	saved: Remembered[];
}

/** What a poll may emit, and what is known after it. */
interface Outcome {
	tokens: string[];
	memory: Remembered;
}

/** n8n's memory is a proxy, which only JSON can copy. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const rowOf = (value: string): PollEvent => {
	const row = EVENTS.find((one) => one.value === value);
	if (!row) throw new Error(`There is no event ${value}`);
	return row;
};

/** Runs a history and holds every poll against the reference. */
class Run {
	readonly world: World;
	private readonly n8n: ModelN8n;
	private readonly watches: Watch[];
	private n = 0;
	private blob: { text: string; references: Remembered[][] } | undefined;
	/** Tokens of the executions of the first trigger. */
	readonly executed: string[] = [];
	/** Something happened after which n8n gives the trigger an older memory than it had. */
	mayRepeat = false;

	constructor(
		private readonly scenario: Scenario,
		row: PollEvent,
		private readonly history: History,
		other: Scenario,
	) {
		this.world = new World(history.skewMinutes * MINUTE, STARTS[history.start] ?? STARTS[0]);
		scenario.setUp?.(this.world);
		if (other !== scenario) other.setUp?.(this.world);
		this.world.pass(1000);
		this.n8n = new ModelN8n(this.world, history.pageSize);
		this.watches = [this.watch('A', scenario, row), this.watch('B', other, rowOf(other.event))];
		this.n8n.onSave = () => {
			for (const one of this.watches) one.saved = copy(one.memory);
		};
		this.n8n.onRestart = () => {
			for (const one of this.watches) one.memory = copy(one.saved);
		};
	}

	private watch(id: string, scenario: Scenario, event: PollEvent): Watch {
		return { trigger: { id, event, values: scenario.values }, scenario, memory: [], saved: [] };
	}

	async all(): Promise<void> {
		try {
			for (const one of this.history.steps) await this.take(one);
			// In peace, whatever is still open must come.
			this.world.pass(5 * MINUTE);
			await this.poll(0, 'none');
			this.world.pass(MINUTE);
			await this.poll(0, 'none');
			// Without an older memory nothing comes twice, whatever the reference says.
			if (!this.mayRepeat) expect(new Set(this.executed).size).toBe(this.executed.length);
		} finally {
			this.world.close();
		}
	}

	private async take(one: Step): Promise<void> {
		switch (one.kind) {
			case 'change':
				this.change(one.pick, one.who);
				return;
			case 'wait':
				this.world.pass(WAITS[one.pick % WAITS.length] ?? 0);
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
		changes[pick % changes.length]?.(this.world, who, this.n, lag);
		// Several records may carry the same stamp; two versions of one record do not.
		if (who !== this.n % 6) this.world.pass(1);
	}

	private async poll(which: 0 | 1, crash: CrashPoint, one?: Step): Promise<void> {
		const { world } = this;
		const watch = this.watches[which];
		if (!watch) return;
		this.plant(watch.scenario, one);
		const planted = world.trouble;
		const before = copy(watch.memory);
		const outcomes = this.outcomes(watch, copy(before));
		let tokens: string[] = [];
		const result = await this.n8n.poll(watch.trigger, crash, (items) => {
			if (planted?.kind === 'mutate' && !world.trouble) {
				outcomes.push(...this.outcomesAfter(watch, copy(before), outcomes));
			}
			tokens = items.map((item) => watch.scenario.reference.token(item));
			const fitting = outcomes.filter((outcome) => same(outcome.tokens, tokens, watch.scenario));
			if (fitting.length === 0) expect(tokens).toEqual(outcomes[0]?.tokens);
			watch.memory = fitting.map(({ memory }) => memory);
		});
		const struck = planted !== undefined && world.trouble === undefined;
		world.trouble = undefined;
		if (result.items === undefined && !struck) {
			throw result.error ?? new Error('A poll failed without a fault');
		}
		if (crash === 'beforeSaveLands' && result.executed) this.mayRepeat = true;
		if (result.executed && which === 0) this.executed.push(...tokens);
	}

	private plant(scenario: Scenario, one: Step | undefined): void {
		const { world } = this;
		world.trouble = undefined;
		if (!one || one.trouble === 'none' || (one.trouble === 'mutate' && !scenario.pages)) return;
		world.trouble = { call: one.call, kind: one.trouble };
		world.meanwhile = () => {
			world.pass(2);
			this.change(one.pick, one.who);
			world.pass(2);
		};
	}

	private outcomes({ scenario: { reference } }: Watch, memories: Remembered[]): Outcome[] {
		if (memories.length === 0) return [{ tokens: [], memory: reference.begin(this.world) }];
		return memories.map((memory) => {
			const tokens = reference.poll(this.world, memory);
			return { tokens, memory };
		});
	}

	/** What a poll may have seen of a change that came while it read: all of it, or the state before and then the change. */
	private outcomesAfter(watch: Watch, memories: Remembered[], before: Outcome[]): Outcome[] {
		const { reference } = watch.scenario;
		const after = this.outcomes(watch, memories);
		if (memories.length === 0) {
			return after.flatMap((one) => [
				one,
				...before.map(({ memory }) => ({
					tokens: [],
					memory: copy({ ...one.memory, start: memory.start ?? {}, seen: memory.seen ?? {} }),
				})),
			]);
		}
		const both = before.map(({ tokens, memory }) => {
			const later = copy(memory);
			const more = reference.poll(this.world, later);
			return { tokens: [...tokens, ...more], memory: later };
		});
		return [...after, ...both];
	}
}

/** Pages come in the order of their stamps; the order of other lists says nothing. */
function same(a: string[], b: string[], { pages }: Scenario): boolean {
	const text = (tokens: string[]) => (pages ? tokens : [...tokens].sort()).join('\n');
	return text(a) === text(b);
}

/** The property of one event: every poll of every history emits what the reference says. */
function property(scenario: Scenario, row: PollEvent) {
	return fc.asyncProperty(history, fc.nat(SCENARIOS.length - 1), async (one, at) => {
		const other = SCENARIOS[at] ?? scenario;
		await new Run(scenario, row, one, other).all();
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
		test(`loses nothing and tells nothing twice in ${EACH} histories`, async () => {
			await fc.assert(property(scenario, rowOf(event)), { numRuns: EACH });
		});

		/** A row that goes wrong in one way; the property must find it. */
		const row = rowOf(event);
		const planted: Array<[string, PollEvent]> = [
			['loses one item', wrong(row, { items: (items) => items.slice(1) })],
			[
				'tells again what it told',
				wrong(row, { state: (next, before, told) => (before && told ? before : next) }),
			],
			[
				'begins anew with every poll',
				{ ...row, watch: async (poll) => await row.watch(poll, undefined) },
			],
		];
		if (scenario.pages) {
			const broken = wrong(row, { state: withoutOverlap });
			planted.push(['trusts the search to be up to date', broken]);
		}
		if (event === 'contactCreated' || event === 'contactUpdated') {
			planted.push(['remembers nothing at the edge', wrong(row, { state: withoutSeen })]);
		}
		test.each(planted)('a row that %s is found', async (_, broken) => {
			const checked = await fc.check(property(scenario, broken), {
				numRuns: 3000,
				endOnFailure: true,
			});
			expect(checked.failed).toBe(true);
			// For what it emitted, not for a fault of the test.
			const found = checked.errorInstance;
			expect(found instanceof Error ? found.message : '').toMatch(/toEqual|toBe/);
		});
	},
);

/** The part of a state that holds the cursor of the stream. */
function onStream(state: State, alter: (stream: State) => State): State {
	return isRecord(state.stream) ? { ...state, stream: alter(state.stream) } : alter(state);
}

function withoutOverlap(state: State): State {
	return onStream(state, (stream) => ({ ...stream, from: stream.newest, pending: stream.newest }));
}

function withoutSeen(state: State): State {
	return onStream(state, (stream) => ({ ...stream, seen: '' }));
}

/** A row whose items or state are altered. */
function wrong(
	row: PollEvent,
	alter: {
		items?: (items: IDataObject[]) => IDataObject[];
		state?: (next: State, before: State | undefined, told: boolean) => State;
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
