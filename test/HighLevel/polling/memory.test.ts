/** What a trigger remembers: marks, comparisons, fingerprints and announced moments. */
import type { IDataObject } from 'n8n-workflow';

import type { Comparison } from '../../../nodes/HighLevel/polling/compare';
import {
	boundedMarks,
	compare,
	findNew,
	MAX_REMEMBERED,
	orWebhooks,
	refuseTooMany,
} from '../../../nodes/HighLevel/polling/compare';
import {
	dueFrom,
	findDue,
	leadTimeOf,
	minutesBefore,
	minutesTo,
} from '../../../nodes/HighLevel/polling/dueWindow';
import { fingerprint, isEmpty } from '../../../nodes/HighLevel/polling/fingerprint';
import {
	decodeText,
	encodeText,
	readMarks,
	writeMarks,
} from '../../../nodes/HighLevel/polling/marks';
import { isNotFoundResponse, notFoundAsResponse } from '../../../nodes/HighLevel/polling/notFound';
import { readField } from '../../../nodes/shared/parameters';
import { Contacts, NOW, Stopped } from './fakePoll';

describe('marks', () => {
	it('are one text, with what separates entries encoded', () => {
		const marks = new Map([
			['a', '1'],
			['b=c d', 'x y=z'],
			['e', ''],
		]);
		expect(writeMarks(marks)).toBe('a=1 b%3Dc%20d=x%u0020y=z e=');
		expect([...readMarks(writeMarks(marks))]).toEqual([...marks]);
		expect(writeMarks(new Map())).toBe('');
	});

	it.each([
		['\t\n', '%u0009%u000a'],
		['%u0020', '%u0025u0020'],
		['100 %', '100%u0020%'],
		['%20', '%20'],
		['\ud83d', '%ud83d'],
		['😀', '😀'],
		['a\u00a0b', 'a%u00a0b'],
	])('that are %j are written as %s', (mark, written) => {
		expect(writeMarks(new Map([['a', mark]]))).toBe(`a=${written}`);
		expect(readMarks(`a=${written}`).get('a')).toBe(mark);
	});

	it('are none where there is no text', () => {
		for (const none of [undefined, null, '', 7, {}, ['a=1']]) {
			expect(readMarks(none)).toEqual(new Map());
		}
	});

	it('without an ID are left out', () => {
		expect([...readMarks('=1 word a=2  b=3')]).toEqual([
			['a', '2'],
			['b', '3'],
		]);
	});

	it.each([
		['plain', 'plain'],
		['a b/c', 'a%20b%2Fc'],
		['ü😀', '%C3%BC%F0%9F%98%80'],
		['x\ud83d', 'x%ud83d'],
		['\udc00\ud800y', '%udc00%ud800y'],
		['%ud83d', '%25ud83d'],
	])('encode the text %j as %s', (text, encoded) => {
		expect(encodeText(text)).toBe(encoded);
		expect(decodeText(encoded)).toBe(text);
	});
});

describe('fingerprints', () => {
	it('have 8 characters, or as many as are asked for', () => {
		expect(fingerprint('a')).toMatch(/^[\w-]{8}$/);
		expect(fingerprint('a', 12)).toMatch(/^[\w-]{12}$/);
		expect(fingerprint('a', 12)).toMatch(new RegExp(`^${fingerprint('a')}`));
	});

	it('are those that stored states contain', () => {
		expect(fingerprint({ b: [1, 'x'], a: { c: true } })).toBe('obhVm_8y');
	});

	it.each([
		[{ a: 1 }, { a: 2 }],
		[{ a: 1 }, { b: 1 }],
		[
			{ a: 1, b: 2 },
			{ a: 2, b: 1 },
		],
		[['a', 'b'], ['a,b']],
		[['a'], 'a'],
		[[1, 2], [12]],
		[{ a: false }, {}],
		[{ a: 0 }, {}],
		[{ a: {} }, {}],
		[{ a: { b: 1 } }, { a: 1, b: 1 }],
		[null, ''],
	])('of %j and %j differ', (a, b) => {
		expect(fingerprint(a)).not.toBe(fingerprint(b));
	});

	it.each([
		[
			{ a: 1, b: 2, c: 3 },
			{ c: 3, b: 2, a: 1 },
		],
		[{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }],
		[{ a: null, b: undefined, c: '', d: [], e: 1 }, { e: 1 }],
		[[{ a: 1, b: 2 }], [{ b: 2, a: 1 }]],
		[[undefined], []],
	])('of %j and %j are the same', (a, b) => {
		expect(fingerprint(a)).toBe(fingerprint(b));
	});

	it('leave out what means nothing', () => {
		expect([undefined, null, '', []].map(isEmpty)).toEqual([true, true, true, true]);
		expect([0, false, ' ', [''], {}].map(isEmpty)).toEqual([false, false, false, false, false]);
	});
});

