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
async function openPlaces(): Promise<Places> {
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
	/** The first call that it may strike, counted from 1; the first one by default. */
	from?: number;
}

/** A planted fault. */
export interface Planted {
	/** The address at which the nodes find the service; undefined: its own. */
	address: string | undefined;
	/** What other servers than the service were sent. */
	taken: () => string[];
}

/** More than any cell makes. */
const MOST_CALLS = 500;

let planted = 0;

/** Plants the fault. */
export async function strike(
	faults: Faults,
	fault: FaultKind,
	times: Times,
	aim: Aim,
): Promise<Planted> {
	const { elsewhere, untrusted } = await openPlaces();
	planted += 1;
	const path = `/taken-${planted}-`;
	const sentTo = ({ received }: Elsewhere, mark: string) =>
		received
			.filter((request) => request.includes(mark))
			.map(() => 'a server that is not the service was sent something');
	if (fault.place !== undefined) {
		const address = fault.place === 'refused' ? NOBODY : `${untrusted.url}${path}`;
		return { address, taken: () => sentTo(untrusted, path) };
	}
	if (fault.action === undefined) throw new Error(`${fault.name} does nothing`);
	const { method, operationId, from = 1 } = aim;
	faults.add({
		...(method === undefined ? {} : { method }),
		...(operationId === undefined ? {} : { operationId }),
		action: aimedAt(fault.action, `${elsewhere.url}${path}`),
		name: fault.name,
		...(times === 'once' ? { count: 1 } : {}),
		...(from > 1 ? { nth: Array.from({ length: MOST_CALLS }, (_, at) => from + at) } : {}),
	});
	return { address: undefined, taken: () => sentTo(elsewhere, path) };
}

/** The redirect leads to the server that is not the service. */
function aimedAt(action: FaultAction, url: string): FaultAction {
	if (action.kind !== 'status' || action.headers?.location !== ELSEWHERE) return action;
	return { ...action, headers: { ...action.headers, location: url } };
}
