/** Waiting for something that happens outside of this process. */

const POLL_MS = 100;

/**
 * Asks until there is an answer.
 *
 * @param what what is waited for, for the message
 * @throws {Error} if there is none after `waitMs` milliseconds
 */
export async function until<T>(
	what: string,
	waitMs: number,
	ask: () => Promise<T | undefined>,
): Promise<T> {
	const end = Date.now() + waitMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > end) throw new Error(`Waited ${waitMs / 1000} s for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
}
