/** Finds the operation for a request. */
import * as shared from '../shared/router';
import type { Operation, VersionSet } from './digest';

/** An operation and the values of its path parameters. */
export type Match = shared.Match<Operation>;

/** Finds the operation for a request among those of one version set. */
export class Router {
	private readonly bySet = new Map<VersionSet, shared.Router<Operation>>();

	constructor(operations: Operation[]) {
		for (const set of new Set(operations.map((operation) => operation.set))) {
			const own = operations.filter((operation) => operation.set === set);
			this.bySet.set(set, new shared.Router(own));
		}
	}

	/** The operation at a path; an empty segment never matches a parameter. */
	find(set: VersionSet, method: string, path: string): Match | undefined {
		return this.bySet.get(set)?.find(method, path);
	}
}
