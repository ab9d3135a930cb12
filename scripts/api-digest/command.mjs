/** Runs a script from the command line: a mistake of the caller ends it with a sentence, a bug with its stack. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Something that whoever runs the script can put right; the message says how. */
export class Mistake extends Error {}

/**
 * Runs `main` if the module was started from the command line, not imported.
 *
 * @param {string} moduleUrl `import.meta.url` of the script
 * @param {(argv: string[]) => number} main takes the arguments and returns the exit code; a thrown error makes it 2
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
