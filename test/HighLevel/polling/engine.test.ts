/** One poll of a trigger: the event it runs, the state it keeps, what it emits and how it fails. */
import type { IDataObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { TriggerContext } from '../../../nodes/HighLevel/polling/engine';
import { pollOnce } from '../../../nodes/HighLevel/polling/engine';
import type { Poll, PollEvent } from '../../../nodes/HighLevel/polling/event';
import { fingerprint } from '../../../nodes/HighLevel/polling/fingerprint';
import { notePoll, suppressFault } from '../../../nodes/HighLevel/polling/firstPoll';
import { Contacts } from './fakePoll';
import { TestEvent } from './testEvent';

const MINUTE = 60_000;
const NODE = {
	id: 'node-1',
	name: 'Trigger',
	type: 'test',
	typeVersion: 1.1,
	position: [0, 0] as [number, number],
	parameters: {},
};

/** A trigger in an n8n that keeps running. */
class Trigger {
	readonly tested: TestEvent;
	readonly warnings: string[] = [];
	staticData: IDataObject = {};
	mode: 'trigger' | 'manual' = 'trigger';
	chosen = 'tested';
	workflowId: string | undefined = 'workflow-1';
	node = NODE;
	/** What the account opens with. */
	values: IDataObject = {};
	location = 'loc-1';
	opening: (signal: AbortSignal) => Promise<void> = async () => {};
	opened = 0;

	constructor(more: Partial<PollEvent> = {}) {
		this.tested = new TestEvent(more);
	}

	get context(): TriggerContext {
		const ignore = () => {};
		return {
			getMode: () => this.mode,
			getNode: () => this.node,
			getNodeParameter: (name: string) => (name === 'event' ? this.chosen : undefined) as never,
			getWorkflow: () => ({ id: this.workflowId, name: 'Test', active: true }) as never,
			getWorkflowStaticData: (of: string) => {
				if (of === 'node') return this.staticData;
				throw new Error(`n8n has no static data of "${of}"`);
			},
			logger: {
				debug: ignore,
				info: ignore,
				error: ignore,
				warn: (text) => this.warnings.push(text),
			},
		};
	}

	readonly poll = async () =>
		await pollOnce(
			this.context,
			[new TestEvent({ value: 'other' }).event, this.tested.event],
			this.open,
		);

	readonly open = async (_: PollEvent, signal: AbortSignal): Promise<Poll> => {
		this.opened += 1;
		await this.opening(signal);
		return { ...new Contacts().poll(this.values), location: this.location };
	};
}

let workflows = 0;
/** A trigger of which nothing is known yet. */
function fresh(more: Partial<PollEvent> = {}): Trigger {
	const trigger = new Trigger(more);
	workflows += 1;
	trigger.workflowId = `workflow-${workflows}`;
	return trigger;
}

const SHAPE = {
	simple: ['id', 'name'],
	normalise: (record: IDataObject) => ({ ...record, name: 'Ada' }),
};
const passing = () => new NodeApiError(NODE, { message: 'Bad gateway' }, { httpCode: '502' });
const lasting = () => new NodeOperationError(NODE, 'No field is selected');

describe('a poll', () => {
	it('emits each item of the chosen event', async () => {
		const trigger = fresh();
		trigger.tested.items = [{ id: 'a' }, { id: 'b' }];
		expect(await trigger.poll()).toEqual([[{ json: { id: 'a' } }, { json: { id: 'b' } }]]);
		expect(trigger.opened).toBe(1);
	});

	it('emits nothing if the event found nothing', async () => {
		expect(await fresh().poll()).toBeNull();
	});

	it('gives its state to the next one', async () => {
		const trigger = fresh();
		await trigger.poll();
		expect(trigger.staticData).toEqual({
			watched: { key: `tested ${fingerprint(['loc-1'])}`, memory: { n: 1 } },
		});
		await trigger.poll();
		expect(trigger.tested.states).toEqual([undefined, { n: 1 }]);
	});

	it.each([
		['another sub-account', (trigger: Trigger) => (trigger.location = 'loc-2')],
		['another choice', (trigger: Trigger) => (trigger.values = { tags: ['lead'], other: 1 })],
		['no choice', (trigger: Trigger) => (trigger.values = {})],
		[
			'a state that is none',
			(trigger: Trigger) => Object.assign(trigger.staticData.watched ?? {}, { memory: 'x' }),
		],
		['nothing stored', (trigger: Trigger) => (trigger.staticData.watched = 'x')],
	])('starts over for %s', async (_, change) => {
		const trigger = fresh({ keys: ['tags'] });
		trigger.values = { tags: ['vip'], other: 1 };
		await trigger.poll();
		change(trigger);
		await trigger.poll();
		expect(trigger.tested.states).toEqual([undefined, undefined]);
	});

	it('continues if only values change on which the state does not depend', async () => {
		const trigger = fresh({ keys: ['tags'] });
		trigger.values = { tags: ['vip'], other: 1 };
		await trigger.poll();
		trigger.values = { tags: ['vip'], other: 2 };
		await trigger.poll();
		expect(trigger.tested.states).toEqual([undefined, { n: 1 }]);
	});

	it('starts over for another event', async () => {
		const trigger = fresh();
		await trigger.poll();
		const other = new TestEvent({ value: 'other' });
		trigger.chosen = 'other';
		await pollOnce(trigger.context, [other.event], trigger.open);
		expect(other.states).toEqual([undefined]);
	});

	it('names an event that the trigger does not have', async () => {
		const trigger = fresh();
		trigger.chosen = 'contactExploded';
		await expect(trigger.poll()).rejects.toMatchObject({
			message: expect.stringContaining('"contactExploded"') as string,
			description: expect.stringContaining("'Trigger On'") as string,
		});
		expect(trigger.opened).toBe(0);
	});

	it.each([
		[1, undefined, { id: 'a', extra: 1 }],
		[1, true, { id: 'a', name: 'Ada' }],
		[1.1, false, { id: 'a', extra: 1, name: 'Ada' }],
		[1.1, true, { id: 'a', name: 'Ada' }],
	])('of version %d with Simplify %s is %j', async (typeVersion, simple, expected) => {
		const trigger = fresh({ shape: SHAPE });
		trigger.node = { ...NODE, typeVersion };
		trigger.tested.items = [{ id: 'a', extra: 1 }];
		const { context } = trigger;
		const given = {
			...context,
			getNodeParameter: (name: string) => (name === 'simple' ? simple : 'tested') as never,
		};
		expect(await pollOnce(given, [trigger.tested.event], trigger.open)).toEqual([
			[{ json: expected }],
		]);
	});
});

describe('a poll that fails', () => {
	it('leaves the state as it was', async () => {
		const trigger = fresh();
		await trigger.poll();
		const before = JSON.stringify(trigger.staticData);
		trigger.tested.items = [{ id: 'a' }];
		trigger.tested.watching = async () => await Promise.reject(lasting());
		await expect(trigger.poll()).rejects.toThrow('No field is selected');
		expect(JSON.stringify(trigger.staticData)).toBe(before);
		trigger.tested.watching = async () => {};
		expect(await trigger.poll()).toHaveLength(1);
	});

	it('with anything but an error of n8n reports one', async () => {
		const trigger = fresh();
		trigger.tested.watching = async () => await Promise.reject(new TypeError('x is undefined'));
		await expect(trigger.poll()).rejects.toBeInstanceOf(NodeOperationError);
	});

	it('for the first time after an activation only warns, if the fault may pass', async () => {
		const trigger = fresh();
		trigger.opening = async () => await Promise.reject(passing());
		expect(await trigger.poll()).toBeNull();
		expect(trigger.warnings).toEqual([expect.stringMatching(/Bad gateway.*next poll/)]);
		expect(trigger.staticData).toEqual({});
		await expect(trigger.poll()).rejects.toThrow('Bad gateway');
		expect(trigger.warnings).toHaveLength(1);
	});

	it('after one that succeeded is reported', async () => {
		const trigger = fresh();
		await trigger.poll();
		trigger.opening = async () => await Promise.reject(passing());
		await expect(trigger.poll()).rejects.toThrow('Bad gateway');
	});

	it('is counted by workflow and node', async () => {
		const trigger = fresh();
		trigger.opening = async () => await Promise.reject(passing());
		const activations = async (count: number) => {
			const outcomes: boolean[] = [];
			for (let times = 0; times < count; times += 1) {
				trigger.staticData = {};
				outcomes.push(
					await trigger.poll().then(
						() => true,
						() => false,
					),
				);
			}
			return outcomes;
		};
		expect(await activations(4)).toEqual([true, true, true, false]);
		trigger.node = { ...NODE, id: 'node-2' };
		expect(await activations(1)).toEqual([true]);
		trigger.node = NODE;
		trigger.workflowId = `${trigger.workflowId} again`;
		expect(await activations(4)).toEqual([true, true, true, false]);
		trigger.workflowId = undefined;
		expect(await activations(1)).toEqual([true]);
	});
});

describe('a poll at the same time as another', () => {
	function gate() {
		let open = () => {};
		const closed = new Promise<void>((resolve) => (open = resolve));
		return { closed, open: () => open() };
	}
	afterEach(() => jest.restoreAllMocks());

	it('does nothing', async () => {
		const trigger = fresh();
		const { closed, open } = gate();
		trigger.opening = async () => await closed;
		trigger.tested.items = [{ id: 'a' }];
		const first = trigger.poll();
		expect(await trigger.poll()).toBeNull();
		expect(trigger.opened).toBe(1);
		open();
		expect(await first).toHaveLength(1);
		expect(await trigger.poll()).toHaveLength(1);
	});

	it.each([-1, 1])(
		'takes over after twenty minutes, whichever way the clock went',
		async (sign) => {
			let now = 1e12;
			jest.spyOn(Date, 'now').mockImplementation(() => now);
			const trigger = fresh();
			const { closed, open } = gate();
			trigger.opening = async () => await closed;
			trigger.tested.items = [{ id: 'a' }];
			const first = trigger.poll();
			now += sign * (20 * MINUTE - 1);
			expect(await trigger.poll()).toBeNull();
			expect(trigger.opened).toBe(1);
			now += sign;
			const next = gate();
			trigger.opening = async () => await next.closed;
			const second = trigger.poll();
			expect(trigger.opened).toBe(2);
			open();
			expect(await first).toBeNull();
			expect(trigger.staticData).toEqual({});
			// The end of the first one does not count as the end of the second.
			expect(await trigger.poll()).toBeNull();
			expect(trigger.opened).toBe(2);
			next.open();
			expect(await second).toHaveLength(1);
		},
	);

	it('may run after one that failed', async () => {
		const trigger = fresh();
		trigger.opening = async () => await Promise.reject(lasting());
		await expect(trigger.poll()).rejects.toThrow();
		trigger.opening = async () => {};
		trigger.tested.items = [{ id: 'a' }];
		expect(await trigger.poll()).toHaveLength(1);
	});

	it('runs if it is of another workflow', async () => {
		const [trigger, other] = [fresh(), fresh()];
		const { closed, open } = gate();
		trigger.opening = async () => await closed;
		const first = trigger.poll();
		await other.poll();
		expect(other.opened).toBe(1);
		open();
		await first;
	});

	it('is given up after ten minutes, with its calls', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
		const trigger = fresh();
		await trigger.poll();
		expect(timeout).toHaveBeenCalledWith(10 * MINUTE);
		let signal: AbortSignal | undefined;
		trigger.opening = async (given) => {
			signal = given;
			await new Promise(() => {});
		};
		const hanging = trigger.poll();
		clock.abort();
		await expect(hanging).rejects.toMatchObject({
			message: 'The poll took longer than 10 minutes',
			description: expect.stringMatching(/next poll/) as string,
		});
		await expect(hanging).rejects.toBeInstanceOf(NodeApiError);
		expect(signal?.aborted).toBe(true);
	});
});

