/** Builds and packs the package as users install it, only once for each state of its sources. */
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { run } from './commands.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { step } from './steps.mjs';

const FOLDER = join(CACHE, 'packed');

/** Everything that the packed files depend on. */
const SOURCES = [
	'package.json',
	'package-lock.json',
	'gulpfile.mjs',
	'tsconfig.json',
	'tsconfig.build.json',
	'credentials',
	'nodes',
	'README.md',
	'LICENSE.md',
	'CHANGELOG.md',
];

/**
 * Returns the packed package; packs it again only if a source has changed.
 *
 * @returns {Promise<{tarball: string, fingerprint: string}>} the file, and the first 16 digits of the sources' hash
 * @throws {import('execa').ExecaError} when the sources do not build
 */
export async function ensurePacked() {
	const fingerprint = hashOf(SOURCES).slice(0, 16);
	const folder = join(FOLDER, fingerprint);
	const packed = existsSync(folder)
		? readdirSync(folder).find((name) => name.endsWith('.tgz'))
		: undefined;
	if (packed !== undefined) return { tarball: join(folder, packed), fingerprint };

	return await step('Building and packing the package', async () => {
		const building = `${folder}.building`;
		rmSync(building, { recursive: true, force: true });
		mkdirSync(building, { recursive: true });
		const { filename } = await buildAndPack(building);
		// The fingerprint's folder must only ever contain a finished package.
		rmSync(folder, { recursive: true, force: true });
		renameSync(building, folder);
		for (const other of readdirSync(FOLDER)) {
			if (other !== fingerprint) rmSync(join(FOLDER, other), { recursive: true, force: true });
		}
		return { tarball: join(folder, filename), fingerprint };
	});
}

/**
 * Builds a checkout of the repository and packs it.
 *
 * @param {string} folder where the packed file goes
 * @param {string} [checkout] default: this one
 * @returns {Promise<{filename: string, version: string, integrity: string, unpackedSize: number, entryCount: number}>} what
 *   npm says of the packed file
 * @throws {import('execa').ExecaError} when the sources do not build
 */
export async function buildAndPack(folder, checkout = ROOT) {
	await run('gulp', ['build'], { cwd: checkout });
	const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
	const { stdout } = await run('npm', ['pack', ...options], { cwd: checkout });
	return JSON.parse(stdout)[0];
}

/** A hash of the names and contents of files and folders in the repository, in hexadecimal. */
function hashOf(paths) {
	const hash = createHash('sha256');
	for (const file of paths.flatMap((path) => filesIn(join(ROOT, path)))) {
		hash.update(relative(ROOT, file).split(sep).join('/'));
		hash.update('\0');
		hash.update(readFileSync(file));
		hash.update('\0');
	}
	return hash.digest('hex');
}

function filesIn(path) {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesIn(join(path, name)));
}
