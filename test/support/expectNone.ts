/**
 * Fails a test if its list of findings is not empty, and says what to do about them.
 *
 * @param advice what to do, in full sentences
 */
export function expectNone(findings: readonly string[], advice: string): void {
	if (findings.length === 0) return;
	const error = new Error(`${advice}\n${findings.map((one) => `  ${one}`).join('\n')}`);
	// The stack trace starts at the test's own line.
	Error.captureStackTrace(error, expectNone);
	throw error;
}