describe('a test run', () => {
	async function sampleOf(trigger: Trigger): Promise<IDataObject | undefined> {
		trigger.mode = 'manual';
		const output = await trigger.poll();
		expect(output).toHaveLength(1);
		expect(output?.[0]).toHaveLength(1);
		expect(trigger.staticData).toEqual({});
		expect(trigger.tested.states).toEqual([]);
		return output?.[0]?.[0]?.json;
	}

	it('shows a real record', async () => {
		const trigger = fresh();
		trigger.tested.real = { id: 'real' };
		expect(await sampleOf(trigger)).toEqual({ id: 'real' });
	});

	it('shows sample data where there is no record, and says so', async () => {
		expect(await sampleOf(fresh())).toEqual({
			id: 'example',
			extra: 1,
			sampleData: expect.stringMatching(/no such record/) as string,
		});
	});

	it('reports faults that may pass', async () => {
		const trigger = fresh({ sample: async () => await Promise.reject(passing()) });
		trigger.mode = 'manual';
		await expect(trigger.poll()).rejects.toThrow('Bad gateway');
		expect(trigger.warnings).toEqual([]);
	});
});

describe('the first poll after an activation', () => {
	it('may fail three times in a row, if the fault may pass', () => {
		const suppressed = (trigger: string, error: Error = passing()) =>
			suppressFault({}, trigger, error);
		expect(suppressed('one', lasting())).toBe(false);
		expect([1, 2, 3, 4, 5].map(() => suppressed('one'))).toEqual([true, true, true, false, false]);
		expect(suppressed('two')).toBe(true);
		notePoll({}, 'one');
		expect([1, 2, 3, 4].map(() => suppressed('one'))).toEqual([true, true, true, false]);
	});

	it('is over once it has run', () => {
		const [succeeded, failed] = [{}, {}];
		notePoll(succeeded, 'three');
		expect(suppressFault(succeeded, 'three', passing())).toBe(false);
		expect(suppressFault(failed, 'four', passing())).toBe(true);
		expect(suppressFault(failed, 'four', passing())).toBe(false);
	});
});
