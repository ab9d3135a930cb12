/** Shows progress in the terminal: lines, and steps with a title and their duration. */
import { Listr, PRESET_TIMER } from 'listr2';

/** Prints one line. */
export function say(text) {
	process.stdout.write(`${text}\n`);
}

/** Seconds since `start` (from Date.now()) as text, such as `3.2 s` or `2 min 5 s`. */
export function since(start) {
	const seconds = (Date.now() - start) / 1000;
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Runs `work` under a title. Shows a spinner in a terminal, and the start and end in a log.
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
			// On an interrupt, scripts must stop their own servers first.
			registerSignalListeners: false,
		},
	).run();
	return result.value;
}
