/** What happened to an account, as a difference between two states: each line of a state counts. */

/** How many more of each line there are than before; negative for those that are gone. */
export type Difference = ReadonlyMap<string, number>;

function counted(state: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const line of state === '' ? [] : state.split('\n')) {
		counts.set(line, (counts.get(line) ?? 0) + 1);
	}
	return counts;
}

export function difference(before: string, after: string): Difference {
	const counts = counted(after);
	for (const [line, count] of counted(before)) {
		const left = (counts.get(line) ?? 0) - count;
		if (left === 0) counts.delete(line);
		else counts.set(line, left);
	}
	return counts;
}

export function sum(differences: Difference[]): Difference {
	const total = new Map<string, number>();
	for (const one of differences) {
		for (const [line, count] of one) {
			const now = (total.get(line) ?? 0) + count;
			if (now === 0) total.delete(line);
			else total.set(line, now);
		}
	}
	return total;
}

export function areEqual(a: Difference, b: Difference): boolean {
	return a.size === b.size && [...a].every(([line, count]) => b.get(line) === count);
}

/** In words, for the report of a cell. */
export function described(one: Difference): string {
	if (one.size === 0) return 'nothing';
	return [...one]
		.map(([line, count]) => `${count > 0 ? '+' : ''}${count} ${line.slice(0, 160)}`)
		.join('; ');
}
