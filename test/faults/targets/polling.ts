/** Every event of the polling triggers: what happened is emitted exactly once, in the poll that a fault strikes or later. */
import type { IDataObject } from 'n8n-workflow';

import { EVENT_FIXTURES, time } from '../../HighLevel/polling/eventFixtures';
import { EVENTS } from '../../HighLevel/polling/events';
import { RunningTrigger } from '../../HighLevel/polling/runningTrigger';
import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import { normal } from '../normal';
import { openSeeded } from '../worlds/highLevel';
import { later } from './time';
import { pollingTarget } from './poll';
import type { Target } from './target';

/** Opens an account in which the event has happened since the trigger's first poll. */
async function openEvent(event: string) {
	const fixture = EVENT_FIXTURES[event];
	if (!fixture) throw new Error(`${event} has no fixture`);
	const world = await openSeeded();
	const { account } = world;
	fixture.before?.(account.standIn);
	const trigger = new RunningTrigger(account, event);
	await trigger.poll();
	let ms = 0;
	let usual: string | undefined;
	time.pass = (passes) => (ms += passes);
	fixture.happens(account.standIn);
	account.log.length = 0;
	return {
		world,
		poll: async (address?: string): Promise<IDataObject[]> => {
			// Other settings mean an edit of the workflow, after which n8n starts the trigger anew.
			if (address !== usual) trigger.change({ credential: address ? { apiUrl: address } : {} });
			usual = address;
			return (await later(ms, async () => await trigger.poll())) ?? [];
		},
	};
}

/** Whether an item reports what happened. */
function reports(event: string, item: IDataObject): boolean {
	const expected = Object.fromEntries(
		Object.entries(EVENT_FIXTURES[event]?.expected ?? {})
			// Shrinks while the calls are under way.
			.filter(([key]) => !key.endsWith('InMinutes')),
	);
	const text = (value: unknown) => JSON.stringify(normal(value, () => true));
	const has = (value: unknown, part: unknown): boolean =>
		typeof part === 'object' && part !== null && !Array.isArray(part)
			? Object.entries(part).every(([key, one]) =>
					has((value as Record<string, unknown> | undefined)?.[key], one),
				)
			: Array.isArray(part)
				? Array.isArray(value) && part.every((one, at) => has(value[at], one))
				: text(value) === text(part);
	return has(item, expected);
}

const isOfContacts = (event: string) => contactEvents.some(({ value }) => value === event);

export const pollingTargets: Target[] = EVENTS.map(({ value }) =>
	pollingTarget({
		name: `HighLevel on ${value}`,
		row: isOfContacts(value) ? 'Contacts: polling trigger' : 'Calendars: polling trigger',
		open: async () => await openEvent(value),
		reports: (item) => reports(value, item),
		// That a task does not exist any more is an answer like any other. That a calendar does not is a refusal, which says
		// nothing when it is cut off; the next poll asks again.
		believes: ({ name, column }, { operationId }) =>
			(name === '404' && operationId === 'get-task') ||
			(column === 'cut off' && value === 'calendarDeleted' && operationId === 'get-calendar'),
	}),
);
