// Counts executions while they end.

import { newLines } from './lines';

/**
 * Counts the executions of some workflows that the hook has reported; each call reads only what is new.
 *
 * @param workflows their IDs
 */
export function executionsIn(file: string, workflows: readonly string[]): () => number {
	const read = newLines(file);
	let count = 0;
	return () => {
		count += read().filter((line) => workflows.some((id) => line.includes(`"${id}"`))).length;
		return count;
	};
}
