/** A target that fetches: a fault strikes each kind of call that it makes, one after another. */
import type { FaultKind, Times } from '../faults';
import type { Aimed, Attempt } from './disturbance';
import { repeatedly } from './disturbance';
import type { Target } from './target';

interface AimedTarget<Known> extends Pick<Target, 'name' | 'row' | 'way'> {
	/** Runs it once without a fault. Rejects if it does not succeed. */
	healthy: () => Promise<Known>;
	/** Calls whose answer to a fault is as good as the service's own. */
	believes?: ((fault: FaultKind, at: Aimed) => boolean) | undefined;
	runOnce: (
		struck: { fault: FaultKind; times: Times; at: Aimed },
		known: Known,
	) => Promise<Attempt>;
}

/** The target for something that makes no writes whose effects count. */
export function aimedTarget<Known extends { aims: Aimed[] }>({
	name,
	row,
	way,
	healthy,
	believes,
	runOnce,
}: AimedTarget<Known>): Target {
	let once: Promise<Known> | undefined;
	const known = async () => await (once ??= healthy());
	return {
		name,
		row,
		way,
		prepare: async () => void (await known()),
		run: async (fault, times) => {
			// Without a write, it makes no difference whether it happened.
			if (fault.isTwin === true) return undefined;
			const found = await known();
			const { aims } = found;
			const problems: string[] = [];
			for (const at of fault.place === undefined ? aims : aims.slice(0, 1)) {
				if (believes?.(fault, at) === true) continue;
				const wrong = await repeatedly(async () => await runOnce({ fault, times, at }, found));
				problems.push(...wrong.map((problem) => `at ${at.operationId}: ${problem}`));
			}
			return problems;
		},
	};
}
