/** Runs a script from the command line: a user's mistake ends it with a message, a bug with a stack trace. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An error that the user of the script can correct; the message says how. */
export class Mistake extends Error {}

/**
 * Runs `main` if the module was started from the command line rather than imported.
 *
 * @param {string} moduleUrl `import.meta.url` of the script
 * @param {(argv: string[]) => number} main receives the arguments and returns the exit code, which is 2 if it throws
 */
export function runCommand(moduleUrl, main) {
	if (!process.argv[1] || resolve(process.argv[1]) !== fileURLToPath(moduleUrl)) return;
	try {
		process.exitCode = main(process.argv.slice(2));
	} catch (error) {
		console.error(error instanceof Mistake ? error.message : error);
		process.exitCode = 2;
	}
}
