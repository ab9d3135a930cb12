// Looks things up once per run.

/** What was looked up, by key. */
export type Cache = Map<string, Promise<unknown>>;

/** Looks something up unless it is in the cache. A failed look-up is not kept. */
export type Cached = <T>(key: string, lookUp: () => Promise<T>) => Promise<T>;

/** @returns looks things up, and keeps them in the given cache */
export function cachedIn(cache: Cache): Cached {
	return async <T>(key: string, lookUp: () => Promise<T>): Promise<T> => {
		const known = cache.get(key);
		if (known) return (await known) as T;
		const result = lookUp();
		cache.set(key, result);
		// The look-up may succeed for the next item.
		result.catch(() => cache.delete(key));
		return await result;
	};
}
