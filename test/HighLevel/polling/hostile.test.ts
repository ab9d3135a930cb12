import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { calendarEvents } from '../../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { daysBetween } from '../../../nodes/HighLevel/polling/contacts/daysBetween';
import { pollOnce } from '../../../nodes/HighLevel/polling/engine';
import type { Poll, PollEvent } from '../../../nodes/HighLevel/polling/event';
import { readMarks, writeMarks } from '../../../nodes/HighLevel/polling/marks';
import { SEED } from '../../standins/highlevel';
import { ModelN8n } from './n8nModel';
import { SCENARIOS } from './scenarios';
import { NODE, World } from './world';

const EVENTS = [...contactEvents, ...calendarEvents];
const HALF_EMOJI = 'Ch\ud83d';
const MINUTE = 60_000;

function eventOf(value: string): PollEvent {
	const event = EVENTS.find((one) => one.value === value);
	if (!event) throw new Error(`There is no event ${value}`);
	return event;
}

let world: World;
beforeEach(() => {
	world = new World(0);
});
afterEach(() => world.close());

/** A trigger in an n8n that keeps running; gives the items of each poll. */
function active(value: string, values: IDataObject = {}) {
	const n8n = new ModelN8n(world, 500);
	const trigger = { id: 'A', event: eventOf(value), values };
	return async () => {
		const { items, error } = await n8n.poll(trigger, 'none', () => {});
		if (error) throw error;
		return items ?? [];
	};
}

describe('marks hold any text', () => {
	const TEXTS = [
		'',
		' ',
		'no show',
		'a=b c=d',
		'100 %',
		'%u0020',
		'%20',
		'\n\t\u00a0\u2028',
		HALF_EMOJI,
		'\udc00\ud800',
		'😀 ü',
		'__proto__',
		'%',
		'~!*()\'"',
	];

	test('IDs and marks come back as they were written', () => {
		const marks = new Map(TEXTS.map((text, index) => [`${text}#${index}`, text]));
		expect(readMarks(writeMarks(marks))).toEqual(marks);
		expect(readMarks(JSON.parse(JSON.stringify(writeMarks(marks))))).toEqual(marks);
	});

	test("a calendar's name with half an emoji fails no poll, and does not come again", async () => {
		const calendar = world.state.addCalendar({ name: HALF_EMOJI });
		for (const event of ['calendarCreated', 'calendarUpdated', 'calendarDeleted']) {
			const poll = active(event);
			for (let round = 0; round < 3; round++) expect(await poll()).toEqual([]);
		}
		const poll = active('calendarDeleted');
		await poll();
		world.state.calendars.delete(calendar.id);
		expect(await poll()).toMatchObject([{ id: calendar.id, name: HALF_EMOJI }]);
	});

	test('an appointment status with a blank comes once', async () => {
		const appointment = world.state.addAppointment({
			calendarId: SEED.calendars.discovery,
			contactId: SEED.contacts.maria,
			startTime: world.now + 3_600_000,
			endTime: world.now + 7_200_000,
		});
		for (const event of ['appointmentStatusChanged', 'appointmentUpdated']) {
			world.state.appointments.put({ ...appointment, appointmentStatus: 'confirmed' });
			const poll = active(event, { calendarIds: [appointment.calendarId], pastDays: 365 });
			await poll();
			world.state.appointments.put({ ...appointment, appointmentStatus: 'no show' });
			expect((await poll()).map(({ id }) => id)).toEqual([appointment.id]);
			expect(await poll()).toEqual([]);
			expect(await poll()).toEqual([]);
		}
	});
});

/** How version 0.1.0 wrote marks: a trigger that runs today goes on from what that version stored. */
const asBefore = (marks: Map<string, string>) =>
	[...marks].map(([id, mark]) => `${encodeURIComponent(id)}=${mark}`).join(' ');

test.each(SCENARIOS)(
	'$event: what version 0.1.0 stored is read as it was meant',
	async (scenario) => {
		scenario.setUp?.(world);
		const context = { poll: world.openPoll(scenario.values, 500) };
		const { state } = await eventOf(scenario.event).watch(context.poll, undefined);
		for (const text of Object.values(state)) {
			if (typeof text !== 'string' || !text.includes('=')) continue;
			expect(asBefore(readMarks(text))).toBe(text);
		}
		expect(state).toBeDefined();
	},
);

