// The sub-account's time zone, and its local times as ISO 8601.

import { DateTime } from 'luxon';

import { hasOffset, notATime } from '../shared/convertTime';
import type { ItemContext } from '../shared/operation';
import { recordAt } from '../shared/values';
import { LOCATION } from './expected';

/**
 * The sub-account's time zone (`GET /locations/{id}`), read once per run.
 *
 * @throws NodeApiError when the token lacks locations.readonly; NodeOperationError when HighLevel names no known zone
 */
export async function locationZone(item: ItemContext): Promise<string> {
	const zone = await item.cached('locationZone', async () => {
		const response = await item.send(
			{ method: 'GET', path: `/locations/${encodeURIComponent(item.location)}`, query: {} },
			{
				label: 'Get sub-account',
				scope: 'locations.readonly',
				repeatable: true,
				expects: LOCATION,
			},
		);
		const location = recordAt(response, 'location') ?? {};
		return typeof location.timezone === 'string' ? location.timezone : '';
	});
	if (!DateTime.local({ zone }).isValid || zone === '') {
		throw item.refuse(
			zone === ''
				? 'The sub-account has no time zone in HighLevel'
				: `The sub-account has an unknown time zone in HighLevel: "${zone}"`,
			"Add the option 'Sub-Account Time Zone' and choose a time zone. Nothing was sent for this item.",
		);
	}
	return zone;
}

/**
 * A local time as ISO 8601 with the offset that the zone has at that time. Times that already have an offset keep it. In
 * an hour that repeats when daylight saving time ends, the first one is meant unless `notBefore` excludes it.
 *
 * @param local     `YYYY-MM-DD HH:mm:ss`, with a T or a space in between
 * @param notBefore ISO time that the result cannot precede: for an end, the start
 * @throws ValueError
 */
export function fromLocalClock(local: string, zone: string, notBefore?: string): string {
	const text = local.trim().replace(' ', 'T');
	const time = DateTime.fromISO(text, { zone, setZone: hasOffset(text) });
	if (!time.isValid) throw notATime();
	const earliest = notBefore === undefined ? undefined : DateTime.fromISO(notBefore);
	const meant = hasOffset(text)
		? [time]
		: time.getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis());
	const first = meant.find((one) => !earliest?.isValid || one >= earliest) ?? time;
	return first.toISO({ suppressMilliseconds: true }) ?? local;
}
