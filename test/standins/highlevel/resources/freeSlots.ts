/** Free slots of calendars; `slots.ts` finds them. */
import { number, text, texts } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoInZone, isZone } from '../../shared/times';
import type { Handlers } from '../call';
import { badRequest, unprocessable } from '../refusal';
import { freeSlots as slotsOf, zoneOf } from '../slots';

import { calendarOf } from './calendars';

const MAX_RANGE_MS = 31 * 86_400_000;

export const freeSlots: Handlers = {
	'GET /calendars/{calendarId}/free-slots': (call) => {
		const calendar = calendarOf(call, call.params.calendarId ?? '');
		const from = number(call.query, 'startDate') ?? 0;
		const to = number(call.query, 'endDate') ?? 0;
		if (to < from) throw badRequest('endDate should be greater than startDate');
		if (to - from > MAX_RANGE_MS) throw badRequest('Date range cannot be more than 31 days');
		const zone = text(call.query, 'timezone') ?? zoneOf(call.state, calendar.locationId);
		if (!isZone(zone)) throw unprocessable(['timezone must be a valid IANA time zone']);
		const userId = text(call.query, 'userId');
		const asked = [...(userId === undefined ? [] : [userId]), ...texts(call.query, 'userIds')];
		const query = asked.length > 0 ? { from, to, userIds: asked } : { from, to };
		const days: Record<string, { slots: string[] }> = {};
		for (const { start } of slotsOf(call.state, calendar, query)) {
			const slot = isoInZone(start, zone);
			const day = slot.slice(0, 10);
			(days[day] ??= { slots: [] }).slots.push(slot);
		}
		const body: JsonObject = days;
		return { body };
	},
};