describe('a comparison', () => {
	const known = new Map([
		['a', '1'],
		['b', '1'],
		['gone', '1'],
	]);
	const records = [
		{ id: 'b', mark: '2' },
		{ id: 'a', mark: '1' },
		{ id: 'new', mark: '1' },
		{ id: 'b', mark: '3' },
		{ mark: '1' },
	];
	const markOf = ({ mark }: IDataObject) => String(mark);

	it('finds what is new, changed and missing', () => {
		const { differences, missing, present, marks } = compare(known, records, markOf);
		expect(differences).toEqual([
			{ id: 'b', before: '1', record: records[0] },
			{ id: 'new', before: undefined, record: records[2] },
		]);
		expect(missing).toEqual(['gone']);
		expect([...present]).toEqual(['b', 'a', 'new']);
		expect(Object.fromEntries(marks)).toEqual({ a: '1', b: '2', gone: '1', new: '1' });
		expect(known.get('b')).toBe('1');
	});

	it('finds a new record without a mark', () => {
		expect(compare(new Map(), [{ id: 'a' }], () => '').differences).toHaveLength(1);
		expect(compare(new Map([['a', '']]), [{ id: 'a' }], () => '').differences).toEqual([]);
	});

	it('finds new records, and none on the first poll', () => {
		const first = findNew(undefined, [{ id: 'a' }]);
		expect(first).toEqual({ items: [], state: { marks: 'a=' } });
		const second = findNew(first.state, [{ id: 'b' }, { id: 'a', changed: true }]);
		expect(second).toEqual({ items: [{ id: 'b' }], state: { marks: 'a= b=' } });
		// The state of a first poll that found nothing.
		expect(findNew({}, [{ id: 'a' }]).items).toHaveLength(1);
	});

	/** Marks of so many records, of which the last ones are present. */
	const holding = (count: number, present: number): Pick<Comparison, 'marks' | 'present'> => {
		const ids = Array.from({ length: count }, (_, at) => `r${at}`);
		return {
			marks: new Map(ids.map((id) => [id, ''])),
			present: new Set(ids.slice(count - present)),
		};
	};
	const kept = (text: string) => [...readMarks(text).keys()];

	it('keeps the marks of missing records while there is room', () => {
		expect(kept(boundedMarks(holding(MAX_REMEMBERED, 1)))).toHaveLength(MAX_REMEMBERED);
		const bounded = kept(boundedMarks(holding(MAX_REMEMBERED + 3, 1)));
		expect(bounded).toHaveLength(MAX_REMEMBERED);
		expect(bounded[0]).toBe('r3');
		// Records that are there keep theirs.
		expect(kept(boundedMarks(holding(MAX_REMEMBERED + 3, MAX_REMEMBERED + 2)))).toHaveLength(
			MAX_REMEMBERED + 2,
		);
	});
});

describe('the limit', () => {
	const poll = new Contacts().poll();

	it('is 20,000 records', () => {
		expect(() => refuseTooMany(poll, 20_000, 'notes', 'Delete some')).not.toThrow();
		const refuse = () => refuseTooMany(poll, 20_001, 'notes', orWebhooks('Delete some'));
		expect(refuse).toThrow(Stopped);
		expect(refuse).toThrow('There are 20,001 notes, and this event can watch at most 20,000');
		expect(refuse).toThrow(
			expect.objectContaining({
				next: expect.stringMatching(/^Delete some, or .*Webhook Trigger.*\.$/) as string,
			}) as Error,
		);
	});
});

