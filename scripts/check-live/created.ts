/** The records that a check has created and not yet deleted. */
export class Created {
	private readonly records = new Set<string>();

	/** Their kinds and IDs, for the report. */
	get left(): string[] {
		return [...this.records];
	}

	add(kind: string, id: string): void {
		this.records.add(`${kind} ${id}`);
	}

	/** Removes a record from the list if its delete succeeded. */
	deleted(kind: string, id: string, status: number): void {
		if (status < 300) this.records.delete(`${kind} ${id}`);
	}
}
