/** Finds the route for a request. */

/** A method and a path such as `/contacts/{contactId}`. */
export interface Route {
	readonly method: string;
	readonly path: string;
}

/** A route and the values of its path parameters. */
export interface Match<T extends Route> {
	operation: T;
	params: Record<string, string>;
}

interface Known<T extends Route> {
	operation: T;
	/** A string is literal, an object names a parameter. */
	segments: Array<string | { name: string }>;
	/** Sorts literal segments before parameters, from left to right. */
	rank: string;
}

/** Finds the route for a request; a literal segment wins over a parameter. */
export class Router<T extends Route> {
	private readonly routes = new Map<string, Array<Known<T>>>();

	constructor(operations: Iterable<T>) {
		for (const operation of operations) {
			const segments = operation.path
				.split('/')
				.slice(1)
				.map((part) => (part.startsWith('{') ? { name: part.slice(1, -1) } : part));
			const rank = segments.map((part) => (typeof part === 'string' ? '0' : '1')).join('');
			const key = keyOf(operation.method, segments.length);
			const list = this.routes.get(key) ?? [];
			list.push({ operation, segments, rank });
			list.sort((left, right) => (left.rank < right.rank ? -1 : 1));
			this.routes.set(key, list);
		}
	}

	/** The route at a path; an empty segment never matches a parameter. */
	find(method: string, path: string): Match<T> | undefined {
		const parts = path.split('/').slice(1);
		for (const known of this.routes.get(keyOf(method, parts.length)) ?? []) {
			const params = fit(known.segments, parts);
			if (params !== undefined) return { operation: known.operation, params };
		}
		return undefined;
	}
}

function keyOf(method: string, length: number): string {
	return `${method} ${length}`;
}

function fit(
	segments: ReadonlyArray<string | { name: string }>,
	parts: string[],
): Record<string, string> | undefined {
	const params: Record<string, string> = {};
	for (const [at, segment] of segments.entries()) {
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
