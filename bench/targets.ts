// The contacts that a scenario writes, and the sub-account that each belongs to.

import type { LoggedCall, Written } from './measure';
import { countWritten } from './measure';

/** How the items of an agency's run are ordered: taking turns, one sub-account after another, or one sub-account alone. */
export type ItemOrder = 'inTurns' | 'sorted' | { alone: number };

/** A contact to write. */
export interface Target {
	email: string;
	/** '' for the only one. */
	subAccount: string;
}

/** @param count contacts to write */
export function targetsFor(count: number): Target[] {
	return Array.from({ length: count }, (_, index) => ({
		email: `person${index}@bench.example.com`,
		subAccount: '',
	}));
}

/**
 * The contacts to write to an agency.
 *
 * @param count contacts for each sub-account
 */
export function agencyTargets(
	count: number,
	subAccounts: readonly string[],
	order: ItemOrder,
): Target[] {
	const lists = subAccounts.map((subAccount, client) =>
		targetsFor(count).map(({ email }) => ({ email: `client${client}.${email}`, subAccount })),
	);
	if (order === 'sorted') return lists.flat();
	if (order !== 'inTurns') return lists[order.alone] ?? [];
	return Array.from({ length: count }, (_, index) => lists.map((list) => list[index]))
		.flat()
		.filter((target) => target !== undefined);
}

/** Counts what was written to each contact's own sub-account; a contact in another one's counts as lost. */
export function countTargets(log: readonly LoggedCall[], targets: readonly Target[]): Written {
	const subAccounts = [...new Set(targets.map(({ subAccount }) => subAccount))];
	const counts = subAccounts.map((subAccount) =>
		countWritten(
			subAccount === '' ? log : log.filter(({ body }) => locationIn(body) === subAccount),
			targets.filter((target) => target.subAccount === subAccount).map(({ email }) => email),
		),
	);
	const sum = (key: keyof Written) => counts.reduce((total, one) => total + one[key], 0);
	return { lost: sum('lost'), doubled: sum('doubled'), again: sum('again') };
}

function locationIn(body: unknown): unknown {
	return typeof body === 'object' && body !== null ? Reflect.get(body, 'locationId') : undefined;
}
