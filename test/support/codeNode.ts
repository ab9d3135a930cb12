import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

import { DateTime } from 'luxon';

const FOLDER = join(__dirname, '..', '..', 'scripts', 'workflows', 'code');

type Json = Record<string, unknown>;

/** What a Code node reads of another node. */
interface NodeOutput {
	isExecuted: boolean;
	first(): { json: Json };
	all(): Array<{ json: Json }>;
}

const outputOf = (items: Json[] | undefined): NodeOutput => ({
	isExecuted: items !== undefined,
	first: () => ({ json: items?.[0] ?? {} }),
	all: () => (items ?? []).map((json) => ({ json })),
});

/**
 * Runs the text of a Code node of the templates, as n8n does: once for all items.
 *
 * @param file its name in scripts/workflows/code, without `.js`
 * @param input the items that come in
 * @param nodes what other nodes have put out, by their names
 * @returns the items that go out
 */
export function runCodeNode(file: string, input: Json[], nodes: Record<string, Json[]>): Json[] {
	const text = readFileSync(join(FOLDER, `${file}.js`), 'utf8');
	const run = new Script(`(function ($, $input, DateTime) {${text}\n})`).runInThisContext() as (
		node: (name: string) => NodeOutput,
		input: NodeOutput,
		dateTime: typeof DateTime,
	) => Array<{ json: Json }>;
	return run((name) => outputOf(nodes[name]), outputOf(input), DateTime).map(({ json }) => json);
}
