/** A store of records by ID, in order of creation. */
export class Table<T extends { id: string }> {
	private readonly rows = new Map<string, T>();

	/** Increases with every write, so that readers can notice changes. */
	version = 0;

	get size(): number {
		return this.rows.size;
	}

	get(id: string): T | undefined {
		return this.rows.get(id);
	}

	/** Adds a record, or replaces the one with the same ID, and returns it. */
	put(row: T): T {
		this.rows.set(row.id, row);
		this.version += 1;
		return row;
	}

	delete(id: string): boolean {
		this.version += 1;
		return this.rows.delete(id);
	}

	all(): T[] {
		return [...this.rows.values()];
	}

	where(test: (row: T) => boolean): T[] {
		const found: T[] = [];
		for (const row of this.rows.values()) if (test(row)) found.push(row);
		return found;
	}

	find(test: (row: T) => boolean): T | undefined {
		for (const row of this.rows.values()) if (test(row)) return row;
		return undefined;
	}

	clear(): void {
		this.rows.clear();
		this.version += 1;
	}
}
