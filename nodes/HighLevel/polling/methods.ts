// The methods that the editor calls for the polling triggers.

import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { textOf } from '../../shared/values';
import { methods as shared } from '../search';
import { readCustomFields } from '../search/customFields';
import { readAll } from '../search/lookup';
import { calendars } from '../search/lookups';
import { openLookup } from '../search/open';

/** The sub-account's calendars for a menu, drafts included. */
async function getCalendars(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await readAll(calendars, await openLookup(this));
}

/** The date of birth and the custom fields that contain a date. */
async function getDateFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const definitions = await readCustomFields(await openLookup(this));
	const dates = definitions
		.filter(({ dataType }) => dataType === 'DATE')
		.map(({ id, name }) => ({ name: textOf(name), value: textOf(id) }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
	return [{ name: 'Date of Birth', value: 'dateOfBirth' }, ...dates];
}

/** The methods that the editor calls for the polling triggers. */
export const methods = {
	...shared,
	loadOptions: { ...shared.loadOptions, getCalendars, getDateFields },
};
