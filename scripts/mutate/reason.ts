/** Why the mutants of one line of code survive. */
export interface Reason {
	/** The end of the file's path, without `.ts`. */
	file: string;
	/** Part of the line. */
	at: string;
	/** What the code becomes, if the reason is not that of every survivor of the line. */
	becomes?: string;
	reason: string;
}
