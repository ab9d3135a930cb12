// Why mutants survive: those of one line of code, and what they become.

interface Place {
	file: string;
	/** The line of code on which the mutant begins. */
	line: string;
	replacement: string;
}

interface Reason {
	/** The end of the file's path, without `.ts`. */
	file: string;
	/** Part of the line. */
	at: string;
	/** What the code becomes, if the reason is not that of every survivor of the line. */
	becomes?: string;
	reason: string;
}

const REASONS: Reason[] = [];

/** @returns why a mutant survives; undefined if nobody has found out */
export function reasonFor({ file, line, replacement }: Place): string | undefined {
	return REASONS.find(
		(one) =>
			file.endsWith(`/${one.file}.ts`) &&
			line.includes(one.at) &&
			(one.becomes === undefined || replacement === one.becomes),
	)?.reason;
}
