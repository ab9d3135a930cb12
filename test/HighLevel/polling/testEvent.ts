import type { IDataObject } from 'n8n-workflow';

import type { Found, Poll, PollEvent, State } from '../../../nodes/HighLevel/polling/event';

/** An event that emits what a test puts into it. */
export class TestEvent {
	items: IDataObject[] = [];
	/** The states that it was called with. */
	readonly states: Array<State | undefined> = [];
	real: IDataObject | undefined;
	watching: () => Promise<void> = async () => {};
	readonly event: PollEvent;

	constructor(more: Partial<PollEvent> = {}) {
		const watch = async (_: Poll, state: State | undefined): Promise<Found> => {
			this.states.push(state);
			await this.watching();
			return { items: this.items, state: { n: this.states.length } };
		};
		const texts = { name: '', action: '', description: '', source: '', cursor: '' };
		this.event = {
			...{ ...texts, bound: '', calls: '', misses: '' },
			value: 'tested',
			fields: [],
			watch,
			sample: async () => this.real,
			example: { id: 'example', extra: 1 },
			...more,
		};
	}
}
