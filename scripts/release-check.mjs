#!/usr/bin/env node
/**
 * Whether this commit can be released. Runs every check and prints a table; the exit code is 0 only if all of them ran and
 * passed.
 *
 *   npm run release:check
 *   npm run release:check -- --from <ref>           the version before, for the upgrade; default: the newest tag
 *   npm run release:check -- --without tests,audit  for a quick look; never counts as ready
 */
import { parseArgs } from 'node:util';
import { ensureTestPackages } from './lib/packages.mjs';

ensureTestPackages();
const { explain } = await import('./lib/commands.mjs');
const { since, say } = await import('./lib/steps.mjs');
const { checkAudit } = await import('./release/audit.mjs');
const { checkPackage } = await import('./release/package.mjs');
const { checkTests } = await import('./release/tests.mjs');
const { checkTree, checkVersion } = await import('./release/repository.mjs');
const { checkUpgrade } = await import('./release/upgrade.mjs');

/** Each check returns what it saw, in a few words, or throws. */
const CHECKS = {
	tree: { title: 'Everything is committed', run: checkTree },
	version: { title: 'Version, changelog and tag agree', run: checkVersion },
	audit: { title: 'Advisories for the packages', run: checkAudit },
	package: { title: "Packed content and n8n's scan", run: checkPackage },
	upgrade: { title: 'Upgrade from the version before', run: checkUpgrade },
	tests: { title: 'npm test', run: checkTests },
};

const { values } = parseArgs({
	options: { from: { type: 'string' }, without: { type: 'string', default: '' } },
});
const without = values.without.split(',').filter((name) => name !== '');
const unknown = without.filter((name) => !(name in CHECKS));
if (unknown.length > 0) {
	console.error(
		`There is no check ${unknown.join(', ')}: there are ${Object.keys(CHECKS).join(', ')}`,
	);
	process.exit(2);
}

const rows = [];
for (const [name, { title, run }] of Object.entries(CHECKS)) {
	if (without.includes(name)) {
		rows.push({ state: 'left out', title, text: '' });
		continue;
	}
	say(`\n${title}`);
	const start = Date.now();
	try {
		const text = await run({ from: values.from });
		rows.push({ state: 'ok', title, text: `${text} (${since(start)})` });
	} catch (error) {
		say(explain(error));
		rows.push({ state: 'FAILED', title, text: explain(error).split('\n')[0] });
	}
}

say('');
for (const { state, title, text } of rows) say(`${state.padEnd(9)} ${title.padEnd(36)} ${text}`);
const ready = rows.every(({ state }) => state === 'ok');
say(ready ? '\nReady to release.' : '\nNot ready to release.');
process.exitCode = ready ? 0 : 1;