describe('free slots', () => {
	const empty = (poll: Poll): Poll => ({
		...poll,
		send: async (parts, purpose) =>
			parts.path.endsWith('/free-slots') ? { traceId: 'none' } : await poll.send(parts, purpose),
	});
	const values = { calendarId: SEED.calendars.discovery, daysAhead: 14 };
	const event = eventOf('freeSlotOpened');

	async function rounds(answers: Array<'right' | 'empty'>): Promise<number[]> {
		let state: IDataObject | undefined;
		const told: number[] = [];
		for (const answer of answers) {
			const poll = world.openPoll(values, 500);
			const found = await event.watch(answer === 'empty' ? empty(poll) : poll, state);
			({ state } = found);
			told.push(found.items.length);
		}
		return told;
	}

	test('one empty answer announces nothing again', async () => {
		expect(await rounds(['right', 'empty', 'right', 'right'])).toEqual([0, 0, 0, 0]);
	});

	test('when two say that all are taken, they open again', async () => {
		const told = await rounds(['right', 'empty', 'empty', 'right']);
		expect(told.slice(0, 3)).toEqual([0, 0, 0]);
		expect(told[3]).toBeGreaterThan(0);
	});
});

describe('lists that ignore how many to pass over', () => {
	const full = (key: string | undefined) => {
		const rows = Array.from({ length: 100 }, (_, index) => ({ id: `r${index}`, contactId: 'c' }));
		return key === undefined ? rows : { [key]: rows };
	};

	test.each([
		['taskCreated', 'tasks'],
		['taskDueSoon', 'tasks'],
		['resourceChanged', undefined],
	])('%s ends with an error', async (value, key) => {
		let calls = 0;
		const poll: Poll = {
			...world.openPoll({ minutesBefore: 60 }, 500),
			send: async () => {
				calls += 1;
				return full(key);
			},
		};
		await expect(eventOf(value).watch(poll, undefined)).rejects.toThrow('does not end');
		expect(calls).toBe(2);
	});
});

describe('a poll that does not end', () => {
	const never = new Promise<never>(() => {});
	const kept: IDataObject = {};
	const contextOf = () => ({
		getMode: () => 'trigger' as const,
		getNode: () => NODE,
		getNodeParameter: () => 'contactCreated',
		getWorkflow: () => ({ id: 'hangs', name: 'Hangs', active: true }),
		getWorkflowStaticData: () => kept,
		logger: { debug() {}, info() {}, error() {}, warn() {} },
	});

	test('is given up, its calls end, and the next one runs', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		let signal: AbortSignal | undefined;
		const hangs = async (_: PollEvent, given: AbortSignal): Promise<Poll> => {
			signal = given;
			return await never;
		};
		const runs = async () => world.openPoll({}, 500);
		const events = [eventOf('contactCreated')];
		// The first one goes well, so that the fault of the next is told.
		expect(await pollOnce(contextOf(), events, runs)).toBeNull();
		timeout.mockReturnValueOnce(clock.signal);
		const first = pollOnce(contextOf(), events, hangs).catch((error: unknown) => error);
		expect(timeout).toHaveBeenLastCalledWith(10 * MINUTE);
		expect(await pollOnce(contextOf(), events, runs)).toBeNull();
		clock.abort();
		expect(await first).toBeInstanceOf(NodeApiError);
		expect(signal?.aborted).toBe(true);
		world.pass(MINUTE);
		world.state.addContact({ firstName: 'Ada', dateAdded: world.now, dateUpdated: world.now });
		expect(await pollOnce(contextOf(), events, runs)).toHaveLength(1);
		timeout.mockRestore();
	});

	test('holds the next one up no longer than twice its deadline, and tells nothing any more', async () => {
		const events = [eventOf('contactCreated')];
		const runs = async () => world.openPoll({}, 500);
		await pollOnce(contextOf(), events, runs);
		let goOn = () => {};
		const gate = new Promise<void>((resolve) => (goOn = resolve));
		const slow = async (): Promise<Poll> => {
			const poll = world.openPoll({}, 500);
			return {
				...poll,
				send: async (parts, purpose) => {
					await gate;
					return await poll.send(parts, purpose);
				},
			};
		};
		const first = pollOnce(contextOf(), events, slow);
		world.pass(19 * MINUTE);
		world.state.addContact({ firstName: 'Ada', dateAdded: world.now, dateUpdated: world.now });
		expect(await pollOnce(contextOf(), events, runs)).toBeNull();
		world.pass(2 * MINUTE);
		expect(await pollOnce(contextOf(), events, runs)).toHaveLength(1);
		goOn();
		expect(await first).toBeNull();
	});
});

