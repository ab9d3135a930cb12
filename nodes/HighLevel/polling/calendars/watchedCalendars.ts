// The field for the calendars to watch.

import type { Field } from '../../../shared/operation';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { textsOf } from '../../../shared/values';
import { idOf } from '../../record';
import type { Poll } from '../event';
import { readCalendars } from './calendarList';

/** The calendars whose events are read. */
export const watchedCalendars: Field = {
	displayName: 'Calendar Names or IDs',
	name: 'calendarIds',
	type: 'multiOptions',
	default: [],
	...multiOptionsFrom('getCalendars'),
	hint: 'All calendars if empty. Each costs one call per poll.',
};

/** @returns the IDs of the chosen calendars, or of all if none is chosen, which costs one call */
export async function watchedCalendarIds(poll: Poll): Promise<string[]> {
	const chosen = textsOf(poll.values.calendarIds);
	return chosen.length > 0 ? chosen : (await readCalendars(poll)).map(idOf);
}
