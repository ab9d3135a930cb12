/** Plants a fault for one cell, and says where the service then is. */
import type { Faults } from '../standins/shared/faults';
import type { FaultAction } from '../standins/shared/faults';
import type { FaultKind, Times } from './faults';
import { ELSEWHERE } from './faults';
import type { Elsewhere } from './places';
import { NOBODY, startElsewhere, startUntrusted } from './places';

/** The servers of this process that are not the service. */
export interface Places {
	elsewhere: Elsewhere;
	untrusted: Elsewhere;
}

let places: Promise<Places> | undefined;

/** Starts them once. */
export async function openPlaces(): Promise<Places> {
	places ??= (async () => ({
		elsewhere: await startElsewhere(),
		untrusted: await startUntrusted(),
	}))();
	return await places;
}

/** Which calls a fault strikes. */
export interface Aim {
	method?: string;
	operationId?: string;
	path?: string | RegExp;
}

/**
 * Plants the fault.
 *
 * @returns the address at which the nodes find the service; undefined: its own
 */
export async function strike(
	faults: Faults,
	fault: FaultKind,
	times: Times,
	aim: Aim,
): Promise<string | undefined> {
	const { elsewhere, untrusted } = await openPlaces();
	if (fault.place !== undefined) return fault.place === 'refused' ? NOBODY : untrusted.url;
	if (fault.action === undefined) throw new Error(`${fault.name} does nothing`);
	faults.add({
		...aim,
		action: aimedAt(fault.action, elsewhere.url),
		name: fault.name,
		...(times === 'once' ? { count: 1 } : {}),
	});
	return undefined;
}

/** The redirect leads to the server that is not the service. */
function aimedAt(action: FaultAction, url: string): FaultAction {
	if (action.kind !== 'status' || action.headers?.location !== ELSEWHERE) return action;
	return { ...action, headers: { ...action.headers, location: `${url}/taken` } };
}
