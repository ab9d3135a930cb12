/** Progress on the terminal: lines, and steps with a title and the time that they took. */
import { Listr, PRESET_TIMER } from 'listr2';

/** Prints one line. */
export function say(text) {
	process.stdout.write(`${text}\n`);
}

/** Seconds since `start` (from Date.now()) in words, as `3.2 s` or `2 min 5 s`. */
export function since(start) {
	const seconds = (Date.now() - start) / 1000;
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Runs `work` under a title. A terminal shows a spinner, a log the start and the end.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
	const result = await new Listr(
		[{ title, task: async (context) => (context.value = await work()) }],
		{
			ctx: {},
			fallbackRenderer: 'simple',
			rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false },
			fallbackRendererOptions: { timer: PRESET_TIMER },
			// Scripts end their own servers first when they are interrupted.
			registerSignalListeners: false,
		},
	).run();
	return result.value;
}
