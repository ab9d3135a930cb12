/** Runs a script from the command line: a mistake of the caller ends it with a sentence, a bug with its stack. */

/** Something that whoever runs the script can put right; the message says how. */
export class Mistake extends Error {}

/** @param main takes the arguments and returns the exit code; a thrown `Mistake` is printed and makes it 2 */
export function runCommand(main: (argv: string[]) => number): void {
	try {
		process.exitCode = main(process.argv.slice(2));
	} catch (error) {
		if (!(error instanceof Mistake)) throw error;
		console.error(error.message);
		process.exitCode = 2;
	}
}