describe('dates on clocks that change', () => {
	/** Days on which the clock of a zone changes in two years, and its offsets before and behind. */
	function changesOf(zone: string): Array<{ at: number; offsets: number[] }> {
		const changes: Array<{ at: number; offsets: number[] }> = [];
		let before = DateTime.fromMillis(FIRST_DAY, { zone }).offset;
		for (let at = FIRST_DAY; at < LAST_DAY; at += 86_400_000) {
			const { offset } = DateTime.fromMillis(at, { zone });
			if (offset !== before) changes.push({ at, offsets: [before, offset] });
			before = offset;
		}
		return changes;
	}

	const FIRST_DAY = Date.UTC(2024, 11, 1);
	const LAST_DAY = Date.UTC(2026, 11, 31);
	/** One zone for each way in which clocks change. */
	const ZONES = new Map<string, { zone: string; changes: number[] }>();
	for (const zone of Intl.supportedValuesOf('timeZone')) {
		const changes = changesOf(zone);
		if (changes.length === 0) continue;
		ZONES.set(JSON.stringify(changes), { zone, changes: changes.map(({ at }) => at) });
	}

	test('there are zones in which midnight does not exist on some day', () => {
		const skipping = [...ZONES.values()].filter(({ zone, changes }) =>
			changes.some((at) =>
				[-1, 0, 1].some((more) => {
					const day = DateTime.fromMillis(at, { zone }).plus({ days: more });
					return day.startOf('day').hour === 1;
				}),
			),
		);
		expect(skipping.length).toBeGreaterThanOrEqual(3);
	});

	test.each(['00:00', '00:30', '02:30', '23:30'])(
		'%s: each day comes once in every zone, whatever the interval of the polls',
		(time) => {
			const problems: string[] = [];
			for (const { zone, changes } of ZONES.values()) {
				for (const change of changes) {
					const first = change - 3 * 86_400_000;
					const last = change + 4 * 86_400_000;
					for (const step of [247 * MINUTE, 1300 * MINUTE]) {
						const days: string[] = [];
						for (let from = first; from < last; from += step) {
							const to = Math.min(from + step, last);
							const settings = { zone, time, before: 0, yearly: false };
							days.push(...daysBetween(from, to, settings).map(({ day }) => day));
						}
						const begin = DateTime.fromMillis(first, { zone });
						const wanted = new Set<string>();
						for (let day = 1; day <= 5; day++) {
							wanted.add(begin.plus({ days: day }).toFormat('yyyyLLdd'));
						}
						const missing = [...wanted].filter((day) => !days.includes(day));
						if (missing.length > 0) problems.push(`${zone} lacks ${missing.join()}`);
						if (new Set(days).size !== days.length) problems.push(`${zone} has a day twice`);
					}
				}
			}
			expect(problems).toEqual([]);
		},
	);

	test('a day that a zone leaves out as a whole comes with the next one', () => {
		// Samoa went from 29 to 31 December 2011.
		const days = daysBetween(Date.UTC(2011, 11, 28), Date.UTC(2012, 0, 2), {
			zone: 'Pacific/Apia',
			time: '00:00',
			before: 0,
			yearly: false,
		}).map(({ day }) => day);
		expect(days).toEqual(expect.arrayContaining(['20111229', '20111230', '20111231', '20120101']));
		expect(new Set(days).size).toBe(days.length);
	});
});
