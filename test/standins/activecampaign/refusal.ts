/** The error answers of the API, in their four shapes. */
import { Refusal } from '../shared/answer';

/** 403: no key, or not the account's. */
export function forbidden(): Refusal {
	return new Refusal(403, { message: 'Forbidden' });
}

/**
 * No record has this ID.
 *
 * @param name ActiveCampaign's internal name: `Subscriber` for a contact, `SubscriberTag` for a contact's tag
 * @param status 404; 403 for notes and field values
 */
export function noResult(name: string, id: string, status = 404): Refusal {
	return new Refusal(status, { message: `No Result found for ${name} with id ${id}` });
}

/** 422: a value is missing, malformed or already in use. */
export function invalid(title: string, code: string, attribute: string): Refusal {
	const source = { pointer: `/data/attributes/${attribute}` };
	return new Refusal(422, { errors: [{ title, detail: '', code, source }] });
}

/** 422: an attribute is missing. */
export function missing(attribute: string): Refusal {
	return invalid(`The ${attribute} attribute is required.`, 'field_missing', attribute);
}

/** 404 of `POST /contactTags` and `POST /contactLists`. */
export function notFound(what: string): Refusal {
	return new Refusal(404, {
		errors: [{ status: 404, title: 'Not Found', detail: `${what} not found` }],
	});
}

/** A tag of this type and name exists. */
export function duplicateTag(tagType: string, name: string, status: number): Refusal {
	return new Refusal(status, {
		message: 'Could not process request',
		error: `Duplicate entry '${tagType}-${name}' for key 'typetag'`,
	});
}
