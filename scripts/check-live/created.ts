/** The records that a check created and has not deleted yet. */
export class Created {
	private readonly records = new Set<string>();

	/** Their kinds and IDs, for the report. */
	get left(): string[] {
		return [...this.records];
	}

	add(kind: string, id: string): void {
		this.records.add(`${kind} ${id}`);
	}

	/** Takes a record off the list when its delete was answered with success. */
	deleted(kind: string, id: string, status: number): void {
		if (status < 300) this.records.delete(`${kind} ${id}`);
	}
}
