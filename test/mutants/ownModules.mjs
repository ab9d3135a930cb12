// Loads the project's TypeScript in Node, as jest is configured to, and forgets it again.
import { readFileSync } from 'node:fs';
import { createRequire, Module, SourceMap } from 'node:module';
import { join, sep } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));

/** The folder of the project, or of Stryker's copy of it. */
let ownRoot;

/** By path; a file does not change while mutants are tested. */
const compiled = new Map();

/** Makes `require` compile the TypeScript of a folder. */
export function loadTypeScriptOf(root) {
	const { transformSync } = require('@swc/core');
	const [{ transform }] = require(join(root, 'jest.config.js')).projects;
	const [, options] = Object.values(transform)[0];
	const compile = (filename) =>
		transformSync(readFileSync(filename, 'utf8'), {
			...options,
			jsc: { ...options.jsc, transform: { hidden: { jest: true } } },
			filename,
			sourceMaps: true,
			configFile: false,
			swcrc: false,
		});
	Module._extensions['.ts'] = (module, filename) => {
		if (!compiled.has(filename)) compiled.set(filename, compile(filename));
		module._compile(compiled.get(filename).code, filename);
	};
	// As in jest, a .ts file comes before a .json file of the same name.
	for (const ending of ['.json', '.node']) {
		const load = Module._extensions[ending];
		delete Module._extensions[ending];
		Module._extensions[ending] = load;
	}
	ownRoot = root + sep;
}

const isOwn = (filename) =>
	filename.startsWith(ownRoot) && !filename.includes(`${sep}node_modules${sep}`);

/** The next `require` of a module of the project loads it anew. */
export function forgetOwnModules() {
	for (const filename of Object.keys(require.cache)) {
		if (isOwn(filename)) delete require.cache[filename];
	}
}

/** Where in a TypeScript file a stack trace begins. */
export function sourcePosition(filename, stack) {
	const map = compiled.get(filename)?.map;
	const at = stack.split('\n').find((line) => line.includes(filename));
	const [, line, column] = /:(\d+):(\d+)\)?$/.exec(at ?? '') ?? [];
	if (!map || !line) return undefined;
	const { originalLine, originalColumn } = new SourceMap(JSON.parse(map)).findEntry(
		line - 1,
		column - 1,
	);
	return { line: originalLine, column: originalColumn };
}
