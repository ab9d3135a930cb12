import type { IDataObject } from 'n8n-workflow';

import { eventOf } from './events';
import type { FakeAccount } from './fakeAccount';
import { ModelN8n } from './n8nModel';

/** A trigger of an active workflow, in an n8n that keeps running. */
export class ActiveTrigger {
	/** What the last poll logged instead of throwing. */
	warned: string | undefined;
	private readonly n8n: ModelN8n;

	constructor(
		account: FakeAccount,
		private readonly event: string,
		public values: IDataObject = {},
	) {
		this.n8n = new ModelN8n(account, 500);
	}

	/** Polls once and returns the emitted items; rejects if the poll fails. */
	async poll(): Promise<IDataObject[]> {
		const trigger = { id: 'A', event: eventOf(this.event), values: this.values };
		const { error, items, warned } = await this.n8n.poll(trigger, 'none', () => {});
		if (error) throw error;
		this.warned = warned;
		return items ?? [];
	}

	/** The length of what n8n has saved, in characters. */
	get size(): number {
		return this.n8n.read().length;
	}
}
