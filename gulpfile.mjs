/** Builds the package: `npm run build` once, `npm run dev` on each change of a source. */
import gulp from 'gulp';
import { rm } from 'node:fs/promises';
import { show } from './scripts/lib/commands.mjs';

const ASSETS = [
	'{nodes,credentials}/**/*.{svg,png}',
	'nodes/**/*.node.json',
	'nodes/**/__schema__/**/*.json',
];

/** Removes the previous build, so that a renamed file does not remain in the package. */
async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Compiles nodes/ and credentials/ to dist/. */
async function compile() {
	await show('tsc', ['--project', 'tsconfig.build.json']);
}

/** Copies icons, codex and schema files; `encoding: false` keeps gulp from corrupting PNG files. */
function assets() {
	return gulp.src(ASSETS, { base: '.', encoding: false }).pipe(gulp.dest('dist'));
}

export const build = gulp.series(clean, compile, assets);

/** Rebuilds on each change of a source file. */
export function watch() {
	gulp.watch(['nodes/**/*', 'credentials/**/*'], { ignoreInitial: false }, build);
}
