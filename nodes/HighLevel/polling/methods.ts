import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { encodePart } from '../../shared/request';
import { isRecord, recordsOf, textOf } from '../../shared/values';
import { methods as shared } from '../search';
import { purposeOf, readAll } from '../search/lookup';
import * as lookups from '../search/lookups';
import { openPlace } from '../search/place';

/** Calendars of the sub-account for a menu, drafts too. */
async function getCalendars(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await readAll(lookups.calendars, await openPlace(this));
}

/** The date of birth, and the custom fields that hold a date. */
async function getDateFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const place = await openPlace(this);
	const answer = await place.send(
		{
			method: 'GET',
			path: `/locations/${encodePart(place.location)}/customFields`,
			query: { model: 'contact' },
		},
		purposeOf(lookups.customFields),
	);
	const definitions = recordsOf(isRecord(answer) ? answer.customFields : undefined);
	const dates = definitions
		.filter(({ dataType }) => dataType === 'DATE')
		.map(({ id, name }) => ({ name: textOf(name), value: textOf(id) }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
	return [{ name: 'Date of Birth', value: 'dateOfBirth' }, ...dates];
}

/** What the editor may ask of the polling triggers. */
export const methods = {
	...shared,
	loadOptions: { ...shared.loadOptions, getCalendars, getDateFields },
};
