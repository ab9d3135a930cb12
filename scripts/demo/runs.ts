/** The last runs of the templates in n8n. */
import type { N8nClient } from '../../test/e2e/lib/client';
import { at, listAt, textAt } from '../../test/e2e/lib/json';

/** As many as the page shows for a template. */
const SHOWN = 3;

/** A run in n8n. */
export interface Run {
	id: string;
	/** `success`, `error`, `running`, `waiting` … */
	status: string;
	/** Milliseconds since the epoch. */
	startedAt: number;
}

/** @returns the last runs by workflow, newest first */
export async function lastRuns(client: N8nClient): Promise<Map<string, Run[]>> {
	const runs = new Map<string, Run[]>();
	for (const found of listAt(await client.call('GET', '/rest/executions?limit=100'), 'results')) {
		const workflow = textAt(found, 'workflowId');
		const known = runs.get(workflow) ?? [];
		if (known.length === SHOWN) continue;
		const startedAt = at(found, 'startedAt') ?? at(found, 'createdAt');
		known.push({
			id: textAt(found, 'id'),
			status: textAt(found, 'status'),
			startedAt: typeof startedAt === 'string' ? Date.parse(startedAt) : Date.now(),
		});
		runs.set(workflow, known);
	}
	return runs;
}
