/** The overlay: endpoints that the official files lack, written by hand in the digest's format. */
import { OVERLAY_PATH, readJson, shown } from './files.mjs';

/** Every operation of a digest or an overlay by version set, method and path; the names of path parameters are ignored. */
function namesOf({ sets = {} }) {
	return Object.entries(sets).flatMap(([set, families]) =>
		Object.values(families)
			.flat()
			.map(({ method, path }) => ({
				name: `${set} ${method} ${path}`,
				key: `${set} ${method} ${path.replace(/\{\w+\}/g, '{}')}`,
			})),
	);
}

/**
 * Overlay entries that a digest also has: HighLevel has published them since, and its files now define them.
 *
 * @returns {string[]} the operations, such as `v3 GET /contacts/{contactId}/followers`
 */
export function published(digest, overlay = readJson(OVERLAY_PATH)) {
	const official = new Set(namesOf(digest).map(({ key }) => key));
	return namesOf(overlay)
		.filter(({ key }) => official.has(key))
		.map(({ name }) => name);
}

/** Advice on entries that the official files now have; '' when there are none. */
export function overlayAdvice(names) {
	if (names.length === 0) return '';
	return [
		'The official files now have what the overlay describes by hand:',
		...names.map((name) => `  ${name}`),
		`Remove ${names.length === 1 ? 'it' : 'them'} from the overlay, ${shown(OVERLAY_PATH)}; then run npm run contract.`,
	].join('\n');
}
