import { DateTime } from 'luxon';

import type { ItemContext } from '../shared/operation';
import { isRecord, ValueError } from '../shared/values';
import { LOCATION } from './expected';

const OFFSET = /(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * The sub-account's time zone (`GET /locations/{id}`), asked for once a run.
 *
 * @throws NodeApiError when the token lacks locations.readonly; NodeOperationError when HighLevel names no known zone
 */
export async function locationZone(item: ItemContext): Promise<string> {
	const zone = await item.once('locationZone', async () => {
		const answer = await item.send(
			{ method: 'GET', path: `/locations/${encodeURIComponent(item.location)}`, query: {} },
			{
				label: 'Get sub-account',
				scope: 'locations.readonly',
				repeatable: true,
				expects: LOCATION,
			},
		);
		const location = isRecord(answer) && isRecord(answer.location) ? answer.location : {};
		return typeof location.timezone === 'string' ? location.timezone : '';
	});
	if (!DateTime.local({ zone }).isValid || zone === '') {
		throw item.refuse(
			`HighLevel names no time zone of the sub-account${zone ? ` but "${zone}"` : ''}`,
			"Choose it under 'Options' in 'Sub-Account Time Zone'.",
		);
	}
	return zone;
}

/**
 * A time on a clock without offset as ISO 8601 with the offset that the zone has then. Times that carry one keep their
 * instant. Of an hour that the change from summer time repeats, the first is meant unless `notBefore` rules it out.
 *
 * @param local     `YYYY-MM-DD HH:mm:ss`, with a T or a blank between
 * @param notBefore ISO time that the result cannot precede, such as the start for an end
 * @throws ValueError
 */
export function fromLocalClock(local: string, zone: string, notBefore?: string): string {
	const text = local.trim().replace(' ', 'T');
	const time = DateTime.fromISO(text, { zone, setZone: OFFSET.test(text) });
	if (!time.isValid) throw new ValueError('is not a date and time');
	const earliest = notBefore === undefined ? undefined : DateTime.fromISO(notBefore);
	const meant = OFFSET.test(text)
		? [time]
		: time.getPossibleOffsets().sort((a, b) => a.toMillis() - b.toMillis());
	const first = meant.find((one) => !earliest?.isValid || one >= earliest) ?? time;
	return first.toISO({ suppressMilliseconds: true }) ?? local;
}