describe('records that are due', () => {
	const MINUTE = 60_000;
	const DAY = 24 * 60 * MINUTE;
	const LEAD = 60 * MINUTE;
	const at = (id: string, minutes: number) => ({
		id,
		at: NOW + minutes * MINUTE,
		record: { id },
	});
	const ids = ({ due }: ReturnType<typeof findDue>) => due.map(({ id }) => id);

	it('are announced from the lead time on, once, in order', () => {
		const first = findDue([], undefined, NOW, LEAD);
		expect(first.state).toEqual({ until: NOW, announced: '' });
		const upcoming = [at('late', 61), at('edge', 60), at('soon', 5), at('past', 0)];
		const second = findDue(upcoming, first.state, NOW, LEAD);
		expect(ids(second)).toEqual(['soon', 'edge']);
		expect(second.due[0]).toEqual(at('soon', 5));
		expect(ids(findDue(upcoming, second.state, NOW, LEAD))).toEqual([]);
		const later = findDue(upcoming, second.state, NOW + MINUTE, LEAD);
		expect(ids(later)).toEqual(['late']);
	});

	it('on the first poll are not announced, then or later', () => {
		const first = findDue([at('a', 5)], undefined, NOW, LEAD);
		expect(first.due).toHaveLength(0);
		expect(ids(findDue([at('a', 5)], first.state, NOW + 1, LEAD))).toEqual([]);
	});

	it('are announced late if nothing polled in time', () => {
		const { state } = findDue([], undefined, NOW, LEAD);
		const now = NOW + 3 * LEAD;
		expect(ids(findDue([at('a', 120), at('b', 0)], state, now, LEAD))).toEqual(['a']);
	});

	it('are announced again if they are moved', () => {
		const { state } = findDue([], undefined, NOW, LEAD);
		const one = findDue([at('a', 5)], state, NOW, LEAD);
		expect(ids(findDue([at('a', 6)], one.state, NOW + MINUTE, LEAD))).toEqual(['a']);
	});

	it('are remembered for a day after their moment', () => {
		const { state } = findDue([], undefined, NOW, LEAD);
		const announced = findDue([at('a', 5)], state, NOW, LEAD).state;
		const polledAt = (now: number) => findDue([], { ...announced, until: now }, now, LEAD).state;
		const moment = NOW + 5 * MINUTE;
		expect(polledAt(moment + DAY).announced).toBe(announced.announced);
		expect(polledAt(moment + DAY + 1).announced).toBe('');
		expect(announced.announced).toBe(`a=${moment.toString(36)}`);
	});

	it('are read from the last poll on, or from now if the clock was set back', () => {
		expect(dueFrom(undefined, NOW)).toBe(NOW);
		expect(dueFrom({}, NOW)).toBe(NOW);
		expect(dueFrom({ until: NOW - 1 }, NOW)).toBe(NOW - 1);
		expect(dueFrom({ until: NOW + 1 }, NOW)).toBe(NOW);
	});

	it('have a lead time in minutes, and minutes to go', () => {
		expect(leadTimeOf({ [minutesBefore.name]: 90 })).toBe(90 * MINUTE);
		expect([0, 29_999, 30_000, 60_000, -60_000].map((ms) => minutesTo(NOW + ms, NOW))).toEqual([
			0, 0, 1, 1, -1,
		]);
	});

	it('have a lead time of 1 minute to 30 days', () => {
		const read = (value: unknown) =>
			readField(minutesBefore, value, { zone: 'UTC', nodeVersion: 1 });
		expect([1, 43_200, minutesBefore.default].map(read)).toEqual([1, 43_200, 60]);
		// The editor's limits are the same.
		expect(minutesBefore).toMatchObject({
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 43_200 },
		});
		for (const value of [0, 43_201, 1.5, undefined]) expect(() => read(value)).toThrow();
	});
});

describe('a record that does not exist', () => {
	const failure = (status: number, message = '') =>
		notFoundAsResponse({ status, message, headers: {}, body: {}, cancelled: false });

	it('is a response rather than a failure', () => {
		expect(isNotFoundResponse(failure(404))).toBe(true);
		expect(isNotFoundResponse(failure(400, 'Task not found'))).toBe(true);
		expect([failure(500), failure(401)]).toEqual([undefined, undefined]);
		for (const response of [undefined, {}, { message: 'Not found' }, [], 'text']) {
			expect(isNotFoundResponse(response)).toBe(false);
		}
		expect(isNotFoundResponse({ goneFromHighLevel: 'true' })).toBe(false);
	});
});
