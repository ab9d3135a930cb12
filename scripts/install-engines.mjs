// Installs the n8n-core versions that the engine tests run in, each from its own lockfile.
// What is already there is left alone; `node scripts/install-engines.mjs newest` installs only one.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENGINES = join(dirname(fileURLToPath(import.meta.url)), '../test/engine');
const KNOWN = ['newest', 'oldest'];
const wanted = process.argv.slice(2);

for (const name of wanted.length > 0 ? wanted : KNOWN) {
	if (!KNOWN.includes(name)) {
		console.error(`Unknown engine ${name}: expected ${KNOWN.join(' or ')}`);
		process.exit(1);
	}
	const folder = join(ENGINES, name);
	const stamp = join(folder, 'node_modules/.installed-from');
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json']) {
		hash.update(readFileSync(join(folder, file)));
	}
	const state = hash.digest('hex');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) {
		console.log(`engine ${name}: installed`);
		continue;
	}

	console.log(`engine ${name}: installing (about a minute)`);
	const started = Date.now();
	const npm = spawnSync(
		'npm',
		['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'],
		{
			cwd: folder,
			stdio: 'inherit',
			shell: process.platform === 'win32',
		},
	);
	if (npm.status !== 0) process.exit(npm.status ?? 1);
	writeFileSync(stamp, state);
	console.log(`engine ${name}: installed in ${Math.round((Date.now() - started) / 1000)} s`);
}
