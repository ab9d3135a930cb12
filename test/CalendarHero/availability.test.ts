/** Free times: windows less meetings, also on the days of a clock change. */
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { Question } from '../../nodes/CalendarHero/availability';
import { busySpans, freeTimes } from '../../nodes/CalendarHero/availability';

const HOUR = 3_600_000;
const ZONE = 'America/New_York';

const at = (text: string, zone = ZONE) => DateTime.fromISO(text, { zone }).toMillis();

const typeWith = (windows: IDataObject, days?: IDataObject): IDataObject => ({
	name: 'call',
	availabilityWindows: { value: windows },
	...(days ? { days: { value: days } } : {}),
});

function starts(
	more: Partial<Question> & Pick<Question, 'type'>,
	from: string,
	to: string,
): string[] {
	const question: Question = {
		range: { start: at(from), end: at(to) },
		zone: ZONE,
		busy: [],
		lengthMs: HOUR,
		stepMs: HOUR,
		...more,
	};
	return [...freeTimes(question)].map(({ start, end }) => {
		expect(end - start).toBe(question.lengthMs);
		return DateTime.fromMillis(start, { zone: ZONE }).toFormat('ccc HH:mm ZZ');
	});
}

const NIGHT = typeWith({ sunday: [{ start: '00:00', end: '05:00' }] });

test('the night on which the clock skips an hour is an hour shorter', () => {
	expect(starts({ type: NIGHT }, '2026-03-08T00:00', '2026-03-09T00:00')).toEqual([
		'Sun 00:00 -05:00',
		'Sun 01:00 -05:00',
		'Sun 03:00 -04:00',
		'Sun 04:00 -04:00',
	]);
});

test('the night on which an hour comes twice is an hour longer', () => {
	expect(starts({ type: NIGHT }, '2026-11-01T00:00', '2026-11-02T00:00')).toEqual([
		'Sun 00:00 -04:00',
		'Sun 01:00 -04:00',
		'Sun 01:00 -05:00',
		'Sun 02:00 -05:00',
		'Sun 03:00 -05:00',
		'Sun 04:00 -05:00',
	]);
});

test('a window keeps its clock time across the change', () => {
	const type = typeWith({
		saturday: [{ start: '09:00', end: '10:00' }],
		monday: [{ start: '09:00', end: '10:00' }],
	});
	expect(starts({ type }, '2026-03-07T00:00', '2026-03-10T00:00')).toEqual([
		'Sat 09:00 -05:00',
		'Mon 09:00 -04:00',
	]);
});

test('meetings, days off, unordered and odd windows', () => {
	const type = typeWith(
		{
			monday: [
				{ start: '15:00', end: '17:00' },
				{ start: '9:00', end: '12:30' },
				{ start: '20:00', end: '19:00' },
				{ start: 'late', end: '23:00' },
			],
			tuesday: [{ start: '09:00', end: '17:00' }],
			wednesday: [{ start: '22:00', end: '00:00' }],
			thursday: [],
		},
		{ monday: true, tuesday: 0, wednesday: 1 },
	);
	const busy = busySpans(
		[
			{ dateStart: '2026-06-01T13:30:00.000Z', dateEnd: '2026-06-01T14:30:00.000Z' },
			{ dateStart: 'unknown', dateEnd: null },
			{ dateStart: '2026-06-01T21:00:00Z', dateEnd: '2026-06-01T22:00:00Z' },
		],
		ZONE,
	);
	expect(starts({ type, busy }, '2026-06-01T00:00', '2026-06-05T00:00')).toEqual([
		'Mon 11:00 -04:00',
		'Mon 15:00 -04:00',
		'Mon 16:00 -04:00',
		'Wed 22:00 -04:00',
		'Wed 23:00 -04:00',
	]);
});

test('only times inside of the range, in steps of their own', () => {
	const type = typeWith({ monday: [{ start: '09:00', end: '12:00' }] });
	expect(starts({ type, stepMs: HOUR / 2 }, '2026-06-01T09:30', '2026-06-01T11:30')).toEqual([
		'Mon 09:30 -04:00',
		'Mon 10:00 -04:00',
		'Mon 10:30 -04:00',
	]);
});

test('a meeting of a whole day is read in the zone', () => {
	expect(busySpans([{ dateStart: '2026-06-01', dateEnd: '2026-06-02' }], ZONE)).toEqual([
		{ start: at('2026-06-01T00:00'), end: at('2026-06-02T00:00') },
	]);
});
