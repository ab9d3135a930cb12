import { DateTime } from 'luxon';

import {
	hasOffset,
	lastInstant,
	toDateTime,
	toDay,
	toInstant,
	toMilliseconds,
	toMillisecondsText,
	toTimeZone,
	toUtc,
} from '../../nodes/shared/convertTime';

const ZONE = 'America/New_York';
const context = { zone: ZONE, nodeVersion: 1 };
const MIDNIGHT_UTC = Date.UTC(2026, 8, 14, 0, 0, 0);

test.each([
	['2026-09-14T10:00:00Z', true],
	['2026-09-14T10:00:00z', true],
	['2026-09-14T10:00:00+02:00', true],
	['2026-09-14T10:00:00-0500', true],
	['2026-09-14T10:00:00', false],
	['2026-09-14T10:00:00Z ', false],
	['+02:00 tomorrow', false],
	['2026-09-14T10:00:00+2:00', false],
])('%j has an offset: %p', (text, expected) => {
	expect(hasOffset(text)).toBe(expected);
});

describe('an instant', () => {
	test.each<[unknown, string]>([
		['2026-09-14T10:00:00', '2026-09-14T14:00:00.000Z'],
		[' 2026-09-14T10:00:00 ', '2026-09-14T14:00:00.000Z'],
		['2026-09-14 10:00:00', '2026-09-14T14:00:00.000Z'],
		[' 2026-09-14 10:00:00 ', '2026-09-14T14:00:00.000Z'],
		['2026-09-14T10:00:00+02:00', '2026-09-14T08:00:00.000Z'],
		['2026-09-14', '2026-09-14T04:00:00.000Z'],
		[MIDNIGHT_UTC, '2026-09-14T00:00:00.000Z'],
		[MIDNIGHT_UTC + 0.4, '2026-09-14T00:00:00.000Z'],
		[String(MIDNIGHT_UTC), '2026-09-14T00:00:00.000Z'],
		[` ${MIDNIGHT_UTC} `, '2026-09-14T00:00:00.000Z'],
		['10000000000', '1970-04-26T17:46:40.000Z'],
		['99999999999999', '5138-11-16T09:46:39.999Z'],
		[new Date(MIDNIGHT_UTC), '2026-09-14T00:00:00.000Z'],
		[DateTime.fromMillis(MIDNIGHT_UTC), '2026-09-14T00:00:00.000Z'],
	])('%j', (value, expected) => {
		expect(toInstant(value, ZONE).toUTC().toISO()).toBe(expected);
	});

	test.each<[unknown, string | null]>([
		['2026-09-14T10:00:00+02:00', 'UTC+2'],
		['2026-09-14T10:00:00', ZONE],
		[MIDNIGHT_UTC, ZONE],
		[String(MIDNIGHT_UTC), ZONE],
		[new Date(MIDNIGHT_UTC), ZONE],
		[DateTime.fromMillis(MIDNIGHT_UTC, { zone: 'Asia/Tokyo' }), 'Asia/Tokyo'],
	])('%j is in the zone %s', (value, zone) => {
		expect(toInstant(value, ZONE).zoneName).toBe(zone);
	});

	test.each([
		'soon',
		'2026-02-30',
		'1234567890',
		'123456789012345',
		'x10000000000',
		'10000000000x',
		NaN,
		null,
		undefined,
		true,
		{},
		new Date(NaN),
		DateTime.invalid('none'),
	])('%j is refused, with an example', (value) => {
		expect(() => toInstant(value, ZONE)).toThrow(
			expect.objectContaining({
				message: 'is not a date and time',
				next: 'Use the date picker, or enter a time in ISO 8601 such as 2026-09-14T10:00:00-05:00.',
			}) as Error,
		);
	});
});

test('milliseconds since 1970', () => {
	expect(toMilliseconds('2026-09-14T00:00:00Z', context)).toBe(MIDNIGHT_UTC);
	expect(toMillisecondsText('2026-09-13T20:00:00', context)).toBe(String(MIDNIGHT_UTC));
});

test.each<[unknown, string]>([
	['2026-09-14T10:00:00', '2026-09-14T10:00:00-04:00'],
	['2026-09-14T10:00:00.5', '2026-09-14T10:00:00.500-04:00'],
	[' 2026-09-14T10:00:00.000+02:00 ', '2026-09-14T10:00:00.000+02:00'],
	['2026-09-14 10:00:00Z', '2026-09-14T10:00:00Z'],
	[MIDNIGHT_UTC, '2026-09-13T20:00:00-04:00'],
	[new Date(MIDNIGHT_UTC), '2026-09-13T20:00:00-04:00'],
])('%j is sent as %s', (value, expected) => {
	expect(toDateTime(value, context)).toBe(expected);
});

test('UTC', () => {
	expect(toUtc('2026-09-14T10:00:00', context)).toBe('2026-09-14T14:00:00.000Z');
});

describe('a day', () => {
	test.each<[unknown, string]>([
		[' 2026-09-14 ', '2026-09-14'],
		['2026-09-14T23:30:00+02:00', '2026-09-14'],
		['2026-09-14T23:30:00', '2026-09-14'],
		[MIDNIGHT_UTC, '2026-09-13'],
		[' 20260914 ', '2026-09-14'],
	])('%j is %s', (value, expected) => {
		expect(toDay(value, context)).toBe(expected);
	});

	test('that does not exist is refused, with an example', () => {
		expect(() => toDay('2026-02-30', context)).toThrow(
			expect.objectContaining({
				message: 'is not a date',
				next: 'Use the date picker, or enter a day such as 2026-09-14.',
			}) as Error,
		);
	});
});

describe('the end of a range', () => {
	const end = (given: unknown, start: unknown) => {
		const last = lastInstant(given, start, ZONE);
		return DateTime.isDateTime(last) ? last.toISO() : last;
	};

	test('of one day alone is the last instant of the day', () => {
		expect(end('2026-09-14', '2026-09-14')).toBe('2026-09-14T23:59:59.999-04:00');
		expect(end(' 2026-09-14 ', ' 2026-09-14')).toBe('2026-09-14T23:59:59.999-04:00');
	});

	test.each([
		['2026-09-15', '2026-09-14'],
		['2026-09-14T10:00', '2026-09-14T10:00'],
		['x2026-09-14', 'x2026-09-14'],
		['2026-09-14x', '2026-09-14x'],
		['12026-09-14', '12026-09-14'],
		['2026-02-30', '2026-02-30'],
		['2026-09-14', undefined],
		[undefined, '2026-09-14'],
		[7, 7],
	])('%j after %j stays', (given, start) => {
		expect(end(given, start)).toBe(given);
	});
});

test('a time zone is known by its IANA name', () => {
	expect(toTimeZone(' America/New_York ')).toBe('America/New_York');
	for (const value of ['New York', '', 5]) {
		expect(() => toTimeZone(value)).toThrow(
			expect.objectContaining({
				message: 'is not a known time zone',
				next: 'Enter the IANA name of a time zone, such as America/New_York.',
			}) as Error,
		);
	}
});
