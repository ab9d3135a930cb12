/** Starts programs, ends them together with their descendants, and explains failures. */
import { execa, ExecaError } from 'execa';
import treeKill from 'tree-kill';
import { ROOT } from './paths.mjs';

const LINES_SHOWN = 40;

const inRepository = execa({ cwd: ROOT, localDir: ROOT, preferLocal: true, stdin: 'ignore' });

/** execa in the repository's folder, with its packages' programs on the PATH: `await run('gulp', ['build'])`. */
export const run = inRepository({ all: true });

/** The same, with the output shown instead of returned. */
export const show = inRepository({ stdout: 'inherit', stderr: 'inherit' });

/** Sends a signal to a process and all its descendants. */
export async function endTree(pid, signal = 'SIGTERM') {
	await new Promise((done) => treeKill(pid, signal, done));
}

/** The message of an error; for a failed program, its command line and the end of its output. */
export function explain(error) {
	if (!(error instanceof ExecaError)) return error.message;
	const lines = (error.all ?? '').trimEnd().split('\n');
	return [error.shortMessage, ...lines.slice(-LINES_SHOWN)].join('\n');
}
