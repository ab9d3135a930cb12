// Combines several fields of a contact into the body of a write, and checks them first.

import type { IDataObject } from 'n8n-workflow';

import type { RequestParts } from '../../../shared/http';
import type { ItemContext } from '../../../shared/operation';
import { isAbsent, isRecord, recordsOf, textsOf } from '../../../shared/values';
import { clearFields, withCleared } from '../../fields/clear';
import { tagChangeOf, tagsIn } from './contactTags';

/** The menu of fields to clear on update. */
export const clearContactFields = clearFields('clearFields', [
	{ name: 'Address', value: 'address1' },
	{ name: 'Assigned To', value: 'assignedTo' },
	{ name: 'City', value: 'city' },
	{ name: 'Country', value: 'country' },
	{ name: 'Date of Birth', value: 'dateOfBirth' },
	{ name: 'Email', value: 'email' },
	{ name: 'First Name', value: 'firstName' },
	{ name: 'Last Name', value: 'lastName' },
	{ name: 'Phone', value: 'phone' },
	{ name: 'Postal Code', value: 'postalCode' },
	{ name: 'Source', value: 'source' },
	{ name: 'State', value: 'state' },
	{ name: 'Time Zone', value: 'timezone' },
	{ name: 'Website', value: 'website' },
]);

/** HighLevel refuses '' as a date. */
const withClearedFields = withCleared('clearFields', { dateOfBirth: null });

/** Adds custom fields and cleared fields to the body of a write. */
function withFields(request: RequestParts, item: ItemContext): RequestParts {
	const { values } = item;
	const body: IDataObject = { ...(isRecord(request.body) ? request.body : {}) };
	const customFields = [
		...recordsOf(values.customFields).map(({ id, fieldValue }) => ({ id, fieldValue })),
		...recordsOf(values.customFieldsJson),
		...clearedCustomFields(values.clearCustomFields),
	];
	if (customFields.length > 0) body.customFields = customFields;
	return withClearedFields({ ...request, body }, item);
}

function withTags(request: RequestParts, tags: string[]): RequestParts {
	return { ...request, body: { ...(isRecord(request.body) ? request.body : {}), tags } };
}

/** Adds custom fields and tags to the body of a new contact. */
export function prepareNew(request: RequestParts, item: ItemContext): RequestParts {
	const tags = tagsIn(item.values);
	const prepared = withFields(request, item);
	return tags.length > 0 ? withTags(prepared, tags) : prepared;
}

/**
 * Adds custom fields, cleared fields and replaced tags to the body of an upsert or update. Tags in a body replace those that
 * the contact has, so tags to add or remove are not in it.
 */
export function prepareChange(request: RequestParts, item: ItemContext): RequestParts {
	const change = tagChangeOf(item);
	const prepared = withFields(request, item);
	return change?.mode === 'replace' ? withTags(prepared, change.tags) : prepared;
}

function clearedCustomFields(ids: unknown): IDataObject[] {
	return textsOf(ids).map((id) => ({ id, fieldValue: '' }));
}

/** Refuses a new contact without an email, a phone number or a name. */
export function refuseNameless(item: ItemContext): void {
	const { email, phone, firstName, lastName, name } = item.values;
	if ([email, phone, firstName, lastName, name].every(isAbsent)) {
		throw item.refuse("The contact has neither 'Email' nor 'Phone' nor a name");
	}
}

/** Refuses an item that does not identify a contact. */
export function refuseUnidentified(item: ItemContext): void {
	if (isAbsent(item.values.email) && isAbsent(item.values.phone)) {
		throw item.refuse(
			"'Email' and 'Phone' are both empty",
			'Nothing was sent for this item. Give at least one of them, since the contact is found by it.',
		);
	}
}
