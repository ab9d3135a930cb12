// Measures how long n8n takes to load the package.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { instantiate } from './contenders/engineRun';
import { COMPILED } from './engine';
import type { Report } from './jobs';

const NODES = ['HighLevelContacts', 'HighLevelCalendars'];
const CREDENTIALS = ['HighLevelPrivateIntegrationApi', 'HighLevelAppOAuth2Api'];

const load = createRequire(__filename);

/** Loads the package as n8n does at startup; n8n-workflow is loaded beforehand, as in n8n. */
export function timeLoading(): Pick<Report, 'loadMs' | 'describeMs'> {
	const nodePath = (name: string) => join(COMPILED, `nodes/HighLevel/${name}.node.js`);
	load('n8n-workflow');
	const start = performance.now();
	for (const name of NODES) load(nodePath(name));
	for (const name of CREDENTIALS) load(join(COMPILED, `credentials/${name}.credentials.js`));
	const loaded = performance.now();
	for (const name of NODES) instantiate(nodePath(name), name);
	const described = performance.now();
	return { loadMs: loaded - start, describeMs: described - loaded };
}
