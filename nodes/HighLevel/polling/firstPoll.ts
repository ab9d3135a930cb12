// Suppresses temporary faults of the first poll after an activation.
//
// The first poll after an activation must not throw for a temporary fault: whatever it throws, n8n tries five times within
// 15 s and then never polls again, although it still shows the trigger as active. Later polls may throw.

import { mayPass } from '../../shared/passing';

/** Most faults suppressed in a row, in case n8n makes a new copy of the static data for each poll. */
const MAX_SUPPRESSED = 3;

/** Static data whose first poll has run: n8n makes one copy of the workflow's static data per activation. */
const polled = new WeakSet<object>();
/** Suppressed faults in a row, by trigger. */
const suppressed = new Map<string, number>();

/** Records that a poll succeeded. */
export function notePoll(staticData: object, trigger: string): void {
	polled.add(staticData);
	suppressed.delete(trigger);
}

/**
 * Whether to suppress a poll's fault: it may be temporary, and the poll is the first after an activation. Counts the fault.
 *
 * @param trigger identifies workflow and node
 */
export function suppressFault(staticData: object, trigger: string, error: Error): boolean {
	if (polled.has(staticData) || !mayPass(error)) return false;
	const times = (suppressed.get(trigger) ?? 0) + 1;
	if (times > MAX_SUPPRESSED) return false;
	suppressed.set(trigger, times);
	polled.add(staticData);
	return true;
}
