'use strict';
/**
 * Runs inside n8n, in two roles: `NODE_OPTIONS=--require` makes it report the process's memory and handles at each
 * SIGUSR2, and `EXTERNAL_HOOK_FILES` makes it report every execution. Both go to SOAK_FILE, one JSON text a line. It keeps
 * nothing.
 */
const { appendFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

const { SOAK_FILE: file } = process.env;

const report = (line) => appendFileSync(file, `${JSON.stringify(line)}\n`);

function sample(collect) {
	// What only finalizers free needs a second pass.
	collect();
	collect();
	const { rss, heapUsed, external } = process.memoryUsage();
	const types = {};
	for (const type of process.getActiveResourcesInfo()) types[type] = (types[type] ?? 0) + 1;
	report({ kind: 'sample', rss, heapUsed, external, types });
}

// n8n's code runner is another process with the same environment.
if (process.argv[2] === 'start') {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc');
	process.on('SIGUSR2', () => sample(collect));
}

/** The ID by which the soak recognises an item: that of a delivery or of a record. */
const idOf = ({ json }) => json.webhookId ?? json.body?.webhookId ?? json.id;

function ended(run, workflow) {
	const { error, lastNodeExecuted, runData } = run?.data?.resultData ?? {};
	const items = runData?.[lastNodeExecuted]?.[0]?.data?.main?.[0] ?? [];
	report({
		kind: 'execution',
		workflow: workflow.id,
		status: run?.status,
		error: error?.message,
		ids: items.map(idOf),
	});
}

module.exports = { workflow: { postExecute: [async (run, workflow) => ended(run, workflow)] } };
