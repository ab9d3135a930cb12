/** An account that the cells run against, whichever service it is of. */
import type { Faults } from '../../standins/shared/faults';
import type { LogEntry } from '../../standins/shared/log';

export interface World {
	/** The stand-in's address. */
	readonly url: string;
	readonly faults: Faults;
	readonly log: LogEntry[];
	readonly state: object;
	/** What nobody may show. */
	readonly secrets: string[];
	/** Gives the account back, or closes it if calls may still be under way. */
	release(clean: boolean): Promise<void>;
}
