/**
 * Fails a test whose list of findings is not empty, and says what to do about them.
 *
 * @param advice what to do, as sentences
 */
export function expectNone(findings: readonly string[], advice: string): void {
	if (findings.length === 0) return;
	const error = new Error(`${advice}\n${findings.map((one) => `  ${one}`).join('\n')}`);
	// The stack begins at the test's own line.
	Error.captureStackTrace(error, expectNone);
	throw error;
}
