/** Formats the digest as text: whatever fits on one line stays on one, so that a change gives a short diff. */

const LINE = 150;

/** @returns {string} JSON, indented by one space per level */
export function digestText(value, indent = '') {
	const flat = JSON.stringify(value);
	if (value === null || typeof value !== 'object' || flat.length <= LINE) return flat;
	const inner = `${indent} `;
	const [open, close] = Array.isArray(value) ? '[]' : '{}';
	const lines = Array.isArray(value)
		? value.map((one) => inner + digestText(one, inner))
		: Object.entries(value).map(
				([key, one]) => `${inner}${JSON.stringify(key)}:${digestText(one, inner)}`,
			);
	return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}
