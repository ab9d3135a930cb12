/** Runs a script from the command line: a user's mistake ends it with a message, a bug with a stack trace. */

/** An error that the user of the script can correct; the message says how. */
export class Mistake extends Error {}

/** @param main receives the arguments and returns the exit code; a thrown `Mistake` is printed and gives 2 */
export function runCommand(main: (argv: string[]) => number): void {
	try {
		process.exitCode = main(process.argv.slice(2));
	} catch (error) {
		if (!(error instanceof Mistake)) throw error;
		console.error(error.message);
		process.exitCode = 2;
	}
}
