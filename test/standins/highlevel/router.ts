/** Finds the operation for a request. */
import type { Operation, VersionSet } from './digest';

/** An operation and the values of its path parameters. */
export interface Match {
	operation: Operation;
	params: Record<string, string>;
}

interface Route {
	operation: Operation;
	/** A string is literal, an object names a parameter. */
	segments: Array<string | { name: string }>;
	/** Sorts literal segments before parameters, from left to right. */
	rank: string;
}

/** Finds the operation for a request among those of one version set. */
export class Router {
	private readonly routes = new Map<string, Route[]>();

	constructor(operations: Operation[]) {
		for (const operation of operations) {
			const segments = operation.path
				.split('/')
				.slice(1)
				.map((part) => (part.startsWith('{') ? { name: part.slice(1, -1) } : part));
			const rank = segments.map((part) => (typeof part === 'string' ? '0' : '1')).join('');
			const key = keyOf(operation.set, operation.method, segments.length);
			const list = this.routes.get(key) ?? [];
			list.push({ operation, segments, rank });
			list.sort((left, right) => (left.rank < right.rank ? -1 : 1));
			this.routes.set(key, list);
		}
	}

	/** The operation at a path; an empty segment never matches a parameter. */
	find(set: VersionSet, method: string, path: string): Match | undefined {
		const parts = path.split('/').slice(1);
		for (const route of this.routes.get(keyOf(set, method, parts.length)) ?? []) {
			const params = fit(route, parts);
			if (params !== undefined) return { operation: route.operation, params };
		}
		return undefined;
	}
}

function keyOf(set: VersionSet, method: string, length: number): string {
	return `${set} ${method} ${length}`;
}

function fit(route: Route, parts: string[]): Record<string, string> | undefined {
	const params: Record<string, string> = {};
	for (const [at, segment] of route.segments.entries()) {
		const part = parts[at];
		if (part === undefined) return undefined;
		if (typeof segment === 'string') {
			if (segment !== part) return undefined;
		} else {
			if (part === '') return undefined;
			try {
				params[segment.name] = decodeURIComponent(part);
			} catch {
				return undefined;
			}
		}
	}
	return params;
}
