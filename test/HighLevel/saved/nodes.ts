/** Nodes as workflows contain them, and the requests that they sent when they were recorded. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import type { Engine } from '../../engine/harness';
import type { Recorder } from '../../contract/recorder';
import type { Row } from '../../contract/rows';
import { runAgainst } from '../../contract/rows';

const STORE = join(__dirname, 'nodes.json');

/** A request without its headers. */
interface SentRequest {
	method: string;
	path: string;
	query?: unknown;
	body?: unknown;
}

/** One node, as n8n saves it: without the values that are the defaults of its version. */
export interface SavedNode {
	family: Row['family'];
	typeVersion: number;
	/** `resource.operation`, then what is filled in. */
	title: string;
	parameters: INodeParameters;
	requests: SentRequest[];
}

/** @returns every stored node */
export function readSavedNodes(): SavedNode[] {
	return JSON.parse(readFileSync(STORE, 'utf8')) as SavedNode[];
}

/** Stores nodes, one a line. */
export function writeSavedNodes(nodes: SavedNode[]): void {
	writeFileSync(STORE, `[\n${nodes.map((node) => JSON.stringify(node)).join(',\n')}\n]\n`);
}

/** Searches for the next free slots begin now, which is another moment in each run: only their length is kept. */
function withoutClock(query: Record<string, unknown>): Record<string, unknown> {
	const start = Number(query.startDate);
	if (!(Math.abs(start - Date.now()) < 3_600_000)) return query;
	const days = Math.round((Number(query.endDate) - start) / 86_400_000);
	return { ...query, startDate: 'now', endDate: `now + ${days} days` };
}

/**
 * Runs a saved node with the present code.
 *
 * @returns the requests that it sends, in their order
 * @throws WorkflowHasIssuesError when n8n itself refuses the node
 */
export async function requestsOf(
	{ family, typeVersion, parameters }: Omit<SavedNode, 'requests'>,
	engine: Engine,
	recorder: Recorder,
): Promise<SentRequest[]> {
	await runAgainst({
		engine,
		recorder,
		family,
		typeVersion,
		parameters,
		version: 'v3',
		onError: 'continueRegularOutput',
	});
	return recorder.take().map(({ method, path, query, body }) => ({
		method,
		path,
		...(Object.keys(query).length > 0 ? { query: withoutClock(query) } : {}),
		...(body === undefined ? {} : { body }),
	}));
}
