/** Builds SQLite's binding for n8n, the only part of n8n that has to be compiled. */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { explain, run } from './commands.mjs';
import { say, step } from './steps.mjs';
import { canInstallDebianPackages, findProgram, installDebianPackages } from './system.mjs';

const HEADERS = '/usr/include/sqlite3.h';

/**
 * Builds the binding unless it already loads: against the system's SQLite if its headers are installed, otherwise from the
 * source in the package; only as a last resort is a prebuilt one downloaded.
 *
 * @param {string} node the Node that will load it
 * @param {string} folder the installation folder
 * @throws {Error} when none of these works; the message says what to install
 */
export async function ensureSqlite(node, folder) {
	if (await loads(node, folder)) return;
	await installBuildTools();
	let reason = 'it was built but does not load';
	for (const { title, args } of waysToBuild()) {
		try {
			await step(title, async () => await rebuild(node, folder, args));
			if (await loads(node, folder)) return;
		} catch (error) {
			reason = explain(error);
		}
	}
	throw new Error(
		`SQLite could not be built. Install a C++ compiler, make and Python 3, and try again.\n${reason}`,
	);
}

async function loads(node, folder) {
	const program = "new (require('sqlite3').Database)(':memory:').close()";
	const { failed } = await run(node, ['-e', program], { cwd: folder, reject: false });
	return !failed;
}

async function installBuildTools() {
	const missing = ['g++', 'make', 'python3'].filter((name) => findProgram(name) === undefined);
	if (!existsSync(HEADERS)) missing.push('libsqlite3-dev');
	if (missing.length === 0 || !canInstallDebianPackages()) return;
	try {
		await installDebianPackages(missing);
	} catch (error) {
		say(`Continuing without ${missing.join(', ')}: ${explain(error)}`);
	}
}

function waysToBuild() {
	const bySystem = {
		title: "Building SQLite's binding against the system's SQLite",
		args: ['--build-from-source', '--sqlite=/usr'],
	};
	return [
		...(existsSync(HEADERS) ? [bySystem] : []),
		{
			title: "Building SQLite's binding from the source in its npm package (1 to 2 minutes)",
			args: ['--build-from-source'],
		},
		{ title: "Downloading SQLite's prebuilt binding", args: [] },
	];
}

async function rebuild(node, folder, args) {
	const home = dirname(dirname(node));
	const env = { PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
	// The headers of the Node that runs n8n; an npm setting may point to another one's.
	if (existsSync(join(home, 'include', 'node'))) env.npm_config_nodedir = home;
	await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error', ...args], {
		cwd: folder,
		env,
	});
}
