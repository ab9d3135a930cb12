/** Builds and packs the package, once for each state of its sources. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CACHE, fingerprint, npm, ROOT, run, step } from './steps.mjs';

const FOLDER = join(CACHE, 'packed');

/** Everything that the packed files depend on. */
const SOURCES = [
	'package.json',
	'package-lock.json',
	'gulpfile.js',
	'tsconfig.json',
	'tsconfig.build.json',
	'credentials',
	'nodes',
	'README.md',
	'LICENSE.md',
	'CHANGELOG.md',
];

/** Installs the development dependencies where the folder has none. */
export async function ensureDependencies() {
	if (existsSync(join(ROOT, 'node_modules', '.package-lock.json'))) return;
	await step('Installing the development dependencies (about a minute)', async () => {
		await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
	});
}

/**
 * The packed package as users install it; packs anew only when a source has changed since.
 *
 * @returns {Promise<{tarball: string, fingerprint: string}>}
 */
export async function ensurePacked() {
	const state = fingerprint(SOURCES).slice(0, 16);
	const folder = join(FOLDER, state);
	const packed = existsSync(folder)
		? readdirSync(folder).find((name) => name.endsWith('.tgz'))
		: undefined;
	if (packed !== undefined) return { tarball: join(folder, packed), fingerprint: state };

	await ensureDependencies();
	return await step('Building and packing the package', async () => {
		const building = `${folder}.building`;
		rmSync(building, { recursive: true, force: true });
		mkdirSync(building, { recursive: true });
		await run(process.execPath, [join(ROOT, 'node_modules', 'gulp', 'bin', 'gulp.js'), 'build']);
		const { stdout } = await npm([
			'pack',
			'--silent',
			'--ignore-scripts',
			'--pack-destination',
			building,
		]);
		const name = basename(stdout.trim().split('\n').pop() ?? '');
		// Only a finished package may stand under the fingerprint.
		rmSync(folder, { recursive: true, force: true });
		renameSync(building, folder);
		for (const other of readdirSync(FOLDER)) {
			if (other !== state) rmSync(join(FOLDER, other), { recursive: true, force: true });
		}
		return { tarball: join(folder, name), fingerprint: state };
	});
}
