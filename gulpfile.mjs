'use strict';

const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const gulp = require('gulp');

const run = promisify(execFile);

const ASSETS = [
	'{nodes,credentials}/**/*.{svg,png}',
	'nodes/**/*.node.json',
	'nodes/**/__schema__/**/*.json',
];

/** Removes the previous build, so that a renamed file does not live on in the package. */
async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Compiles nodes/ and credentials/ to dist/. */
async function compile() {
	try {
		await run(process.execPath, [
			require.resolve('typescript/bin/tsc'),
			'--project',
			'tsconfig.build.json',
		]);
	} catch (error) {
		throw new Error(`TypeScript found errors\n${error.stdout ?? ''}${error.stderr ?? ''}`);
	}
}

/** Copies icons, codex and schema files; bytes stay as they are, or gulp would damage PNG files. */
function assets() {
	return gulp.src(ASSETS, { base: '.', encoding: false }).pipe(gulp.dest('dist'));
}

const build = gulp.series(clean, compile, assets);

/** Rebuilds on each change of a source file. */
function watch() {
	gulp.watch(['nodes/**/*', 'credentials/**/*'], { ignoreInitial: false }, build);
}

module.exports = { build, watch, default: build };
