#!/usr/bin/env node
/**
 * Installs what the end-to-end tests and the demo need: n8n, its Node, SQLite and, for the browser tests, Chromium. Keeps
 * what is already in place; if nothing is missing, no network is needed.
 *
 *   node scripts/install-e2e.mjs               everything
 *   node scripts/install-e2e.mjs --no-browser  without Chromium
 *
 * If Chromium is missing, prints SKIPPED and the reason; in CI that is a failure.
 */
import { ensureDependencies } from './lib/packages.mjs';

ensureDependencies();
const { explain } = await import('./lib/commands.mjs');
const { ensureN8n } = await import('./lib/n8n-install.mjs');
const { say, since } = await import('./lib/steps.mjs');
const { ensureChromium } = await import('./lib/system.mjs');

const start = Date.now();
try {
	const { node, fresh } = await ensureN8n();
	say(`n8n: ${fresh ? 'installed' : 'in place'}, runs on ${node}`);
	if (!process.argv.includes('--no-browser')) {
		const chromium = await ensureChromium();
		if ('path' in chromium) say(`Chromium: ${chromium.path}`);
		else {
			say(`SKIPPED browser: ${chromium.missing}`);
			if (process.env.CI === 'true') process.exitCode = 1;
		}
	}
	say(`Ready in ${since(start)}`);
} catch (error) {
	say(explain(error));
	process.exitCode = 1;
}
