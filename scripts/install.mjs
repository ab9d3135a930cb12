// Installs what the tests need and is missing: the development dependencies and both engines.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json');

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
	console.error(`Node 20 or newer is needed, this is ${process.versions.node}`);
	process.exit(1);
}

/** Whether every package of the lockfile is installed in the version it names. */
function isCurrent() {
	if (!existsSync(INSTALLED)) return false;
	const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
	const installed = read(INSTALLED);
	return Object.entries(read(join(ROOT, 'package-lock.json'))).every(
		([path, wanted]) =>
			path === '' || wanted.optional || installed[path]?.version === wanted.version,
	);
}

function run(command, args) {
	const { status } = spawnSync(command, args, {
		cwd: ROOT,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	if (status !== 0) process.exit(status ?? 1);
}

if (isCurrent()) {
	console.log(`packages: installed ${statSync(INSTALLED).mtime.toISOString().slice(0, 10)}`);
} else {
	console.log('packages: installing (about a minute)');
	run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
}
run(process.execPath, [join(ROOT, 'scripts/install-engines.mjs')]);
