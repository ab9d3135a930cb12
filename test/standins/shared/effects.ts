/** Numbers what requests change. */
import type { LogEntry } from './log';

/** Numbers the changes of one stand-in, so that lost and duplicate writes can be counted. */
export class Effects {
	private nextId = 1;

	/**
	 * Records in a request's line of the log what it changed.
	 *
	 * @param kind such as `contact.create`
	 */
	note(entry: LogEntry, kind: string, recordIds: string[]): void {
		entry.effect = { id: this.nextId, kind, recordIds };
		this.nextId += 1;
	}
}
