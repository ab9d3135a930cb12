/** How the digest is laid out as text: whatever fits a line stands on one, so that a change shows as a short diff. */

const LINE = 150;

/** @returns {string} JSON, indented by one space a level */
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
