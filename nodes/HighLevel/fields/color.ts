// Converts colors.

import type { Convert } from '../../shared/convert';
import { ValueError } from '../../shared/valueErrors';

/** A color as HighLevel and n8n's picker write it: #RRGGBB or #RGB. */
export const toColor: Convert = (value) => {
	const color = typeof value === 'string' ? value.trim() : '';
	if (!/^#([\da-f]{3}|[\da-f]{6})$/i.test(color)) {
		throw new ValueError('is not a hex color such as #039BE5');
	}
	return color;
};
