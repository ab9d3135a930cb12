// The switch 'Simplify' of the triggers.

import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { toProperty } from '../shared/properties';
import { simple } from '../shared/standardFields';

/**
 * 'Simplify', off in the versions that existed before it and on in newer ones.
 *
 * @param show further conditions
 */
export function simplify(
	versions: { off: number[]; on: number[] },
	show: IDisplayOptions['show'] = {},
): INodeProperties[] {
	const inVersions = (list: number[], isOn: boolean): INodeProperties => ({
		...toProperty(simple),
		default: isOn,
		displayOptions: { show: { ...show, '@version': list } },
	});
	return [inVersions(versions.on, true), inVersions(versions.off, false)];
}
