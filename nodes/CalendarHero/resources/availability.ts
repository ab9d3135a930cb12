// The operation of the resource 'Availability', which the API does not have: it is computed from three lists.

import { DateTime, IANAZone } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { countField, optionalTimeZoneField } from '../../shared/builders';
import { toWholeNumber } from '../../shared/convert';
import { toTimeZone } from '../../shared/convertTime';
import type { ItemContext, Resource } from '../../shared/operation';
import { wholeList } from '../../shared/pagination';
import { textOf, trimmedText } from '../../shared/values';
import { busySpans, freeTimes } from '../availability';
import { get, readFor } from '../calls';
import { recordsIn } from '../contacts';
import { listOrUnder, UNWRAP } from '../expected';
import { meetingType } from '../fields/locators';
import {
	inputTimeZone,
	rangeEnd,
	rangeStart,
	refuseBackwards,
	toUtcSeconds,
} from '../fields/times';
import { lengthOf, windowsOf } from '../meetingTypes';
import { readUser } from './directoryWrite';
import { chosenType } from './meetingRequestWrite';

const MINUTE_MS = 60_000;
const MAX_DAYS = 100;

const minutesField = (title: string, name: string, description: string) =>
	countField(title, name, 30, {
		typeOptions: { minValue: 1 },
		description,
		send: { in: 'values', as: toWholeNumber(1) },
	});

function checkRange(item: ItemContext): void {
	const { start, end } = item.values;
	refuseBackwards(item, start, end, ['Search From', 'Search To']);
	const days = (Date.parse(textOf(end)) - Date.parse(textOf(start))) / (24 * 60 * MINUTE_MS);
	if (days > MAX_DAYS) {
		throw item.refuse(
			`The range is longer than ${MAX_DAYS} days`,
			"Nothing was sent for this item. Choose an earlier 'Search To'.",
		);
	}
}

/** The zone in which the type's windows are written: the user's, unless the item names another. */
async function zoneOf(item: ItemContext): Promise<string> {
	const given = textOf(item.values.userTimeZone);
	if (given !== '') return given;
	const zone = trimmedText((await readUser(item)).timezone);
	if (IANAZone.isValidZone(zone)) return zone;
	throw item.refuse(
		`CalendarHero has no time zone for the user that is known here: "${zone}"`,
		"Choose the user's zone in the option 'User Time Zone'.",
	);
}

async function estimate(item: ItemContext): Promise<IDataObject[]> {
	const { values, limit } = item;
	const type = await chosenType(item, textOf(values.type));
	const minutes = Number(values.meetingLength ?? lengthOf(type) ?? NaN);
	if (!Number.isFinite(minutes)) {
		throw item.refuse(
			'CalendarHero does not say how long meetings of this type are',
			"Set the option 'Meeting Length'.",
		);
	}
	if (!windowsOf(type)) {
		throw item.refuse(
			`CalendarHero lists no availability windows for the meeting type "${textOf(type.name)}"`,
			'Choose a meeting type with availability windows of its own, or add some in CalendarHero.',
		);
	}
	const zone = await zoneOf(item);
	const range = { start: Date.parse(textOf(values.start)), end: Date.parse(textOf(values.end)) };
	const query = { start: values.start, end: values.end };
	const body = await readFor(item)(get('/meeting', query), {
		label: 'List meetings',
		expects: listOrUnder(UNWRAP.meetings),
	});
	const slots = freeTimes({
		range: { ...range, start: Math.max(range.start, Date.now()) },
		type,
		zone,
		busy: busySpans(recordsIn(body, UNWRAP.meetings), zone),
		lengthMs: minutes * MINUTE_MS,
		stepMs: Number(values.interval ?? minutes) * MINUTE_MS,
	});
	const found: IDataObject[] = [];
	for (const slot of slots) {
		if (limit !== undefined && found.length >= limit) break;
		const start = DateTime.fromMillis(slot.start, { zone });
		const iso = (time: DateTime) => time.toISO({ suppressMilliseconds: true });
		found.push({
			start: iso(start),
			end: iso(DateTime.fromMillis(slot.end, { zone })),
			// What 'Create' of a meeting request takes.
			dateStart: toUtcSeconds(slot.start, item),
			dateEnd: toUtcSeconds(slot.end, item),
			timezone: zone,
			meetingType: type.name,
			meetingLength: minutes,
			estimate: true,
		});
	}
	return found;
}

export const availability: Resource = {
	name: 'Availability (Estimate)',
	value: 'availability',
	description: 'Free times, computed by this node because the API does not offer them',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Estimate free times for a meeting type',
			description:
				"Estimate free times: a meeting type's windows less the events in the calendars. Buffers, lead times and limits of CalendarHero are not known and not considered.",
			request: 'GET /meeting',
			scope: '',
			fields: [meetingType({ required: true, send: { in: 'values' } }), rangeStart, rangeEnd],
			paginate: wholeList,
			options: [
				minutesField(
					'Interval (Minutes)',
					'interval',
					'From the start of one proposal to the next. If not set, the length of the meeting.',
				),
				minutesField(
					'Meeting Length (Minutes)',
					'meetingLength',
					"If not set, the meeting type's own length",
				),
				inputTimeZone,
				optionalTimeZoneField('User Time Zone', 'userTimeZone', {
					hint: "Time zone of the meeting type's windows. If empty, it is the user's zone in CalendarHero.",
					send: { in: 'values', as: toTimeZone },
				}),
			],
			expects: listOrUnder(UNWRAP.meetings),
			check: checkRange,
			run: estimate,
		},
	],
};
