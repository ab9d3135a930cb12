// What survives a restart, in the node's static data.

import type { IDataObject } from 'n8n-workflow';

import { isRecord, recordAt, textOf } from '../../shared/values';
import type { Memory } from './memory';

/** n8n stores this in the workflow, so these names must not change. */
const KEY = 'calendarHero';

/** Writes what the memory knows. */
export function store(staticData: IDataObject, { url, hooks, good }: Memory): void {
	staticData[KEY] = {
		url,
		hooks: Object.fromEntries(hooks),
		good: Object.fromEntries(good),
	};
}

/** Fills a memory that knows nothing yet from what was stored. */
export function recall(staticData: IDataObject, memory: Memory): void {
	const stored = recordAt(staticData, KEY) ?? {};
	if (memory.url === '') memory.url = textOf(stored.url);
	const hooks = isRecord(stored.hooks) ? stored.hooks : {};
	for (const [event, id] of Object.entries(hooks)) {
		if (!memory.hooks.has(event)) memory.hooks.set(event, textOf(id));
	}
	const good = isRecord(stored.good) ? stored.good : {};
	for (const [event, at] of Object.entries(good)) {
		if (!memory.good.has(event) && typeof at === 'number') memory.good.set(event, at);
	}
}

/** Forgets everything, once the hooks are gone. */
export function erase(staticData: IDataObject): void {
	delete staticData[KEY];
}
